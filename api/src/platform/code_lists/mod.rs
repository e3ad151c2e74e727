//! Code lists: every closed list of codes with its Polish labels.

mod registry;
pub mod routes;
pub mod views;
