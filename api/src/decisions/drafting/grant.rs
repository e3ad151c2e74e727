//! The terms of a grant: from when to when it is due, and how it is paid.

use chrono::{Months, NaiveDate};
use domain::benefits::calculation::BenefitCode;
use domain::benefits::calculation::stored::Calculation;
use domain::casework::application::Application;
use domain::decisions::content::Extent;
use domain::decisions::terms::GrantTerms;
use domain::kernel::day::{Day, DayRange, YearMonth};
use domain::kernel::money::Money;
use domain::payments::award::{ART_106_UST_3, AwardKind, right_begins_on};
use domain::people::person::facts::{BankAccount, Held};
use persistence::people::facts;
use persistence::tx::Read;

use super::facts::Gathered;
use crate::decisions::bodies::{DecisionBody, TermsBody};
use crate::http::error::{Error, Fault};

/// How far ahead a right may begin.
const MOST_AHEAD: Months = Months::new(12);

/// What a grant obliges the centre to pay.
pub(super) fn terms(
    read: &mut Read<'_>,
    known: &Gathered<'_>,
    amount: Option<Money>,
    extent: Extent,
    body: &DecisionBody,
    today: NaiveDate,
) -> Result<Option<GrantTerms>, Error> {
    let Gathered { calculation, application, party, .. } = known;
    let (amount, terms) = match (amount, &body.terms) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err(Error::rule("/terms", "terms_mismatch", "a refusal has no terms")),
        (Some(_), None) => return Err(Error::rule("/terms", "terms_mismatch", "expected the terms of the grant")),
        (Some(amount), Some(terms)) => (amount, terms),
    };
    if let Some(account) = terms.account_id {
        let accounts: Vec<Held<BankAccount>> = facts::load(read, party.person.id, Some(today), None)?;
        if !accounts.iter().any(|held| held.id == account) {
            let text = "the person has no such account today";
            return Err(Error::rule("/terms/accountId", "unknown_reference", text));
        }
    }
    let kind = match calculation.benefit {
        BenefitCode::ZasilekStaly | BenefitCode::ZasilekOkresowy => AwardKind::Monthly,
        BenefitCode::ZasilekCelowy | BenefitCode::SpecjalnyZasilekCelowy => AwardKind::OneOff,
    };
    let right = right(calculation, *application, kind, terms)?;
    let from = right.from();
    if today.checked_add_months(MOST_AHEAD).is_some_and(|latest| from > latest) {
        return Err(Error::rule("/terms/from", "day_too_far", "expected a day at most one year ahead"));
    }
    let late = application.filter(|_| kind == AwardKind::Monthly && extent == Extent::InFull);
    if let Some(earliest) = late.and_then(|application| application.completed_on).map(right_begins_on)
        && from > earliest
    {
        let text = format!("expected {earliest}, unless the request is granted in part");
        let fault = Fault::new("/terms/from", "after_application", text).under(ART_106_UST_3);
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault] });
    }
    Ok(Some(GrantTerms {
        person: party.person.id,
        benefit: super::benefit_line(calculation.benefit)?,
        kind,
        right,
        amount,
        method: terms.method,
        account: terms.account_id,
    }))
}

/// Art. 106 ust. 3 u.p.s.: the right begins with the month of the complete application, never earlier.
fn right(
    calculation: &Calculation,
    application: Option<&Application>,
    kind: AwardKind,
    terms: &TermsBody,
) -> Result<DayRange, Error> {
    let complete_on =
        application.and_then(|application| application.completed_on).unwrap_or(calculation.application_on);
    let earliest = right_begins_on(complete_on);
    let from = terms.from.map_or(earliest, Day::date);
    if from < earliest {
        let fault = Fault::new("/terms/from", "before_application", format!("expected a day not before {earliest}"));
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault.under(ART_106_UST_3)] });
    }
    let last = match (terms.to.map(Day::date), kind) {
        (Some(last), _) => Some(last),
        (None, AwardKind::OneOff) => Some(YearMonth::of(from).last_day()),
        (None, AwardKind::Monthly) => None,
    };
    if last.is_none() && calculation.benefit == BenefitCode::ZasilekOkresowy {
        let fault = Fault::new("/terms/to", "last_day_missing", "expected the last day of the benefit");
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault.under("art. 38 ust. 5 u.p.s.")] });
    }
    DayRange::closed(from, last).map_err(|empty| Error::rule("/terms/to", "range", empty))
}
