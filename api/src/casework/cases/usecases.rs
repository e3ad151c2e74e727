//! What is done with cases.

use chrono::NaiveDate;
use domain::casework::case::status::CaseStatus;
use domain::casework::case::{Case, CaseRefusal};
use domain::casework::clock::case_clock::CaseClock;
use domain::casework::clock::state::ClockState;
use domain::casework::clock::{ClockRefusal, StopReason};
use domain::kernel::day::Day;
use domain::kernel::ids::{CaseId, EmployeeId, OrgUnitId};
use domain::platform::access::Reach;
use domain::platform::action::marker::{AssignCase, CloseCase, ResumeCase, SuspendCase};
use persistence::casework::{applications, cases, clocks};
use persistence::error::Error as StoreError;
use persistence::people::{households, persons};
use persistence::platform::journal::Events;
use persistence::platform::{employees, org_units};
use persistence::tx::{Loaded, Read, Tx, expect_version};

use super::views::{AssignCaseBody, CloseCaseBody, ResumeCaseBody, SuspendCaseBody, possible};
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};

/// A refused step, in the api's terms; `pointer` is the field with the day or the result.
fn refusal(refused: CaseRefusal, pointer: &str) -> Error {
    let transition = |status: CaseStatus| Error::Transition {
        detail: refused.to_string(),
        allowed: possible(status).into_iter().map(|event| event.code()).collect(),
    };
    match refused {
        CaseRefusal::Transition(illegal) => transition(illegal.from),
        CaseRefusal::NotAssignable { status } => transition(status),
        CaseRefusal::ResultMissing => Error::rule(pointer, "missing_field", refused),
        CaseRefusal::TooEarly { .. } => Error::rule(pointer, "too_early", refused),
    }
}

/// A clock refused what its case decided: the clocks of a case follow it, so this is a fault of ours.
pub(in crate::casework) fn clock_fault(refused: ClockRefusal) -> Error {
    Error::Internal(refused.to_string())
}

/// A day in the past or today; today when absent.
///
/// # Errors
/// [`Error::Rule`] for a day in the future.
pub(in crate::casework) fn day_until_today(
    day: Option<Day>,
    today: NaiveDate,
    pointer: &str,
) -> Result<NaiveDate, Error> {
    let day = day.map_or(today, Day::date);
    let message = "expected a day that is not in the future";
    if day > today { Err(Error::rule(pointer, "day_in_future", message)) } else { Ok(day) }
}

/// Finds an employee who may be given work on a case: at work, and not excluded (art. 24 KPA).
///
/// # Errors
/// Only those of the database; a fault is added under `pointer`.
pub(in crate::casework) fn check_worker(
    read: &mut Read<'_>,
    case: CaseId,
    worker: EmployeeId,
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    match employees::load(read, worker) {
        Ok(employee) if employee.active => {}
        Ok(_) | Err(StoreError::NotFound) => {
            faults.push(Fault::new(pointer, "unknown_reference", "there is no such employee at work"));
            return Ok(());
        }
        Err(other) => return Err(other.into()),
    }
    if cases::excludes(read, case, worker)? {
        let message = "this employee is excluded from the case";
        faults.push(Fault::new(pointer, "employee_excluded", message).under("art. 24 KPA"));
    }
    Ok(())
}

fn loaded(tx: &mut Tx<'_>, reach: &Reach, id: CaseId, expected: i64) -> Result<Loaded<Case>, Error> {
    let case = cases::load(tx, reach, id)?;
    expect_version(case.version, expected)?;
    Ok(case)
}

/// Changes every clock of a case that `change` says changed.
fn each_clock(
    tx: &mut Tx<'_>,
    case: CaseId,
    change: impl Fn(&mut CaseClock) -> Result<bool, ClockRefusal>,
) -> Result<(), Error> {
    for mut clock in clocks::of_case(tx, case)? {
        if change(&mut clock).map_err(clock_fault)? {
            clocks::update(tx, &mut clock)?;
        }
    }
    Ok(())
}

/// Gives a case to a worker, and to another unit where one is named; its clocks follow.
///
/// # Errors
/// [`Error::Transition`] once it is closed, [`Error::Rule`] for a worker or unit that cannot have it.
pub fn assign_case(
    tx: &mut Tx<'_>,
    by: &Allowed<AssignCase>,
    id: CaseId,
    expected: i64,
    body: AssignCaseBody,
) -> Result<(Case, Events), Error> {
    let mut case = loaded(tx, by.reach(), id, expected)?;
    case.assign(body.employee_id).map_err(|refused| refusal(refused, ""))?;
    let mut faults = Vec::new();
    check_worker(tx, id, body.employee_id, "/employeeId", &mut faults)?;
    if let Some(unit) = body.org_unit_id {
        check_unit(tx, by.reach(), unit, &mut faults)?;
    }
    if !faults.is_empty() {
        return Err(Error::Rule { code: "rule_violation", faults });
    }
    if let Some(unit) = body.org_unit_id {
        hand_over(tx, &mut case, unit)?;
    }
    cases::update(tx, &mut case)?;
    each_clock(tx, id, |clock| {
        clock.follow(&case);
        Ok(true)
    })?;
    let events = Events::one("case.assigned", cases::subject(id), case.version);
    Ok((case.into_inner(), events))
}

