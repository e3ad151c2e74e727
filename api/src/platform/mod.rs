//! Log-ins, units, employees, configuration, events, audit.

pub mod audit;
pub mod auth;
pub mod benefit_types;
pub mod centre;
pub mod code_lists;
pub mod districts;
pub mod duties;
pub mod employees;
pub mod events;
pub mod file_plan_classes;
pub mod history;
pub mod org_units;
pub mod users;
