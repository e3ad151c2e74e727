//! Log-ins, units, employees, events, audit.

pub mod audit;
pub mod auth;
pub mod org_units;
