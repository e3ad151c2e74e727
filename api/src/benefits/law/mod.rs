//! Statutory parameters, kinds of income and circumstances of art. 7 u.p.s., as they are published.

pub mod routes;
pub mod views;
