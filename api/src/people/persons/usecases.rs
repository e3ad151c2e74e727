//! What is done with the records of persons.

use chrono::NaiveDate;
use domain::kernel::ids::{FactId, OrgUnitId, PersonId};
use domain::people::person::facts::{Dated, PersonName};
use domain::people::person::record::NewPerson;
use domain::platform::access::Reach;
use domain::platform::action::Marker;
use domain::platform::action::marker::{AddPersonName, EndPersonFact, IdentifyPerson, RecordDeath, RegisterPerson};
use persistence::error::Error as StoreError;
use persistence::people::facts::{self, Facts, Stored};
use persistence::people::persons;
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Read, Tx, expect_version};

use super::bodies::{IdentifyPersonBody, vitals_fault};
use super::views::Record;
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};
use crate::people::times::Times;
use crate::people::units;

/// Reads everything about a person on a day; today when no day is asked for.
///
/// # Errors
/// [`Error::NotFound`] for a person out of reach, or unknown at the instant asked for.
pub fn read_person(
    read: &mut Read<'_>,
    reach: &Reach,
    id: PersonId,
    today: NaiveDate,
    times: Times,
) -> Result<Record, Error> {
    read.hold_still()?;
    let person = persons::load(read, reach, id)?.into_inner();
    let day = times.as_of.unwrap_or(today);
    let facts = Facts::load(read, id, day, times.known_at)?;
    Record::shown(person, facts, reach, day, times).ok_or(Error::NotFound)
}

/// What a change answers with: the person as they are now.
fn as_they_are(tx: &mut Tx<'_>, reach: &Reach, id: PersonId) -> Result<Record, Error> {
    let today = tx.context().today;
    read_person(tx, reach, id, today, Times::default())
}

/// Registers a person.
///
/// # Errors
/// [`Error::Duplicate`] when the PESEL number is taken, without saying by whom.
pub fn register_person(
    tx: &mut Tx<'_>,
    by: &Allowed<RegisterPerson>,
    new: &NewPerson,
    unit: Option<OrgUnitId>,
) -> Result<(Record, Subject, Events), Error> {
    let (facts, subject, events) = enter_person(tx, by.reach(), new, unit)?;
    // Registered by somebody with the whole centre, or attached to a unit of the caller: within reach.
    let today = tx.context().today;
    let times = Times::default();
    let record = Record::shown(new.person.clone(), facts.on(today), by.reach(), today, times);
    Ok((record.ok_or(Error::NotFound)?, subject, events))
}

/// Enters a person in the register, attached to the unit or else to all units of the reach; with the facts as stored.
///
/// # Errors
/// As [`register_person`].
pub fn enter_person(
    tx: &mut Tx<'_>,
    reach: &Reach,
    new: &NewPerson,
    unit: Option<OrgUnitId>,
) -> Result<(Facts, Subject, Events), Error> {
    let units = units::chosen(reach, unit)?;
    let facts = persons::insert(tx, new, &units).map_err(|error| units::refusal(error, refusal))?;
    let subject = persons::subject(new.person.id);
    Ok((facts, subject, Events::one("person.registered", subject, 1)))
}

fn refusal(error: StoreError) -> Error {
    if error.is_duplicate("persons", "pesel") { Error::Duplicate { pointer: "/pesel".into() } } else { error.into() }
}

/// Records what identifies a person.
///
/// # Errors
/// [`Error::Duplicate`] when the PESEL number is taken, [`Error::Rule`] with what disagrees.
pub fn identify_person(
    tx: &mut Tx<'_>,
    by: &Allowed<IdentifyPerson>,
    id: PersonId,
    expected: i64,
    body: IdentifyPersonBody,
) -> Result<(Record, Events), Error> {
    let mut person = persons::load(tx, by.reach(), id)?;
    expect_version(person.version, expected)?;
    body.apply(&mut person, tx.context())?;
    persons::update(tx, &mut person).map_err(refusal)?;
    let events = Events::one("person.identified", persons::subject(id), person.version);
    Ok((as_they_are(tx, by.reach(), id)?, events))
}

/// Records names from a day on; the record shows those of today.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Version`].
pub fn add_person_name(
    tx: &mut Tx<'_>,
    by: &Allowed<AddPersonName>,
    id: PersonId,
    expected: i64,
    fact: &Dated<PersonName>,
) -> Result<(Record, Events), Error> {
    let mut person = persons::load(tx, by.reach(), id)?;
    expect_version(person.version, expected)?;
    facts::change(tx, id, fact)?;
    if fact.range.contains(tx.context().today) {
        person.given_names = fact.value.given_names.clone();
        person.surname = fact.value.surname.clone();
    }
    persons::update(tx, &mut person)?;
    let events = Events::one("person.name_added", persons::subject(id), person.version);
    Ok((as_they_are(tx, by.reach(), id)?, events))
}

/// Records any other dated fact.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Version`].
pub fn add_fact<A: Marker, T: Stored>(
    tx: &mut Tx<'_>,
    by: &Allowed<A>,
    id: PersonId,
    expected: i64,
    fact: &Dated<T>,
    event: &'static str,
) -> Result<(Record, Events), Error> {
    let mut person = persons::load(tx, by.reach(), id)?;
    expect_version(person.version, expected)?;
    facts::change(tx, id, fact)?;
    persons::update(tx, &mut person)?;
    let events = Events::one(event, persons::subject(id), person.version);
    Ok((as_they_are(tx, by.reach(), id)?, events))
}

/// Ends a fact, or withdraws it as never having been so.
///
/// # Errors
/// [`Error::NotFound`] when the person has no such fact, [`Error::Rule`] when it begins later.
pub fn end_person_fact(
    tx: &mut Tx<'_>,
    by: &Allowed<EndPersonFact>,
    (id, fact): (PersonId, FactId),
    expected: i64,
    last: Option<NaiveDate>,
) -> Result<(Record, Events), Error> {
    let mut person = persons::load(tx, by.reach(), id)?;
    expect_version(person.version, expected)?;
    facts::end(tx, id, fact, last).map_err(|error| {
        if matches!(error, StoreError::Guarded { .. }) {
            return Error::rule("/lastDay", "range", "expected a last day of the time that it holds");
        }
        error.into()
    })?;
    persons::update(tx, &mut person)?;
    let events = Events::one("person.fact_ended", persons::subject(id), person.version);
    Ok((as_they_are(tx, by.reach(), id)?, events))
}

/// Records a death.
///
/// # Errors
/// [`Error::Transition`] when it is recorded already, [`Error::Rule`] for a day that cannot be.
pub fn record_death(
    tx: &mut Tx<'_>,
    by: &Allowed<RecordDeath>,
    id: PersonId,
    expected: i64,
    on: NaiveDate,
) -> Result<(Record, Events), Error> {
    let mut person = persons::load(tx, by.reach(), id)?;
    expect_version(person.version, expected)?;
    person.record_death(on).map_err(|illegal| Error::Transition { detail: illegal.to_string(), allowed: vec![] })?;
    let faults: Vec<Fault> = person.vitals.faults(tx.context().today).into_iter().map(vitals_fault).collect();
    if !faults.is_empty() {
        return Err(Error::Rule { code: "rule_violation", faults });
    }
    persons::update(tx, &mut person)?;
    let events = Events::one("person.died", persons::subject(id), person.version);
    Ok((as_they_are(tx, by.reach(), id)?, events))
}
