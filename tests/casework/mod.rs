//! Casework.

mod cases;
mod clocks;
mod dossier;
mod intakes;
mod interviews;
mod reach;
