//! `/org-units`.

use actix_web::web::Data;
use actix_web::{get, post, put};
use domain::kernel::ids::OrgUnitId;
use domain::platform::action::marker::{ChangeOrgUnit, CreateOrgUnit, ListOrgUnits, ReadOrgUnit, ReadOrgUnitHistory};
use persistence::platform::org_units;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{OrgUnitBody, OrgUnitPage, OrgUnitQuery, OrgUnitView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_org_units)
        .service(create_org_unit)
        .service(read_org_unit)
        .service(change_org_unit)
        .service(read_org_unit_history);
}

/// List organisational units.
///
/// In the order of their symbols, active or not.
#[utoipa::path(tag = "platform", params(OrgUnitQuery), responses((status = 200, body = OrgUnitPage, description = "A page of units")))]
#[get("/org-units")]
async fn list_org_units(
    allowed: Allowed<ListOrgUnits>,
    state: Data<State>,
    query: Query<OrgUnitQuery>,
) -> Result<Listing<OrgUnitPage>, Error> {
    let wanted = Wanted::of("org-units", &(), query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let units = state.read(&allowed, move |read, _| Ok(org_units::list(read, &keyset)?)).await?;
    let (units, page) = wanted.cut(units, |unit| vec![unit.symbol.to_string(), unit.id.to_string()]);
    Ok(Listing(OrgUnitPage { items: units.into_iter().map(OrgUnitView::from).collect(), page }))
}

/// Create an organisational unit.
///
/// Its symbol begins the numbers of the cases that are filed in it and is unique in the centre.
#[utoipa::path(tag = "platform", params(OptionalKeyHeader), request_body = OrgUnitBody, responses((status = 201, body = OrgUnitView, description = "The new unit")))]
#[post("/org-units")]
async fn create_org_unit(
    allowed: Allowed<CreateOrgUnit>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<OrgUnitBody>,
) -> Result<Created<OrgUnitView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_org_unit(tx, by, body.value),
            |read, _, id| Ok(org_units::load(read, OrgUnitId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("org-units", done.made.id, done.made.into(), done.replayed))
}

/// Read an organisational unit.
///
/// With its version, which a change must name.
#[utoipa::path(tag = "platform", params(("id" = OrgUnitId, Path, description = "The unit")), responses((status = 200, body = OrgUnitView, description = "The unit")))]
#[get("/org-units/{id}")]
async fn read_org_unit(
    allowed: Allowed<ReadOrgUnit>,
    state: Data<State>,
    id: PathId<OrgUnitId>,
) -> Result<Versioned<OrgUnitView>, Error> {
    let unit = state.read(&allowed, move |read, _| Ok(org_units::load(read, id.0)?)).await?;
    Ok(Versioned(unit.into_inner().into()))
}

/// Change an organisational unit.
///
/// Replaces symbol, name, parent and activity. Numbers of existing cases stay as they are.
#[utoipa::path(tag = "platform", params(("id" = OrgUnitId, Path, description = "The unit"), IfMatchHeader), request_body = OrgUnitBody, responses((status = 200, body = OrgUnitView, description = "The unit as it is now")))]
#[put("/org-units/{id}")]
async fn change_org_unit(
    allowed: Allowed<ChangeOrgUnit>,
    state: Data<State>,
    id: PathId<OrgUnitId>,
    expected: IfMatch,
    body: Valid<OrgUnitBody>,
) -> Result<Versioned<OrgUnitView>, Error> {
    let unit =
        state.write(&allowed, move |tx, by| usecases::change_org_unit(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(unit.into()))
}

/// See what happened to an organisational unit.
///
/// Every change with its actor and the names of the changed fields, never what they held. Oldest first; the newest
/// may not be sealed yet.
#[utoipa::path(tag = "platform", params(("id" = OrgUnitId, Path, description = "The unit"), HistoryQuery), responses((status = 200, body = HistoryPage, description = "A page of changes")))]
#[get("/org-units/{id}/history")]
async fn read_org_unit_history(
    allowed: Allowed<ReadOrgUnitHistory>,
    state: Data<State>,
    id: PathId<OrgUnitId>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    let subject = org_units::subject(id.0);
    history::page(&state, &allowed, subject, &query.0, move |read, _| Ok(org_units::load(read, id.0).map(drop)?)).await
}
