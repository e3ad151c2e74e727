//! The journal, its payloads, its seals and the sealer's queue.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::{CHUNK, Fault, Instants, Report, orphans};
use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::journal::{JournalRow, PayloadRow};
use crate::platform::seals::{self, Checkpoint, GENESIS, SealRow};
use crate::schema::{journal, journal_payloads, journal_seals, journal_unsealed};

pub(super) fn check(conn: &mut Conn, checkpoint: Option<&Checkpoint>, report: &mut Report) -> Result<(), Error> {
    chain(conn, report)?;
    rows(conn, report)?;
    orphans(conn, ("journal_payloads", "journal_id", "journal_id"), ("journal", "id"), report)?;
    orphans(conn, ("journal_unsealed", "journal_id", "journal_id"), ("journal", "id"), report)?;
    if let Some(checkpoint) = checkpoint {
        let hash: Option<String> = on!(conn, c => journal_seals::table
            .find(checkpoint.seq)
            .select(journal_seals::hash)
            .first(c)
            .optional())?;
        if hash.as_deref() != Some(checkpoint.hash.as_str()) {
            report.find("journal_seals", checkpoint.seq, Fault::CheckpointMissed);
        }
    }
    Ok(())
}

/// The seals in their order, each with the row that it seals.
fn chain(conn: &mut Conn, report: &mut Report) -> Result<(), Error> {
    let (mut last, mut prev_hash) = (0, GENESIS.to_owned());
    // A number below the first is a gap too.
    let mut next = Some(i64::MIN);
    while let Some(from) = next {
        let seals: Vec<SealRow> = on!(conn, c => journal_seals::table
            .filter(journal_seals::seq.ge(from))
            .order(journal_seals::seq)
            .limit(CHUNK)
            .select(SealRow::as_select())
            .load(c))?;
        let Some(end) = seals.last().map(|seal| seal.seq) else { break };
        let rows = sealed_rows(conn, from, end)?;
        for seal in seals {
            if last + 1 != seal.seq {
                report.find("journal_seals", seal.seq, Fault::Gap);
            }
            if prev_hash != seal.prev_hash {
                report.find("journal_seals", seal.seq, Fault::Unchained);
            }
            match rows.get(&seal.journal_id) {
                None => report.find("journal_seals", seal.seq, Fault::JournalRowMissing),
                // What cannot be read is found where the rows are checked.
                Some(None) => {}
                Some(Some(row)) => {
                    if seals::hash(seal.seq, &seal.prev_hash, row) != seal.hash {
                        report.find("journal_seals", seal.seq, Fault::Altered);
                    }
                }
            }
            report.seals += 1;
            last = seal.seq;
            prev_hash.clone_from(&seal.hash);
            report.head = Some(Checkpoint { seq: seal.seq, hash: seal.hash });
        }
        next = end.checked_add(1);
    }
    Ok(())
}

/// A row of the journal as it is read here: its id, and the row unless its instant is malformed.
type Lying = (String, Option<JournalRow>);

/// Reads rows of the journal that `$filter` chooses, in the order of their ids.
macro_rules! journal_rows {
    ($conn:expr, $filter:expr) => {{
        let instants = Instants::of($conn);
        let at = || sql::<Nullable<Text>>(&instants.text_of("journal.at"));
        let found: Vec<Columns> = on!($conn, c => journal::table
            .filter($filter)
            .order(journal::id)
            .limit(CHUNK)
            .select((
                journal::id, journal::actor, journal::on_behalf_of, journal::event, journal::subject_kind,
                journal::subject_id, journal::subject_version, journal::reason, journal::request_id, at(),
                journal::payload_digest,
            ))
            .load(c))?;
        found.into_iter().map(|columns| columns.row(instants)).collect::<Vec<Lying>>()
    }};
}

#[derive(Queryable)]
struct Columns {
    id: String,
    actor: String,
    on_behalf_of: Option<String>,
    event: String,
    subject_kind: String,
    subject_id: String,
    subject_version: i64,
    reason: Option<String>,
    request_id: String,
    at: Option<String>,
    payload_digest: String,
}

