//! Ids that repeat: the same seed makes the same ids, so that two seeded databases hold the same rows.

use std::sync::{Mutex, PoisonError};

use domain::kernel::context::IdSource;
use uuid::{Builder, Uuid};

use super::dice::Dice;

/// UUIDs of version 7 from a seed, in the order they are made: one to a millisecond from a first instant on.
#[derive(Debug)]
pub struct SeededIds(Mutex<(u64, Dice)>);

impl SeededIds {
    /// Ids of a seed that begin at an instant, in milliseconds since 1970.
    #[must_use]
    pub fn new(seed: u64, first_ms: u64) -> Self {
        Self(Mutex::new((first_ms, Dice::new(seed))))
    }
}

impl IdSource for SeededIds {
    fn next(&self) -> Uuid {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.0 += 1;
        let mut random = [0_u8; 10];
        for byte in &mut random {
            *byte = u8::try_from(made.1.below(256)).unwrap_or(0);
        }
        Builder::from_unix_timestamp_millis(made.0, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_ids_in_order() {
        let make = |seed| {
            let ids = SeededIds::new(seed, 1_700_000_000_000);
            (0..50).map(|_| ids.next()).collect::<Vec<_>>()
        };
        let ids = make(1);
        assert_eq!(ids, make(1));
        assert_ne!(ids, make(2));
        assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7));
    }
}
