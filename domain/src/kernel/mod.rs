//! What every room uses and nobody owns: ids, money, days, texts, citations, the circumstances of an act.
//!
//! **Invariant:** the kernel imports no room.

pub mod codes;
pub mod context;
pub mod day;
pub mod digest;
pub mod ids;
pub mod legal_basis;
pub mod money;
#[cfg(feature = "openapi")]
pub mod schema;
pub mod text;
pub mod trace;
pub mod transition;