impl Columns {
    fn row(self, instants: Instants) -> Lying {
        let id = self.id.clone();
        let row = instants.read(self.at.as_deref()).map(|at| JournalRow {
            id: self.id,
            actor: self.actor,
            on_behalf_of: self.on_behalf_of,
            event: self.event,
            subject_kind: self.subject_kind,
            subject_id: self.subject_id,
            subject_version: self.subject_version,
            reason: self.reason,
            request_id: self.request_id,
            at,
            payload_digest: self.payload_digest,
        });
        (id, row)
    }
}

fn sealed_rows(conn: &mut Conn, from: i64, end: i64) -> Result<BTreeMap<String, Option<JournalRow>>, Error> {
    let sealed = journal_seals::table.filter(journal_seals::seq.between(from, end)).select(journal_seals::journal_id);
    let rows = journal_rows!(conn, journal::id.eq_any(sealed));
    Ok(rows.into_iter().collect())
}

/// The rows in the order of their ids, each with its payload and its place in the chain or in the queue.
fn rows(conn: &mut Conn, report: &mut Report) -> Result<(), Error> {
    let mut after = String::new();
    // The one id that is not after the empty text.
    let nameless: i64 = on!(conn, c => journal::table.filter(journal::id.eq("")).count().get_result(c))?;
    if nameless > 0 {
        report.find("journal", "", Fault::Malformed);
    }
    loop {
        let rows = journal_rows!(conn, journal::id.gt(&after));
        let Some(end) = rows.last().map(|(id, _)| id.clone()) else { break };
        let around = Around::load(conn, &after, &end)?;
        for (id, row) in rows {
            report.journal_rows += 1;
            let waits = around.waiting.contains(&id);
            report.waiting += u64::from(waits);
            match (around.sealed.contains(&id), waits) {
                (true, false) | (false, true) => {}
                (true, true) => report.find("journal_unsealed", &id, Fault::AlreadySealed),
                (false, false) => report.find("journal", &id, Fault::Unqueued),
            }
            let Some(row) = row else {
                report.find("journal", &id, Fault::Malformed);
                continue;
            };
            match around.payloads.get(&id) {
                Some(digest) if *digest == row.payload_digest => {}
                Some(_) => report.find("journal_payloads", &id, Fault::Altered),
                None if around.destroyed.contains(&id) => report.payloads_destroyed += 1,
                None => report.find("journal_payloads", &id, Fault::PayloadMissing),
            }
        }
        after = end;
    }
    Ok(())
}

/// What other tables hold for the rows of one chunk.
struct Around {
    /// The digests of the payloads that are there.
    payloads: BTreeMap<String, String>,
    /// Rows whose payload was destroyed lawfully.
    destroyed: BTreeSet<String>,
    sealed: BTreeSet<String>,
    waiting: BTreeSet<String>,
}

impl Around {
    fn load(conn: &mut Conn, after: &str, end: &str) -> Result<Self, Error> {
        let chunk = || journal::table.filter(journal::id.gt(after).and(journal::id.le(end))).select(journal::id);
        let payloads: Vec<PayloadRow> = on!(conn, c => journal_payloads::table
            .filter(journal_payloads::journal_id.eq_any(chunk()))
            .select(PayloadRow::as_select())
            .load(c))?;
        let missing: Vec<String> = on!(conn, c => journal::table
            .left_join(journal_payloads::table)
            .filter(journal::id.gt(after).and(journal::id.le(end)))
            .filter(journal_payloads::journal_id.is_null())
            .select(journal::id)
            .load(c))?;
        let destroyed: Vec<String> = if missing.is_empty() {
            Vec::new()
        } else {
            on!(conn, c => journal::table
                .filter(journal::event.eq(sql::<Text>("'payload.destroyed'")))
                .filter(journal::subject_id.eq_any(&missing))
                .select(journal::subject_id)
                .load(c))?
        };
        let sealed: Vec<String> = on!(conn, c => journal_seals::table
            .filter(journal_seals::journal_id.eq_any(chunk()))
            .select(journal_seals::journal_id)
            .load(c))?;
        let waiting: Vec<String> = on!(conn, c => journal_unsealed::table
            .filter(journal_unsealed::journal_id.eq_any(chunk()))
            .select(journal_unsealed::journal_id)
            .load(c))?;
        Ok(Self {
            payloads: payloads.into_iter().map(|row| (row.journal_id.clone(), row.digest())).collect(),
            destroyed: destroyed.into_iter().collect(),
            sealed: sealed.into_iter().collect(),
            waiting: waiting.into_iter().collect(),
        })
    }
}
