//! Which fields a journal row changed: their names only. What they held stays in the payload.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::codec::Row;
use crate::error::Error;
use crate::platform::journal::Entry;

/// Columns that say nothing to a reader: identity, counting, folded copies of other columns.
const TECHNICAL: &[&str] = &["id", "version", "search_key"];

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowChange {
    /// It is new.
    Added,
    /// It was there and is different now.
    Changed,
    /// It is gone.
    Removed,
}

/// The fields of one row that a journal row changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFields {
    /// The table.
    pub table: String,
    /// What became of the row.
    pub change: RowChange,
    /// The columns whose values differ, in the order of their names.
    pub fields: Vec<String>,
}

#[derive(Deserialize)]
struct StoredChange {
    table: String,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

impl Entry {
    /// The names of the changed fields; `None` after a lawful destruction of the payload.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the payload is no list of changes.
    pub fn changed_fields(&self) -> Result<Option<Vec<ChangedFields>>, Error> {
        let Some(payload) = &self.payload else { return Ok(None) };
        let at = Row { table: "journal_payloads", id: &self.row.id };
        let changes: Vec<StoredChange> = serde_json::from_str(payload).map_err(|_syntax| at.corrupt())?;
        Ok(Some(changes.into_iter().map(StoredChange::names).collect()))
    }
}

impl StoredChange {
    fn names(self) -> ChangedFields {
        let change = match (&self.before, &self.after) {
            (None, _) => RowChange::Added,
            (Some(_), Some(_)) => RowChange::Changed,
            (Some(_), None) => RowChange::Removed,
        };
        let (before, after) = (self.before.unwrap_or_default(), self.after.unwrap_or_default());
        let mut fields: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
        fields.sort_unstable();
        fields.dedup();
        let value = |row: &Map<String, Value>, field: &str| row.get(field).cloned().unwrap_or_default();
        fields.retain(|field| !TECHNICAL.contains(&field.as_str()) && value(&before, field) != value(&after, field));
        ChangedFields { table: self.table, change, fields }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(json: &str) -> ChangedFields {
        serde_json::from_str::<StoredChange>(json).unwrap().names()
    }

    #[test]
    fn only_fields_that_differ_are_named() {
        let changed = names(
            r#"{"table": "t", "id": "1", "before": {"id": "1", "version": 1, "name": "a", "town": "b"},
                "after": {"id": "1", "version": 2, "name": "c", "town": "b"}}"#,
        );
        assert_eq!((changed.change, changed.fields), (RowChange::Changed, vec!["name".to_owned()]));
    }

    #[test]
    fn a_new_row_names_what_it_holds_and_a_removed_one_what_it_held() {
        let added =
            names(r#"{"table": "t", "id": "1", "before": null, "after": {"id": "1", "name": "a", "end": null}}"#);
        assert_eq!((added.change, added.fields), (RowChange::Added, vec!["name".to_owned()]));
        let removed = names(r#"{"table": "t", "id": "1", "before": {"id": "1", "name": "a"}, "after": null}"#);
        assert_eq!((removed.change, removed.fields), (RowChange::Removed, vec!["name".to_owned()]));
    }
}
