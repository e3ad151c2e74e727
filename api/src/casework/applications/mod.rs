//! Applications: what is asked for, and taking it back.

pub mod routes;
pub mod usecases;
pub mod views;
