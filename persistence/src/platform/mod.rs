//! Users, journal, seals, access log and the other foundations.

pub mod access_log;
pub mod counters;
mod digest;
pub mod employees;
pub mod idempotency;
pub mod journal;
pub mod org_units;
pub(crate) mod reach;
pub mod seals;
pub mod sessions;
pub mod settings;
pub mod users;
pub mod verify;
