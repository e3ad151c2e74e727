//! What is done with intakes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use domain::casework::application::{Application, ApplicationState};
use domain::casework::case::number::{CaseNumber, CaseNumberParts, FileClass, InvalidCaseNumber};
use domain::casework::case::{Case, CaseKind};
use domain::casework::clock::ClockRefusal;
use domain::casework::clock::case_clock::{CaseClock, INTERVIEWING, on_opening};
use domain::casework::clock::rules::ClockRules;
use domain::casework::intake::{Intake, IntakeState};
use domain::kernel::ids::{ApplicationId, CaseId, ClockId, HouseholdId, IntakeId, PersonId};
use domain::kernel::text::Line;
use domain::platform::access::Reach;
use domain::platform::benefit_type::BenefitType;
use domain::platform::staff::OrgUnit;
use persistence::casework::{applications, cases, clocks, intakes};
use persistence::error::Error as StoreError;
use persistence::people::{households, persons};
use persistence::platform::journal::{Events, Subject};
use persistence::platform::{benefit_types, org_units};
use persistence::tx::{Loaded, Read, Tx};

use super::bodies::{ApplicationBody, HouseholdChoice, IntakeHead, NewIntake};
use super::parties::{Parties, applicant_elsewhere};
use crate::http::error::{Error, Fault};
use crate::people::evidence::usecases::record_evidence;
use crate::people::households::usecases::register_household;
use crate::people::households::views::RegisterHouseholdBody;
use crate::people::persons::usecases::enter_person;

/// An intake with the applications and cases it became.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The intake.
    pub intake: Intake,
    /// Its applications within reach.
    pub applications: Vec<Application>,
    /// The marks of their cases.
    pub numbers: BTreeMap<CaseId, CaseNumber>,
}

/// Reads an intake with what it became.
///
/// # Errors
/// [`Error::NotFound`] when none of its cases is within reach.
pub fn read_intake(read: &mut Read<'_>, reach: &Reach, id: IntakeId) -> Result<Filed, Error> {
    read.hold_still()?;
    let intake = intakes::load(read, reach, id)?;
    let applications = applications::of_intake(read, reach, id)?;
    let numbers = cases::of_intake(read, reach, id)?.into_iter().map(|case| (case.id, case.number)).collect();
    Ok(Filed { intake, applications, numbers })
}

/// What an intake needs that is not in its body.
struct Ground {
    unit: OrgUnit,
    benefits: Vec<BenefitType>,
}

/// Registers an intake: its new people, its household, its evidence, and a case with clocks for each application.
///
/// # Errors
/// [`Error::Rule`] with all faults that can be told before anything is written, [`Error::Duplicate`] for a document or
/// a PESEL number that is registered already.
pub fn register_intake(tx: &mut Tx<'_>, reach: &Reach, new: NewIntake) -> Result<(Filed, Subject, Events), Error> {
    let ground = check(tx, reach, &new)?;
    let NewIntake { head, parties, evidence, applications } = new;
    let intake = intake(tx, &head, &parties)?;
    let subject = intakes::subject(intake.id);
    let mut events = Events::one("intake.registered", subject, intake.version);
    for (pointer, person) in &parties.new {
        let (_, _, entered) =
            enter_person(tx, reach, person, Some(head.org_unit)).map_err(|error| error.within(pointer))?;
        events = events.join(entered);
    }
    if let Some(made) = house(tx, reach, &head, &parties)? {
        events = events.join(made);
    }
    for (pointer, row) in evidence {
        let (_, _, recorded) = record_evidence(tx, reach, row).map_err(|error| error.within(&pointer))?;
        events = events.join(recorded);
    }
    intakes::insert(tx, &intake).map_err(|error| {
        let taken = error.is_duplicate("intakes", "source_system,external_id");
        if taken { Error::Duplicate { pointer: "/externalId".into() } } else { error.into() }
    })?;
    let numbers = numbers(tx, &ground, head.received_on.date())?;
    let mut filed = Filed { intake, applications: Vec::new(), numbers: BTreeMap::new() };
    for ((body, benefit), number) in applications.into_iter().zip(&ground.benefits).zip(numbers) {
        let (case, application, opened) = open_case(tx, &filed.intake, &parties, body, benefit, number)?;
        filed.numbers.insert(case.id, case.number);
        filed.applications.push(application);
        events = events.join(opened);
    }
    Ok((filed, subject, events))
}

