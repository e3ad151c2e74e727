//! Backup, restore and copy: whole centres, between files and databases of either kind.
//!
//! All three are one stream of rows. Tables and columns are read from the schema itself, so a new table takes part
//! without being named here. Every row has one text, the same on both databases, and every table a SHA-256 over its
//! rows in the order of their keys; nothing is reported as done before the target's own hashes agree.

mod backup;
mod catalog;
mod copy;
mod load;
mod manifest;
mod restore;
mod rows;
#[cfg(test)]
mod tests;

pub use backup::backup;
pub use copy::copy;
pub use load::Carried;
pub use manifest::{Manifest, TableSummary};
pub use restore::{manifest, restore};

/// Why a backup, a restore or a copy did not happen. No target has a row of it then.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The target holds rows already.
    #[error("the target is not empty: there are rows in `{table}`")]
    NotEmpty {
        /// The first such table.
        table: String,
    },
    /// The target has tables of another version than the source.
    #[error("the target's schema is at version `{found}`, expected `{expected}` or no tables at all")]
    OtherSchema {
        /// The version the source has.
        expected: String,
        /// The version the target has.
        found: String,
    },
    /// The source was made by a newer version of the program, or by something else.
    #[error("schema version `{0}` is not known to this program")]
    UnknownSchema(String),
    /// A file of the backup is not the one that was written.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// What was read back from the target differs from what was read from the source.
    #[error("`{table}` differs after loading")]
    Differs {
        /// The table.
        table: String,
    },
    /// The schema has something that cannot be carried over.
    #[error("`{table}` cannot be carried over: {why}")]
    Unsupported {
        /// The table.
        table: String,
        /// What is not supported.
        why: String,
    },
    /// A file or folder.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// One of the databases.
    #[error(transparent)]
    Database(#[from] crate::error::Error),
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}
