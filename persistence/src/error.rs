//! What can go wrong below the use-cases; each variant is a reaction the caller may have.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A failed load or save.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such row within the caller's reach.
    #[error("not found")]
    NotFound,
    /// Someone was faster: the row no longer has the version the caller saw.
    #[error("the version is {current} now")]
    Stale {
        /// The version the row has now.
        current: i64,
    },
    /// A unique key is taken. `key` is the table and columns, e.g. `persons.pesel`.
    #[error("duplicate {key}")]
    Duplicate {
        /// The table and its columns.
        key: String,
    },
    /// A row refers to one that does not exist.
    #[error("a reference leads nowhere")]
    Dangling,
    /// A guard of the schema refused: a trigger named in `rule`, e.g. `membership_overlap`.
    #[error("refused by {rule}")]
    Guarded {
        /// The word the trigger raises.
        rule: String,
    },
    /// A stored row breaks a rule of the domain.
    #[error("corrupt row {id} in {table}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row's id.
        id: String,
    },
    /// The database cannot be used just now: overload, lost connection, deadline. Worth a retry later.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A use-case panicked; its transaction was rolled back.
    #[error("the use-case panicked")]
    Panicked,
    /// Any other fault of the database.
    #[error("database: {0}")]
    Database(DieselError),
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        if matches!(error, DieselError::NotFound) {
            return Self::NotFound;
        }
        if matches!(error, DieselError::BrokenTransactionManager) {
            return Self::Unavailable(error.to_string());
        }
        let DieselError::DatabaseError(ref kind, ref info) = error else { return Self::Database(error) };
        if matches!(kind, DatabaseErrorKind::UniqueViolation) {
            return Self::Duplicate { key: duplicate_key(info.constraint_name(), info.message()) };
        }
        if matches!(kind, DatabaseErrorKind::ForeignKeyViolation) {
            return Self::Dangling;
        }
        if matches!(kind, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand) {
            return Self::Unavailable(info.message().to_owned());
        }
        from_message(info.message()).unwrap_or(Self::Database(error))
    }
}

/// Guards of the schema raise `guard:<rule>`; deadlines and locks are named only in the message.
fn from_message(message: &str) -> Option<Error> {
    if let Some((_, rule)) = message.split_once("guard:") {
        let rule: String = rule.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        return Some(Error::Guarded { rule });
    }
    let transient = [
        "statement timeout",
        "lock timeout",
        "deadlock detected",
        "database is locked",
        "terminating connection",
        "could not serialize",
    ];
    transient.iter().any(|word| message.contains(word)).then(|| Error::Unavailable(message.to_owned()))
}

/// PostgreSQL names the constraint (`persons_pesel_key`), SQLite only the columns (`persons.pesel`).
///
/// Both become `table.column[,column]`; the constraints of the schema are named `<table>_<columns>_key`.
fn duplicate_key(constraint: Option<&str>, message: &str) -> String {
    match (constraint, message.split_once("UNIQUE constraint failed: ")) {
        (_, Some((_, columns))) => columns.replace(", ", ","),
        (Some(name), None) => name.to_owned(),
        (None, None) => message.to_owned(),
    }
}

impl Error {
    /// Whether the unique key on these columns is taken, in the words of either database.
    ///
    /// `columns` are joined by a comma; the PostgreSQL constraint must be named `<table>_<columns with _>_key`.
    #[must_use]
    pub fn is_duplicate(&self, table: &str, columns: &str) -> bool {
        let Self::Duplicate { key } = self else { return false };
        let sqlite: Vec<String> = columns.split(',').map(|column| format!("{table}.{column}")).collect();
        *key == sqlite.join(",") || *key == format!("{table}_{}_key", columns.replace(',', "_"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_name_a_duplicate_the_same_way() {
        let sqlite = Error::Duplicate { key: duplicate_key(None, "UNIQUE constraint failed: persons.pesel") };
        let postgres = Error::Duplicate { key: duplicate_key(Some("persons_pesel_key"), "duplicate key value") };
        for error in [sqlite, postgres] {
            assert!(error.is_duplicate("persons", "pesel") && !error.is_duplicate("persons", "id"), "{error}");
        }
        let pair = Error::Duplicate { key: duplicate_key(None, "UNIQUE constraint failed: counters.a, counters.b") };
        assert!(pair.is_duplicate("counters", "a,b"));
    }

    #[test]
    fn a_guard_names_its_rule() {
        let found = from_message("guard:membership_overlap\nCONTEXT: PL/pgSQL function");
        assert!(matches!(found, Some(Error::Guarded { rule }) if rule == "membership_overlap"));
    }
}
