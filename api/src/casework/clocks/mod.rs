//! Clocks: the time limits that run in cases, and how each last day was found.

pub mod routes;
pub mod views;
