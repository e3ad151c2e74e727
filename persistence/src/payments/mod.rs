//! Awards, payment lists and payments.

pub mod awards;
pub mod checks;
pub mod drawing_up;
pub mod payment_lists;
#[expect(clippy::module_inception, reason = "one file for one aggregate, named as everywhere")]
pub mod payments;
