//! The law as data, and benefits calculated under it.

pub mod calculations;
pub mod law;
