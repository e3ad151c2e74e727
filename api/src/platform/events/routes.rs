//! `/events`.

use actix_web::get;
use actix_web::web::Data;
use domain::platform::action::marker::ListEvents;
use persistence::platform::{journal, seals};
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{EventQuery, EventView, EventsView};
use crate::http::allowed::Allowed;
use crate::http::answer::Plain;
use crate::http::error::{Error, Fault};
use crate::http::page::{DEFAULT_LIMIT, MAX_LIMIT};
use crate::http::params::Query;
use crate::state::State;

/// The most types of one filter.
const MAX_TYPES: usize = 20;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_events);
}

/// Follow what happens.
///
/// Sealed events in the order of the journal's chain, usually within a second of the change. Keep `next` and ask again
/// with `after`: no event is missed and none comes twice. An event names a resource and its version and holds no
/// personal data.
#[utoipa::path(tag = "platform", params(EventQuery), responses((status = 200, body = EventsView, description = "A part of the feed")))]
#[get("/events")]
async fn list_events(
    allowed: Allowed<ListEvents>,
    state: Data<State>,
    query: Query<EventQuery>,
) -> Result<Plain<EventsView>, Error> {
    let EventQuery { after, types, limit } = query.0;
    let limit = i64::from(checked(after, types.len(), limit.unwrap_or(DEFAULT_LIMIT))?);
    let types: Vec<String> = types.into_iter().map(|kind| kind.0).collect();
    let (head, rows) = state
        .read(&allowed, move |read, _| {
            // INVARIANT: the head is read first, so no event up to it is missing from a part that is not full.
            let head = seals::head(read)?.map_or(0, |checkpoint| checkpoint.seq);
            Ok((head, journal::sealed_after(read, after, &types, limit)?))
        })
        .await?;
    let full = i64::try_from(rows.len()).is_ok_and(|found| found >= limit);
    let last = rows.last().map_or(after, |(seq, _)| *seq);
    let next = if full { last } else { last.max(head) };
    Ok(Plain(EventsView { items: rows.into_iter().map(|(seq, row)| EventView::of(seq, row)).collect(), next }))
}

fn checked(after: i64, types: usize, limit: u16) -> Result<u16, Error> {
    let refused = |name: &str, message: &str| {
        Err(Error::Filter(Fault::new(format!("parameter:{name}"), "invalid_filter", message)))
    };
    if after < 0 {
        return refused("after", "expected a number from 0");
    }
    if types > MAX_TYPES {
        return refused("types", "expected at most 20 types");
    }
    if !(1..=MAX_LIMIT).contains(&limit) {
        return refused("limit", "expected a number from 1 to 200");
    }
    Ok(limit)
}
