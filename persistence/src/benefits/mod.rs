//! Calculations.

pub mod calculations;
