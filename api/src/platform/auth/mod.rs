//! Log-in, tokens, sessions and one's own account.

pub mod kept;
pub mod passwords;
pub mod routes;
pub mod staff_cache;
pub mod tokens;
pub mod usecases;
pub mod views;
