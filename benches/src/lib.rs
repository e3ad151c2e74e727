//! What is measured and broken from outside: the built binary, driven over HTTP.
#![expect(clippy::expect_used, reason = "a bench stops at what it did not expect")]

pub mod client;
pub mod process;
pub mod trace;
