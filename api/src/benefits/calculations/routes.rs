//! `/calculations`.

use actix_web::post;
use domain::platform::action::marker::PreviewCalculation;
use utoipa_actix_web::service_config::ServiceConfig;

use super::preview::{self, PreviewBody};
use super::views::AssessmentView;
use crate::http::allowed::Allowed;
use crate::http::answer::Plain;
use crate::http::body::Valid;
use crate::http::error::Error;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(preview_calculation);
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
