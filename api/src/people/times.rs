//! Ranges of days in bodies, and the two times a dated resource is read by.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, Utc};
use domain::kernel::context::Context;
use domain::kernel::day::{Day, DayRange, EARLIEST};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::error::{Error, Fault};

/// Makes a range of its first and last day; without a first day it begins today. A fault is added under `pointer`.
pub fn range(
    from: Option<Day>,
    last: Option<Day>,
    today: NaiveDate,
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> Option<DayRange> {
    let range = DayRange::closed(from.map_or(today, Day::date), last.map(Day::date));
    range.map_err(|wrong| faults.push(Fault::new(format!("{pointer}/to"), "range", wrong))).ok()
}

/// The first day of a range as views show it; nothing for what has always been so.
#[must_use]
pub fn first_day(range: DayRange) -> Option<Day> {
    Some(range.from()).filter(|from| *from > EARLIEST).map(Day::from)
}

/// The last day of a range as views show it; nothing for an open end.
#[must_use]
pub fn last_day(range: DayRange) -> Option<Day> {
    range.last().map(Day::from)
}

/// When to look at, and with the knowledge of when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimesQuery {
    /// The day whose facts to show.
    #[param(inline)]
    pub as_of: Option<Day>,
    /// The instant whose knowledge to show, not later than now.
    #[param(example = "2026-11-01T12:00:00Z")]
    pub known_at: Option<DateTime<Utc>>,
}

/// The two times of a read; by default none was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    /// The day, when one was asked for.
    pub as_of: Option<NaiveDate>,
    /// The instant of knowledge, when one was asked for.
    pub known_at: Option<NaiveDateTime>,
}

impl TimesQuery {
    /// Checks the times.
    ///
    /// # Errors
    /// [`Error::Rule`] for an instant that is later than now.
    pub fn checked(&self, context: &Context) -> Result<Times, Error> {
        let known_at = self.known_at.map(|instant| instant.trunc_subsecs(6));
        if known_at.is_some_and(|instant| instant > context.now) {
            let message = "expected an instant that is not later than now";
            return Err(Error::rule("parameter:knownAt", "instant_in_future", message));
        }
        // Before all records nothing was known, however long before.
        let earliest = EARLIEST.and_time(NaiveTime::MIN);
        let known_at = known_at.map(|instant| instant.naive_utc().max(earliest));
        Ok(Times { as_of: self.as_of.map(Day::date), known_at })
    }
}
