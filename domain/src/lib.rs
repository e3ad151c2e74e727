#![doc = include_str!("../README.md")]

pub mod benefits;
pub mod casework;
pub mod decisions;
pub mod kernel;
pub mod payments;
pub mod people;
pub mod platform;
