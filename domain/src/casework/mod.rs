//! Casework: what reaches the centre, the case it becomes, its time limits, and the interview a decision rests on.

pub mod application;
pub mod case;
pub mod clock;
pub mod intake;
pub mod interview;
