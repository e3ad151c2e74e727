//! Administrative decisions.

mod delivery;
mod drafting;
mod way;
