//! Intakes, the cases they become, and what happens in a case until a decision is prepared.

pub mod intakes;
