//! The journal: audit, history and outbox in one.
//!
//! A row for every event, written in the transaction of the change, with a salted digest of what changed. The
//! changes themselves lie in `journal_payloads`, the only place where a lawful destruction deletes.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain::kernel::context::Context;
use domain::kernel::ids::JournalId;
use serde::Serialize;
use uuid::Uuid;

use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::digest::Digest;
use crate::row::insert_rows;
use crate::schema::{journal, journal_payloads, journal_seals, journal_unsealed};
use crate::tx::{Change, Read};

/// Rows in one statement: SQLite takes 32 766 parameters, PostgreSQL twice as many.
pub(crate) const ROWS_AT_ONCE: usize = 1_000;

/// What an event is about: the kind of aggregate, as events and paths name it, and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind: `person`, `case`, `decision` and so on.
    pub kind: &'static str,
    /// The id.
    pub id: Uuid,
}

impl Subject {
    /// Names an aggregate.
    #[must_use]
    pub const fn new(kind: &'static str, id: Uuid) -> Self {
        Self { kind, id }
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The type, for example `case.assigned`; clients subscribe to it, so it is never renamed.
    pub kind: &'static str,
    /// What it happened to.
    pub subject: Subject,
    /// The version the aggregate has after it.
    pub version: i64,
}

/// What a write has to report: at least one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events {
    first: Event,
    rest: Vec<Event>,
}

impl Events {
    /// One event.
    #[must_use]
    pub const fn one(kind: &'static str, subject: Subject, version: i64) -> Self {
        Self { first: Event { kind, subject, version }, rest: Vec::new() }
    }

    /// One more event.
    #[must_use]
    pub fn and(mut self, kind: &'static str, subject: Subject, version: i64) -> Self {
        self.rest.push(Event { kind, subject, version });
        self
    }

    /// Adds one more event.
    pub fn push(&mut self, kind: &'static str, subject: Subject, version: i64) {
        self.rest.push(Event { kind, subject, version });
    }

    /// The events of several steps of one write.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.rest.push(other.first);
        self.rest.extend(other.rest);
        self
    }

    fn iter(&self) -> impl Iterator<Item = &Event> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

/// A journal row as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = journal, treat_none_as_default_value = false)]
pub struct JournalRow {
    /// UUIDv7.
    pub id: String,
    /// `user:<id>` or `system:<name>`.
    pub actor: String,
    /// The employee the actor stands in for.
    pub on_behalf_of: Option<String>,
    /// The event's type.
    pub event: String,
    /// The kind of aggregate.
    pub subject_kind: String,
    /// Its id.
    pub subject_id: String,
    /// Its version after the event.
    pub subject_version: i64,
    /// Why, when the actor said so.
    pub reason: Option<String>,
    /// The request that caused it.
    pub request_id: String,
    /// When, UTC, whole microseconds.
    pub at: NaiveDateTime,
    /// SHA-256 over salt and payload.
    pub payload_digest: String,
}

impl JournalRow {
    pub(crate) fn digest(&self) -> Digest {
        Digest::of("journal")
            .text(&self.id)
            .text(&self.actor)
            .maybe(self.on_behalf_of.as_deref())
            .text(&self.event)
            .text(&self.subject_kind)
            .text(&self.subject_id)
            .number(self.subject_version)
            .maybe(self.reason.as_deref())
            .text(&self.request_id)
            .instant(self.at)
            .text(&self.payload_digest)
    }
}

/// What changed, with the salt of its digest.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_payloads)]
pub(crate) struct PayloadRow {
    pub(crate) journal_id: String,
    pub(crate) salt: String,
    pub(crate) body: String,
}

/// A journal row that waits for its seal.
#[derive(Debug, Insertable)]
#[diesel(table_name = journal_unsealed)]
struct WaitingRow {
    journal_id: String,
}

impl PayloadRow {
    pub(crate) fn digest(&self) -> String {
        Digest::of("payload").text(&self.salt).text(&self.body).hex()
    }
}

/// Writes the rows of one transaction. Each change goes with the first event of its subject, and a change whose
/// subject has no event with the first of all.
pub(crate) fn append(
    conn: &mut Conn,
    context: &Context,
    events: &Events,
    mut changes: Vec<Change>,
) -> Result<(), Error> {
    let mut rows = Vec::new();
    let mut payloads = Vec::new();
    let known: Vec<Subject> = events.iter().map(|event| event.subject).collect();
    for (position, event) in events.iter().enumerate() {
        let (mine, others) = changes
            .into_iter()
            .partition(|change| change.subject == event.subject || (position == 0 && !known.contains(&change.subject)));
        changes = others;
        let (row, payload) = entry(context, event, &mine)?;
        rows.push(row);
        payloads.push(payload);
    }
    let queue: Vec<_> = rows.iter().map(|row| WaitingRow { journal_id: row.id.clone() }).collect();
    insert_rows!(conn, journal, rows);
    insert_rows!(conn, journal_payloads, payloads);
    insert_rows!(conn, journal_unsealed, queue);
    Ok(())
}

