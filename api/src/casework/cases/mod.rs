//! Cases: who works on them, suspension, closing, the dossier, the timeline.

pub mod dossier;
pub mod routes;
pub mod timeline;
pub mod usecases;
pub mod views;
