//! Administrative decisions.

mod delivery;
mod drafting;
mod grounds;
mod way;
