//! Money: awards and their months, payment lists and their checks, export.

pub mod award;
pub mod due;
pub mod export;
pub mod payment;
pub mod payment_list;
pub mod preflight;
