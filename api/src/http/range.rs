//! Ranges of days as bodies write them: first and last day, both inside.

use domain::kernel::day::{Day, DayRange};

use super::error::Error;

/// Reads a range; without a last day it stays open.
///
/// # Errors
/// [`Error::Rule`] under the pointer of the last day when it lies before the first.
pub fn closed(from: Day, to: Option<Day>, pointer: &str) -> Result<DayRange, Error> {
    DayRange::closed(from.date(), to.map(Day::date)).map_err(|empty| Error::rule(pointer, "range", empty))
}
