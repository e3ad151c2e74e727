//! Classes of the file plan.

pub mod routes;
pub mod usecases;
pub mod views;
