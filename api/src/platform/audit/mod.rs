//! The chains of journal and access log, checked over HTTP.

pub mod routes;
pub mod views;
