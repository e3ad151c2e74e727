//! `/benefit-types`.

use actix_web::web::Data;
use actix_web::{get, post, put};
use domain::kernel::ids::BenefitTypeId;
use domain::platform::action::marker::{
    ChangeBenefitType, CreateBenefitType, ListBenefitTypes, PublishBenefitType, ReadBenefitType, RetireBenefitType,
};
use persistence::platform::benefit_types;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{BenefitTypeBody, BenefitTypePage, BenefitTypeQuery, BenefitTypeView, RetireBenefitTypeBody};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::{Error, Problem};
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_benefit_types)
        .service(create_benefit_type)
        .service(read_benefit_type)
        .service(change_benefit_type)
        .service(publish_benefit_type)
        .service(retire_benefit_type);
}

/// List benefit types.
///
/// In the order of their codes, in one state or in all.
#[utoipa::path(tag = "platform", params(BenefitTypeQuery), responses((status = 200, body = BenefitTypePage, description = "A page of benefit types")))]
#[get("/benefit-types")]
async fn list_benefit_types(
    allowed: Allowed<ListBenefitTypes>,
    state: Data<State>,
    query: Query<BenefitTypeQuery>,
) -> Result<Listing<BenefitTypePage>, Error> {
    let only = query.0.state;
    let wanted = Wanted::of("benefit-types", &only, query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, _| Ok(benefit_types::list(read, only, &keyset)?)).await?;
    let (found, page) = wanted.cut(found, |kind| vec![kind.content.code.to_string(), kind.id.to_string()]);
    Ok(Listing(BenefitTypePage { items: found.into_iter().map(BenefitTypeView::from).collect(), page }))
}

/// Create a benefit type.
///
/// As a draft. Its class must be in the file plan on its first day.
#[utoipa::path(tag = "platform", params(OptionalKeyHeader), request_body = BenefitTypeBody, responses((status = 201, body = BenefitTypeView, description = "What was created")))]
#[post("/benefit-types")]
async fn create_benefit_type(
    allowed: Allowed<CreateBenefitType>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<BenefitTypeBody>,
) -> Result<Created<BenefitTypeView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_benefit_type(tx, by, body.value),
            |read, _, id| Ok(benefit_types::load(read, BenefitTypeId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("benefit-types", done.made.id, done.made.into(), done.replayed))
}

/// Read a benefit type.
///
/// With its version, which a change must name.
#[utoipa::path(tag = "platform", params(("id" = BenefitTypeId, Path, description = "Which one")), responses((status = 200, body = BenefitTypeView, description = "As it is now")))]
#[get("/benefit-types/{id}")]
async fn read_benefit_type(
    allowed: Allowed<ReadBenefitType>,
    state: Data<State>,
    id: PathId<BenefitTypeId>,
) -> Result<Versioned<BenefitTypeView>, Error> {
    let kind = state.read(&allowed, move |read, _| Ok(benefit_types::load(read, id.0)?)).await?;
    Ok(Versioned(kind.into_inner().into()))
}

/// Change a benefit type.
///
/// Replaces what a draft says. A published type never changes: retire it and publish another with the same code.
#[utoipa::path(tag = "platform", params(("id" = BenefitTypeId, Path, description = "Which one"), IfMatchHeader), request_body = BenefitTypeBody, responses((status = 200, body = BenefitTypeView, description = "As it is now")))]
#[put("/benefit-types/{id}")]
async fn change_benefit_type(
    allowed: Allowed<ChangeBenefitType>,
    state: Data<State>,
    id: PathId<BenefitTypeId>,
    expected: IfMatch,
    body: Valid<BenefitTypeBody>,
) -> Result<Versioned<BenefitTypeView>, Error> {
    let kind = state
        .write(&allowed, move |tx, by| usecases::change_benefit_type(tx, by, id.0, expected.0, body.value))
        .await?;
    Ok(Versioned(kind.into()))
}

/// Publish a benefit type.
///
/// Puts a draft into the catalogue, where it stands still. The catalogue has a code once on each day.
#[utoipa::path(tag = "platform", params(("id" = BenefitTypeId, Path, description = "Which one"), IfMatchHeader), responses(
    (status = 200, body = BenefitTypeView, description = "As it is now"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "The code is taken, or the class is not in the file plan"),
))]
#[post("/benefit-types/{id}/publications")]
async fn publish_benefit_type(
    allowed: Allowed<PublishBenefitType>,
    state: Data<State>,
    id: PathId<BenefitTypeId>,
    expected: IfMatch,
) -> Result<Versioned<BenefitTypeView>, Error> {
    let kind = state.write(&allowed, move |tx, by| usecases::publish_benefit_type(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(kind.into()))
}

/// Retire a benefit type.
///
/// Ends its validity before the day `on`. It still governs the days before; what was granted stays.
#[utoipa::path(tag = "platform", params(("id" = BenefitTypeId, Path, description = "Which one"), IfMatchHeader), request_body = RetireBenefitTypeBody, responses((status = 200, body = BenefitTypeView, description = "As it is now")))]
#[post("/benefit-types/{id}/retirements")]
async fn retire_benefit_type(
    allowed: Allowed<RetireBenefitType>,
    state: Data<State>,
    id: PathId<BenefitTypeId>,
    expected: IfMatch,
    body: Valid<RetireBenefitTypeBody>,
) -> Result<Versioned<BenefitTypeView>, Error> {
    let end = body.value.on.date();
    let kind =
        state.write(&allowed, move |tx, by| usecases::retire_benefit_type(tx, by, id.0, expected.0, end)).await?;
    Ok(Versioned(kind.into()))
}
