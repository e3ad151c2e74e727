//! What is measured and broken from outside: the built binary, driven over HTTP, and the bare server it is compared
//! with.
#![expect(clippy::expect_used, reason = "a bench stops at what it did not expect")]

pub mod bare;
pub mod client;
pub mod cpu;
pub mod fill;
pub mod load;
pub mod process;
pub mod trace;
