//! Builds the application; the same function serves `main` and the tests.

use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt as _, scope};
use utoipa_swagger_ui::SwaggerUi;

use crate::benefits;
use crate::casework;
use crate::decisions;
use crate::demo;
use crate::http::envelope::envelope;
use crate::http::error::Error;
use crate::http::openapi::{self, Methods};
use crate::http::system::{self, Contract};
use crate::payments;
use crate::people;
use crate::platform;
use crate::state::State;

/// Everything under `/api/v1`.
fn api(config: &mut ServiceConfig) {
    config
        .configure(platform::audit::routes::configure)
        .configure(platform::auth::routes::configure)
        .configure(platform::org_units::routes::configure)
        .configure(benefits::law::routes::configure)
        .configure(benefits::calculations::routes::configure)
        .configure(decisions::routes::configure)
        .configure(platform::employees::routes::configure)
        .configure(platform::users::routes::configure)
        .configure(platform::centre::routes::configure)
        .configure(platform::districts::routes::configure)
        .configure(platform::file_plan_classes::routes::configure)
        .configure(platform::benefit_types::routes::configure)
        .configure(platform::code_lists::routes::configure)
        .configure(platform::events::routes::configure)
        .configure(people::persons::routes::configure)
        .configure(people::persons::fact_routes::configure)
        .configure(people::households::routes::configure)
        .configure(people::evidence::routes::configure)
        .configure(payments::awards::routes::configure)
        .configure(payments::payment_lists::routes::configure)
        .configure(payments::payment_lists::step_routes::configure)
        .configure(casework::intakes::routes::configure)
        .configure(casework::applications::routes::configure)
        .configure(casework::cases::routes::configure)
        .configure(casework::clocks::routes::configure)
        .configure(casework::interviews::routes::configure)
        .service(system::read_openapi_json)
        .service(system::read_openapi_yaml);
}

/// Everything outside `/api`.
fn outside(config: &mut ServiceConfig) {
    config.service(system::read_health).service(system::read_readiness).service(system::read_metrics);
}

/// The contract, collected from the routes.
///
/// # Errors
/// The library's words when it cannot be written.
pub fn contract() -> Result<OpenApi, String> {
    let (_, api) = App::new()
        .into_utoipa_app()
        .openapi(openapi::base())
        .configure(outside)
        .service(scope::scope("/api/v1").configure(api))
        .split_for_parts();
    openapi::complete(&api).map_err(|error| error.to_string())
}

/// The contract in both notations.
///
/// # Errors
/// The library's words when it cannot be written.
pub fn contract_texts() -> Result<Contract, String> {
    let api = contract()?;
    let json = api.to_pretty_json().map_err(|error| error.to_string())?;
    let yaml = api.to_yaml().map_err(|error| error.to_string())?;
    Ok(Contract { json, yaml })
}

async fn no_such_path(request: HttpRequest, methods: Data<Methods>) -> Result<HttpResponse, Error> {
    Err(match methods.allowed(request.path()) {
        Some(allowed) => Error::MethodNotAllowed(allowed.to_owned()),
        None => Error::NotFound,
    })
}

fn cors(origins: &[String]) -> Cors {
    let allowed = origins.iter().fold(Cors::default(), |cors, origin| cors.allowed_origin(origin));
    allowed
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "accept-language",
            "x-access-reason",
        ])
        .expose_headers([
            "etag",
            "location",
            "link",
            "x-request-id",
            "idempotency-replayed",
            "retry-after",
            "api-version",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
            "content-disposition",
        ])
        .max_age(600)
}

/// Starts the service on a listener that is bound already.
///
/// # Errors
/// The operating system's, when the listener cannot be used.
pub fn serve(state: Data<State>, listener: TcpListener) -> std::io::Result<Server> {
    let contract = Data::new(contract_texts().map_err(std::io::Error::other)?);
    let document = self::contract().map_err(std::io::Error::other)?;
    let methods = Data::new(Methods::of(&document));
    let workers = state.config.workers;
    let demo = state.config.demo;
    let server = HttpServer::new(move || {
        App::new()
            .wrap(cors(&state.config.cors_origins))
            .wrap(from_fn(envelope))
            .app_data(state.clone())
            .app_data(contract.clone())
            .app_data(methods.clone())
            // Before the scope that would answer for everything under it; not part of the contract.
            .configure(|config| {
                if demo {
                    demo::clock::configure(config)
                }
            })
            .into_utoipa_app()
            .configure(outside)
            .service(scope::scope("/api/v1").configure(api))
            .into_app()
            .service(SwaggerUi::new("/docs/{_:.*}").url("/docs/openapi.json", document.clone()))
            .service(web::redirect("/docs", "/docs/"))
            .default_service(web::route().to(no_such_path))
    });
    let server = server
        .workers(workers)
        .client_request_timeout(std::time::Duration::from_secs(5))
        .shutdown_timeout(15)
        .listen(listener)?
        .run();
    Ok(server)
}
