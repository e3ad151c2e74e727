//! The event feed: what happened in the centre, thin and in order.

pub mod routes;
pub mod views;
