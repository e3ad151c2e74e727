//! The demonstration: an invented municipality's people in the centre of a real one's shape.

pub mod clock;
pub mod dice;
pub mod invented;
