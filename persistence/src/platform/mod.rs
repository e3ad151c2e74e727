//! Users, journal, seals, access log and the other foundations.

pub mod access_log;
pub mod benefit_types;
pub mod centre;
pub mod changes;
pub mod counters;
mod digest;
pub mod districts;
pub mod employees;
pub mod file_plan;
pub mod idempotency;
pub mod journal;
pub mod org_units;
pub(crate) mod reach;
pub mod seals;
pub mod sessions;
pub mod settings;
pub mod users;
pub mod verify;
