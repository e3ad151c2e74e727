//! The law as data, and calculations.

mod calculations;
mod law;
mod preview;
