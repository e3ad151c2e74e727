//! The refusals: one shared response for each status, with an example for each of its codes.

use std::collections::BTreeMap;

use serde_json::json;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder};

use crate::http::texts;

/// A status that refuses, and the codes it can carry.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// The status.
    pub status: &'static str,
    /// Its name among the shared responses of the contract.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// The codes, as `Error::describe` gives them.
    pub codes: &'static [&'static str],
    /// The header that tells a client how to go on.
    header: Option<(&'static str, &'static str)>,
}

const fn refusal(
    status: &'static str,
    name: &'static str,
    description: &'static str,
    codes: &'static [&'static str],
) -> Refusal {
    Refusal { status, name, description, codes, header: None }
}

impl Refusal {
    const fn with(self, header: &'static str, description: &'static str) -> Self {
        Self { header: Some((header, description)), ..self }
    }
}

/// Every status that refuses.
pub const REFUSALS: &[Refusal] = &[
    refusal(
        "400",
        "BadRequest",
        "Malformed, or not what the contract says",
        &["malformed_json", "schema_violation", "unknown_field", "invalid_cursor", "invalid_filter"],
    ),
    refusal("401", "Unauthenticated", "No good token", &["token_invalid"])
        .with("WWW-Authenticate", "The scheme, and why the token is not good"),
    refusal(
        "403",
        "Forbidden",
        "The caller may not do this; `requiredAction` names the action that is missing",
        &["action_forbidden", "separation_of_duties", "password_change_required"],
    ),
    refusal("404", "NotFound", "Nothing the caller may know of", &["not_found"]),
    refusal("405", "MethodNotAllowed", "No operation with this method", &["method_not_allowed"])
        .with("Allow", "The methods of this path"),
    refusal("408", "RequestTimeout", "The body did not arrive in time", &["request_timeout"]),
    refusal(
        "409",
        "Conflict",
        "Conflict with the state or with another resource",
        &["invalid_transition", "duplicate", "overlapping_award", "list_has_blockers", "idempotency_in_progress"],
    ),
    refusal(
        "412",
        "PreconditionFailed",
        "The caller saw another version; `currentVersion` is the one now",
        &["version_mismatch"],
    ),
    refusal("413", "PayloadTooLarge", "The body is larger than 1 MiB", &["payload_too_large"]),
    refusal("415", "UnsupportedMediaType", "Not a media type the operation reads", &["unsupported_media_type"]),
    refusal(
        "422",
        "RuleViolation",
        "Well-formed, but refused for its meaning; all faults at once",
        &[
            "rule_violation",
            "missing_evidence",
            "interview_outdated",
            "reasoning_incomplete",
            "account_invalid",
            "invalid_cursor",
            "idempotency_key_reused",
        ],
    ),
    refusal(
        "428",
        "PreconditionRequired",
        "A header that the operation requires is missing",
        &["precondition_required", "idempotency_key_required"],
    ),
    refusal("429", "TooManyRequests", "Too many requests", &["rate_limited"])
        .with("Retry-After", "Seconds to wait before the next request"),
    refusal("500", "InternalError", "A fault of the service; it is logged under `requestId`", &["internal_error"]),
    refusal("503", "Unavailable", "Overload, or the database does not answer", &["dependency_unavailable"])
        .with("Retry-After", "Seconds to wait before the next request"),
];

/// Adds the shared responses to the contract; 405 belongs to no operation.
pub(super) fn share(api: &mut OpenApi) {
    let components = api.components.get_or_insert_default();
    for refusal in REFUSALS.iter().filter(|refusal| refusal.status != "405") {
        components.responses.insert(refusal.name.to_owned(), RefOr::T(response(refusal)));
    }
}

fn response(refusal: &Refusal) -> Response {
    let examples = refusal.codes.iter().map(|code| {
        let text = texts::problem(code, true);
        let status: u16 = refusal.status.parse().unwrap_or_default();
        let value = json!({
            "type": format!("/problems/{code}"),
            "title": text.title,
            "status": status,
            "detail": text.detail,
            "code": code,
            "requestId": "01890a5d-ac96-774b-bcce-b302099a8057",
        });
        ((*code).to_owned(), ExampleBuilder::new().summary(text.title).value(Some(value)).build())
    });
    let problem = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(problem)).examples_from_iter(examples).build();
    let mut response =
        ResponseBuilder::new().description(refusal.description).content("application/problem+json", content).build();
    if let Some((name, description)) = refusal.header {
        response.headers.insert(name.to_owned(), RefOr::T(header(description)));
    }
    response
}

/// A header that is always there, with a text value.
pub(super) fn header(description: &str) -> Header {
    let mut header = Header::new(Object::with_type(Type::String));
    header.description = Some(description.to_owned());
    header.extensions = Some(Extensions::from_iter([("required", true)]));
    header
}

/// Adds to an operation the refusals that it can answer with. What it documents itself stays.
pub(super) fn add(path: &str, operation: &mut Operation, open: bool) {
    for (status, description) in possible(path, operation, open) {
        let Some(refusal) = REFUSALS.iter().find(|refusal| refusal.status == status) else { continue };
        let mut reference = Ref::from_response_name(refusal.name);
        if let Some(description) = description {
            reference.description = description.to_owned();
        }
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::Ref(reference));
    }
}

/// Which refusals an operation can answer with, told from its parts; with a description where it differs from the
/// shared one.
fn possible(path: &str, operation: &Operation, open: bool) -> BTreeMap<&'static str, Option<&'static str>> {
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    let has = |place: &ParameterIn, name: &str| {
        parameters.clone().any(|parameter| parameter.parameter_in == *place && parameter.name == name)
    };
    let body = operation.request_body.is_some();
    let query = parameters.clone().any(|parameter| parameter.parameter_in == ParameterIn::Query);
    let (key, version) = (has(&ParameterIn::Header, "Idempotency-Key"), has(&ParameterIn::Header, "If-Match"));
    let mut all = vec!["429", "500", "503"];
    if !open {
        // 400: X-Access-Reason may be no text.
        all.extend(["400", "401", "403"]);
    }
    if path.contains('{') {
        all.push("404");
    }
    if query {
        all.push("400");
    }
    if body {
        all.extend(["400", "408", "413", "415", "422"]);
    }
    if key || version {
        all.push("409");
    }
    if version {
        all.extend(["412", "428"]);
    }
    let mut all: BTreeMap<_, _> = all.into_iter().map(|status| (status, None)).collect();
    if has(&ParameterIn::Query, "cursor") && !body {
        all.insert("422", Some("The cursor means nothing"));
    }
    if has(&ParameterIn::Query, "knownAt") {
        all.insert("422", Some("The instant lies in the future"));
    }
    if key {
        let required =
            parameters.clone().any(|p| p.name == "Idempotency-Key" && p.required == utoipa::openapi::Required::True);
        if required {
            all.insert("428", None);
        }
        all.entry("422").or_insert(Some("The key was used for another request"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_problem_code_belongs_to_a_status_and_every_status_has_known_codes() {
        let listed: BTreeSet<&str> = REFUSALS.iter().flat_map(|refusal| refusal.codes).copied().collect();
        let known: BTreeSet<&str> = texts::PROBLEMS.iter().map(|(code, _, _)| *code).collect();
        assert_eq!(listed, known);
    }
}
