//! Log-ins, units, employees, events, audit.

pub mod auth;
pub mod org_units;
