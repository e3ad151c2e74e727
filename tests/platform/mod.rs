mod auth;
mod org_units;
