//! Intakes, applications, cases, their clocks and interviews.

pub mod applications;
pub mod cases;
pub mod clocks;
pub mod intakes;
pub mod interviews;
pub mod timeline;
