//! Finds every row of the journal and of the access log that was changed, removed, inserted or swapped behind the
//! service's back.
//!
//! All digests and both chains are recomputed over one consistent snapshot, in chunks, while the service runs.
//! What the chains cannot show by themselves is a tail that was cut off or rewritten with all its hashes: that
//! takes a [`Checkpoint`] that was kept elsewhere. A row that waits for its seal (about a second) is covered by its
//! payload's digest only.

mod access;
mod journal;
#[cfg(test)]
mod tamper;
#[cfg(test)]
mod tests;

use chrono::{NaiveDateTime, Timelike};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::Serialize;

use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::seals::Checkpoint;
use crate::url::DatabaseUrl;

/// Rows read at once.
const CHUNK: i64 = 500;
/// Findings that a report lists; it counts all.
const LISTED: usize = 1_000;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The chain has no row for the number before it.
    Gap,
    /// It does not continue from the hash of the row before it.
    Unchained,
    /// Its contents are not those that were hashed.
    Altered,
    /// The journal row that it seals is gone.
    JournalRowMissing,
    /// Its payload is gone, and no journal row names the destruction.
    PayloadMissing,
    /// It belongs to a row that does not exist.
    Orphan,
    /// It is neither sealed nor waiting for its seal.
    Unqueued,
    /// It waits for a seal that it already has.
    AlreadySealed,
    /// The group has more or fewer entries than it says.
    Miscounted,
    /// A value has not the form in which the service writes it.
    Malformed,
    /// The chain does not have the checkpoint's hash at the checkpoint's number: a cut or rewritten tail.
    CheckpointMissed,
}

impl Fault {
    /// The code, as reports and the API show it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Unchained => "unchained",
            Self::Altered => "altered",
            Self::JournalRowMissing => "journal_row_missing",
            Self::PayloadMissing => "payload_missing",
            Self::Orphan => "orphan",
            Self::Unqueued => "unqueued",
            Self::AlreadySealed => "already_sealed",
            Self::Miscounted => "miscounted",
            Self::Malformed => "malformed",
            Self::CheckpointMissed => "checkpoint_missed",
        }
    }
}

/// One row that is not as the service left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The table.
    pub table: &'static str,
    /// The row's key: an id or a number, never personal data. A row of `access_people` is named by its entry.
    pub id: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What a verification read and found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows of the journal.
    pub journal_rows: u64,
    /// Of these, how many wait for their seal.
    pub waiting: u64,
    /// Of these, how many have lost their payload to a lawful destruction.
    pub payloads_destroyed: u64,
    /// Seals of the journal.
    pub seals: u64,
    /// Groups of the access log.
    pub access_groups: u64,
    /// Entries of the access log.
    pub access_entries: u64,
    /// The newest seal. Kept elsewhere, it is the checkpoint of a later verification.
    pub head: Option<Checkpoint>,
    /// What is wrong; the first thousand.
    pub findings: Vec<Finding>,
    /// How much was found, at least: a search for orphans stops at 500 a table.
    pub found: u64,
}

impl Report {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.found == 0
    }

    fn find(&mut self, table: &'static str, id: impl ToString, fault: Fault) {
        self.found += 1;
        if self.findings.len() < LISTED {
            self.findings.push(Finding { table, id: id.to_string(), fault });
        }
    }
}

/// Verifies a database, which may be in use. Blocks for as long as reading both logs takes.
///
/// # Errors
/// [`Error::Unavailable`] when there is no such database, else those of the database; what was tampered with is in
/// the report.
pub fn verify(url: &DatabaseUrl, checkpoint: Option<&Checkpoint>) -> Result<Report, Error> {
    Conn::open_existing(url)?.snapshot(|conn| check(conn, checkpoint))
}

/// Verifies what the connection sees; the caller has opened a snapshot or another transaction.
pub(crate) fn check(conn: &mut Conn, checkpoint: Option<&Checkpoint>) -> Result<Report, Error> {
    let mut report = Report::default();
    storage(conn, &mut report)?;
    if !report.is_clean() {
        // A value of another type cannot be read, ordered and hashed like the others: it is the finding.
        return Ok(report);
    }
    journal::check(conn, checkpoint, &mut report)?;
    access::check(conn, &mut report)?;
    Ok(report)
}

/// The columns of one table of the two logs, by what they hold.
struct Columns {
    table: &'static str,
    key: &'static str,
    texts: &'static [&'static str],
    nullable_texts: &'static [&'static str],
    integers: &'static [&'static str],
}

