//! Interviews at home (*rodzinny wywiad środowiskowy*).

pub mod routes;
pub mod usecases;
pub mod views;
