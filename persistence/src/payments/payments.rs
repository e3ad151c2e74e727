//! Payments: the lines of payment lists.
//!
//! What a payment says stands still from the moment it is on a list; a trigger keeps it. The journal notes a list's
//! payments by their control sums, whose hash any change of a line, an amount or an account changes, and by the state
//! that all of them take at once.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::day::YearMonth;
use domain::kernel::ids::{AwardId, AwardLineId, CaseId, PaymentId, PaymentListId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::nrb::Nrb;
use domain::kernel::text::Line;
use domain::payments::payment::PaymentState;
use domain::payments::payment_list::{ControlSums, SummedLine};
use domain::platform::access::Reach;
use serde::Serialize;

use super::payment_lists;
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::ROWS_AT_ONCE;
use crate::platform::reach::{Seen, case_within};
use crate::schema::{award_lines, awards, cases as case_table, payments};
use crate::tx::{Read, Tx};

/// A payment as lists and files show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its identity.
    pub id: PaymentId,
    /// The award line it pays.
    pub line: AwardLineId,
    /// The award.
    pub award: AwardId,
    /// The case.
    pub case: CaseId,
    /// Who is entitled.
    pub person: PersonId,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// The month it is due for.
    pub month: YearMonth,
    /// What is paid.
    pub amount: Money,
    /// The account it goes to.
    pub account: Option<Nrb>,
    /// The payee's name as printed.
    pub payee: Line<201>,
    /// Where it stands.
    pub state: PaymentState,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = payments)]
struct PaymentRow {
    id: String,
    award_line_id: String,
    person_id: String,
    benefit_code: String,
    month: String,
    amount: i64,
    account: Option<String>,
    payee: String,
    state: String,
}

fn payment((row, award, case): (PaymentRow, String, String)) -> Result<Payment, Error> {
    let id = row.id.clone();
    let at = Row { table: "payments", id: &id };
    Ok(Payment {
        id: at.parse(&row.id)?,
        line: at.parse(&row.award_line_id)?,
        award: at.parse(&award)?,
        case: at.parse(&case)?,
        person: at.parse(&row.person_id)?,
        benefit: at.text(row.benefit_code)?,
        month: at.parse(&row.month)?,
        amount: Money::from_grosze(row.amount),
        account: at.maybe(row.account.as_deref())?,
        payee: at.text(row.payee)?,
        state: at.parse(&row.state)?,
    })
}

/// A part of the payments of a list that belong to cases within reach, in the order of the list: by name.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, reach: &Reach, list: PaymentListId, page: &Keyset) -> Result<Vec<Payment>, Error> {
    let rows: Vec<(PaymentRow, String, String)> = on!(read.conn(), c => {
        let query = payments::table
            .inner_join(award_lines::table.inner_join(awards::table.inner_join(case_table::table)))
            .filter(payments::list_id.eq(list.to_string()))
            .select((PaymentRow::as_select(), awards::id, awards::case_id))
            .into_boxed();
        let query = query.filter(case_within(Seen::of(reach)));
        keyset!(c, query, page, payments::id, payments::id, page.key(0), Text, false)
    })?;
    let found: Vec<Payment> = rows.into_iter().map(payment).collect::<Result<_, _>>()?;
    for payment in &found {
        read.saw(payment.person);
    }
    Ok(found)
}

/// Every payment of a list that is not cancelled, in the order of the list. For a file that leaves the house whole:
/// the caller has checked that nothing on it is kept from the reader.
///
/// # Errors
/// Only those of the database.
pub fn all_of(read: &mut Read<'_>, list: PaymentListId) -> Result<Vec<Payment>, Error> {
    let rows: Vec<(PaymentRow, String, String)> = on!(read.conn(), c => payments::table
        .inner_join(award_lines::table.inner_join(awards::table))
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.ne(PaymentState::Cancelled.code()))
        .order(payments::id)
        .select((PaymentRow::as_select(), awards::id, awards::case_id))
        .load(c))?;
    let found: Vec<Payment> = rows.into_iter().map(payment).collect::<Result<_, _>>()?;
    for payment in &found {
        read.saw(payment.person);
    }
    Ok(found)
}

