//! What the checks before payment ask of the database: a few statements, however long the list is.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::kernel::day::DayRange;
use domain::kernel::ids::{PaymentId, PaymentListId};
use domain::kernel::nrb::Nrb;
use domain::payments::payment::{PaymentMethod, PaymentState};
use domain::payments::preflight::{Candidate, PaidMonth, PayeeAccount};
use domain::people::person::PersonState;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::people::NEVER;
use crate::schema::{award_lines, awards, payments, person_accounts, persons};
use crate::tx::Read;

/// What the checks before payment ask about each payment of a list.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The payment.
    pub payment: PaymentId,
    /// What the checks ask.
    pub candidate: Candidate,
}

#[derive(Debug, Queryable)]
struct CheckedRow {
    id: String,
    award_line_id: String,
    person_id: String,
    benefit_code: String,
    month: String,
    account: Option<String>,
    kind: String,
    award_state: String,
    ended_with: Option<String>,
    enforceable_on: Option<NaiveDate>,
    method: String,
    right_from: NaiveDate,
    right_to: NaiveDate,
    person_state: String,
    death_date: Option<NaiveDate>,
}

/// The payments of a list that are not cancelled, with everything the checks ask, as it is on a day. Two statements,
/// however long the list is.
///
/// # Errors
/// Only those of the database.
pub fn candidates(read: &mut Read<'_>, list: PaymentListId, day: NaiveDate) -> Result<Vec<Checked>, Error> {
    let rows: Vec<CheckedRow> = on!(read.conn(), c => payments::table
        .inner_join(award_lines::table.inner_join(awards::table.inner_join(persons::table)))
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.ne(PaymentState::Cancelled.code()))
        .order(payments::id)
        .select((
            payments::id,
            payments::award_line_id,
            payments::person_id,
            payments::benefit_code,
            payments::month,
            payments::account,
            awards::kind,
            awards::state,
            awards::ended_with,
            awards::enforceable_on,
            awards::method,
            awards::right_from,
            awards::right_to,
            persons::state,
            persons::death_date,
        ))
        .load(c))?;
    let accounts = held_accounts(read, list, day)?;
    rows.into_iter().map(|row| row.checked(&accounts)).collect()
}

/// Whether the accounts on a list are held on a day by the person paid, and as their own.
fn held_accounts(
    read: &mut Read<'_>,
    list: PaymentListId,
    day: NaiveDate,
) -> Result<HashMap<(String, String), bool>, Error> {
    let rows: Vec<(String, String, bool)> = on!(read.conn(), c => payments::table
        .inner_join(person_accounts::table.on(person_accounts::person_id.eq(payments::person_id)
            .and(person_accounts::nrb.nullable().eq(payments::account))))
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.ne(PaymentState::Cancelled.code()))
        .filter(person_accounts::superseded_at.eq(NEVER))
        .filter(person_accounts::valid_from.le(day))
        .filter(person_accounts::valid_to.gt(day))
        .select((person_accounts::person_id, person_accounts::nrb, person_accounts::own))
        .load(c))?;
    let mut held = HashMap::with_capacity(rows.len());
    for (person, nrb, own) in rows {
        *held.entry((person, nrb)).or_default() |= own;
    }
    Ok(held)
}

impl CheckedRow {
    fn checked(self, accounts: &HashMap<(String, String), bool>) -> Result<Checked, Error> {
        let at = Row { table: "payments", id: &self.id };
        let method: PaymentMethod = at.parse(&self.method)?;
        let account = match self.account {
            None => None,
            Some(number) => {
                let held = accounts.get(&(self.person_id.clone(), number.clone()));
                let usable = held.is_some() && number.parse::<Nrb>().is_ok();
                Some(PayeeAccount { number: at.text(number)?, own: held.copied().unwrap_or_default(), usable })
            }
        };
        let state: PersonState = at.parse(&self.person_state)?;
        let candidate = Candidate {
            line: at.parse(&self.award_line_id)?,
            person: at.parse(&self.person_id)?,
            payee_dead: state == PersonState::Deceased || self.death_date.is_some(),
            benefit: at.text(self.benefit_code)?,
            kind: at.parse(&self.kind)?,
            award: at.parse(&self.award_state)?,
            award_ended_with: at.maybe(self.ended_with.as_deref())?,
            month: at.parse(&self.month)?,
            right: right(at, self.right_from, self.right_to)?,
            enforceable_on: self.enforceable_on,
            method,
            account,
        };
        Ok(Checked { payment: at.parse(&self.id)?, candidate })
    }
}

fn right(at: Row<'_>, from: NaiveDate, to: NaiveDate) -> Result<DayRange, Error> {
    DayRange::half_open(from, to).map_err(|_empty| at.corrupt())
}

diesel::alias! {
    // The payments of other lists, beside those of the list at hand.
    const ELSEWHERE: Alias<Elsewhere> = payments as elsewhere;
}

/// The months that live payments of other lists pay to persons on a list for a benefit on it.
///
/// # Errors
/// Only those of the database.
pub fn paid_elsewhere(read: &mut Read<'_>, list: PaymentListId) -> Result<Vec<PaidMonth>, Error> {
    let here = list.to_string();
    let rows: Vec<(String, String, String, String, String, NaiveDate, NaiveDate)> = on!(read.conn(), c => payments::table
        .inner_join(ELSEWHERE.on(ELSEWHERE.field(payments::person_id).eq(payments::person_id)
            .and(ELSEWHERE.field(payments::month).eq(payments::month))
            .and(ELSEWHERE.field(payments::benefit_code).eq(payments::benefit_code))))
        .inner_join(award_lines::table.on(award_lines::id.eq(ELSEWHERE.field(payments::award_line_id))))
        .inner_join(awards::table.on(awards::id.eq(award_lines::award_id)))
        .filter(payments::list_id.eq(&here))
        .filter(payments::state.ne(PaymentState::Cancelled.code()))
        .filter(ELSEWHERE.field(payments::list_id).ne(&here))
        .filter(ELSEWHERE.field(payments::state).ne(PaymentState::Cancelled.code()))
        .select((
            award_lines::id,
            awards::person_id,
            awards::benefit_code,
            awards::kind,
            award_lines::month,
            awards::right_from,
            awards::right_to,
        ))
        .distinct()
        .load(c))?;
    rows.into_iter()
        .map(|(line, person, benefit, kind, month, from, to)| {
            let at = Row { table: "award_lines", id: &line };
            let (kind, month) = (at.parse(&kind)?, at.parse(&month)?);
            Ok(PaidMonth {
                line: at.parse(&line)?,
                person: at.parse(&person)?,
                benefit: at.text(benefit)?,
                kind,
                month,
                right: right(at, from, to)?,
            })
        })
        .collect()
}
