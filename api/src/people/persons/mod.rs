//! Persons and their dated facts.

pub mod bodies;
pub mod fact_bodies;
pub mod fact_routes;
pub mod routes;
pub mod usecases;
pub mod views;
