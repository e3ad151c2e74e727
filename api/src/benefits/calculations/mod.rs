//! Calculations: from facts in a request, or from the facts of a case.

pub mod bodies;
pub mod preview;
pub mod refusals;
pub mod routes;
pub mod usecases;
pub mod views;
