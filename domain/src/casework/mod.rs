//! Casework: what reaches the centre, the case it becomes, and the interview that a decision rests on.

pub mod application;
pub mod case;
pub mod intake;
pub mod interview;