fn entry(context: &Context, event: &Event, changes: &Vec<Change>) -> Result<(JournalRow, PayloadRow), Error> {
    let id = JournalId::new(context.ids.next());
    let unserializable = |_error| Error::Corrupt { table: "journal_payloads", id: id.to_string() };
    let payload = PayloadRow {
        journal_id: id.to_string(),
        salt: context.ids.next().simple().to_string() + &context.ids.next().simple().to_string(),
        body: serde_json::to_string(changes).map_err(unserializable)?,
    };
    let row = JournalRow {
        id: id.to_string(),
        actor: context.actor.code(),
        on_behalf_of: context.on_behalf_of.map(|employee| employee.to_string()),
        event: event.kind.to_owned(),
        subject_kind: event.subject.kind.to_owned(),
        subject_id: event.subject.id.to_string(),
        subject_version: event.version,
        reason: context.reason.clone(),
        request_id: context.request.to_string(),
        at: context.now.naive_utc(),
        payload_digest: payload.digest(),
    };
    Ok((row, payload))
}

/// A journal row with its place in the sealed order, if it has one yet.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The row.
    pub row: JournalRow,
    /// Its number in the chain; `None` while the sealer has not reached it (at most about a second).
    pub seq: Option<i64>,
    /// What changed, as JSON; `None` after a lawful destruction.
    pub payload: Option<String>,
}

/// The history of one aggregate, oldest first, from `after` (exclusive) on.
///
/// # Errors
/// Only those of the database.
pub fn history(
    read: &mut Read<'_>,
    subject: Subject,
    after: Option<JournalId>,
    limit: i64,
) -> Result<Vec<Entry>, Error> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows: Vec<(JournalRow, Option<i64>, Option<String>)> = on!(read.conn(), c => journal::table
        .left_join(journal_seals::table)
        .left_join(journal_payloads::table)
        .filter(journal::subject_kind.eq(subject.kind))
        .filter(journal::subject_id.eq(subject.id.to_string()))
        .filter(journal::id.gt(after))
        .order(journal::id)
        .limit(limit)
        .select((JournalRow::as_select(), journal_seals::seq.nullable(), journal_payloads::body.nullable()))
        .load(c))?;
    Ok(rows.into_iter().map(|(row, seq, payload)| Entry { row, seq, payload }).collect())
}

