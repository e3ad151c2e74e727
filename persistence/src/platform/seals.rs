//! The chain over the journal: who changes, removes, inserts or swaps a row breaks it.
//!
//! One sealer at a time numbers the rows that committed transactions have left in `journal_unsealed`. Transactions
//! therefore never wait for the chain, and the order of `seq` is safe to read.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::digest::Digest;
use crate::platform::journal::JournalRow;
use crate::row::insert_rows;
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
    let (last, mut prev_hash) = head.unwrap_or((0, GENESIS.to_owned()));
    let mut seals = Vec::with_capacity(waiting.len());
    for (seq, row) in (last + 1..).zip(&waiting) {
        let hash = hash(seq, &prev_hash, row);
        seals.push(SealRow { seq, journal_id: row.id.clone(), prev_hash, hash: hash.clone() });
        prev_hash = hash;
    }
    insert_rows!(conn, journal_seals, seals);
    let sealed = journal_seals::table.filter(journal_seals::seq.gt(last)).select(journal_seals::journal_id);
    on!(conn, c => diesel::delete(journal_unsealed::table.filter(journal_unsealed::journal_id.eq_any(sealed)))
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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

#[cfg(test)]
mod tests {
    use domain::kernel::context::IdSource;

    use super::*;
    use crate::conn::Purpose;
    use crate::platform::journal::{Events, Subject};
    use crate::store::Store;
    use crate::testing::{Kind, TestDb, TestIds, block_on, each_database, test_context};

    fn write(store: &Store, events: usize) {
        let event = || Events::one("person.noted", Subject::new("person", TestIds.next()), 1);
        let all = (1..events).fold(event(), |all, _| all.join(event()));
        block_on(store.write(test_context(), move |_tx| Ok::<_, Error>(((), all)))).unwrap();
    }

    fn sealed(store: &Store, limit: i64) -> usize {
        block_on(store.housekeeping(move |house| seal(house, limit))).unwrap()
    }

    fn waiting_now(store: &Store) -> i64 {
        block_on(store.read(test_context(), "test", waiting)).unwrap()
    }

    fn head_now(store: &Store) -> Option<Checkpoint> {
        block_on(store.read(test_context(), "test", head)).unwrap()
    }

    fn order(db: &TestDb, table: &str, by: &str) -> Vec<Option<String>> {
        db.texts(&format!("SELECT journal_id FROM {table} ORDER BY {by}"))
    }

    #[test]
    fn waiting_rows_are_sealed_in_the_order_of_their_ids_up_to_the_limit() {
        each_database(|db| {
            let store = db.store();
            assert_eq!((sealed(&store, 10), head_now(&store)), (0, None));
            write(&store, 3);
            write(&store, 2);
            let waiting = order(&db, "journal_unsealed", "journal_id");
            assert_eq!((waiting_now(&store), sealed(&store, 4), waiting_now(&store)), (5, 4, 1));
            assert_eq!((sealed(&store, 4), sealed(&store, 4), waiting_now(&store)), (1, 0, 0));
            assert_eq!(order(&db, "journal_seals", "seq"), waiting);
            assert_eq!(head_now(&store).map(|head| head.seq), Some(5));
        });
    }

    #[test]
    fn a_write_and_a_batch_of_seals_may_be_larger_than_a_statement() {
        each_database(|db| {
            let store = db.store();
            let many = 7_000;
            write(&store, many);
            assert_eq!((sealed(&store, 100_000), waiting_now(&store)), (many, 0));
            assert_eq!(head_now(&store).map(|head| head.seq), i64::try_from(many).ok());
        });
    }

    #[test]
    fn on_postgres_one_instance_seals_and_the_other_does_not_wait() {
        each_database(|db| {
            if db.kind() == Kind::Sqlite {
                return;
            }
            let store = db.store();
            write(&store, 2);
            let mut other = Conn::open(db.url(), Purpose::Write).unwrap();
            other.begin().unwrap();
            assert_eq!(seal(&mut Housekeeping::new(&mut other), 1).unwrap(), 1);
            assert_eq!((sealed(&store, 10), waiting_now(&store)), (0, 2));
            other.commit().unwrap();
            assert_eq!((sealed(&store, 10), waiting_now(&store)), (1, 0));
        });
    }
}
