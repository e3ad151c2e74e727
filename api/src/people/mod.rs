//! Persons, households and evidence.

pub mod evidence;
pub mod households;
pub mod persons;
pub mod times;
pub mod units;