/// Sealed rows in the order of the chain, after number `after`: the event feed.
///
/// # Errors
/// Only those of the database.
pub fn sealed_after(
    read: &mut Read<'_>,
    after: i64,
    kinds: &[String],
    limit: i64,
) -> Result<Vec<(i64, JournalRow)>, Error> {
    let rows: Vec<(i64, JournalRow)> = on!(read.conn(), c => {
        let mut query = journal_seals::table
            .inner_join(journal::table)
            .filter(journal_seals::seq.gt(after))
            .order(journal_seals::seq)
            .limit(limit)
            .select((journal_seals::seq, JournalRow::as_select()))
            .into_boxed();
        if !kinds.is_empty() {
            query = query.filter(journal::event.eq_any(kinds));
        }
        query.load(c)
    })?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use domain::kernel::context::IdSource;
    use serde_json::{Value, json};

    use super::*;
    use crate::error::Error;
    use crate::platform::seals;
    use crate::store::Store;
    use crate::testing::{TestIds, block_on, each_database, test_context};

    #[derive(Serialize)]
    struct Row {
        name: &'static str,
    }

    fn subject(kind: &'static str) -> Subject {
        Subject::new(kind, TestIds.next())
    }

    fn history_of(store: &Store, subject: Subject, after: Option<JournalId>, limit: i64) -> Vec<Entry> {
        block_on(store.read(test_context(), "test", move |read| history(read, subject, after, limit))).unwrap()
    }

    fn payload(entry: &Entry) -> Value {
        serde_json::from_str(entry.payload.as_deref().unwrap()).unwrap()
    }

    #[test]
    fn a_change_is_kept_with_the_event_of_its_subject_and_a_stray_one_with_the_first() {
        each_database(|db| {
            let store = db.store();
            let (person, case, stray) = (subject("person"), subject("case"), subject("address"));
            block_on(store.write(test_context(), move |tx| {
                tx.changed(case, "cases", "c1", Some(&Row { name: "old" }), Some(&Row { name: "new" }))?;
                tx.changed(stray, "addresses", "a1", Some(&Row { name: "gone" }), None)?;
                tx.changed(person, "persons", "p1", None, Some(&Row { name: "first" }))?;
                Ok::<_, Error>(((), Events::one("person.registered", person, 1).and("case.opened", case, 2)))
            }))
            .unwrap();
            let of_person = history_of(&store, person, None, 10);
            assert_eq!((of_person[0].row.event.as_str(), of_person[0].row.subject_version), ("person.registered", 1));
            assert_eq!(
                payload(&of_person[0]),
                json!([
                    {"table": "addresses", "id": "a1", "before": {"name": "gone"}, "after": null},
                    {"table": "persons", "id": "p1", "before": null, "after": {"name": "first"}},
                ])
            );
            let of_case = history_of(&store, case, None, 10);
            assert_eq!(
                payload(&of_case[0]),
                json!([{"table": "cases", "id": "c1", "before": {"name": "old"}, "after": {"name": "new"}}])
            );
        });
    }

    #[test]
    fn history_shows_rows_before_and_after_their_seal_page_by_page() {
        each_database(|db| {
            let store = db.store();
            let person = subject("person");
            for version in 1..=3 {
                let events = Events::one("person.renamed", person, version);
                block_on(store.write(test_context(), move |_tx| Ok::<_, Error>(((), events)))).unwrap();
                if version == 2 {
                    block_on(store.housekeeping(|house| seals::seal(house, 10))).unwrap();
                }
            }
            let all = history_of(&store, person, None, 10);
            let shown: Vec<_> = all.iter().map(|entry| (entry.row.subject_version, entry.seq)).collect();
            assert_eq!(shown, [(1, Some(1)), (2, Some(2)), (3, None)]);
            let first: JournalId = all[0].row.id.parse().unwrap();
            let page = history_of(&store, person, Some(first), 1);
            assert_eq!(page.iter().map(|entry| entry.row.subject_version).collect::<Vec<_>>(), [2]);
            assert_eq!(history_of(&store, Subject::new("case", person.id), None, 10).len(), 0);
        });
    }

    #[test]
    fn the_feed_gives_sealed_rows_of_the_wanted_kinds_in_the_order_of_the_chain() {
        each_database(|db| {
            let store = db.store();
            for event in ["a", "b", "a", "c"] {
                let events = Events::one(event, subject("person"), 1);
                block_on(store.write(test_context(), move |_tx| Ok::<_, Error>(((), events)))).unwrap();
            }
            block_on(store.housekeeping(|house| seals::seal(house, 3))).unwrap();
            let feed = |after, kinds: &[&str], limit| -> Vec<(i64, String)> {
                let kinds: Vec<String> = kinds.iter().map(ToString::to_string).collect();
                let found =
                    block_on(store.read(test_context(), "test", move |read| sealed_after(read, after, &kinds, limit)));
                found.unwrap().into_iter().map(|(seq, row)| (seq, row.event)).collect()
            };
            let named = |rows: &[(i64, &str)]| rows.iter().map(|(seq, event)| (*seq, (*event).to_owned())).collect();
            let expected: Vec<_> = named(&[(1, "a"), (2, "b"), (3, "a")]);
            assert_eq!(feed(0, &[], 10), expected, "the fourth is not sealed yet");
            let expected: Vec<_> = named(&[(3, "a")]);
            assert_eq!(feed(1, &["a", "c"], 10), expected);
            let expected: Vec<_> = named(&[(2, "b")]);
            assert_eq!(feed(1, &[], 1), expected);
        });
    }

    #[test]
    fn rows_of_the_journal_and_of_the_access_log_are_only_ever_inserted() {
        each_database(|db| {
            let store = db.store();
            let events = Events::one("person.noted", subject("person"), 1);
            block_on(store.write(test_context(), move |_tx| Ok::<_, Error>(((), events)))).unwrap();
            block_on(store.housekeeping(|house| seals::seal(house, 10))).unwrap();
            block_on(store.read(test_context(), "test", |read| {
                read.saw(domain::kernel::ids::PersonId::new(TestIds.next()));
                Ok::<_, Error>(())
            }))
            .unwrap();
            for (table, column) in [
                ("journal", "event"),
                ("journal_payloads", "body"),
                ("journal_seals", "hash"),
                ("access_groups", "hash"),
                ("access_entries", "actor"),
                ("access_people", "person_id"),
            ] {
                for sql in [format!("UPDATE {table} SET {column} = 'x'"), format!("DELETE FROM {table}")] {
                    let refused = db.execute_raw(&sql);
                    assert!(
                        matches!(&refused, Err(Error::Guarded { rule }) if rule == "insert_only"),
                        "{sql}: {refused:?}"
                    );
                }
            }
        });
    }

    #[test]
    fn a_payload_may_go_once_the_journal_names_its_destruction() {
        each_database(|db| {
            let store = db.store();
            let person = subject("person");
            let write = |events| block_on(store.write(test_context(), move |_tx| Ok::<_, Error>(((), events))));
            write(Events::one("person.noted", person, 1)).unwrap();
            write(Events::one("person.noted", person, 2)).unwrap();
            let entries = history_of(&store, person, None, 2);
            let destroyed = Subject::new("journal", entries[0].row.id.parse().unwrap());
            write(Events::one("payload.destroyed", destroyed, 1)).unwrap();
            let delete = |entry: &Entry| {
                db.execute_raw(&format!("DELETE FROM journal_payloads WHERE journal_id = '{}'", entry.row.id))
            };
            delete(&entries[0]).unwrap();
            assert!(matches!(delete(&entries[1]), Err(Error::Guarded { .. })));
            let left: Vec<_> =
                history_of(&store, person, None, 2).iter().map(|entry| entry.payload.is_some()).collect();
            assert_eq!(left, [false, true]);
        });
    }
}
