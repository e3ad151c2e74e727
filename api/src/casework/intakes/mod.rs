//! Intakes: everything that reached the centre at one time, registered in one answer or not at all.

pub mod bodies;
pub mod parties;
pub mod routes;
pub mod usecases;
pub mod views;
