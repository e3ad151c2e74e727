#![doc = include_str!("../README.md")]

mod conn;
pub mod error;
pub mod maintenance;
pub mod migrations;
pub mod platform;
mod schema;
pub mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod tx;
pub mod url;
