//! What every route shares: permission, parameters, bodies, answers, refusals, the contract.

pub mod allowed;
pub mod answer;
pub mod body;
pub mod envelope;
pub mod error;
pub mod limits;
pub mod metrics;
pub mod numbers;
pub mod openapi;
pub mod page;
pub mod params;
pub mod range;
pub mod secret;
pub mod store;
pub mod system;
pub mod texts;
