#![doc = include_str!("../README.md")]

pub mod benefits;
pub mod casework;
mod codec;
mod conn;
pub mod decisions;
pub mod error;
mod filter;
pub mod maintenance;
pub mod migrations;
pub mod page;
pub mod payments;
pub mod people;
pub mod platform;
mod row;
mod schema;
pub mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod tx;
pub mod url;
