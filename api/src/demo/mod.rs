//! The demonstration: an invented municipality's people in the centre of a real one's shape.

pub mod centre;
pub mod clock;
pub mod dice;
pub mod households;
pub mod ids;
pub mod invented;
pub mod play;
pub mod seed;
pub mod town;