/// The live payments of award lines, each with its list.
///
/// # Errors
/// Only those of the database.
pub fn live_of(
    read: &mut Read<'_>,
    lines: &[AwardLineId],
) -> Result<HashMap<AwardLineId, (PaymentId, PaymentListId, PaymentState)>, Error> {
    let mut found = HashMap::new();
    for chunk in lines.chunks(ROWS_AT_ONCE) {
        let ids = chunk.iter().map(ToString::to_string);
        let rows: Vec<(String, String, String, String)> = on!(read.conn(), c => payments::table
            .filter(payments::award_line_id.eq_any(ids.clone().collect::<Vec<String>>()))
            .filter(payments::state.ne(PaymentState::Cancelled.code()))
            .select((payments::award_line_id, payments::id, payments::list_id, payments::state))
            .load(c))?;
        for (line, id, list, state) in rows {
            let at = Row { table: "payments", id: &id };
            found.insert(at.parse(&line)?, (at.parse(&id)?, at.parse(&list)?, at.parse(&state)?));
        }
    }
    Ok(found)
}

/// The control sums of a list's payments that are not cancelled, as they are now.
///
/// # Errors
/// [`Error::Corrupt`] for a list that cannot be summed.
pub fn sums_of(read: &mut Read<'_>, list: PaymentListId) -> Result<ControlSums, Error> {
    let rows: Vec<(String, i64, Option<String>)> = on!(read.conn(), c => payments::table
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.ne(PaymentState::Cancelled.code()))
        .select((payments::award_line_id, payments::amount, payments::account))
        .load(c))?;
    let mut lines = Vec::with_capacity(rows.len());
    for (line, amount, account) in &rows {
        let at = Row { table: "payments", id: line };
        let amount = Money::from_grosze(*amount);
        lines.push(SummedLine { line: at.parse(line)?, amount, account: account.as_deref() });
    }
    let corrupt = |_too_large| Error::Corrupt { table: "payment_lists", id: list.to_string() };
    ControlSums::of(&lines).map_err(corrupt)
}

/// Whether a list pays in a case that the employee is excluded from (art. 24 KPA).
///
/// # Errors
/// Only those of the database.
pub fn touches_excluded(read: &mut Read<'_>, reach: &Reach, list: PaymentListId) -> Result<bool, Error> {
    let excluded = Seen::of(reach).excluded;
    if excluded.is_empty() {
        return Ok(false);
    }
    let found: Option<String> = on!(read.conn(), c => payments::table
        .inner_join(award_lines::table.inner_join(awards::table))
        .filter(awards::case_id.eq_any(&excluded))
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.ne(PaymentState::Cancelled.code()))
        .select(payments::id)
        .first(c)
        .optional())?;
    Ok(found.is_some())
}

/// What the journal keeps of payments that change together.
#[derive(Serialize)]
pub(super) struct Together {
    pub(super) state: &'static str,
    pub(super) count: u32,
    pub(super) total: i64,
    pub(super) hash: String,
}

impl Together {
    pub(super) fn new(state: PaymentState, sums: ControlSums) -> Self {
        Self { state: state.code(), count: sums.count, total: sums.total.grosze(), hash: sums.hash.to_string() }
    }
}

/// Moves every payment on a list to a state: handed out, or cancelled with the list. One statement.
///
/// # Errors
/// Only those of the database.
pub fn move_all(tx: &mut Tx<'_>, list: PaymentListId, to: PaymentState) -> Result<(), Error> {
    let sums = sums_of(tx, list)?;
    on!(tx.conn(), c => diesel::update(payments::table)
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.eq(PaymentState::OnList.code()))
        .set(payments::state.eq(to.code()))
        .execute(c))?;
    let (before, after) = (Together::new(PaymentState::OnList, sums), Together::new(to, sums));
    tx.changed(payment_lists::subject(list), "payments", list, Some(&before), Some(&after))
}

#[derive(Serialize)]
struct Standing {
    state: &'static str,
}

/// Cancels some payments of a list, so that their lines are due again.
///
/// # Errors
/// Only those of the database.
pub fn cancel(tx: &mut Tx<'_>, list: PaymentListId, which: &[PaymentId]) -> Result<(), Error> {
    for chunk in which.chunks(ROWS_AT_ONCE) {
        let ids: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        on!(tx.conn(), c => diesel::update(payments::table)
            .filter(payments::list_id.eq(list.to_string()))
            .filter(payments::id.eq_any(&ids))
            .filter(payments::state.eq(PaymentState::OnList.code()))
            .set(payments::state.eq(PaymentState::Cancelled.code()))
            .execute(c))?;
        for id in ids {
            let standing = |state: PaymentState| Standing { state: state.code() };
            let (before, after) = (standing(PaymentState::OnList), standing(PaymentState::Cancelled));
            tx.changed(payment_lists::subject(list), "payments", id, Some(&before), Some(&after))?;
        }
    }
    Ok(())
}
