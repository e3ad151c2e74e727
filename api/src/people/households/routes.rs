//! `/households`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::{HouseholdId, MembershipId};
use domain::platform::action::marker::{
    AddMember, EndMembership, ReadHousehold, ReadHouseholdHistory, RegisterHousehold,
};
use persistence::people::households;
use persistence::tx::Read;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{EndMembershipBody, HouseholdView, MemberBody, RegisterHouseholdBody};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::params::{IdempotencyKey, IfMatch, PathId, PathPart, Query};
use crate::people::times::{Times, TimesQuery};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(register_household)
        .service(read_household)
        .service(add_member)
        .service(end_membership)
        .service(read_household_history);
}

/// Register a household.
///
/// With its first members. A person is in one household on any day.
#[utoipa::path(tag = "people", params(OptionalKeyHeader), request_body = RegisterHouseholdBody, responses((status = 201, body = HouseholdView, description = "The new household")))]
#[post("/households")]
async fn register_household(
    allowed: Allowed<RegisterHousehold>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<RegisterHouseholdBody>,
) -> Result<Created<HouseholdView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let today = allowed.context().today;
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| {
                let id = HouseholdId::new(tx.context().ids.next());
                usecases::register_household(tx, by.reach(), id, body.value)
            },
            move |read, by, id| {
                let times = Times::default();
                usecases::read_household(read, by.reach(), HouseholdId::new(id), today, times)
            },
        )
        .await?;
    Ok(Created::at("households", done.made.household.id(), done.made.into(), done.replayed))
}

/// Read a household.
///
/// With its members of a day (`asOf`) or of all days, as they are known now or were known at an instant (`knownAt`),
/// and with what the law calls it on that day or today.
#[utoipa::path(tag = "people", params(("id" = HouseholdId, Path, description = "The household"), TimesQuery), responses((status = 200, body = HouseholdView, description = "The household")))]
#[get("/households/{id}")]
async fn read_household(
    allowed: Allowed<ReadHousehold>,
    state: Data<State>,
    id: PathId<HouseholdId>,
    query: Query<TimesQuery>,
) -> Result<Versioned<HouseholdView>, Error> {
    let times = query.0.checked(allowed.context())?;
    let today = allowed.context().today;
    let home =
        state.read(&allowed, move |read, by| usecases::read_household(read, by.reach(), id.0, today, times)).await?;
    Ok(Versioned(home.into()))
}

/// Take a member into a household.
///
/// From a day on. Their record is then within reach of the household's units.
#[utoipa::path(tag = "people", params(("id" = HouseholdId, Path, description = "The household"), IfMatchHeader), request_body = MemberBody, responses((status = 200, body = HouseholdView, description = "The household as it is now")))]
#[post("/households/{id}/members")]
async fn add_member(
    allowed: Allowed<AddMember>,
    state: Data<State>,
    id: PathId<HouseholdId>,
    expected: IfMatch,
    body: Valid<MemberBody>,
) -> Result<Versioned<HouseholdView>, Error> {
    let home = state.write(&allowed, move |tx, by| usecases::add_member(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(home.into()))
}

/// Set the last day of a membership.
///
/// The member stays in the household's history.
#[utoipa::path(tag = "people", params(("id" = HouseholdId, Path, description = "The household"), ("membershipId" = MembershipId, Path, description = "The membership"), IfMatchHeader), request_body = EndMembershipBody, responses((status = 200, body = HouseholdView, description = "The household as it is now")))]
#[post("/households/{id}/members/{membershipId}/endings")]
async fn end_membership(
    allowed: Allowed<EndMembership>,
    state: Data<State>,
    id: PathId<HouseholdId>,
    membership: PathPart<MembershipId>,
    expected: IfMatch,
    body: Valid<EndMembershipBody>,
) -> Result<Versioned<HouseholdView>, Error> {
    let which = (id.0, membership.0);
    let last = body.value.last_day.date();
    let home = state.write(&allowed, move |tx, by| usecases::end_membership(tx, by, which, expected.0, last)).await?;
    Ok(Versioned(home.into()))
}

/// See what happened to a household.
///
/// Every change with its actor and the names of the changed fields, never what they held. Oldest first; the newest
/// may not be sealed yet.
#[utoipa::path(tag = "people", params(("id" = HouseholdId, Path, description = "The household"), HistoryQuery), responses((status = 200, body = HistoryPage, description = "A page of changes")))]
#[get("/households/{id}/history")]
async fn read_household_history(
    allowed: Allowed<ReadHouseholdHistory>,
    state: Data<State>,
    id: PathId<HouseholdId>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    let subject = households::subject(id.0);
    let exists =
        move |read: &mut Read<'_>, by: &Allowed<_>| Ok(households::load(read, by.reach(), id.0, None, None).map(drop)?);
    history::page(&state, &allowed, subject, &query.0, exists).await
}
