//! The chain over the journal: who changes, removes, inserts or swaps a row breaks it.
//!
//! One sealer at a time numbers the rows that committed transactions have left in `journal_unsealed`. Transactions
//! therefore never wait for the chain, and the order of `seq` is safe to read.

use diesel::prelude::*;

use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::digest::Digest;
use crate::platform::journal::JournalRow;
use crate::schema::{journal, journal_seals, journal_unsealed};
use crate::tx::{Housekeeping, Read};

/// The hash before the first.
pub(crate) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The advisory lock that the sealer of one instance holds for one batch.
const LOCK: i64 = 7_264_002;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_seals)]
pub(crate) struct SealRow {
    pub(crate) seq: i64,
    pub(crate) journal_id: String,
    pub(crate) prev_hash: String,
    pub(crate) hash: String,
}

/// The hash of a row at its place in the chain.
pub(crate) fn hash(seq: i64, prev_hash: &str, row: &JournalRow) -> String {
    row.digest().number(seq).text(prev_hash).hex()
}

/// Seals up to `limit` waiting rows. Returns how many it sealed; zero when there are none or another instance is
/// sealing.
///
/// # Errors
/// Only those of the database.
pub fn seal(house: &mut Housekeeping<'_>, limit: i64) -> Result<usize, Error> {
    let conn = house.conn();
    if !take_lock(conn)? {
        return Ok(0);
    }
    let waiting: Vec<JournalRow> = on!(conn, c => journal_unsealed::table
        .inner_join(journal::table)
        .order(journal_unsealed::journal_id)
        .limit(limit)
        .select(JournalRow::as_select())
        .load(c))?;
    let head: Option<(i64, String)> = on!(conn, c => journal_seals::table
        .order(journal_seals::seq.desc())
        .select((journal_seals::seq, journal_seals::hash))
        .first(c)
        .optional())?;
    let (mut seq, mut prev_hash) = head.unwrap_or((0, GENESIS.to_owned()));
    let mut seals = Vec::with_capacity(waiting.len());
    for row in &waiting {
        seq += 1;
        let hash = hash(seq, &prev_hash, row);
        seals.push(SealRow { seq, journal_id: row.id.clone(), prev_hash, hash: hash.clone() });
        prev_hash = hash;
    }
    let ids: Vec<&str> = waiting.iter().map(|row| row.id.as_str()).collect();
    on!(conn, c => diesel::insert_into(journal_seals::table).values(&seals).execute(c))?;
    on!(conn, c => diesel::delete(journal_unsealed::table.filter(journal_unsealed::journal_id.eq_any(&ids)))
        .execute(c))?;
    Ok(seals.len())
}

/// SQLite's writer is one already; PostgreSQL may have several instances.
fn take_lock(conn: &mut Conn) -> Result<bool, Error> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        Conn::Pg(c) => {
            use diesel::dsl::sql;
            use diesel::sql_types::Bool;
            Ok(diesel::select(sql::<Bool>(&format!("pg_try_advisory_xact_lock({LOCK})"))).get_result(c)?)
        }
    }
}

/// How many rows wait for their seal: the sealer's lag.
///
/// # Errors
/// Only those of the database.
pub fn waiting(read: &mut Read<'_>) -> Result<i64, Error> {
    Ok(on!(read.conn(), c => journal_unsealed::table.count().get_result(c))?)
}

/// The newest seal: number and hash. Kept elsewhere, it shows a tail that was cut.
///
/// # Errors
/// Only those of the database.
pub fn head(read: &mut Read<'_>) -> Result<Option<Checkpoint>, Error> {
    let head: Option<(i64, String)> = on!(read.conn(), c => journal_seals::table
        .order(journal_seals::seq.desc())
        .select((journal_seals::seq, journal_seals::hash))
        .first(c)
        .optional())?;
    Ok(head.map(|(seq, hash)| Checkpoint { seq, hash }))
}

/// A place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number.
    pub seq: i64,
    /// The hash there.
    pub hash: String,
}

impl Digest {
    /// The hash of one group of the access log.
    pub(crate) fn group(seq: i64, prev_hash: &str) -> Self {
        Self::of("access").number(seq).text(prev_hash)
    }
}
