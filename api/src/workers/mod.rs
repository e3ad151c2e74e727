//! Background work. Each kind is done by one instance at a time, or does no harm when several do it.

pub mod sealer;
pub mod sweeper;
