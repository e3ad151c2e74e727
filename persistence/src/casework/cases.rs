//! Cases, the circumstances they rest on, and their running numbers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Date;
use domain::benefits::circumstance::Circumstance;
use domain::casework::case::number::{CaseNumber, CaseNumberParts, FileClass};
use domain::casework::case::status::CaseStatus;
use domain::casework::case::{Case, CaseKind, Suspension};
use domain::kernel::ids::{CaseId, EmployeeId, IntakeId, OrgUnitId};
use domain::platform::access::Reach;
use domain::platform::staff::OrgUnit;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::{among, keyset, not_among};
use crate::page::Keyset;
use crate::platform::counters;
use crate::platform::journal::Subject;
use crate::platform::reach::{CaseArm, Seen, case_arms, case_within, merge_arms};
use crate::row::{insert_row, update_row};
use crate::schema::{applications, case_circumstances, case_exclusions, cases};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = cases, treat_none_as_null = true, treat_none_as_default_value = false)]
struct CaseRow {
    id: String,
    version: i64,
    unit_symbol: String,
    class_symbol: String,
    base: String,
    number: i64,
    year: i32,
    kind: String,
    unit_id: String,
    assignee_id: Option<String>,
    applicant_id: Option<String>,
    household_id: Option<String>,
    opened_on: NaiveDate,
    urgency: String,
    classification: String,
    status: String,
    suspension_ground: Option<String>,
    suspended_since: Option<NaiveDate>,
    result: Option<String>,
    closed_on: Option<NaiveDate>,
    transferred_to: Option<String>,
}

impl From<&Case> for CaseRow {
    fn from(case: &Case) -> Self {
        let number = &case.number;
        Self {
            id: case.id.to_string(),
            version: case.version,
            unit_symbol: number.unit().to_owned(),
            class_symbol: number.class().to_owned(),
            base: number.base().map(|base| base.to_string()).unwrap_or_default(),
            number: i64::from(number.number()),
            year: i32::from(number.year()),
            kind: case.kind.to_string(),
            unit_id: case.org_unit.to_string(),
            assignee_id: case.assignee.map(|employee| employee.to_string()),
            applicant_id: case.applicant.map(|person| person.to_string()),
            household_id: case.household.map(|household| household.to_string()),
            opened_on: case.opened_on,
            urgency: case.urgency.to_string(),
            classification: case.classification.to_string(),
            status: case.status.to_string(),
            suspension_ground: case.suspension.map(|suspension| suspension.ground.to_string()),
            suspended_since: case.suspension.map(|suspension| suspension.since),
            result: case.result.map(|result| result.to_string()),
            closed_on: case.closed_on,
            transferred_to: case.transferred_to.clone().map(String::from),
        }
    }
}

impl TryFrom<CaseRow> for Case {
    type Error = Error;

    fn try_from(row: CaseRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "cases", id: &id };
        let parts = CaseNumberParts {
            unit: row.unit_symbol,
            class: row.class_symbol,
            base: at.maybe(Some(row.base.as_str()).filter(|base| !base.is_empty()))?,
            number: u32::try_from(row.number).map_err(|_outside| at.corrupt())?,
            year: u16::try_from(row.year).map_err(|_outside| at.corrupt())?,
        };
        let suspension = match (row.suspension_ground, row.suspended_since) {
            (Some(ground), Some(since)) => Some(Suspension { ground: at.parse(&ground)?, since }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(at.corrupt()),
        };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            number: CaseNumber::try_from(parts).map_err(|_broken| at.corrupt())?,
            kind: at.parse(&row.kind)?,
            applicant: at.maybe(row.applicant_id.as_deref())?,
            household: at.maybe(row.household_id.as_deref())?,
            org_unit: at.parse(&row.unit_id)?,
            assignee: at.maybe(row.assignee_id.as_deref())?,
            opened_on: row.opened_on,
            urgency: at.parse(&row.urgency)?,
            classification: at.parse(&row.classification)?,
            status: at.parse(&row.status)?,
            suspension,
            result: at.maybe(row.result.as_deref())?,
            closed_on: row.closed_on,
            transferred_to: row.transferred_to.map(|to| at.text(to)).transpose()?,
        })
    }
}

