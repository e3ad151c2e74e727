//! What users notice: over HTTP, against a real server and a real database, on both databases.

mod benefits;
mod contract;
mod demo;
mod floor;
mod platform;
mod tidy;
