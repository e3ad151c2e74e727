//! Calculations: from facts in a request, or from the facts of a case.

pub mod preview;
pub mod refusals;
pub mod routes;
pub mod views;