/// The journal's name for a case.
#[must_use]
pub const fn subject(id: CaseId) -> Subject {
    Subject::new("case", id.uuid())
}

/// Loads a case within reach.
///
/// # Errors
/// [`Error::NotFound`] also for a case out of reach.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: CaseId) -> Result<Loaded<Case>, Error> {
    let row: CaseRow = on!(read.conn(), c => cases::table
        .filter(cases::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select(CaseRow::as_select())
        .first(c))?;
    seen_case(read, row).map(Loaded::new)
}

fn seen_case(read: &mut Read<'_>, row: CaseRow) -> Result<Case, Error> {
    let case = Case::try_from(row)?;
    if let Some(applicant) = case.applicant {
        read.saw(applicant);
    }
    Ok(case)
}

/// The cases within reach that an intake became, in the order in which they were opened.
///
/// # Errors
/// Only those of the database.
pub fn of_intake(read: &mut Read<'_>, reach: &Reach, intake: IntakeId) -> Result<Vec<Case>, Error> {
    let rows: Vec<CaseRow> = on!(read.conn(), c => cases::table
        .inner_join(applications::table)
        .filter(applications::intake_id.eq(intake.to_string()))
        .order(cases::id)
        .filter(case_within(Seen::of(reach)))
        .select(CaseRow::as_select())
        .load(c))?;
    rows.into_iter().map(|row| seen_case(read, row)).collect()
}

/// The versions of cases as they are now. Whether they are within reach does not matter: nothing else is shown.
///
/// # Errors
/// Only those of the database.
pub fn versions(read: &mut Read<'_>, ids: &[CaseId]) -> Result<BTreeMap<CaseId, i64>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, i64)> = on!(read.conn(), c => cases::table
        .filter(cases::id.eq_any(&ids))
        .select((cases::id, cases::version))
        .load(c))?;
    rows.into_iter().map(|(id, version)| Ok((Row { table: "cases", id: &id }.parse(&id)?, version))).collect()
}

/// Which cases a list shows; empty lists choose all.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Where they stand: any of these.
    pub states: Vec<CaseStatus>,
    /// What they are about: any of these.
    pub kinds: Vec<CaseKind>,
    /// The unit that leads them.
    pub org_unit: Option<OrgUnitId>,
    /// Who works on them.
    pub assignee: Option<EmployeeId>,
}

fn codes<T: Copy>(values: &[T], code: fn(T) -> &'static str) -> Vec<String> {
    values.iter().map(|value| code(*value).to_owned()).collect()
}

/// The conditions of a [`CaseFilter`] over the columns of `cases`.
macro_rules! case_filter {
    ($query:expr, $filter:expr) => {{
        let filter: &CaseFilter = $filter;
        let mut query = $query;
        if !filter.states.is_empty() {
            query = query.filter(among(cases::status, codes(&filter.states, CaseStatus::code)));
        }
        if !filter.kinds.is_empty() {
            query = query.filter(among(cases::kind, codes(&filter.kinds, CaseKind::code)));
        }
        if let Some(unit) = filter.org_unit {
            query = query.filter(cases::unit_id.eq(unit.to_string()));
        }
        if let Some(assignee) = filter.assignee {
            query = query.filter(cases::assignee_id.eq(assignee.to_string()));
        }
        query
    }};
}

/// A part of the cases within reach, newest first by the day of opening.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, reach: &Reach, filter: &CaseFilter, page: &Keyset) -> Result<Vec<Case>, Error> {
    let seen = Seen::of(reach);
    let mut arms = Vec::new();
    for arm in case_arms(&seen) {
        if !arm.misses(filter.org_unit) {
            arms.push(list_arm(read, &seen, &arm, filter, page)?);
        }
    }
    let rows = merge_arms(arms, !page.backward, page.limit, |row: &CaseRow| (row.opened_on, row.id.clone()));
    rows.into_iter().map(|row| seen_case(read, row)).collect()
}

