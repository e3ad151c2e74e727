//! The profile of the centre.

pub mod routes;
pub mod usecases;
pub mod views;
