//! Who may do what: roles, actions and the reach they give.

pub mod access;
pub mod action;
pub mod benefit_type;
pub mod centre;
pub mod district;
pub mod file_plan;
pub mod role;
pub mod staff;
