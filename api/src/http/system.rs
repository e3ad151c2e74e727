//! Health, readiness, metrics and the contract itself.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use persistence::platform::seals;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Plain;
use super::error::Error;
use crate::state::State;

/// How the instance is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Always `ok` when the process answers.
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// Whether the instance can work.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    /// `ready` when the database answers.
    #[schema(example = "ready")]
    pub status: &'static str,
    /// Which database: `sqlite` or `postgres`.
    #[schema(example = "sqlite")]
    pub database: &'static str,
    /// Journal rows that wait for their seal: the sealer's lag.
    pub unsealed: i64,
    /// Whether this is a demonstration with invented data.
    pub demo: bool,
}

/// Whether the process runs.
///
/// Answers as soon as the process accepts connections; it asks nothing of the database.
#[utoipa::path(tag = "system", responses((status = 200, body = Health, description = "It runs")))]
#[get("/healthz")]
pub(crate) async fn read_health() -> Plain<Health> {
    Plain(Health { status: "ok" })
}

/// Whether the instance can work.
///
/// Asks the database. Answers 503 while it cannot be used, so that a load balancer looks elsewhere.
#[utoipa::path(tag = "system", responses((status = 200, body = Readiness, description = "It can work")))]
#[get("/readyz")]
pub(crate) async fn read_readiness(state: Data<State>) -> Result<Plain<Readiness>, Error> {
    let context = state.system_context("readiness");
    let unsealed = state.store.read(context, "readiness", seals::waiting).await?;
    Ok(Plain(Readiness { status: "ready", database: state.store.kind(), unsealed, demo: state.config.demo }))
}

/// Counters for Prometheus.
///
/// Requests by operation and status, their duration, the sealer's lag. No ids and no personal data.
#[utoipa::path(tag = "system", responses((status = 200, body = String, content_type = "text/plain", description = "Counters in Prometheus' text format")))]
#[get("/metrics")]
pub(crate) async fn read_metrics(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(state.metrics.text())
}

/// The contract as JSON.
///
/// The same document as `openapi.yaml` of the release.
#[utoipa::path(tag = "system", responses((status = 200, body = Object, description = "An OpenAPI 3.1 document")))]
#[get("/openapi.json")]
pub(crate) async fn read_openapi_json(contract: Data<Contract>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(contract.json.clone())
}

/// The contract as YAML.
///
/// The same document as `openapi.yaml` of the release.
#[utoipa::path(tag = "system", responses((status = 200, body = Object, content_type = "application/yaml", description = "An OpenAPI 3.1 document")))]
#[get("/openapi.yaml")]
pub(crate) async fn read_openapi_yaml(contract: Data<Contract>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/yaml").body(contract.yaml.clone())
}

/// The contract in both notations.
#[derive(Debug, Clone)]
pub struct Contract {
    /// As JSON.
    pub json: String,
    /// As YAML.
    pub yaml: String,
}
