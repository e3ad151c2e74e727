//! A map of bounded size that forgets what is no longer good.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// The most entries kept.
const MOST: usize = 10_000;

/// Values that can be had again from elsewhere, so that forgetting one costs time only.
#[derive(Debug)]
pub struct Kept<K, V> {
    values: RwLock<HashMap<K, V>>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { values: RwLock::default() }
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// The value under a key, when it is there and still good.
    pub fn get(&self, key: &K, good: impl Fn(&V) -> bool) -> Option<V> {
        let values = self.values.read().unwrap_or_else(PoisonError::into_inner);
        values.get(key).filter(|value| good(value)).cloned()
    }

    /// Keeps a value. When there are too many, those that are not good any more go first, then all.
    pub fn put(&self, key: K, value: V, good: impl Fn(&V) -> bool) {
        let mut values = self.values.write().unwrap_or_else(PoisonError::into_inner);
        if values.len() >= MOST {
            values.retain(|_, value| good(value));
            if values.len() >= MOST {
                values.clear();
            }
        }
        values.insert(key, value);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.values.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_good_is_found_and_the_size_stays_bounded() {
        let kept = Kept::default();
        let good = |value: &usize| *value >= 10;
        (0..MOST).for_each(|n| kept.put(n, n, good));
        assert_eq!((kept.get(&9, good), kept.get(&10, good)), (None, Some(10)));
        kept.put(MOST, MOST, good);
        assert_eq!(kept.values.read().unwrap().len(), MOST - 9, "ten went, one came");
        (0..20).for_each(|n| kept.put(MOST + n, MOST, good));
        assert!(kept.values.read().unwrap().len() <= MOST);
        kept.clear();
        assert_eq!(kept.get(&10, good), None);
    }
}
