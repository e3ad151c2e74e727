//! Interviews and who took part in them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::casework::interview::{Interview, Participant};
use domain::kernel::ids::{CaseId, HouseholdId, InterviewId};
use domain::platform::access::Reach;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, case_within};
use crate::row::{insert_row, update_row};
use crate::schema::{cases, interview_participants, interviews};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = interviews, treat_none_as_null = true, treat_none_as_default_value = false)]
struct InterviewRow {
    id: String,
    version: i64,
    case_id: String,
    kind: String,
    state: String,
    conductor_id: String,
    planned_on: NaiveDate,
    place: Option<String>,
    visited_on: Option<NaiveDate>,
    findings: Option<String>,
    signed_on: Option<NaiveDate>,
    refusal: Option<String>,
    refused_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = interview_participants, treat_none_as_default_value = false)]
struct ParticipantRow {
    interview_id: String,
    place: i32,
    role: String,
    person_id: Option<String>,
    note: Option<String>,
}

impl From<&Interview> for InterviewRow {
    fn from(interview: &Interview) -> Self {
        Self {
            id: interview.id.to_string(),
            version: interview.version,
            case_id: interview.case.to_string(),
            kind: interview.kind.to_string(),
            state: interview.state.to_string(),
            conductor_id: interview.conducted_by.to_string(),
            planned_on: interview.planned_on,
            place: interview.place.clone().map(String::from),
            visited_on: interview.visited_on,
            findings: interview.findings.clone().map(String::from),
            signed_on: interview.signed_on,
            refusal: interview.refusal.map(|(refusal, _)| refusal.to_string()),
            refused_on: interview.refusal.map(|(_, on)| on),
        }
    }
}

impl InterviewRow {
    fn with(self, participants: Vec<Participant>) -> Result<Interview, Error> {
        let id = self.id.clone();
        let at = Row { table: "interviews", id: &id };
        let refusal = match (self.refusal, self.refused_on) {
            (Some(refusal), Some(on)) => Some((at.parse(&refusal)?, on)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(at.corrupt()),
        };
        Ok(Interview {
            id: at.parse(&self.id)?,
            version: self.version,
            case: at.parse(&self.case_id)?,
            kind: at.parse(&self.kind)?,
            conducted_by: at.parse(&self.conductor_id)?,
            planned_on: self.planned_on,
            place: self.place.map(|place| at.text(place)).transpose()?,
            visited_on: self.visited_on,
            participants,
            findings: self.findings.map(|findings| at.text(findings)).transpose()?,
            state: at.parse(&self.state)?,
            signed_on: self.signed_on,
            refusal,
        })
    }
}

impl ParticipantRow {
    fn read(self) -> Result<Participant, Error> {
        let id = self.interview_id.clone();
        let at = Row { table: "interview_participants", id: &id };
        Ok(Participant {
            role: at.parse(&self.role)?,
            person: at.maybe(self.person_id.as_deref())?,
            note: self.note.map(|note| at.text(note)).transpose()?,
        })
    }
}

fn participant_rows(interview: &Interview) -> Vec<ParticipantRow> {
    let row = |(place, participant): (i32, &Participant)| ParticipantRow {
        interview_id: interview.id.to_string(),
        place,
        role: participant.role.to_string(),
        person_id: participant.person.map(|person| person.to_string()),
        note: participant.note.clone().map(String::from),
    };
    (0..).zip(&interview.participants).map(row).collect()
}

/// The journal's name for an interview.
#[must_use]
pub const fn subject(id: InterviewId) -> Subject {
    Subject::new("interview", id.uuid())
}

/// Reads the participants of many interviews at once.
fn with_participants(read: &mut Read<'_>, rows: Vec<InterviewRow>) -> Result<Vec<Interview>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let found: Vec<ParticipantRow> = on!(read.conn(), c => interview_participants::table
        .filter(interview_participants::interview_id.eq_any(&ids))
        .order((interview_participants::interview_id, interview_participants::place))
        .select(ParticipantRow::as_select())
        .load(c))?;
    let mut by_interview: BTreeMap<String, Vec<Participant>> = BTreeMap::new();
    for row in found {
        let interview = row.interview_id.clone();
        let participant = row.read()?;
        if let Some(person) = participant.person {
            read.saw(person);
        }
        by_interview.entry(interview).or_default().push(participant);
    }
    rows.into_iter()
        .map(|row| {
            let participants = by_interview.remove(&row.id).unwrap_or_default();
            row.with(participants)
        })
        .collect()
}

/// Loads an interview of a case within reach.
///
/// # Errors
/// [`Error::NotFound`] also for an interview of a case out of reach.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: InterviewId) -> Result<Loaded<Interview>, Error> {
    let (row, applicant): (InterviewRow, Option<String>) = on!(read.conn(), c => interviews::table
        .inner_join(cases::table)
        .filter(interviews::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select((InterviewRow::as_select(), cases::applicant_id))
        .first(c))?;
    if let Some(applicant) = applicant {
        let at = Row { table: "cases", id: &row.case_id };
        read.saw(at.parse(&applicant)?);
    }
    let interview = with_participants(read, vec![row])?.pop();
    interview.map(Loaded::new).ok_or(Error::NotFound)
}

/// The interviews of a case, in the order in which they were planned for.
///
/// # Errors
/// Only those of the database.
pub fn of_case(read: &mut Read<'_>, case: CaseId) -> Result<Vec<Interview>, Error> {
    let rows: Vec<InterviewRow> = on!(read.conn(), c => interviews::table
        .filter(interviews::case_id.eq(case.to_string()))
        .order((interviews::planned_on, interviews::id))
        .select(InterviewRow::as_select())
        .load(c))?;
    with_participants(read, rows)
}

/// The interviews made in all cases of a household, for telling whether a decision may rest on one of them
/// (`domain::casework::interview::basis_for_decision`). Their content is not for showing: the cases may lie out of
/// the caller's reach.
///
/// # Errors
/// Only those of the database.
pub fn of_household(read: &mut Read<'_>, household: HouseholdId) -> Result<Vec<Interview>, Error> {
    let rows: Vec<InterviewRow> = on!(read.conn(), c => interviews::table
        .inner_join(cases::table)
        .filter(cases::household_id.eq(household.to_string()))
        .order((interviews::planned_on, interviews::id))
        .select(InterviewRow::as_select())
        .load(c))?;
    with_participants(read, rows)
}

/// Stores a new interview.
///
/// # Errors
/// [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, interview: &Interview) -> Result<(), Error> {
    insert_row!(tx, interviews, subject(interview.id), InterviewRow::from(interview))?;
    insert_participants(tx, interview, participant_rows(interview))
}

/// Stores a changed interview and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster, [`Error::Dangling`] when a participant is no person known here.
pub fn update(tx: &mut Tx<'_>, interview: &mut Loaded<Interview>) -> Result<(), Error> {
    update_row!(tx, interviews, subject(interview.id), InterviewRow, interview)?;
    // INVARIANT: participants are named once, when the interview is completed.
    let new = participant_rows(interview).split_off(interview.original().participants.len());
    insert_participants(tx, interview, new)
}

fn insert_participants(tx: &mut Tx<'_>, interview: &Interview, rows: Vec<ParticipantRow>) -> Result<(), Error> {
    on!(tx.conn(), c => diesel::insert_into(interview_participants::table).values(&rows).execute(c))?;
    for row in rows {
        let id = format!("{}/{}", row.interview_id, row.place);
        tx.changed(subject(interview.id), "interview_participants", id, None, Some(&row))?;
    }
    Ok(())
}
