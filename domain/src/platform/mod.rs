//! Who may do what: roles, actions and the reach they give.

pub mod access;
pub mod action;
pub mod role;
pub mod staff;
