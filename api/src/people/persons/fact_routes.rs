//! `/persons/{id}/names` and the other dated facts. What is recorded replaces what was known for the same days; the
//! rest, and what was believed before, stays readable by `asOf` and `knownAt`.

use actix_web::post;
use actix_web::web::Data;
use domain::kernel::day::Day;
use domain::kernel::ids::{FactId, PersonId};
use domain::platform::action::Marker;
use domain::platform::action::marker::{
    AddPersonAccount, AddPersonAddress, AddPersonContact, AddPersonForeignId, AddPersonName, EndPersonFact,
    ProtectPerson,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::EndingBody;
use super::fact_bodies::{
    AccountBody, AddressBody, ContactBody, FactBody, ForeignIdBody, NameBody, ProtectionBody, one,
};
use super::usecases;
use super::views::PersonView;
use crate::http::allowed::Allowed;
use crate::http::answer::Versioned;
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::IfMatchHeader;
use crate::http::params::{IfMatch, PathId, PathPart};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(add_person_name)
        .service(add_person_address)
        .service(add_person_contact)
        .service(add_person_account)
        .service(add_person_foreign_id)
        .service(protect_person)
        .service(end_person_fact);
}

async fn add<A: Marker, B: FactBody>(
    (allowed, state): (Allowed<A>, Data<State>),
    id: PersonId,
    expected: IfMatch,
    body: B,
    event: &'static str,
) -> Result<Versioned<PersonView>, Error> {
    let fact = one(body, allowed.context().today)?;
    let record = state.write(&allowed, move |tx, by| usecases::add_fact(tx, by, id, expected.0, &fact, event)).await?;
    Ok(Versioned(record.into()))
}

/// Record a person's names.
///
/// From a day on, not later than today. Search finds the names of today.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = NameBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/names")]
async fn add_person_name(
    allowed: Allowed<AddPersonName>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<NameBody>,
) -> Result<Versioned<PersonView>, Error> {
    let fact = one(body.value, allowed.context().today)?;
    let record =
        state.write(&allowed, move |tx, by| usecases::add_person_name(tx, by, id.0, expected.0, &fact)).await?;
    Ok(Versioned(record.into()))
}

/// Record an address.
///
/// It replaces addresses of the same kind on its days.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = AddressBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/addresses")]
async fn add_person_address(
    allowed: Allowed<AddPersonAddress>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<AddressBody>,
) -> Result<Versioned<PersonView>, Error> {
    add((allowed, state), id.0, expected, body.value, "person.address_added").await
}

/// Record a contact channel.
///
/// A number or address that is recorded already gets the new days and safety.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = ContactBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/contacts")]
async fn add_person_contact(
    allowed: Allowed<AddPersonContact>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<ContactBody>,
) -> Result<Versioned<PersonView>, Error> {
    add((allowed, state), id.0, expected, body.value, "person.contact_added").await
}

/// Record a bank account.
///
/// Its check digits must agree.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = AccountBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/accounts")]
async fn add_person_account(
    allowed: Allowed<AddPersonAccount>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<AccountBody>,
) -> Result<Versioned<PersonView>, Error> {
    add((allowed, state), id.0, expected, body.value, "person.account_added").await
}

/// Record a foreign document or number.
///
/// For a person without PESEL; the days are those of its validity.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = ForeignIdBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/foreign-ids")]
async fn add_person_foreign_id(
    allowed: Allowed<AddPersonForeignId>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<ForeignIdBody>,
) -> Result<Versioned<PersonView>, Error> {
    add((allowed, state), id.0, expected, body.value, "person.foreign_id_added").await
}

/// Protect a person's record.
///
/// On its days the person does not exist for those outside the circle, not even by their PESEL number.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), IfMatchHeader), request_body = ProtectionBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/protections")]
async fn protect_person(
    allowed: Allowed<ProtectPerson>,
    state: Data<State>,
    id: PathId<PersonId>,
    expected: IfMatch,
    body: Valid<ProtectionBody>,
) -> Result<Versioned<PersonView>, Error> {
    add((allowed, state), id.0, expected, body.value, "person.protected").await
}

/// End a dated fact about a person.
///
/// With its last day, or without one when it never was so. Names do not end; new ones replace them.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path, description = "The person"), ("factId" = FactId, Path, description = "The address, contact, account, document or protection"), IfMatchHeader), request_body = EndingBody, responses((status = 200, body = PersonView, description = "The person as they are now")))]
#[post("/persons/{id}/facts/{factId}/endings")]
async fn end_person_fact(
    allowed: Allowed<EndPersonFact>,
    state: Data<State>,
    id: PathId<PersonId>,
    fact: PathPart<FactId>,
    expected: IfMatch,
    body: Valid<EndingBody>,
) -> Result<Versioned<PersonView>, Error> {
    let last = body.value.last_day.map(Day::date);
    let which = (id.0, fact.0);
    let record =
        state.write(&allowed, move |tx, by| usecases::end_person_fact(tx, by, which, expected.0, last)).await?;
    Ok(Versioned(record.into()))
}