fn list_arm(
    read: &mut Read<'_>,
    seen: &Seen,
    arm: &CaseArm,
    filter: &CaseFilter,
    page: &Keyset,
) -> Result<Vec<CaseRow>, Error> {
    Ok(on!(read.conn(), c => {
        let mut query = case_filter!(cases::table.select(CaseRow::as_select()).into_boxed(), filter);
        match arm {
            CaseArm::All => {}
            CaseArm::Unit(unit) => query = query.filter(cases::unit_id.eq(unit)),
            CaseArm::Units(units) => query = query.filter(among(cases::unit_id, units.clone())),
            CaseArm::Assigned(employee) => query = query.filter(cases::assignee_id.eq(employee)),
        }
        query = query.filter(not_among(cases::id, seen.excluded.clone()));
        keyset!(c, query, page, cases::opened_on, cases::id, page.day(0), Date, true)
    })?)
}

/// How many cases within reach the filter chooses.
///
/// # Errors
/// Only those of the database.
pub fn count(read: &mut Read<'_>, reach: &Reach, filter: &CaseFilter) -> Result<i64, Error> {
    Ok(on!(read.conn(), c => {
        let query = case_filter!(cases::table.count().into_boxed(), filter);
        query.filter(case_within(Seen::of(reach))).get_result(c)
    })?)
}

/// Stores a new case.
///
/// # Errors
/// [`Error::Duplicate`] when its mark is taken, [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, case: &Case) -> Result<(), Error> {
    insert_row!(tx, cases, subject(case.id), CaseRow::from(case))
}

/// Stores a changed case and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster; otherwise as [`insert`].
pub fn update(tx: &mut Tx<'_>, case: &mut Loaded<Case>) -> Result<(), Error> {
    update_row!(tx, cases, subject(case.id), CaseRow, case)
}

/// The next running number of a series of case marks: by unit symbol, class, base and year.
///
/// The series goes by the symbol, not by the unit: a mark is never given twice, even where a symbol moves from one
/// unit to another.
///
/// # Errors
/// [`Error::Corrupt`] past the largest number a mark can have.
pub fn next_number(
    tx: &mut Tx<'_>,
    unit: &OrgUnit,
    class: &FileClass,
    base: Option<u32>,
    year: u16,
) -> Result<u32, Error> {
    let base = base.map(|base| base.to_string()).unwrap_or_default();
    let name = format!("case:{}:{}:{base}:{year}", unit.symbol.as_str(), class.as_str());
    let next = counters::next(tx, &name)?;
    u32::try_from(next).map_err(|_past| Error::Corrupt { table: "counters", id: name })
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = case_circumstances)]
struct CircumstanceRow {
    case_id: String,
    code: String,
}

/// The circumstances of art. 7 u.p.s. that a case rests on.
///
/// # Errors
/// Only those of the database.
pub fn circumstances(read: &mut Read<'_>, case: CaseId) -> Result<BTreeSet<Circumstance>, Error> {
    let id = case.to_string();
    let codes: Vec<String> = on!(read.conn(), c => case_circumstances::table
        .filter(case_circumstances::case_id.eq(&id))
        .select(case_circumstances::code)
        .load(c))?;
    let at = Row { table: "case_circumstances", id: &id };
    codes.iter().map(|code| at.some(Circumstance::with_code(code))).collect()
}

/// Stores the circumstances that a new case rests on.
///
/// # Errors
/// [`Error::Duplicate`] when the case has one of them already.
pub fn add_circumstances(tx: &mut Tx<'_>, case: CaseId, circumstances: &BTreeSet<Circumstance>) -> Result<(), Error> {
    let rows: Vec<CircumstanceRow> = circumstances
        .iter()
        .map(|circumstance| CircumstanceRow { case_id: case.to_string(), code: circumstance.code().to_owned() })
        .collect();
    on!(tx.conn(), c => diesel::insert_into(case_circumstances::table).values(&rows).execute(c))?;
    for row in rows {
        tx.changed(subject(case), "case_circumstances", format!("{}/{}", row.case_id, row.code), None, Some(&row))?;
    }
    Ok(())
}

/// Whether an employee is excluded from a case (art. 24 KPA).
///
/// # Errors
/// Only those of the database.
pub fn excludes(read: &mut Read<'_>, case: CaseId, employee: EmployeeId) -> Result<bool, Error> {
    let found: Option<String> = on!(read.conn(), c => case_exclusions::table
        .filter(case_exclusions::case_id.eq(case.to_string()))
        .filter(case_exclusions::employee_id.eq(employee.to_string()))
        .select(case_exclusions::case_id)
        .first(c)
        .optional())?;
    Ok(found.is_some())
}
