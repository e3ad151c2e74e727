//! Benefit types: the catalogue of what the centre grants.

pub mod routes;
pub mod usecases;
pub mod views;
