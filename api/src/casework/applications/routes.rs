//! `/applications`.

use actix_web::post;
use actix_web::web::Data;
use domain::kernel::ids::ApplicationId;
use domain::platform::action::marker::WithdrawApplication;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{ApplicationView, WithdrawApplicationBody};
use crate::http::allowed::Allowed;
use crate::http::answer::Versioned;
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::IfMatchHeader;
use crate::http::params::{IfMatch, PathId};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(withdraw_application);
}

/// Withdraw an application.
///
/// At the applicant's wish, until it is decided. The case stays open until its proceedings are discontinued
/// (art. 105 KPA).
#[utoipa::path(tag = "casework", params(("id" = ApplicationId, Path, description = "The application"), IfMatchHeader), request_body = WithdrawApplicationBody, responses((status = 200, body = ApplicationView, description = "The application as it is now")))]
#[post("/applications/{id}/withdrawals")]
async fn withdraw_application(
    allowed: Allowed<WithdrawApplication>,
    state: Data<State>,
    id: PathId<ApplicationId>,
    expected: IfMatch,
    body: Valid<WithdrawApplicationBody>,
) -> Result<Versioned<ApplicationView>, Error> {
    let application = state
        .write(&allowed, move |tx, by| usecases::withdraw_application(tx, by, id.0, expected.0, body.value))
        .await?;
    Ok(Versioned(application.into()))
}
