//! The law as data, and calculations.

mod law;
mod preview;
