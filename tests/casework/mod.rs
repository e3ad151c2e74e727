//! Casework.

mod intakes;
