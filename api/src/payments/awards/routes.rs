//! `/awards`.

use actix_web::get;
use actix_web::web::Data;
use domain::kernel::ids::AwardId;
use domain::platform::action::marker::{ListAwards, ReadAward};
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{AwardPage, AwardQuery, AwardView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Listing, Versioned};
use crate::http::error::{Error, Problem};
use crate::http::page::Wanted;
use crate::http::params::{PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_awards).service(read_award);
}

/// List the awards of a case.
///
/// With their schedules, newest right first.
#[utoipa::path(tag = "payments", params(AwardQuery), responses((status = 200, body = AwardPage, description = "A page of awards"), (status = 404, body = Problem, content_type = "application/problem+json", description = "No such case within reach")))]
#[get("/awards")]
async fn list_awards(
    allowed: Allowed<ListAwards>,
    state: Data<State>,
    query: Query<AwardQuery>,
) -> Result<Listing<AwardPage>, Error> {
    let case = query.0.case_id;
    let wanted = Wanted::of("awards", &case, query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, by| usecases::list_awards(read, by.reach(), case, &keyset)).await?;
    let keys = |found: &super::views::PaidAward| vec![found.award.right.from().to_string(), found.award.id.to_string()];
    let (found, page) = wanted.cut(found, keys);
    Ok(Listing(AwardPage { items: found.into_iter().map(AwardView::from).collect(), page }))
}

/// Read an award.
///
/// With what is due for each month of it, and which payment pays it. An award begins when its decision is signed.
#[utoipa::path(tag = "payments", params(("id" = AwardId, Path, description = "The award")), responses((status = 200, body = AwardView, description = "The award")))]
#[get("/awards/{id}")]
async fn read_award(
    allowed: Allowed<ReadAward>,
    state: Data<State>,
    id: PathId<AwardId>,
) -> Result<Versioned<AwardView>, Error> {
    let found = state.read(&allowed, move |read, by| usecases::read_award(read, by.reach(), id.0)).await?;
    Ok(Versioned(found.into()))
}
