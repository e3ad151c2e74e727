//! Benefits: the dated law, what income is, one file per benefit, and the calculation that joins them.
//!
//! Rules are pure functions of facts, [`law_book::LawBook`], local parameters and days; each writes a
//! [`Trace`](crate::kernel::trace::Trace) that cites its provisions. Nothing here asks a clock.

pub mod calculation;
pub mod choice;
pub mod circumstance;
pub mod citations;
pub mod examples;
pub mod income;
pub mod income_kind;
pub mod law_book;
pub mod local;
pub mod parameter;
pub mod pomoc_spoleczna;
