//! `/centre`.

use actix_web::web::Data;
use actix_web::{get, put};
use domain::platform::action::marker::{ChangeCentre, ReadCentre, ReadCentreHistory};
use persistence::platform::centre;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{CentreBody, CentreView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::{Error, Problem};
use crate::http::openapi::ExpectedHeaders;
use crate::http::params::{Expected, Query};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(read_centre).service(change_centre).service(read_centre_history);
}

/// Read the centre's profile.
///
/// What decisions, letters and bank files say about who issues them. Until somebody has set it, the answer is 404.
#[utoipa::path(tag = "platform", responses(
    (status = 200, body = CentreView, description = "The profile"),
    (status = 404, body = Problem, content_type = "application/problem+json", description = "The profile has not been set yet"),
))]
#[get("/centre")]
async fn read_centre(allowed: Allowed<ReadCentre>, state: Data<State>) -> Result<Versioned<CentreView>, Error> {
    let profile = state.read(&allowed, move |read, _| Ok(centre::load(read)?)).await?;
    Ok(Versioned(profile.into_inner().into()))
}

/// Set or change the centre's profile.
///
/// Send `If-None-Match: *` to set it for the first time, and `If-Match` with the version you saw to replace it;
/// without either the answer is 428. Documents that were issued keep what they say.
#[utoipa::path(tag = "platform", params(ExpectedHeaders), request_body = CentreBody, responses(
    (status = 200, body = CentreView, description = "The profile as it is now"),
    (status = 404, body = Problem, content_type = "application/problem+json", description = "There is no profile yet to replace"),
))]
#[put("/centre")]
async fn change_centre(
    allowed: Allowed<ChangeCentre>,
    state: Data<State>,
    expected: Expected,
    body: Valid<CentreBody>,
) -> Result<Versioned<CentreView>, Error> {
    let new = body.value.checked()?;
    let profile = state.write(&allowed, move |tx, by| usecases::change_centre(tx, by, expected, new)).await?;
    Ok(Versioned(profile.into()))
}

/// See what happened to the centre's profile.
///
/// Every change with its actor and the names of the changed fields, never what they held. Oldest first; the newest
/// may not be sealed yet.
#[utoipa::path(tag = "platform", params(HistoryQuery), responses(
    (status = 200, body = HistoryPage, description = "A page of changes"),
    (status = 404, body = Problem, content_type = "application/problem+json", description = "The profile has not been set yet"),
))]
#[get("/centre/history")]
async fn read_centre_history(
    allowed: Allowed<ReadCentreHistory>,
    state: Data<State>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    history::page(&state, &allowed, centre::subject(), &query.0, |read, _| Ok(centre::load(read).map(drop)?)).await
}