const COLUMNS: [Columns; 7] = [
    Columns {
        table: "journal",
        key: "id",
        texts: &["id", "actor", "event", "subject_kind", "subject_id", "request_id", "at", "payload_digest"],
        nullable_texts: &["on_behalf_of", "reason"],
        integers: &["subject_version"],
    },
    Columns {
        table: "journal_payloads",
        key: "journal_id",
        texts: &["journal_id", "salt", "body"],
        nullable_texts: &[],
        integers: &[],
    },
    Columns {
        table: "journal_seals",
        key: "seq",
        texts: &["journal_id", "prev_hash", "hash"],
        nullable_texts: &[],
        integers: &["seq"],
    },
    Columns {
        table: "journal_unsealed",
        key: "journal_id",
        texts: &["journal_id"],
        nullable_texts: &[],
        integers: &[],
    },
    Columns {
        table: "access_groups",
        key: "seq",
        texts: &["prev_hash", "hash"],
        nullable_texts: &[],
        integers: &["seq", "entries"],
    },
    Columns {
        table: "access_entries",
        key: "id",
        texts: &["id", "actor", "action", "request_id", "at"],
        nullable_texts: &["reason"],
        integers: &["seq"],
    },
    Columns {
        table: "access_people",
        key: "entry_id",
        texts: &["entry_id", "person_id"],
        nullable_texts: &[],
        integers: &[],
    },
];

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Text)]
    id: String,
}

/// SQLite lets any column hold any type, and reads a text as a number where it is asked to.
fn storage(conn: &mut Conn, report: &mut Report) -> Result<(), Error> {
    let Conn::Sqlite(c) = conn else { return Ok(()) };
    for Columns { table, key, texts, nullable_texts, integers } in COLUMNS {
        let texts = texts.iter().map(|column| format!("typeof({column}) <> 'text'"));
        let nullable = nullable_texts.iter().map(|column| format!("typeof({column}) NOT IN ('text', 'null')"));
        let integers = integers.iter().map(|column| format!("typeof({column}) <> 'integer'"));
        let wrong: Vec<String> = texts.chain(nullable).chain(integers).collect();
        let condition = wrong.join(" OR ");
        let query = format!("SELECT quote({key}) AS id FROM {table} WHERE {condition} LIMIT {CHUNK}");
        for Key { id } in diesel::sql_query(query).load(c)? {
            report.find(table, id, Fault::Malformed);
        }
    }
    Ok(())
}

/// Rows of `table` whose `reference` names no row of `target`.
fn orphans(
    conn: &mut Conn,
    (table, key, reference): (&'static str, &str, &str),
    (target, target_key): (&str, &str),
    report: &mut Report,
) -> Result<(), Error> {
    let query = format!(
        "SELECT CAST(t.{key} AS TEXT) AS id FROM {table} t LEFT JOIN {target} o ON o.{target_key} = t.{reference} \
         WHERE o.{target_key} IS NULL LIMIT {CHUNK}"
    );
    let found: Vec<Key> = on!(conn, c => diesel::sql_query(query).load(c))?;
    for Key { id } in found {
        report.find(table, id, Fault::Orphan);
    }
    Ok(())
}

/// How instants lie in a database. They are read as text, since one that the service did not write must be a finding
/// and not a failed query, and since SQLite would accept many texts for one instant.
#[derive(Clone, Copy)]
enum Instants {
    Sqlite,
    Postgres,
}

impl Instants {
    const fn of(conn: &Conn) -> Self {
        match conn {
            Conn::Sqlite(_) => Self::Sqlite,
            Conn::Pg(_) => Self::Postgres,
        }
    }

    /// The text of an instant, in SQL. PostgreSQL's JSON does not depend on the settings of the session.
    fn text_of(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST({column} AS TEXT)"),
            Self::Postgres => format!("to_json({column}) #>> '{{}}'"),
        }
    }

    /// The instant, unless the text is not the one that the service writes for it.
    fn read(self, text: Option<&str>) -> Option<NaiveDateTime> {
        let (text, written) = (text?, "%F %T%.f");
        let at = match self {
            Self::Sqlite => {
                NaiveDateTime::parse_from_str(text, written).ok().filter(|at| at.format(written).to_string() == text)
            }
            Self::Postgres => NaiveDateTime::parse_from_str(text, "%FT%T%.f").ok(),
        };
        // Neither a leap second nor a part of a microsecond: both would hash like another instant.
        at.filter(|at| at.nanosecond() < 1_000_000_000 && at.nanosecond().is_multiple_of(1_000))
    }
}
