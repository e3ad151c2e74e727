//! Households and their dated members.

pub mod routes;
pub mod usecases;
pub mod views;
