//! Awards, payment lists and payments.

pub mod awards;
pub mod payment_lists;
