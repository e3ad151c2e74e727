//! `/districts`.

use actix_web::web::Data;
use actix_web::{get, post, put};
use domain::kernel::ids::DistrictId;
use domain::platform::action::marker::{ChangeDistrict, CreateDistrict, ListDistricts, ReadDistrict};
use persistence::platform::districts;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{DistrictBody, DistrictPage, DistrictQuery, DistrictView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_districts).service(create_district).service(read_district).service(change_district);
}

/// List districts.
///
/// In the order of their symbols.
#[utoipa::path(tag = "platform", params(DistrictQuery), responses((status = 200, body = DistrictPage, description = "A page of districts")))]
#[get("/districts")]
async fn list_districts(
    allowed: Allowed<ListDistricts>,
    state: Data<State>,
    query: Query<DistrictQuery>,
) -> Result<Listing<DistrictPage>, Error> {
    let wanted = Wanted::of("districts", &(), query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, _| Ok(districts::list(read, &keyset)?)).await?;
    let (found, page) = wanted.cut(found, |district| vec![district.symbol.to_string(), district.id.to_string()]);
    Ok(Listing(DistrictPage { items: found.into_iter().map(DistrictView::from).collect(), page }))
}

/// Create a district.
///
/// Which streets a unit looks after. A district says who takes a case up; it limits nobody's access.
#[utoipa::path(tag = "platform", params(OptionalKeyHeader), request_body = DistrictBody, responses((status = 201, body = DistrictView, description = "What was created")))]
#[post("/districts")]
async fn create_district(
    allowed: Allowed<CreateDistrict>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<DistrictBody>,
) -> Result<Created<DistrictView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_district(tx, by, body.value),
            |read, _, id| Ok(districts::load(read, DistrictId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("districts", done.made.id, done.made.into(), done.replayed))
}

/// Read a district.
///
/// With its version, which a change must name.
#[utoipa::path(tag = "platform", params(("id" = DistrictId, Path, description = "Which one")), responses((status = 200, body = DistrictView, description = "As it is now")))]
#[get("/districts/{id}")]
async fn read_district(
    allowed: Allowed<ReadDistrict>,
    state: Data<State>,
    id: PathId<DistrictId>,
) -> Result<Versioned<DistrictView>, Error> {
    let district = state.read(&allowed, move |read, _| Ok(districts::load(read, id.0)?)).await?;
    Ok(Versioned(district.into_inner().into()))
}

/// Change a district.
///
/// Replaces symbol, name, unit and streets. Cases stay where they are.
#[utoipa::path(tag = "platform", params(("id" = DistrictId, Path, description = "Which one"), IfMatchHeader), request_body = DistrictBody, responses((status = 200, body = DistrictView, description = "As it is now")))]
#[put("/districts/{id}")]
async fn change_district(
    allowed: Allowed<ChangeDistrict>,
    state: Data<State>,
    id: PathId<DistrictId>,
    expected: IfMatch,
    body: Valid<DistrictBody>,
) -> Result<Versioned<DistrictView>, Error> {
    let district =
        state.write(&allowed, move |tx, by| usecases::change_district(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(district.into()))
}
