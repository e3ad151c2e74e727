//! What users notice: over HTTP, against a real server and a real database, on both databases.

mod demo;
mod benefits;
mod floor;
mod platform;
