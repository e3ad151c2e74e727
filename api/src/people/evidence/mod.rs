//! Evidence about persons and households.

pub mod bodies;
pub mod routes;
pub mod usecases;
pub mod views;
