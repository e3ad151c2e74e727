//! What a backup or a copy holds: versions, counts, hashes and the head of the journal.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Failure;
use super::catalog::Table;
use super::rows::{Tally, each_chunk, line};
use crate::conn::Conn;
use crate::platform::seals::Checkpoint;

/// The version of the format that this program writes, and the only one that it reads.
pub(super) const FORMAT: u32 = 1;

/// The table of contents of a backup; equal for equal centres, whichever database they are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// The version of the format.
    pub format: u32,
    /// When it was made, as the caller says.
    pub created_at: DateTime<Utc>,
    /// The versions of the steps of the schema, oldest first.
    pub schema: Vec<String>,
    /// The tables, each after those it refers to.
    pub tables: Vec<TableSummary>,
    /// The newest seal of the journal, to verify a restored centre against.
    pub checkpoint: Option<Checkpoint>,
}

/// One table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableSummary {
    /// Its name; its rows are in the file `<name>.ndjson`.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// The SHA-256 over the lines of its rows in the order of their keys, which is that of the file.
    pub sha256: String,
}

/// Reads one table, hands its lines to `take` in chunks, and sums it up.
pub(super) fn summary(
    conn: &mut Conn,
    table: &Table,
    mut take: impl FnMut(&[String]) -> Result<(), Failure>,
) -> Result<TableSummary, Failure> {
    let mut tally = Tally::default();
    each_chunk(conn, table, |rows| {
        let lines: Vec<String> = rows.iter().map(|row| line(table, row)).collect();
        for line in &lines {
            tally.add(line);
        }
        take(&lines)
    })?;
    let (rows, sha256) = tally.done();
    Ok(TableSummary { name: table.name.clone(), rows, sha256 })
}
