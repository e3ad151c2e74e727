//! Payment lists.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Date;
use domain::kernel::day::YearMonth;
use domain::kernel::ids::{PaymentListId, UserId};
use domain::kernel::money::Money;
use domain::payments::payment::PaymentMethod;
use domain::payments::payment_list::{CheckOutcome, ControlSums, ListHead, PaymentList, PaymentListState};
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::update_row;
use crate::schema::{award_lines, awards, decisions, payment_lists, payments};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = payment_lists, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct ListRow {
    pub(super) id: String,
    version: i64,
    number: i64,
    year: i32,
    month: String,
    method: String,
    benefit_code: Option<String>,
    supplementary_to: Option<String>,
    state: String,
    payments: i64,
    total: i64,
    drawn_up_by: String,
    drawn_up_on: NaiveDate,
    checked_on: Option<NaiveDate>,
    blockers: Option<i64>,
    warnings: Option<i64>,
    control_count: Option<i64>,
    control_total: Option<i64>,
    control_hash: Option<String>,
    approved_by: Option<String>,
    exported_by: Option<String>,
}

impl From<&PaymentList> for ListRow {
    fn from(list: &PaymentList) -> Self {
        let PaymentList { head, outcome, control, .. } = list;
        Self {
            id: head.id.to_string(),
            version: list.version,
            number: i64::from(head.number),
            year: i32::from(head.year),
            month: head.period.to_string(),
            method: head.method.to_string(),
            benefit_code: head.benefit.clone().map(String::from),
            supplementary_to: head.supplementary_to.map(|other| other.to_string()),
            state: list.state.to_string(),
            payments: i64::from(list.count),
            total: list.total.grosze(),
            drawn_up_by: list.prepared_by.to_string(),
            drawn_up_on: head.drawn_up_on,
            checked_on: outcome.map(|outcome| outcome.on),
            blockers: outcome.map(|outcome| i64::from(outcome.blockers)),
            warnings: outcome.map(|outcome| i64::from(outcome.warnings)),
            control_count: control.map(|sums| i64::from(sums.count)),
            control_total: control.map(|sums| sums.total.grosze()),
            control_hash: control.map(|sums| sums.hash.to_string()),
            approved_by: list.approved_by.map(|user| user.to_string()),
            exported_by: list.exported_by.map(|user| user.to_string()),
        }
    }
}

impl TryFrom<ListRow> for PaymentList {
    type Error = Error;

    fn try_from(row: ListRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "payment_lists", id: &id };
        let count = |number: i64| u32::try_from(number).map_err(|_outside| at.corrupt());
        let outcome = match (row.checked_on, row.blockers, row.warnings) {
            (Some(on), Some(blockers), Some(warnings)) => {
                Some(CheckOutcome { on, blockers: count(blockers)?, warnings: count(warnings)? })
            }
            (None, None, None) => None,
            (_, _, _) => return Err(at.corrupt()),
        };
        let control = match (row.control_count, row.control_total, row.control_hash) {
            (Some(number), Some(total), Some(hash)) => {
                Some(ControlSums { count: count(number)?, total: Money::from_grosze(total), hash: at.parse(&hash)? })
            }
            (None, None, None) => None,
            (_, _, _) => return Err(at.corrupt()),
        };
        let head = ListHead {
            id: at.parse(&row.id)?,
            number: count(row.number)?,
            year: u16::try_from(row.year).map_err(|_outside| at.corrupt())?,
            period: at.parse(&row.month)?,
            method: at.parse(&row.method)?,
            benefit: row.benefit_code.map(|code| at.text(code)).transpose()?,
            supplementary_to: at.maybe(row.supplementary_to.as_deref())?,
            drawn_up_on: row.drawn_up_on,
        };
        Ok(Self {
            head,
            version: row.version,
            count: count(row.payments)?,
            total: Money::from_grosze(row.total),
            state: at.parse(&row.state)?,
            prepared_by: at.parse(&row.drawn_up_by)?,
            approved_by: at.maybe(row.approved_by.as_deref())?,
            exported_by: at.maybe(row.exported_by.as_deref())?,
            outcome,
            control,
        })
    }
}

