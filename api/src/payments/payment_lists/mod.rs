//! Payment lists: drawn up, checked, approved, handed out.

pub mod routes;
pub mod step_routes;
pub mod usecases;
pub mod views;
