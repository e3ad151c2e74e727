//! Log-ins and the roles they hold.

pub mod passwords;
pub mod routes;
pub mod usecases;
pub mod views;
