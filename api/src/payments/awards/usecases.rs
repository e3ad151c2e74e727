//! What is done with awards.

use chrono::NaiveDate;
use domain::decisions::terms::GrantTerms;
use domain::kernel::day::YearMonth;
use domain::kernel::ids::{AwardId, AwardLineId, CaseId, DecisionId};
use domain::payments::award::{
    self, Award, AwardKind, AwardLine, AwardRange, AwardState, MonthAmount, ScheduleRefusal, check_overlap,
};
use domain::platform::access::Reach;
use persistence::error::Error as StoreError;
use persistence::page::Keyset;
use persistence::payments::{awards, payments};
use persistence::people::persons;
use persistence::platform::journal::Events;
use persistence::tx::{Read, Tx};

use super::views::PaidAward;
use crate::http::error::Error;

/// Reads an award.
///
/// # Errors
/// [`Error::NotFound`].
pub fn read_award(read: &mut Read<'_>, reach: &Reach, id: AwardId) -> Result<PaidAward, Error> {
    read.hold_still()?;
    let award = awards::load(read, reach, id)?.into_inner();
    let lines: Vec<AwardLineId> = award.lines.iter().map(|line| line.id).collect();
    Ok(PaidAward { paid: payments::live_of(read, &lines)?, award })
}

/// A part of the awards of a case.
///
/// # Errors
/// Only those of the database.
pub fn list_awards(read: &mut Read<'_>, reach: &Reach, case: CaseId, page: &Keyset) -> Result<Vec<PaidAward>, Error> {
    read.hold_still()?;
    let found = awards::list(read, reach, case, page)?;
    let lines: Vec<AwardLineId> = found.iter().flat_map(|award| &award.lines).map(|line| line.id).collect();
    let paid = payments::live_of(read, &lines)?;
    Ok(found.into_iter().map(|award| PaidAward { award, paid: paid.clone() }).collect())
}

/// Makes the award of a decision that is being signed, with its schedule, in the same transaction.
///
/// # Errors
/// [`Error::OverlappingAward`] when the person has the benefit on some of the days, [`Error::Rule`] when a month would
/// have no amount.
pub fn grant(tx: &mut Tx<'_>, decision: DecisionId, case: CaseId, terms: &GrantTerms) -> Result<Events, Error> {
    let context = tx.context();
    let id = AwardId::new(context.ids.next());
    // First of all: two grants to one person wait for each other here.
    let version = persons::count_up(tx, terms.person)?;
    let GrantTerms { person, benefit, kind, right, amount, method, account } = terms.clone();
    let new = AwardRange { award: id, person, benefit: benefit.clone(), kind, right };
    let existing = awards::ranges_of(tx, person, &benefit)?;
    check_overlap(&new, &existing).map_err(|_overlap| Error::OverlappingAward)?;
    let months = match kind {
        AwardKind::Monthly => award::schedule(right, award::first_horizon(right, context.today), |_month| amount),
        AwardKind::OneOff => award::one_off(YearMonth::of(right.from()), amount),
    };
    let months = months.map_err(|refused: ScheduleRefusal| Error::rule("", "schedule_impossible", refused))?;
    let line = |month: &MonthAmount| AwardLine {
        id: AwardLineId::new(context.ids.next()),
        month: month.month,
        amount: month.amount,
    };
    let lines: Vec<AwardLine> = months.iter().map(line).collect();
    let granted = Award {
        id,
        version: 1,
        decision,
        case,
        person,
        benefit,
        kind,
        right,
        amount,
        method,
        account,
        enforceable_on: None,
        scheduled_to: lines.last().map_or_else(|| YearMonth::of(right.from()), |line| line.month),
        lines,
        state: AwardState::Active,
        ended_with: None,
    };
    awards::insert(tx, &granted).map_err(|error| {
        let clash = if let StoreError::Guarded { rule } = &error { rule == "award_overlap" } else { false };
        if clash { Error::OverlappingAward } else { error.into() }
    })?;
    let events = Events::one("award.granted", awards::subject(id), 1);
    Ok(events.and("person.award_granted", persons::subject(person), version))
}

/// Notes from which day the decision of an award may be carried out; nothing when it grants no award, or the day is
/// known already.
///
/// # Errors
/// [`Error::Version`] when someone was faster.
pub fn note_enforceable(
    tx: &mut Tx<'_>,
    decision: DecisionId,
    from: Option<NaiveDate>,
) -> Result<Option<Events>, Error> {
    let Some(mut award) = awards::of_decision(tx, decision)? else { return Ok(None) };
    if award.enforceable_on == from {
        return Ok(None);
    }
    award.enforceable_on = from;
    awards::update(tx, &mut award)?;
    Ok(Some(Events::one("award.enforceable_day_noted", awards::subject(award.id), award.version)))
}
