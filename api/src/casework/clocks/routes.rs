//! `/clocks`.

use actix_web::get;
use actix_web::web::Data;
use domain::kernel::ids::ClockId;
use domain::platform::action::marker::{ExplainClock, ListClocks};
use persistence::casework::clocks;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{ClockExplanationView, ClockPage, ClockQuery, ClockView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Listing, Plain};
use crate::http::error::Error;
use crate::http::page::Wanted;
use crate::http::params::{PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_clocks).service(explain_clock);
}

/// List clocks.
///
/// The time limits of the cases within reach, the nearest end first.
#[utoipa::path(tag = "casework", params(ClockQuery), responses((status = 200, body = ClockPage, description = "A page of clocks")))]
#[get("/clocks")]
async fn list_clocks(
    allowed: Allowed<ListClocks>,
    state: Data<State>,
    query: Query<ClockQuery>,
) -> Result<Listing<ClockPage>, Error> {
    let query = query.0;
    let page = Wanted::of("clocks", &query, query.limit, query.cursor.as_ref())?;
    let (filter, keyset) = (query.into(), page.keyset());
    let (today, now) = (allowed.context().today, allowed.context().now);
    let found = state.read(&allowed, move |read, by| Ok(clocks::list(read, by.reach(), &filter, &keyset)?)).await?;
    let keys = |clock: &domain::casework::clock::case_clock::CaseClock| {
        vec![clock.due_on().to_string(), clock.clock().record().id.to_string()]
    };
    let (found, page) = page.cut(found, keys);
    Ok(Listing(ClockPage { items: found.iter().map(|clock| ClockView::of(clock, today, now)).collect(), page }))
}

/// Read how a due date was found.
///
/// Every day that was skipped and why: Saturdays, days off with their names, stops (art. 35 § 5 KPA), and the move of
/// a last day that is a Saturday or a day off (art. 57 § 4 KPA).
#[utoipa::path(tag = "casework", params(("id" = ClockId, Path, description = "The clock")), responses((status = 200, body = ClockExplanationView, description = "How the last day was found")))]
#[get("/clocks/{id}/explanation")]
async fn explain_clock(
    allowed: Allowed<ExplainClock>,
    state: Data<State>,
    id: PathId<ClockId>,
) -> Result<Plain<ClockExplanationView>, Error> {
    let (today, now) = (allowed.context().today, allowed.context().now);
    let clock = state.read(&allowed, move |read, by| Ok(clocks::load(read, by.reach(), id.0)?.into_inner())).await?;
    let due = clock.explain(today).map_err(|wrong| Error::Internal(wrong.to_string()))?;
    Ok(Plain(ClockExplanationView::of(&clock, due, today, now)))
}
