//! The access log: who saw whose data, when, doing what and why. Written before the answer leaves.
//!
//! Concurrent reads are written as one group, and the groups form a chain like the journal's.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, Text};
use diesel::sqlite::Sqlite;
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
    on!(conn, c => diesel::insert_into(access_groups::table).values(&group).execute(c))?;
    match conn {
        Conn::Pg(c) => put_together(c, &entries),
        Conn::Sqlite(c) => put_one_by_one(c, &entries),
    }
}

/// Pairs of one statement; a file of payments may show a hundred thousand people.
const PAIRS: usize = 10_000;

/// Where the databases differ: on PostgreSQL each statement is a way to the server and back, and arrays save parsing.
fn put_together(c: &mut PgConnection, entries: &[(EntryRow, Vec<String>)]) -> Result<(), Error> {
    let rows: Vec<&EntryRow> = entries.iter().map(|(entry, _)| entry).collect();
    diesel::insert_into(access_entries::table).values(rows).execute(c)?;
    let pairs = entries.iter().flat_map(|(entry, seen)| seen.iter().map(|person| (entry.id.as_str(), person.as_str())));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    for pairs in pairs.chunks(PAIRS) {
        let (entries, people) = pairs.iter().copied().unzip();
        AddPairs { entries, people }.execute(c)?;
    }
    Ok(())
}

/// SQLite has no way to go to the server, and its statements stay prepared only as long as their text is the same.
fn put_one_by_one(c: &mut SqliteConnection, entries: &[(EntryRow, Vec<String>)]) -> Result<(), Error> {
    for (entry, people) in entries {
        diesel::insert_into(access_entries::table).values(entry).execute(c)?;
        if let [person] = people.as_slice() {
            let row = PersonRow { entry_id: entry.id.clone(), person_id: person.clone() };
            diesel::insert_into(access_people::table).values(&row).execute(c)?;
        } else {
            // Ids need no escaping.
            AddPeople { entry: &entry.id, people: format!("[\"{}\"]", people.join("\",\"")) }.execute(c)?;
        }
    }
    Ok(())
}

/// Rows from two arrays of the same length, in one statement of PostgreSQL whose text is always the same.
#[derive(Debug)]
struct AddPairs<'a> {
    entries: Vec<&'a str>,
    people: Vec<&'a str>,
}

impl QueryId for AddPairs<'_> {
    type QueryId = AddPairs<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for AddPairs<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("INSERT INTO access_people (entry_id, person_id) SELECT * FROM unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.entries)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.people)?;
        out.push_sql(")");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for AddPairs<'_> {}

/// The people of one entry from a JSON array, in one statement of SQLite whose text is always the same.
#[derive(Debug)]
struct AddPeople<'a> {
    entry: &'a str,
    people: String,
}

impl QueryId for AddPeople<'_> {
    type QueryId = AddPeople<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Sqlite> for AddPeople<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO access_people (entry_id, person_id) SELECT ");
        out.push_bind_param::<Text, _>(self.entry)?;
        out.push_sql(", value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.people)?;
        out.push_sql(")");
        Ok(())
    }
}

impl RunQueryDsl<SqliteConnection> for AddPeople<'_> {}
