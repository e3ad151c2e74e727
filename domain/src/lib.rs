#![doc = include_str!("../README.md")]

pub mod benefits;
pub mod kernel;
