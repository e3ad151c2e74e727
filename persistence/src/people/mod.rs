//! Persons with their dated facts, households with their members, evidence.

pub mod evidence;
pub mod facts;
pub mod households;
pub mod persons;

use chrono::NaiveDateTime;
use domain::kernel::day::OPEN_END;

/// When what is still believed is superseded: never.
pub(crate) const NEVER: NaiveDateTime = OPEN_END.and_time(chrono::NaiveTime::MIN);
/// An instant at which exactly that is known which is still believed.
const NOW: NaiveDateTime = match OPEN_END.pred_opt() {
    Some(day) => day.and_time(chrono::NaiveTime::MIN),
    None => NEVER,
};
