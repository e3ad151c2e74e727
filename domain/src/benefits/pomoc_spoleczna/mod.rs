//! Money benefits of the act of 12 March 2004 on social assistance (*ustawa o pomocy społecznej*, u.p.s.).
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283, t.j. Dz.U. 2018 poz. 1508 and the amending acts named at the law book's
//! values; nothing later was read. The citation that a decision prints is chosen by
//! [`Citations`](super::citations::Citations).

mod entitlement;
mod general;
pub mod specjalny_zasilek_celowy;
#[cfg(test)]
mod testing;
pub mod zasilek_celowy;
pub mod zasilek_okresowy;
pub mod zasilek_staly;

pub use self::entitlement::{Entitlement, RefusalReason};
pub use self::general::{Law, RuleError, Situation, family_criterion};
pub use super::income_kind::LISTED_SINCE as SUPPORTED_SINCE;
