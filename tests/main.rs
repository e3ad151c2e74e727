//! What users notice: over HTTP, against a real server and a real database, on both databases.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at what it did not expect"
)]

mod benefits;
mod canary;
mod casework;
mod contract;
mod decisions;
mod demo;
mod floor;
mod payments;
mod people;
mod platform;
mod races;
mod tidy;
