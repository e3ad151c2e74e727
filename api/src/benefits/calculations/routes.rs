//! `/calculations`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::CalculationId;
use domain::platform::action::marker::{CreateCalculation, PreviewCalculation, ReadCalculation};
use persistence::benefits::calculations;
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::CreateCalculationBody;
use super::preview::{self, PreviewBody};
use super::usecases;
use super::views::{AssessmentView, CalculationView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Plain, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::OptionalKeyHeader;
use crate::http::params::{IdempotencyKey, PathId};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(preview_calculation).service(create_calculation).service(read_calculation);
}

/// Calculate a benefit without a case.
///
/// Assesses the facts in the body and stores nothing. The answer explains itself: every step with its provision, the
/// values it was found from, and the version of each parameter.
#[utoipa::path(tag = "benefits", request_body = PreviewBody, responses((status = 200, body = AssessmentView, description = "What the law gives")))]
#[post("/calculations/preview")]
async fn preview_calculation(
    allowed: Allowed<PreviewCalculation>,
    body: Valid<PreviewBody>,
) -> Result<Plain<AssessmentView>, Error> {
    preview::preview(&body.value, allowed.context().today).map(Plain)
}

/// Calculate a benefit for a case.
///
/// People, income, application and circumstances come from the database: who keeps house with the applicant on the
/// day of the decision, and their usable evidence of the reference month (art. 8 ust. 3 u.p.s.). A member without any
/// answers `missing_evidence` under `/members/<personId>`, unless named in `noIncomePersonIds`. The result is kept with
/// inputs, parameter versions, every step and a hash, and never changes.
#[utoipa::path(tag = "benefits", params(OptionalKeyHeader), request_body = CreateCalculationBody, responses((status = 201, body = CalculationView, description = "The calculation")))]
#[post("/calculations")]
async fn create_calculation(
    allowed: Allowed<CreateCalculation>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<CreateCalculationBody>,
) -> Result<Created<CalculationView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_calculation(tx, by, &body.value),
            |read, by, id| Ok(calculations::load(read, by.reach(), CalculationId::new(id))?),
        )
        .await?;
    Ok(Created::at("calculations", done.made.origin.id, done.made.into(), done.replayed))
}

/// Read a calculation.
///
/// With its inputs and every step: the provision, the version of each parameter, the evidence.
#[utoipa::path(tag = "benefits", params(("id" = CalculationId, Path, description = "The calculation")), responses((status = 200, body = CalculationView, description = "The calculation")))]
#[get("/calculations/{id}")]
async fn read_calculation(
    allowed: Allowed<ReadCalculation>,
    state: Data<State>,
    id: PathId<CalculationId>,
) -> Result<Versioned<CalculationView>, Error> {
    let found = state.read(&allowed, move |read, by| Ok(calculations::load(read, by.reach(), id.0)?)).await?;
    Ok(Versioned(found.into()))
}
