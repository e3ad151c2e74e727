//! The contract: collected from the routes, completed here with what is the same for every operation.

use std::collections::BTreeMap;

use actix_web::dev::ResourceDef;
use domain::platform::action::Action;
use serde_json::json;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi as _};

use super::error::{Fault, Problem};

/// Operations that need a log-in but no role.
pub const LOGGED_IN: &[&str] = &[
    "read_me",
    "read_my_permissions",
    "change_my_password",
    "logout",
    "list_code_lists",
    "read_code_list",
    "list_law_parameters",
    "list_income_kinds",
    "list_circumstances",
];
/// Operations that need nothing.
pub const OPEN: &[&str] = &[
    "login",
    "refresh",
    "read_jwks",
    "read_health",
    "read_readiness",
    "read_metrics",
    "read_openapi_json",
    "read_openapi_yaml",
];

#[derive(Debug, utoipa::OpenApi)]
#[openapi(
    info(
        title = "MOPS: casework of a social welfare centre",
        description = "From an application to a payment: persons, households, evidence, cases, interviews, calculations with their explanation, decisions, awards and payment lists of a Polish municipal social welfare centre.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
        contact(name = "Maintainers", url = "https://example.org/mops"),
    ),
    servers((url = "/", description = "This instance")),
    components(schemas(Problem, Fault)),
    modifiers(&Complete),
    tags(
        (name = "auth", description = "Log-in, tokens, one's own account"),
        (name = "platform", description = "Centre, units, employees, log-ins, events, audit"),
        (name = "people", description = "Persons, households, evidence"),
        (name = "casework", description = "Intakes, applications, cases, clocks, interviews"),
        (name = "benefits", description = "Law parameters, calculations and their explanation"),
        (name = "decisions", description = "Administrative decisions"),
        (name = "payments", description = "Awards and payment lists"),
        (name = "system", description = "Health, readiness, metrics, the contract itself"),
    ),
)]
struct Base;

struct Complete;

impl Modify for Complete {
    fn modify(&self, api: &mut OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        if let Some(components) = api.components.as_mut() {
            components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        }
    }
}

/// The part of the contract that is not collected from routes.
#[must_use]
pub fn base() -> OpenApi {
    Base::openapi()
}

/// Adds to every operation its required action, its security and the refusals it can answer with.
#[must_use]
pub fn complete(mut api: OpenApi) -> OpenApi {
    for (path, item) in &mut api.paths.paths {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            complete_operation(path, operation);
        }
    }
    api
}

fn complete_operation(path: &str, operation: &mut Operation) {
    let name = operation.operation_id.clone().unwrap_or_default();
    let action = Action::guarding(&name);
    let required = action.map_or(if OPEN.contains(&name.as_str()) { "none" } else { "logged_in" }, Action::code);
    operation.extensions = Some(ExtensionsBuilder::new().add("x-required-action", json!(required)).build());
    let open = action.is_none() && OPEN.contains(&name.as_str());
    operation.security = Some(if open {
        vec![utoipa::openapi::SecurityRequirement::default()]
    } else {
        vec![utoipa::openapi::SecurityRequirement::new::<_, [&str; 0], &str>("bearer", [])]
    });
    for (status, description) in refusals(path, operation, open) {
        let content = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("Problem")))).build();
        let response =
            ResponseBuilder::new().description(description).content("application/problem+json", content).build();
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
    }
}

/// Which refusals an operation can answer with, told from its parts.
fn refusals(path: &str, operation: &Operation, open: bool) -> BTreeMap<&'static str, &'static str> {
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    let headers: Vec<&str> =
        parameters.clone().filter(|p| p.parameter_in == ParameterIn::Header).map(|p| p.name.as_str()).collect();
    let body = operation.request_body.is_some();
    let mut all = BTreeMap::from([("429", "Too many requests"), ("503", "Overload, or the database does not answer")]);
    if !open {
        all.insert("401", "No good token");
        all.insert("403", "The caller's roles do not allow it");
        all.insert("400", "Malformed, or not what the contract says");
    }
    if path.contains('{') {
        all.insert("404", "Nothing the caller may know of");
    }
    if body {
        all.insert("400", "Malformed, or not what the contract says");
        all.insert("408", "The body did not arrive in time");
        all.insert("413", "The body is larger than 1 MiB");
        all.insert("415", "Not a media type the operation reads");
        all.insert("422", "Well-formed, but refused by a rule");
    }
    if parameters.clone().any(|p| p.name == "cursor") {
        all.insert("422", "The cursor means nothing");
    }
    if headers.contains(&"Idempotency-Key") {
        all.insert("409", "Conflict with the state or with another resource");
        all.insert("428", "Idempotency-Key is missing where it is required");
    }
    if headers.contains(&"If-Match") {
        all.insert("409", "Conflict with the state or with another resource");
        all.insert("412", "The caller saw another version");
        all.insert("428", "If-Match is missing");
    }
    all
}

/// Which methods each path of the contract has, to tell a wrong method from a wrong path.
#[derive(Debug)]
pub struct Methods {
    paths: Vec<(ResourceDef, String)>,
}

impl Methods {
    /// Reads the paths of a contract.
    #[must_use]
    pub fn of(api: &OpenApi) -> Self {
        let paths = api.paths.paths.iter().map(|(path, item)| {
            let named = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            let methods: Vec<&str> =
                named.iter().filter(|(_, operation)| operation.is_some()).map(|(name, _)| *name).collect();
            (ResourceDef::new(path.as_str()), methods.join(", "))
        });
        Self { paths: paths.collect() }
    }

    /// The methods of a path, as `Allow` lists them; `None` for an unknown path.
    #[must_use]
    pub fn allowed(&self, path: &str) -> Option<&str> {
        // Fixed paths before patterns: `/persons/search` is not `/persons/{id}`.
        let matching = || self.paths.iter().filter(|(definition, _)| definition.is_match(path));
        let fixed = matching().find(|(definition, _)| definition.pattern() == Some(path));
        fixed.or_else(|| matching().next()).map(|(_, methods)| methods.as_str())
    }
}

/// The header parameters that operations share.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchHeader {
    /// The version you saw, from `ETag`.
    #[param(rename = "If-Match", example = "\"1\"", pattern = "^\"[1-9][0-9]{0,17}\"$")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    if_match: String,
}

/// What a `PUT` that may make the resource expects to find: one of the two headers.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct ExpectedHeaders {
    /// The version you saw, from `ETag`, to replace it.
    #[param(rename = "If-Match", example = "\"1\"", pattern = "^\"[1-9][0-9]{0,17}\"$")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    if_match: Option<String>,
    /// `*`, to set it for the first time.
    #[param(rename = "If-None-Match", pattern = "^\\*$")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    if_none_match: Option<String>,
}

/// The key of a request that must not happen twice, where it is required.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct KeyHeader {
    /// Your own name for this request; a repeat answers with what the first one made.
    #[param(rename = "Idempotency-Key", pattern = "^[!-~]{1,255}$", example = "5e1c1b1e-7b1f-4c58-9c0b-0f4a1b2c3d4e")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    idempotency_key: String,
}

/// The key of a request that must not happen twice, where it may be left out.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct OptionalKeyHeader {
    /// Your own name for this request; a repeat answers with what the first one made.
    #[param(rename = "Idempotency-Key", pattern = "^[!-~]{1,255}$", example = "5e1c1b1e-7b1f-4c58-9c0b-0f4a1b2c3d4e")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    idempotency_key: Option<String>,
}
