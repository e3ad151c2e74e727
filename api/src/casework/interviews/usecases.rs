//! What is done with interviews.

use chrono::NaiveDate;
use domain::casework::case::Case;
use domain::casework::clock::case_clock::CaseClock;
use domain::casework::clock::state::ClockState;
use domain::casework::interview::{Interview, InterviewGap, InterviewRefusal, InterviewState, Participant};
use domain::kernel::ids::{CaseId, InterviewId};
use domain::platform::access::Reach;
use domain::platform::action::marker::{CompleteInterview, PlanInterview, RefuseInterview};
use persistence::casework::{cases, clocks, interviews};
use persistence::error::Error as StoreError;
use persistence::people::persons;
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Loaded, Tx, expect_version};

use super::views::{CompleteInterviewBody, PlanInterviewBody, RefuseInterviewBody, possible};
use crate::casework::cases::usecases::{check_worker, clock_fault, day_until_today};
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};

fn refusal(refused: InterviewRefusal) -> Error {
    match refused {
        InterviewRefusal::Transition(illegal) => Error::Transition {
            detail: illegal.to_string(),
            allowed: possible(illegal.from).into_iter().map(|event| event.code()).collect(),
        },
        InterviewRefusal::VisitAhead => Error::rule("/visitedOn", "day_in_future", refused),
        InterviewRefusal::Gaps(gaps) => {
            let missing = |gap: InterviewGap| {
                let pointer = match gap {
                    InterviewGap::VisitedOn => "/visitedOn",
                    InterviewGap::Participants => "/participants",
                    InterviewGap::Findings => "/findings",
                };
                Fault::new(pointer, "missing_field", "expected this before the interview is completed")
            };
            Error::Rule { code: "rule_violation", faults: gaps.into_iter().map(missing).collect() }
        }
    }
}

fn not_before_case(case: &Case, day: NaiveDate, pointer: &str) -> Option<Fault> {
    let message = "expected a day on which the case was open already";
    (day < case.opened_on).then(|| Fault::new(pointer, "too_early", message))
}

/// Plans an interview in a case.
///
/// # Errors
/// [`Error::Rule`] for a case that is out of reach or not open any more, or a worker who cannot make it.
pub fn plan_interview(
    tx: &mut Tx<'_>,
    by: &Allowed<PlanInterview>,
    body: PlanInterviewBody,
) -> Result<(Interview, Subject, Events), Error> {
    let case = match cases::load(tx, by.reach(), body.case_id) {
        Ok(case) => case.into_inner(),
        Err(StoreError::NotFound) => {
            return Err(Error::rule("/caseId", "unknown_reference", "there is no such case within reach"));
        }
        Err(other) => return Err(other.into()),
    };
    let mut faults = Vec::new();
    if !case.status.is_live() {
        faults.push(Fault::new("/caseId", "case_closed", "nobody works on this case any more"));
    }
    faults.extend(not_before_case(&case, body.planned_on.date(), "/plannedOn"));
    check_worker(tx, case.id, body.conductor_id, "/conductorId", &mut faults)?;
    if !faults.is_empty() {
        return Err(Error::Rule { code: "rule_violation", faults });
    }
    let interview = Interview {
        id: InterviewId::new(tx.context().ids.next()),
        version: 1,
        case: case.id,
        kind: body.kind,
        conducted_by: body.conductor_id,
        planned_on: body.planned_on.date(),
        place: body.place,
        visited_on: None,
        participants: Vec::new(),
        findings: None,
        state: InterviewState::Planned,
        signed_on: None,
        refusal: None,
    };
    interviews::insert(tx, &interview)?;
    let subject = interviews::subject(interview.id);
    Ok((interview, subject, Events::one("interview.planned", subject, 1)))
}

fn loaded(tx: &mut Tx<'_>, reach: &Reach, id: InterviewId, expected: i64) -> Result<(Loaded<Interview>, Case), Error> {
    let interview = interviews::load(tx, reach, id)?;
    expect_version(interview.version, expected)?;
    let case = cases::load(tx, reach, interview.case)?.into_inner();
    Ok((interview, case))
}

