//! `/audit/verifications`.

use actix_web::post;
use actix_web::web::{self, Data};
use domain::platform::action::marker::VerifyAudit;
use persistence::platform::seals::Checkpoint;
use persistence::platform::verify::verify;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{VerificationBody, VerificationView};
use crate::http::allowed::Allowed;
use crate::http::answer::Plain;
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(verify_audit);
}

/// Verify the journal and the access log.
///
/// Recomputes both chains over one snapshot and names every row that was changed, removed, inserted or swapped. With a
/// checkpoint that was kept elsewhere it also finds a tail that was cut. Takes as long as there are rows; writes
/// nothing.
#[utoipa::path(tag = "platform", request_body = VerificationBody, responses((status = 200, body = VerificationView, description = "What was read and found")))]
#[post("/audit/verifications")]
async fn verify_audit(
    _allowed: Allowed<VerifyAudit>,
    state: Data<State>,
    body: Valid<VerificationBody>,
) -> Result<Plain<VerificationView>, Error> {
    let checkpoint = body.value.checkpoint.map(Checkpoint::from);
    let url = state.store.url().clone();
    let report = web::block(move || verify(&url, checkpoint.as_ref())).await;
    let report = report.map_err(|panic| Error::Internal(panic.to_string()))??;
    Ok(Plain(report.into()))
}
