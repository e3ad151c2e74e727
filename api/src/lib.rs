#![doc = include_str!("../README.md")]

pub mod benefits;
pub mod casework;
pub mod cli;
pub mod config;
pub mod decisions;
pub mod demo;
pub mod http;
pub mod logging;
pub mod payments;
pub mod people;
pub mod platform;
pub mod server;
pub mod state;
pub mod workers;
