mod audit;
mod auth;
mod configuration;
mod employees;
mod events;
mod history;
mod org_units;
mod users;
