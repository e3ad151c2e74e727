//! Awards, payment lists and payments.

pub mod awards;
pub mod checks;
pub mod drawing_up;
pub mod payment_lists;
pub mod payments;
