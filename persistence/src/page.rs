//! Which part of a list to load.

use chrono::{Datelike as _, NaiveDate};

/// A place in a list, in the terms of its sort keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyset {
    /// The keys of the item next to the page; `None` for the first page.
    pub at: Option<Vec<String>>,
    /// Load what lies before it, nearest first, instead of what comes after.
    pub backward: bool,
    /// The most items to load.
    pub limit: i64,
}

impl Keyset {
    /// The first page.
    #[must_use]
    pub const fn first(limit: i64) -> Self {
        Self { at: None, backward: false, limit }
    }

    /// The same part of a list whose pages stand next to an item by its id alone, because the sort key is a name and a
    /// cursor stands in addresses: `key` finds the sort key. An id that nobody has stands before everything.
    pub(crate) fn resolved<E>(&self, key: impl FnOnce(&str) -> Result<Option<String>, E>) -> Result<Self, E> {
        let Some(id) = self.at.as_ref().and_then(|keys| keys.last()) else { return Ok(self.clone()) };
        let at = Some(vec![key(id)?.unwrap_or_default(), id.clone()]);
        Ok(Self { at, ..*self })
    }

    /// One of the keys, or nothing (which sorts before everything) when there is none.
    pub(crate) fn key(&self, n: usize) -> String {
        self.at.as_ref().and_then(|keys| keys.get(n).cloned()).unwrap_or_default()
    }

    /// One of the keys as a day; what is none that a row can have counts as the first of 1970.
    pub(crate) fn day(&self, n: usize) -> NaiveDate {
        let day: Option<NaiveDate> = self.key(n).parse().ok();
        day.filter(|day| (1..=9999).contains(&day.year())).unwrap_or_default()
    }
}
