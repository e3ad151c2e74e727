mod audit;
mod auth;
mod org_units;
