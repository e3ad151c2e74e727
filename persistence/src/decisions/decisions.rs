//! Decisions. What was signed is verified whenever it is read.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Date;
use domain::decisions::content::Content;
use domain::decisions::decision::{Decision, DecisionParts};
use domain::decisions::finality::facts::Delivery;
use domain::decisions::terms::GrantTerms;
use domain::kernel::day::DayRange;
use domain::kernel::ids::{CaseId, DecisionId};
use domain::kernel::money::Money;
use domain::kernel::text::Line;
use domain::platform::access::Reach;
use serde::Serialize;

use crate::casework::cases as case_rows;
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, case_within};
use crate::row::{insert_row, update_row};
use crate::schema::{cases, decisions};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = decisions, treat_none_as_null = true, treat_none_as_default_value = false)]
struct DecisionRow {
    id: String,
    version: i64,
    case_id: String,
    kind: String,
    benefit_code: String,
    calculation_id: Option<String>,
    content: String,
    person_id: Option<String>,
    award_kind: Option<String>,
    right_from: Option<NaiveDate>,
    right_to: Option<NaiveDate>,
    amount: Option<i64>,
    method: Option<String>,
    account_id: Option<String>,
    status: String,
    drafted_on: NaiveDate,
    drafted_by: String,
    prepared_by: Option<String>,
    approved_by: Option<String>,
    signed_by: Option<String>,
    return_note: Option<String>,
    content_hash: Option<String>,
    dispatched_on: Option<NaiveDate>,
    delivery_way: Option<String>,
    delivery_event_on: Option<NaiveDate>,
    delivered_on: Option<NaiveDate>,
    final_on: Option<NaiveDate>,
}

impl From<&Decision> for DecisionRow {
    fn from(decision: &Decision) -> Self {
        let parts = decision.parts();
        let terms = parts.terms.as_ref();
        Self {
            id: parts.id.to_string(),
            version: decision.version,
            case_id: parts.case.to_string(),
            kind: parts.kind.to_string(),
            benefit_code: parts.benefit.as_str().to_owned(),
            calculation_id: parts.calculation.map(|id| id.to_string()),
            // INVARIANT: text, days and lists always become JSON.
            content: serde_json::to_string(&parts.content).unwrap_or_default(),
            person_id: terms.map(|terms| terms.person.to_string()),
            award_kind: terms.map(|terms| terms.kind.to_string()),
            right_from: terms.map(|terms| terms.right.from()),
            right_to: terms.map(|terms| terms.right.to()),
            amount: terms.map(|terms| terms.amount.grosze()),
            method: terms.map(|terms| terms.method.to_string()),
            account_id: terms.and_then(|terms| terms.account).map(|account| account.to_string()),
            status: parts.status.to_string(),
            drafted_on: parts.drafted_on,
            drafted_by: parts.drafted_by.to_string(),
            prepared_by: parts.prepared_by.map(|user| user.to_string()),
            approved_by: parts.approved_by.map(|user| user.to_string()),
            signed_by: parts.signed_by.map(|user| user.to_string()),
            return_note: parts.return_note.clone().map(String::from),
            content_hash: parts.content_hash.map(|hash| hash.to_string()),
            dispatched_on: parts.dispatched_on,
            delivery_way: parts.delivery.map(|delivery| delivery.way.to_string()),
            delivery_event_on: parts.delivery.map(|delivery| delivery.event_on),
            delivered_on: parts.delivered_on,
            final_on: parts.final_on,
        }
    }
}

fn terms(at: Row<'_>, row: &DecisionRow, benefit: &Line<80>) -> Result<Option<GrantTerms>, Error> {
    let Some(person) = row.person_id.as_deref() else { return Ok(None) };
    let (from, to) = (at.some(row.right_from)?, at.some(row.right_to)?);
    Ok(Some(GrantTerms {
        person: at.parse(person)?,
        benefit: benefit.clone(),
        kind: at.parse(&at.some(row.award_kind.clone())?)?,
        right: DayRange::half_open(from, to).map_err(|_empty| at.corrupt())?,
        amount: Money::from_grosze(at.some(row.amount)?),
        method: at.parse(&at.some(row.method.clone())?)?,
        account: at.maybe(row.account_id.as_deref())?,
    }))
}