fn check_unit(read: &mut Read<'_>, reach: &Reach, unit: OrgUnitId, faults: &mut Vec<Fault>) -> Result<(), Error> {
    let known = match org_units::load(read, unit) {
        Ok(unit) => unit.active,
        Err(StoreError::NotFound) => false,
        Err(other) => return Err(other.into()),
    };
    if !(known && reach.covers_unit(unit)) {
        let message = "there is no unit within reach that leads cases";
        faults.push(Fault::new("/orgUnitId", "unknown_reference", message));
    }
    Ok(())
}

/// The new unit's staff reach the people of the case, too.
fn hand_over(tx: &mut Tx<'_>, case: &mut Loaded<Case>, unit: OrgUnitId) -> Result<(), Error> {
    case.org_unit = unit;
    if let Some(household) = case.household {
        households::attach_unit(tx, household, unit)?;
    }
    if let Some(applicant) = case.applicant {
        persons::attach_unit(tx, applicant, unit)?;
    }
    Ok(())
}

/// Suspends the proceedings; the limits that can stand still do (art. 35 § 5, art. 103 KPA).
///
/// # Errors
/// [`Error::Transition`] unless the case is open, [`Error::Rule`] for a day that cannot be.
pub fn suspend_case(
    tx: &mut Tx<'_>,
    by: &Allowed<SuspendCase>,
    id: CaseId,
    expected: i64,
    body: SuspendCaseBody,
) -> Result<(Case, Events), Error> {
    let mut case = loaded(tx, by.reach(), id, expected)?;
    let since = day_until_today(body.since, tx.context().today, "/since")?;
    case.suspend(body.ground, since).map_err(|refused| refusal(refused, "/since"))?;
    cases::update(tx, &mut case)?;
    each_clock(tx, id, |clock| {
        let stops = clock.clock().state() == ClockState::Running && clock.clock().rule().stops;
        if stops {
            clock.pause(StopReason::Zawieszenie, since.max(clock.started_on()))?;
        }
        Ok(stops)
    })?;
    let events = Events::one("case.suspended", cases::subject(id), case.version);
    Ok((case.into_inner(), events))
}

/// Takes the proceedings up again; what stood still for the suspension runs on.
///
/// # Errors
/// [`Error::Transition`] unless the case is suspended, [`Error::Rule`] for a day that cannot be.
pub fn resume_case(
    tx: &mut Tx<'_>,
    by: &Allowed<ResumeCase>,
    id: CaseId,
    expected: i64,
    body: ResumeCaseBody,
) -> Result<(Case, Events), Error> {
    let mut case = loaded(tx, by.reach(), id, expected)?;
    let on = day_until_today(body.on, tx.context().today, "/on")?;
    case.resume(on).map_err(|refused| refusal(refused, "/on"))?;
    cases::update(tx, &mut case)?;
    each_clock(tx, id, |clock| {
        let stopped = clock.stopped_for() == Some(StopReason::Zawieszenie);
        if stopped {
            clock.resume(on.max(clock.started_on()))?;
        }
        Ok(stopped)
    })?;
    let events = Events::one("case.resumed", cases::subject(id), case.version);
    Ok((case.into_inner(), events))
}

/// Closes a case with its result; its clocks end with it.
///
/// # Errors
/// [`Error::Transition`] unless it is open or closing, [`Error::Rule`] for a day or result that cannot be.
pub fn close_case(
    tx: &mut Tx<'_>,
    by: &Allowed<CloseCase>,
    id: CaseId,
    expected: i64,
    body: CloseCaseBody,
) -> Result<(Case, Events), Error> {
    let mut case = loaded(tx, by.reach(), id, expected)?;
    let on = day_until_today(body.closed_on, tx.context().today, "/closedOn")?;
    if case.status == CaseStatus::Closing {
        case.result = Some(body.result);
    } else {
        case.start_closing(body.result).map_err(|refused| closing(refused, case.status))?;
    }
    case.close(on).map_err(|refused| refusal(refused, "/closedOn"))?;
    let undecided = applications::of_case(tx, id)?.iter().any(|application| application.state.is_open());
    if body.result.decides_applications() && undecided {
        let message = "an application of the case is not decided yet";
        return Err(Error::rule("/result", "application_open", message));
    }
    cases::update(tx, &mut case)?;
    each_clock(tx, id, |clock| {
        let open = clock.clock().state().is_open();
        clock.end_with(body.result, on)?;
        Ok(open)
    })?;
    let events = Events::one("case.closed", cases::subject(id), case.version);
    Ok((case.into_inner(), events))
}

/// What refuses to begin closing refuses to close.
fn closing(refused: CaseRefusal, status: CaseStatus) -> Error {
    let illegal = domain::kernel::transition::IllegalTransition {
        from: status,
        event: domain::casework::case::status::CaseEvent::Close,
    };
    if matches!(refused, CaseRefusal::Transition(_)) {
        return refusal(CaseRefusal::Transition(illegal), "/result");
    }
    refusal(refused, "/result")
}
