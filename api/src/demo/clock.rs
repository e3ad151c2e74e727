//! `/api/v1/demo/clock`: moves the clock of a demonstration. Not part of the contract, and not there otherwise.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::http::allowed::LoggedIn;
use crate::http::answer::Plain;
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::state::State;

/// Registers the routes; called in demo mode only.
pub fn configure(config: &mut ServiceConfig) {
    config.service(read_clock).service(set_clock);
}

#[derive(Debug, Deserialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockBody {
    now: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ClockView {
    now: DateTime<Utc>,
    today: NaiveDate,
}

fn view(state: &State) -> Plain<ClockView> {
    Plain(ClockView { now: state.clock.now(), today: state.clock.today() })
}

#[get("/api/v1/demo/clock")]
async fn read_clock(_me: LoggedIn, state: Data<State>) -> Plain<ClockView> {
    view(&state)
}

#[post("/api/v1/demo/clock")]
async fn set_clock(_me: LoggedIn, state: Data<State>, body: Valid<ClockBody>) -> Result<Plain<ClockView>, Error> {
    let years = 2000..2200;
    let wanted = body.value.now;
    if !years.contains(&chrono::Datelike::year(&wanted)) || !state.clock.set(wanted) {
        return Err(Error::rule("/now", "clock_fixed", "expected an instant of the years 2000 to 2199, in demo mode"));
    }
    Ok(view(&state))
}