/// The journal's name for a payment list.
#[must_use]
pub const fn subject(id: PaymentListId) -> Subject {
    Subject::new("payment_list", id.uuid())
}

/// Loads a payment list. It names no person; its payments are read within reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: PaymentListId) -> Result<Loaded<PaymentList>, Error> {
    let row: ListRow =
        on!(read.conn(), c => payment_lists::table.find(id.to_string()).select(ListRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// Which payment lists a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListFilter {
    /// Where they stand.
    pub state: Option<PaymentListState>,
    /// The month they are made for.
    pub period: Option<YearMonth>,
}

/// A part of the payment lists, newest first by the day they were made.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, filter: &ListFilter, page: &Keyset) -> Result<Vec<PaymentList>, Error> {
    let rows: Vec<ListRow> = on!(read.conn(), c => {
        let mut query = payment_lists::table.select(ListRow::as_select()).into_boxed();
        if let Some(state) = filter.state {
            query = query.filter(payment_lists::state.eq(state.code()));
        }
        if let Some(period) = filter.period {
            query = query.filter(payment_lists::month.eq(period.to_string()));
        }
        keyset!(c, query, page, payment_lists::drawn_up_on, payment_lists::id, page.day(0), Date, true)
    })?;
    rows.into_iter().map(PaymentList::try_from).collect()
}

/// The lists that were made for a month, a method and a benefit (or all) and stand, oldest first.
///
/// # Errors
/// Only those of the database.
pub fn standing(
    read: &mut Read<'_>,
    period: YearMonth,
    method: PaymentMethod,
    benefit: Option<&str>,
) -> Result<Vec<PaymentList>, Error> {
    let rows: Vec<ListRow> = on!(read.conn(), c => {
        let query = payment_lists::table
            .filter(payment_lists::month.eq(period.to_string()))
            .filter(payment_lists::method.eq(method.code()))
            .filter(payment_lists::state.ne(PaymentListState::Void.code()))
            .order((payment_lists::year, payment_lists::number))
            .select(ListRow::as_select())
            .into_boxed();
        match benefit {
            Some(benefit) => query.filter(payment_lists::benefit_code.eq(benefit)).load(c),
            None => query.filter(payment_lists::benefit_code.is_null()).load(c),
        }
    })?;
    rows.into_iter().map(PaymentList::try_from).collect()
}

/// Stores a changed payment list and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, list: &mut Loaded<PaymentList>) -> Result<(), Error> {
    update_row!(tx, payment_lists, subject(list.head.id), ListRow, list)
}

/// Who prepared and who approved or signed the decisions whose awards are on a list.
///
/// # Errors
/// Only those of the database.
pub fn duties(read: &mut Read<'_>, list: PaymentListId) -> Result<(Vec<UserId>, Vec<UserId>), Error> {
    type Hands = (String, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Hands> = on!(read.conn(), c => payments::table
        .inner_join(award_lines::table.inner_join(awards::table.inner_join(decisions::table)))
        .filter(payments::list_id.eq(list.to_string()))
        .filter(payments::state.ne("cancelled"))
        .select((decisions::drafted_by, decisions::prepared_by, decisions::approved_by, decisions::signed_by))
        .distinct()
        .load(c))?;
    let (mut preparers, mut approvers): (Vec<UserId>, Vec<UserId>) = (Vec::new(), Vec::new());
    for (drafted, prepared, approved, signed) in rows {
        let at = Row { table: "decisions", id: "" };
        preparers.push(at.parse(&drafted)?);
        preparers.extend(at.maybe::<UserId>(prepared.as_deref())?);
        approvers.extend(at.maybe::<UserId>(approved.as_deref())?);
        approvers.extend(at.maybe::<UserId>(signed.as_deref())?);
    }
    Ok((preparers, approvers))
}
