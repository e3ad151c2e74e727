//! Users, journal, seals, access log and the other foundations.

pub mod access_log;
mod digest;
pub mod journal;
pub mod seals;
pub mod verify;
