//! Employees.

pub mod routes;
pub mod usecases;
pub mod views;
