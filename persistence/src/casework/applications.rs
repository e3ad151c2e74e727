//! Applications and their calls to remove defects.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::casework::application::{Application, DeficiencyNotice};
use domain::kernel::ids::{ApplicationId, CaseId, IntakeId};
use domain::kernel::money::Money;
use domain::kernel::text::Prose;
use domain::platform::access::Reach;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, case_within};
use crate::row::{insert_row, update_row};
use crate::schema::{applications, cases};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = applications, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ApplicationRow {
    id: String,
    version: i64,
    intake_id: String,
    case_id: String,
    benefit_code: String,
    applicant_id: String,
    household_id: String,
    demand: Option<String>,
    requested_amount: Option<i64>,
    filed_on: NaiveDate,
    complete_on: Option<NaiveDate>,
    call_sent_on: Option<NaiveDate>,
    call_delivered_on: Option<NaiveDate>,
    call_days: Option<i32>,
    call_defects: Option<String>,
    withdrawn_on: Option<NaiveDate>,
    state: String,
}

impl From<&Application> for ApplicationRow {
    fn from(application: &Application) -> Self {
        let notice = application.notice.as_ref();
        Self {
            id: application.id.to_string(),
            version: application.version,
            intake_id: application.intake.to_string(),
            case_id: application.case.to_string(),
            benefit_code: application.benefit.clone().into(),
            applicant_id: application.applicant.to_string(),
            household_id: application.household.to_string(),
            demand: application.requested.clone().map(String::from),
            requested_amount: application.requested_amount.map(Money::grosze),
            filed_on: application.filed_on,
            complete_on: application.completed_on,
            call_sent_on: notice.map(|notice| notice.sent_on),
            call_delivered_on: notice.and_then(|notice| notice.delivered_on),
            call_days: notice.map(|notice| i32::from(notice.days())),
            call_defects: notice.map(|notice| defects_json(notice.defects())),
            withdrawn_on: application.withdrawn_on,
            state: application.state.to_string(),
        }
    }
}

fn defects_json(defects: &[Prose<500>]) -> String {
    let defects: Vec<_> = defects.iter().map(|defect| serde_json::Value::from(defect.as_str())).collect();
    serde_json::Value::from(defects).to_string()
}

impl TryFrom<ApplicationRow> for Application {
    type Error = Error;

    fn try_from(row: ApplicationRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "applications", id: &id };
        let notice = match (row.call_sent_on, row.call_days, row.call_defects) {
            (Some(sent_on), Some(days), Some(defects)) => {
                let defects = serde_json::from_str(&defects).map_err(|_broken| at.corrupt())?;
                let days = u16::try_from(days).map_err(|_outside| at.corrupt())?;
                let mut notice = DeficiencyNotice::new(defects, days, sent_on).map_err(|_broken| at.corrupt())?;
                notice.delivered_on = row.call_delivered_on;
                Some(notice)
            }
            (None, None, None) => None,
            _ => return Err(at.corrupt()),
        };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            intake: at.parse(&row.intake_id)?,
            case: at.parse(&row.case_id)?,
            applicant: at.parse(&row.applicant_id)?,
            household: at.parse(&row.household_id)?,
            benefit: at.text(row.benefit_code)?,
            requested: row.demand.map(|demand| at.text(demand)).transpose()?,
            requested_amount: row.requested_amount.map(Money::from_grosze),
            filed_on: row.filed_on,
            requirements: Vec::new(),
            notice,
            completed_on: row.complete_on,
            withdrawn_on: row.withdrawn_on,
            state: at.parse(&row.state)?,
        })
    }
}

/// The journal's name for an application.
#[must_use]
pub const fn subject(id: ApplicationId) -> Subject {
    Subject::new("application", id.uuid())
}

fn seen(read: &mut Read<'_>, row: ApplicationRow) -> Result<Application, Error> {
    let application = Application::try_from(row)?;
    read.saw(application.applicant);
    Ok(application)
}

/// Loads an application whose case lies within reach.
///
/// # Errors
/// [`Error::NotFound`] also for an application of a case out of reach.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: ApplicationId) -> Result<Loaded<Application>, Error> {
    let row: ApplicationRow = on!(read.conn(), c => applications::table
        .inner_join(cases::table)
        .filter(applications::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select(ApplicationRow::as_select())
        .first(c))?;
    seen(read, row).map(Loaded::new)
}

/// The applications of a case, in the order in which they were registered.
///
/// # Errors
/// Only those of the database.
pub fn of_case(read: &mut Read<'_>, case: CaseId) -> Result<Vec<Application>, Error> {
    let rows: Vec<ApplicationRow> = on!(read.conn(), c => applications::table
        .filter(applications::case_id.eq(case.to_string()))
        .order(applications::id)
        .select(ApplicationRow::as_select())
        .load(c))?;
    rows.into_iter().map(|row| seen(read, row)).collect()
}

/// The applications of an intake whose cases lie within reach.
///
/// # Errors
/// Only those of the database.
pub fn of_intake(read: &mut Read<'_>, reach: &Reach, intake: IntakeId) -> Result<Vec<Application>, Error> {
    let rows: Vec<ApplicationRow> = on!(read.conn(), c => applications::table
        .inner_join(cases::table)
        .filter(applications::intake_id.eq(intake.to_string()))
        .order(applications::id)
        .filter(case_within(Seen::of(reach)))
        .select(ApplicationRow::as_select())
        .load(c))?;
    rows.into_iter().map(|row| seen(read, row)).collect()
}

/// Stores a new application.
///
/// # Errors
/// [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, application: &Application) -> Result<(), Error> {
    insert_row!(tx, applications, subject(application.id), ApplicationRow::from(application))
}

/// Stores a changed application and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, application: &mut Loaded<Application>) -> Result<(), Error> {
    update_row!(tx, applications, subject(application.id), ApplicationRow, application)
}
