//! Organisational units.

pub mod routes;
pub mod usecases;
pub mod views;
