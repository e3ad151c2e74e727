//! `/persons`: registration, the record, search.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::day::Day;
use domain::kernel::ids::PersonId;
use domain::people::person::record::full_name_key;
use domain::platform::action::marker::{
    IdentifyPerson, ReadPerson, ReadPersonHistory, RecordDeath, RegisterPerson, SearchPersons,
};
use persistence::people::persons::{self, Search};
use persistence::tx::Read;
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::{DeathBody, IdentifyPersonBody, RegisterPersonBody, SearchPersonsBody};
use super::usecases;
use super::views::{PersonCard, PersonPage, PersonView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Plain, Versioned};
use crate::http::body::Valid;
use crate::http::error::{Error, Fault};
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::people::times::{Times, TimesQuery};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(register_person)
        .service(search_persons)
        .service(read_person)
        .service(identify_person)
        .service(record_death)
        .service(read_person_history);
}

/// Register a person.
///
/// PESEL is not known of everybody. The staff of the caller's units, or of the unit given, reach the record. A PESEL
/// number that is recorded already answers 409 `duplicate`, without saying of whom.
#[utoipa::path(tag = "people", params(OptionalKeyHeader), request_body = RegisterPersonBody, responses((status = 201, body = PersonView, description = "The new person")))]
#[post("/persons")]
async fn register_person(
    allowed: Allowed<RegisterPerson>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<RegisterPersonBody>,
) -> Result<Created<PersonView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let (new, unit) = body.value.checked(allowed.context())?;
    let today = allowed.context().today;
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::register_person(tx, by, &new, unit),
            move |read, by, id| {
                let times = Times::default();
                usecases::read_person(read, by.reach(), PersonId::new(id), today, times)
            },
        )
        .await?;
    Ok(Created::at("persons", done.made.person.id, done.made.into(), done.replayed))
}

/// Search persons.
///
/// Within the caller's reach by any condition: the beginning of the surname, words that given names begin with, the
/// date of birth, the PESEL number. Elsewhere in the centre only exactly, by the PESEL number or by full names with
/// the date of birth; such a card says `withinReach: false`. Protected persons out of reach are not found. The
/// answer is a page; its cursors belong into the body of the next search.
#[utoipa::path(tag = "people", request_body = SearchPersonsBody, responses((status = 200, body = PersonPage, description = "A page of core cards")))]
#[post("/persons/search")]
async fn search_persons(
    allowed: Allowed<SearchPersons>,
    state: Data<State>,
    body: Valid<SearchPersonsBody>,
) -> Result<Plain<PersonPage>, Error> {
    let body = body.value;
    let wanted = Wanted::of("persons", &body, body.limit, body.cursor.as_ref())?;
    let mut faults = Vec::new();
    let pesel = body.pesel.as_ref().and_then(|pesel| pesel.checked("/pesel", &mut faults));
    if body.pesel.is_none() && body.surname.is_none() && body.birth_date.is_none() {
        faults.push(Fault::new("", "search_empty", "expected a PESEL number, a surname or a date of birth"));
    }
    if !faults.is_empty() {
        return Err(Error::Rule { code: "rule_violation", faults });
    }
    let search = Search {
        pesel,
        surname: body.surname,
        given_names: body.given_names,
        birth_date: body.birth_date.map(Day::date),
    };
    let (keyset, today) = (wanted.keyset(), allowed.context().today);
    let found =
        state.read(&allowed, move |read, by| Ok(persons::search(read, by.reach(), &search, today, &keyset)?)).await?;
    let keys = |card: &persons::CoreCard| vec![full_name_key(&card.surname, &card.given_names), card.id.to_string()];
    let (found, page) = wanted.cut(found, keys);
    Ok(Plain(PersonPage { items: found.into_iter().map(PersonCard::from).collect(), page }))
}

/// Read a person.
///
/// With the names, addresses, contacts, accounts and documents of a day (`asOf`), as they are known now or were
/// known at an instant (`knownAt`). PESEL, birth, sex, citizenship and death are shown as recorded last.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), TimesQuery), responses((status = 200, body = PersonView, description = "The person")))]
#[get("/persons/{id}")]
async fn read_person(
    allowed: Allowed<ReadPerson>,
    state: Data<State>,
    id: PathId<PersonId>,
    query: Query<TimesQuery>,
) -> Result<Versioned<PersonView>, Error> {
    let times = query.0.checked(allowed.context())?;
    let today = allowed.context().today;
    let record =
        state.read(&allowed, move |read, by| usecases::read_person(read, by.reach(), id.0, today, times)).await?;
    Ok(Versioned(record.into()))
}

/// Record what identifies a person.
///
/// A PESEL number given later, a corrected date of birth, sex or citizenship. What is not given stays; the identity
/// counts as known from then on.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = IdentifyPersonBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/identifications")]
async fn identify_person(
    allowed: Allowed<IdentifyPerson>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<IdentifyPersonBody>,
) -> Result<Versioned<PersonView>, Error> {
    let record =
        state.write(&allowed, move |tx, by| usecases::identify_person(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(record.into()))
}

/// Record a person's death.
///
/// The day must not lie in the future or before birth.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = DeathBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/deaths")]
async fn record_death(
    allowed: Allowed<RecordDeath>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<DeathBody>,
) -> Result<Versioned<PersonView>, Error> {
    let on = body.value.death_date.date();
    let record = state.write(&allowed, move |tx, by| usecases::record_death(tx, by, id.0, expected.0, on)).await?;
    Ok(Versioned(record.into()))
}

/// See what happened to a person's data.
///
/// Every change with its actor and the names of the changed fields, never what they held. Oldest first; the newest
/// may not be sealed yet.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), HistoryQuery), responses((status = 200, body = HistoryPage, description = "A page of changes")))]
#[get("/persons/{id}/history")]
async fn read_person_history(
    allowed: Allowed<ReadPersonHistory>,
    state: Data<State>,
    id: PathId<PersonId>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    let subject = persons::subject(id.0);
    let exists = move |read: &mut Read<'_>, by: &Allowed<_>| Ok(persons::load(read, by.reach(), id.0).map(drop)?);
    history::page(&state, &allowed, subject, &query.0, exists).await
}