/// Records what a visit found. The limits for the interview in the cases of the household, opened by that day, were
/// met or missed with it.
///
/// # Errors
/// [`Error::Transition`] once it is completed or refused, [`Error::Rule`] for a day or participant that cannot be.
pub fn complete_interview(
    tx: &mut Tx<'_>,
    by: &Allowed<CompleteInterview>,
    id: InterviewId,
    expected: i64,
    body: CompleteInterviewBody,
) -> Result<(Interview, Events), Error> {
    let (mut interview, case) = loaded(tx, by.reach(), id, expected)?;
    let visited_on = body.visited_on.date();
    interview.visited_on = Some(visited_on);
    interview.participants = body.participants.into_iter().map(Participant::from).collect();
    interview.findings = Some(body.findings);
    if interview.state == InterviewState::Planned {
        interview.start().map_err(refusal)?;
    }
    interview.complete(tx.context().today).map_err(refusal)?;
    let mut faults: Vec<Fault> = not_before_case(&case, visited_on, "/visitedOn").into_iter().collect();
    check_participants(tx, by.reach(), &interview.participants, &mut faults)?;
    if !faults.is_empty() {
        return Err(Error::Rule { code: "rule_violation", faults });
    }
    interviews::update(tx, &mut interview)?;
    let mut events = Events::one("interview.completed", interviews::subject(id), interview.version);
    if interview.kind.does_the_duty() {
        for (event, case, version) in keep_limits(tx, &case, visited_on)? {
            events = events.and(event, cases::subject(case), version);
        }
    }
    Ok((interview.into_inner(), events))
}

fn check_participants(
    tx: &mut Tx<'_>,
    reach: &Reach,
    participants: &[Participant],
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    for (n, person) in participants.iter().enumerate().filter_map(|(n, one)| one.person.map(|person| (n, person))) {
        match persons::require(tx, reach, person) {
            Ok(()) => {}
            Err(StoreError::NotFound) => {
                let pointer = format!("/participants/{n}/personId");
                faults.push(Fault::new(pointer, "unknown_reference", "there is no such person within reach"));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

/// Ends the clocks that waited for the visit, and names what happened to which case.
fn keep_limits(tx: &mut Tx<'_>, case: &Case, visited_on: NaiveDate) -> Result<Vec<(&'static str, CaseId, i64)>, Error> {
    let Some(household) = case.household else { return Ok(Vec::new()) };
    let waiting = clocks::awaiting_interview(tx, household, visited_on)?;
    let ids: Vec<CaseId> = waiting.iter().map(|clock| case_of(clock)).collect();
    let versions = cases::versions(tx, &ids)?;
    let mut happened = Vec::new();
    for mut clock in waiting {
        let kept = clock.finish(visited_on).map_err(clock_fault)? == ClockState::Met;
        clocks::update(tx, &mut clock)?;
        let case = case_of(&clock);
        let event = if kept { "case.interview_in_time" } else { "case.interview_late" };
        happened.push((event, case, versions.get(&case).copied().unwrap_or_default()));
    }
    Ok(happened)
}

fn case_of(clock: &CaseClock) -> CaseId {
    clock.clock().record().case
}

/// Records that the person refused.
///
/// # Errors
/// [`Error::Transition`] once it is completed or refused, [`Error::Rule`] for a day that cannot be.
pub fn refuse_interview(
    tx: &mut Tx<'_>,
    by: &Allowed<RefuseInterview>,
    id: InterviewId,
    expected: i64,
    body: RefuseInterviewBody,
) -> Result<(Interview, Events), Error> {
    let (mut interview, case) = loaded(tx, by.reach(), id, expected)?;
    let on = day_until_today(body.refused_on, tx.context().today, "/refusedOn")?;
    interview.refuse(body.refusal, on).map_err(refusal)?;
    if let Some(fault) = not_before_case(&case, on, "/refusedOn") {
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault] });
    }
    interviews::update(tx, &mut interview)?;
    let events = Events::one("interview.refused", interviews::subject(id), interview.version);
    Ok((interview.into_inner(), events))
}
