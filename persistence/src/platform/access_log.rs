//! The access log: who saw whose data, when, doing what and why. Written before the answer leaves.
//!
//! Concurrent reads are written as one group, and the groups form a chain like the journal's.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::kernel::context::Context;
use domain::kernel::ids::PersonId;

use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::digest::Digest;
use crate::platform::seals::GENESIS;
use crate::schema::{access_entries, access_groups, access_people};

/// The advisory lock of one group; several instances append to one chain.
const LOCK: i64 = 7_264_003;

/// One answer that held personal data.
#[derive(Debug, Clone)]
pub struct Access {
    entry: EntryRow,
    people: BTreeSet<PersonId>,
}

impl Access {
    pub(crate) fn new(context: &Context, action: &'static str, people: BTreeSet<PersonId>) -> Self {
        let entry = EntryRow {
            id: context.ids.next().to_string(),
            seq: 0,
            actor: context.actor.code(),
            action: action.to_owned(),
            reason: context.reason.clone(),
            request_id: context.request.to_string(),
            at: context.now.naive_utc(),
        };
        Self { entry, people }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_entries, treat_none_as_default_value = false)]
pub(crate) struct EntryRow {
    pub(crate) id: String,
    pub(crate) seq: i64,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) reason: Option<String>,
    pub(crate) request_id: String,
    pub(crate) at: NaiveDateTime,
}

impl EntryRow {
    pub(crate) fn add_to(&self, digest: Digest) -> Digest {
        digest
            .text(&self.id)
            .text(&self.actor)
            .text(&self.action)
            .maybe(self.reason.as_deref())
            .text(&self.request_id)
            .instant(self.at)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_people)]
pub(crate) struct PersonRow {
    pub(crate) entry_id: String,
    pub(crate) person_id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_groups)]
pub(crate) struct GroupRow {
    pub(crate) seq: i64,
    pub(crate) entries: i64,
    pub(crate) prev_hash: String,
    pub(crate) hash: String,
}

/// The hash of a group: its entries in the order of their ids, each with its people in the order of theirs.
pub(crate) fn group_hash(seq: i64, prev_hash: &str, entries: &[(EntryRow, Vec<String>)]) -> String {
    let mut digest = Digest::group(seq, prev_hash);
    for (entry, people) in entries {
        digest = entry.add_to(digest).number(i64::try_from(people.len()).unwrap_or(i64::MAX));
        for person in people {
            digest = digest.text(person);
        }
    }
    digest.hex()
}

/// Appends one group, inside the caller's transaction. Nothing to log is no group.
pub(crate) fn append(conn: &mut Conn, accesses: &[Access]) -> Result<(), Error> {
    if accesses.is_empty() {
        return Ok(());
    }
    if let Conn::Pg(c) = conn {
        use diesel::connection::SimpleConnection;
        c.batch_execute(&format!("SELECT pg_advisory_xact_lock({LOCK})"))?;
    }
    let head: Option<(i64, String)> = on!(conn, c => access_groups::table
        .order(access_groups::seq.desc())
        .select((access_groups::seq, access_groups::hash))
        .first(c)
        .optional())?;
    let (last, prev_hash) = head.unwrap_or((0, GENESIS.to_owned()));
    let seq = last + 1;
    let mut entries: Vec<(EntryRow, Vec<String>)> = accesses
        .iter()
        .map(|access| {
            let people = access.people.iter().map(ToString::to_string).collect();
            (EntryRow { seq, ..access.entry.clone() }, people)
        })
        .collect();
    entries.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let hash = group_hash(seq, &prev_hash, &entries);
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let group = GroupRow { seq, entries: count, prev_hash, hash };
    let people: Vec<PersonRow> = entries
        .iter()
        .flat_map(|(entry, people)| {
            people.iter().map(|person| PersonRow { entry_id: entry.id.clone(), person_id: person.clone() })
        })
        .collect();
    let rows: Vec<EntryRow> = entries.into_iter().map(|(entry, _)| entry).collect();
    on!(conn, c => diesel::insert_into(access_groups::table).values(&group).execute(c))?;
    on!(conn, c => diesel::insert_into(access_entries::table).values(&rows).execute(c))?;
    for chunk in people.chunks(1_000) {
        on!(conn, c => diesel::insert_into(access_people::table).values(chunk).execute(c))?;
    }
    Ok(())
}
