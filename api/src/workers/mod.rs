//! Background work. Each kind is done by one instance at a time.

pub mod sealer;
