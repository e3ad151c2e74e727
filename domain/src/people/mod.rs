//! Persons, the households they live in, and the evidence about them.

pub mod evidence;
pub mod household;
pub mod person;
