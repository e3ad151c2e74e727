//! `/households`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::{HouseholdId, MembershipId};
use domain::platform::action::marker::{AddMember, EndMembership, ReadHousehold, RegisterHousehold};
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{EndMembershipBody, HouseholdView, MemberBody, RegisterHouseholdBody};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::params::{IdempotencyKey, IfMatch, PathId, PathPart, Query};
use crate::people::times::{Times, TimesQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(register_household).service(read_household).service(add_member).service(end_membership);
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
                let times = Times { as_of: None, known_at: None };
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
