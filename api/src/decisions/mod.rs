//! Administrative decisions: drafted from a calculation, approved and signed by others, delivered, final.

pub mod bodies;
mod drafting;
mod refusals;
pub mod routes;
pub mod usecases;
pub mod views;
