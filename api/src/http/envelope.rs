//! What surrounds every request: its id, its caller, its rate, its log line, and its refusal in the caller's language.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest};
use domain::kernel::context::IdSource as _;
use domain::kernel::ids::RequestId;

use super::allowed::{Caller, Request};
use super::error::Error;
use super::limits::Allowance;
use crate::platform::auth::usecases::authenticate;
use crate::state::{Ids, State};

/// Operations of the API that need no token.
const PUBLIC: &[&str] =
    &["/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/openapi.json", "/api/v1/openapi.yaml", "/api/v1/jwks"];

/// The version of the contract, in every answer.
pub const API_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The middleware.
///
/// # Errors
/// None: every refusal becomes an answer here.
pub async fn envelope(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = Instant::now();
    let id = RequestId::new(Ids.next());
    request.extensions_mut().insert(Request(id));
    let english = wants_english(&request);
    let response = match admit(&request).await {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(error) => request.error_response(error),
    };
    let mut response = in_words(response, id, english);
    finish_headers(&mut response, id);
    report(&response, id, started);
    Ok(response)
}

/// Lets a request in: within its rate, and with a good token where one is needed.
async fn admit(request: &ServiceRequest) -> Result<(), Error> {
    let state = request.app_data::<Data<State>>().cloned().ok_or_else(|| Error::Internal("no state".to_owned()))?;
    if let Some(address) = request.peer_addr() {
        let allowance = state.limits.request(address.ip())?;
        request.extensions_mut().insert(allowance);
    }
    let path = request.path();
    if !path.starts_with("/api/") || PUBLIC.contains(&path) {
        return Ok(());
    }
    let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let token = header.and_then(|text| text.strip_prefix("Bearer ")).ok_or(Error::Token("a token is needed"))?;
    let caller = authenticate(&state, token).await?;
    request.extensions_mut().insert(caller);
    Ok(())
}

fn wants_english(request: &ServiceRequest) -> bool {
    let header = request.headers().get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.trim_start().to_ascii_lowercase().starts_with("en")
}

/// Renders a refusal again, now that the request's id and language are known. A fault of ours is logged here, once.
fn in_words(response: ServiceResponse, id: RequestId, english: bool) -> ServiceResponse {
    let Some(error) = response.response().error() else { return response };
    let rendered = if let Some(error) = error.as_error::<Error>() {
        if matches!(error, Error::Internal(_) | Error::Unavailable(_)) {
            log::error!("request={id} {error}");
        }
        error.render(&id.to_string(), english)
    } else {
        let status = error.as_response_error().status_code();
        let ours = match status.as_u16() {
            404 => Error::NotFound,
            413 => Error::TooLarge,
            415 => Error::MediaType,
            400..=499 => Error::MalformedJson,
            _ => Error::Internal(status.to_string()),
        };
        ours.render(&id.to_string(), english)
    };
    response.into_response(rendered)
}

fn finish_headers(response: &mut ServiceResponse, id: RequestId) {
    let docs = response.request().path().starts_with("/docs");
    let api = response.request().path().starts_with("/api/");
    let allowance = response.request().extensions().get::<Allowance>().copied();
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("x-request-id", &id.to_string());
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set("referrer-policy", "no-referrer");
    if docs {
        set(
            "content-security-policy",
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
        );
    } else {
        set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    }
    if let Some(Allowance { limit, remaining }) = allowance.filter(|_| api) {
        set("ratelimit-limit", &limit.to_string());
        set("ratelimit-remaining", &remaining.to_string());
        set("ratelimit-reset", "1");
    }
    if api {
        set("api-version", API_VERSION);
        set("cache-control", "no-store");
    }
}

/// The name of a method; of one that HTTP does not define, none: it is the caller's own text.
fn known(method: &Method) -> &str {
    let safe =
        method.is_safe() || method.is_idempotent() || [Method::POST, Method::PATCH, Method::CONNECT].contains(method);
    if safe { method.as_str() } else { "other" }
}

/// One line a request: ids only, and the pattern of the path instead of the path.
fn report(response: &ServiceResponse, id: RequestId, started: Instant) {
    let request: &HttpRequest = response.request();
    let pattern = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let operation = format!("{} {pattern}", known(request.method()));
    let took = started.elapsed();
    let status = response.status().as_u16();
    if let Some(state) = request.app_data::<Data<State>>() {
        state.metrics.answered(&operation, status, took);
    }
    let user = request.extensions().get::<Caller>().map_or_else(|| "-".to_owned(), |caller| caller.user.id.to_string());
    log::info!("request={id} user={user} {operation} {status} {}us", took.as_micros());
}