impl TryFrom<DecisionRow> for Decision {
    type Error = Error;

    fn try_from(row: DecisionRow) -> Result<Self, Error> {
        let at = Row { table: "decisions", id: &row.id };
        let benefit: Line<80> = at.text(row.benefit_code.clone())?;
        let delivery = match (row.delivery_way.as_deref(), row.delivery_event_on) {
            (Some(way), Some(event_on)) => Some(Delivery { way: at.parse(way)?, event_on }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(at.corrupt()),
        };
        let content: Content = serde_json::from_str(&row.content).map_err(|_broken| at.corrupt())?;
        let parts = DecisionParts {
            id: at.parse(&row.id)?,
            case: at.parse(&row.case_id)?,
            kind: at.parse(&row.kind)?,
            calculation: at.maybe(row.calculation_id.as_deref())?,
            content,
            terms: terms(at, &row, &benefit)?,
            benefit,
            status: at.parse(&row.status)?,
            drafted_on: row.drafted_on,
            drafted_by: at.parse(&row.drafted_by)?,
            prepared_by: at.maybe(row.prepared_by.as_deref())?,
            approved_by: at.maybe(row.approved_by.as_deref())?,
            signed_by: at.maybe(row.signed_by.as_deref())?,
            return_note: row.return_note.clone().map(|note| at.text(note)).transpose()?,
            content_hash: at.maybe(row.content_hash.as_deref())?,
            dispatched_on: row.dispatched_on,
            delivery,
            delivered_on: row.delivered_on,
            final_on: row.final_on,
        };
        Self::restore(row.version, parts).map_err(|_tampered| at.corrupt())
    }
}

/// The journal's name for a decision.
#[must_use]
pub const fn subject(id: DecisionId) -> Subject {
    Subject::new("decision", id.uuid())
}

/// Notes whose data a decision shows: that of the party.
fn seen(read: &mut Read<'_>, (row, applicant): (DecisionRow, Option<String>)) -> Result<Decision, Error> {
    let at = Row { table: "decisions", id: &row.id };
    for person in [applicant.as_deref(), row.person_id.as_deref()].into_iter().flatten() {
        read.saw(at.parse(person)?);
    }
    row.try_into()
}

/// Loads a decision of a case within reach.
///
/// # Errors
/// [`Error::NotFound`] also for one of a case out of reach; [`Error::Corrupt`] when it is not what was signed.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: DecisionId) -> Result<Loaded<Decision>, Error> {
    let found = on!(read.conn(), c => decisions::table
        .inner_join(cases::table)
        .filter(decisions::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select((DecisionRow::as_select(), cases::applicant_id))
        .first(c))?;
    seen(read, found).map(Loaded::new)
}

/// A part of the decisions of a case within reach, newest first by the day of the first draft.
///
/// # Errors
/// [`Error::NotFound`] when the case lies out of reach.
pub fn list(read: &mut Read<'_>, reach: &Reach, case: CaseId, page: &Keyset) -> Result<Vec<Decision>, Error> {
    let applicant = case_rows::load(read, reach, case)?.applicant.map(|person| person.to_string());
    let rows: Vec<DecisionRow> = on!(read.conn(), c => {
        let query = decisions::table
            .filter(decisions::case_id.eq(case.to_string()))
            .select(DecisionRow::as_select())
            .into_boxed();
        keyset!(c, query, page, decisions::drafted_on, decisions::id, page.day(0), Date, true)
    })?;
    rows.into_iter().map(|row| seen(read, (row, applicant.clone()))).collect()
}

/// Stores a new decision.
///
/// # Errors
/// [`Error::Duplicate`] of `decisions.calculation_id` when another decision follows the same calculation;
/// [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, decision: &Decision) -> Result<(), Error> {
    insert_row!(tx, decisions, subject(decision.parts().id), DecisionRow::from(decision))
}

/// Stores a changed decision and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster; [`Error::Guarded`] by `signed_content` when what was signed would change.
pub fn update(tx: &mut Tx<'_>, decision: &mut Loaded<Decision>) -> Result<(), Error> {
    update_row!(tx, decisions, subject(decision.parts().id), DecisionRow, decision)
}
