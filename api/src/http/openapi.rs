//! The contract: collected from the routes, completed here with what is the same for every operation.

mod answers;
mod headers;
mod methods;
pub mod refusals;
mod shape;

use domain::platform::action::Action;
use serde_json::json;
use utoipa::openapi::OpenApi;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::{Modify, OpenApi as _};

pub use self::headers::{ExpectedHeaders, IfMatchHeader, KeyHeader, OptionalKeyHeader};
pub use self::methods::Methods;
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
        description = include_str!("openapi/description.md"),
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

/// Adds to every operation its required action, its security, its headers and the refusals it can answer with.
///
/// # Errors
/// The library's words when the contract cannot be written.
pub fn complete(api: &OpenApi) -> Result<OpenApi, serde_json::Error> {
    let mut value = serde_json::to_value(api)?;
    shape::put_right(&mut value);
    let versioned = answers::versioned(&value);
    let mut api: OpenApi = serde_json::from_value(value)?;
    refusals::share(&mut api);
    answers::share(&mut api);
    for (path, item) in &mut api.paths.paths {
        let others = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for (get, operation) in std::iter::once((true, &mut item.get)).chain(others.map(|other| (false, other))) {
            if let Some(operation) = operation {
                complete_operation(path, get, operation, &versioned);
            }
        }
    }
    Ok(api)
}

fn complete_operation(path: &str, get: bool, operation: &mut Operation, versioned: &[String]) {
    let name = operation.operation_id.clone().unwrap_or_default();
    let action = Action::guarding(&name);
    let open = action.is_none() && OPEN.contains(&name.as_str());
    let required = action.map_or(if open { "none" } else { "logged_in" }, Action::code);
    operation.extensions = Some(ExtensionsBuilder::new().add("x-required-action", json!(required)).build());
    operation.security = Some(vec![if open {
        SecurityRequirement::default()
    } else {
        SecurityRequirement::new::<_, [&str; 0], &str>("bearer", [])
    }]);
    refusals::add(path, operation, open);
    answers::add_headers(path, get, operation, versioned);
    if !open {
        answers::add_reason(operation);
    }
}