fn check(tx: &mut Tx<'_>, reach: &Reach, new: &NewIntake) -> Result<Ground, Error> {
    if let Some((system, external)) = &new.head.source
        && intakes::is_registered(tx, system, external)?
    {
        return Err(Error::Duplicate { pointer: "/externalId".into() });
    }
    let mut faults = Vec::new();
    let unit = leading_unit(tx, reach, &new.head, &mut faults)?;
    let day = new.head.received_on.date();
    let mut benefits = Vec::new();
    for (n, application) in new.applications.iter().enumerate() {
        match benefit_types::on_day(tx, &application.benefit_code, day) {
            Ok(benefit) => benefits.push(benefit),
            Err(StoreError::NotFound) => {
                let message = "the catalogue has no such published benefit on the day of receipt";
                faults.push(Fault::new(format!("/applications/{n}/benefitCode"), "unknown_benefit", message));
            }
            Err(other) => return Err(other.into()),
        }
    }
    check_parties(tx, reach, &new.parties, day, &mut faults)?;
    match unit {
        Some(unit) if faults.is_empty() => Ok(Ground { unit, benefits }),
        _ => Err(Error::Rule { code: "rule_violation", faults }),
    }
}

fn leading_unit(
    tx: &mut Tx<'_>,
    reach: &Reach,
    head: &IntakeHead,
    faults: &mut Vec<Fault>,
) -> Result<Option<OrgUnit>, Error> {
    let unit = if reach.covers_unit(head.org_unit) { found(org_units::load(tx, head.org_unit))? } else { None };
    let unit = unit.map(Loaded::into_inner).filter(|unit| unit.active);
    if unit.is_none() {
        let message = "there is no unit within reach that opens cases";
        faults.push(Fault::new("/orgUnitId", "unknown_reference", message));
    }
    Ok(unit)
}

/// Whoever is on record must be within reach, and the applicant in the household on the day of receipt or by now.
fn check_parties(
    tx: &mut Tx<'_>,
    reach: &Reach,
    parties: &Parties,
    received_on: NaiveDate,
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    if let Some(pointer) = parties.applicant_pointer
        && found(persons::require(tx, reach, parties.applicant))?.is_none()
    {
        faults.push(Fault::new(pointer, "unknown_reference", "there is no such person within reach"));
    }
    let HouseholdChoice::Known(id) = parties.household else { return Ok(()) };
    let Some(household) = found(households::load(tx, reach, id, None, None))? else {
        let message = "there is no such household within reach";
        faults.push(Fault::new("/household/householdId", "unknown_reference", message));
        return Ok(());
    };
    let today = tx.context().today;
    let mut own = household.members().iter().filter(|member| member.person == parties.applicant);
    if !own.any(|member| member.range.contains(received_on) || member.range.contains(today)) {
        faults.push(applicant_elsewhere("/household/householdId"));
    }
    Ok(())
}

