//! What happens to a matter from the day it arrives: time limits and the rest of its life.

pub mod clock;
