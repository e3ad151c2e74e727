//! Awards: what signed decisions grant, month by month.

pub mod routes;
pub mod usecases;
pub mod views;
