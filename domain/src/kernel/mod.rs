//! What every room uses and nobody owns: ids, money, days, texts, citations, the circumstances of an act.
//!
//! **Invariant:** the kernel imports no room.

pub mod calendar;
pub mod code;
pub mod codes;
pub mod context;
pub mod day;
pub mod digest;
mod identifier;
pub mod ids;
pub mod legal_basis;
pub mod money;
pub mod nip;
pub mod nrb;
pub mod pesel;
pub mod regon;
#[cfg(feature = "openapi")]
pub mod schema;
pub mod text;
pub mod time_limit;
pub mod trace;
pub mod transition;
