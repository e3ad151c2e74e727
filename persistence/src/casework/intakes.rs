//! Intakes.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::casework::intake::Intake;
use domain::kernel::ids::IntakeId;
use domain::kernel::text::Line;
use domain::platform::access::Reach;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, case_within};
use crate::row::insert_row;
use crate::schema::{applications, cases, intakes};
use crate::tx::{Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = intakes, treat_none_as_default_value = false)]
struct IntakeRow {
    id: String,
    version: i64,
    channel: String,
    received_on: NaiveDate,
    posted_on: Option<NaiveDate>,
    source_system: Option<String>,
    external_id: Option<String>,
    applicant_id: Option<String>,
    household_id: Option<String>,
    unit_id: String,
    payload: Option<String>,
    state: String,
    rejected: Option<String>,
    forwarded_to: Option<String>,
    note: Option<String>,
    registered_at: NaiveDateTime,
}

impl From<&Intake> for IntakeRow {
    fn from(intake: &Intake) -> Self {
        Self {
            id: intake.id.to_string(),
            version: intake.version,
            channel: intake.channel.to_string(),
            received_on: intake.received_on,
            posted_on: intake.posted_on,
            source_system: intake.source_system.clone().map(String::from),
            external_id: intake.external_id.clone().map(String::from),
            applicant_id: intake.applicant.map(|person| person.to_string()),
            household_id: intake.household.map(|household| household.to_string()),
            unit_id: intake.org_unit.to_string(),
            payload: intake.payload.map(|digest| digest.to_string()),
            state: intake.state.to_string(),
            rejected: intake.rejected.map(|ground| ground.to_string()),
            forwarded_to: intake.forwarded_to.clone().map(String::from),
            note: intake.note.clone().map(String::from),
            registered_at: intake.registered_at.naive_utc(),
        }
    }
}

impl TryFrom<IntakeRow> for Intake {
    type Error = Error;

    fn try_from(row: IntakeRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "intakes", id: &id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            channel: at.parse(&row.channel)?,
            received_on: row.received_on,
            posted_on: row.posted_on,
            source_system: row.source_system.map(|system| at.text(system)).transpose()?,
            external_id: row.external_id.map(|external| at.text(external)).transpose()?,
            applicant: at.maybe(row.applicant_id.as_deref())?,
            household: at.maybe(row.household_id.as_deref())?,
            org_unit: at.parse(&row.unit_id)?,
            note: row.note.map(|note| at.text(note)).transpose()?,
            registered_at: row.registered_at.and_utc(),
            payload: at.maybe(row.payload.as_deref())?,
            state: at.parse(&row.state)?,
            rejected: at.maybe(row.rejected.as_deref())?,
            forwarded_to: row.forwarded_to.map(|body| at.text(body)).transpose()?,
        })
    }
}

/// The journal's name for an intake.
#[must_use]
pub const fn subject(id: IntakeId) -> Subject {
    Subject::new("intake", id.uuid())
}

/// Loads an intake that became at least one case within reach.
///
/// # Errors
/// [`Error::NotFound`] also when all its cases lie out of reach.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: IntakeId) -> Result<Intake, Error> {
    let row: IntakeRow = on!(read.conn(), c => intakes::table
        .inner_join(applications::table.inner_join(cases::table))
        .filter(intakes::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select(IntakeRow::as_select())
        .first(c))?;
    let intake = Intake::try_from(row)?;
    if let Some(applicant) = intake.applicant {
        read.saw(applicant);
    }
    Ok(intake)
}

/// Whether a document of a sending system is registered already, wherever in the centre.
///
/// # Errors
/// Only those of the database.
pub fn is_registered(read: &mut Read<'_>, system: &Line<80>, external: &Line<200>) -> Result<bool, Error> {
    let found: Option<String> = on!(read.conn(), c => intakes::table
        .filter(intakes::source_system.eq(system.as_str()))
        .filter(intakes::external_id.eq(external.as_str()))
        .select(intakes::id)
        .first(c)
        .optional())?;
    Ok(found.is_some())
}

/// Stores a new intake.
///
/// # Errors
/// [`Error::Duplicate`] when the sender's id is registered already, [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, intake: &Intake) -> Result<(), Error> {
    insert_row!(tx, intakes, subject(intake.id), IntakeRow::from(intake))
}