fn found<T>(result: Result<T, StoreError>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn intake(tx: &Tx<'_>, head: &IntakeHead, parties: &Parties) -> Result<Intake, Error> {
    let (source_system, external_id) = head.source.clone().unzip();
    let mut intake = Intake {
        id: IntakeId::new(tx.context().ids.next()),
        version: 1,
        channel: head.channel,
        received_on: head.received_on.date(),
        posted_on: head.posted_on.map(|day| day.date()),
        source_system,
        external_id,
        applicant: Some(parties.applicant),
        household: Some(parties.household_id()),
        org_unit: head.org_unit,
        note: head.note.clone(),
        registered_at: tx.context().now,
        payload: head.payload,
        state: IntakeState::Received,
        rejected: None,
        forwarded_to: None,
    };
    let illegal = |illegal: domain::casework::intake::IllegalIntakeTransition| Error::Internal(illegal.to_string());
    intake.register().map_err(illegal)?;
    intake.split().map_err(illegal)?;
    Ok(intake)
}

/// Registers a new household, or lets the leading unit reach the one on record.
fn house(tx: &mut Tx<'_>, reach: &Reach, head: &IntakeHead, parties: &Parties) -> Result<Option<Events>, Error> {
    match parties.household {
        HouseholdChoice::New(id) => {
            let body = RegisterHouseholdBody { members: parties.members.clone(), org_unit_id: Some(head.org_unit) };
            let made = register_household(tx, reach, id, body);
            let (_, _, events) = made.map_err(|error| error.within("/household"))?;
            Ok(Some(events))
        }
        HouseholdChoice::Known(id) => {
            attach(tx, id, parties.applicant, head)?;
            Ok(None)
        }
    }
}

fn attach(tx: &mut Tx<'_>, household: HouseholdId, applicant: PersonId, head: &IntakeHead) -> Result<(), Error> {
    households::attach_unit(tx, household, head.org_unit)?;
    persons::attach_unit(tx, applicant, head.org_unit)?;
    Ok(())
}

/// A mark for each application, in their order. Series are locked in the order of their classes, so that two intakes
/// never wait for each other.
fn numbers(tx: &mut Tx<'_>, ground: &Ground, opened_on: NaiveDate) -> Result<Vec<CaseNumber>, Error> {
    let year = u16::try_from(opened_on.year()).unwrap_or_default();
    let mut order: Vec<(usize, &BenefitType)> = ground.benefits.iter().enumerate().collect();
    order.sort_by_key(|(n, benefit)| (benefit.content.class.as_str(), *n));
    let mut numbers = BTreeMap::new();
    for (n, benefit) in order {
        let class = FileClass::try_from(benefit.content.class.to_string()).map_err(refused_mark)?;
        let number = cases::next_number(tx, &ground.unit, &class, None, year)?;
        let unit = ground.unit.symbol.as_str().to_owned();
        let parts = CaseNumberParts { unit, class: class.into(), base: None, number, year };
        numbers.insert(n, CaseNumber::try_from(parts).map_err(refused_mark)?);
    }
    Ok(numbers.into_values().collect())
}

fn refused_mark(invalid: InvalidCaseNumber) -> Error {
    match invalid {
        InvalidCaseNumber::Unit => Error::rule("/orgUnitId", "unit_symbol", invalid),
        InvalidCaseNumber::Year => Error::rule("/receivedOn", "day_out_of_range", invalid),
        InvalidCaseNumber::Class | InvalidCaseNumber::Base | InvalidCaseNumber::Number => {
            Error::Internal(invalid.to_string())
        }
    }
}

fn open_case(
    tx: &mut Tx<'_>,
    intake: &Intake,
    parties: &Parties,
    body: ApplicationBody,
    benefit: &BenefitType,
    number: CaseNumber,
) -> Result<(Case, Application, Events), Error> {
    let ids = &tx.context().ids;
    let household = parties.household_id();
    let id = CaseId::new(ids.next());
    let case = Case {
        applicant: Some(parties.applicant),
        household: Some(household),
        urgency: body.urgency,
        ..Case::opened(id, number, CaseKind::Benefit, intake.org_unit, intake.received_on)
    };
    let mut application = Application {
        id: ApplicationId::new(ids.next()),
        version: 1,
        intake: intake.id,
        case: case.id,
        applicant: parties.applicant,
        household,
        benefit: Line::new(body.benefit_code.as_str()).map_err(|wrong| Error::Internal(wrong.to_string()))?,
        requested: body.demand,
        requested_amount: body.requested_amount,
        filed_on: intake.received_on,
        requirements: Vec::new(),
        notice: None,
        completed_on: None,
        withdrawn_on: None,
        state: ApplicationState::Registered,
    };
    if body.complete {
        application.complete(intake.received_on).map_err(|refused| Error::Internal(refused.to_string()))?;
    }
    cases::insert(tx, &case)?;
    let circumstances: BTreeSet<_> = body.circumstances.into_iter().collect();
    if !circumstances.is_empty() {
        cases::add_circumstances(tx, case.id, &circumstances)?;
    }
    for rule in on_opening(body.urgency, body.complex) {
        if benefit.content.needs_interview || !INTERVIEWING.contains(&rule) {
            start_clock(tx, &case, rule)?;
        }
    }
    applications::insert(tx, &application)?;
    let events = Events::one("case.opened", cases::subject(case.id), case.version).and(
        "application.filed",
        applications::subject(application.id),
        application.version,
    );
    Ok((case, application, events))
}

fn start_clock(tx: &mut Tx<'_>, case: &Case, rule: &str) -> Result<(), Error> {
    let id = ClockId::new(tx.context().ids.next());
    let clock = CaseClock::start(ClockRules::embedded(), id, case, rule, case.opened_on, None).map_err(|refused| {
        if matches!(refused, ClockRefusal::Uncountable(_)) {
            return Error::rule("/receivedOn", "day_out_of_range", refused);
        }
        Error::Internal(refused.to_string())
    })?;
    Ok(clocks::insert(tx, &clock)?)
}
