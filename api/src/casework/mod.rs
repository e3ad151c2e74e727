//! Intakes, the cases they become, and what happens in a case until a decision is prepared.

pub mod applications;
pub mod cases;
pub mod clocks;
pub mod intakes;
pub mod interviews;
