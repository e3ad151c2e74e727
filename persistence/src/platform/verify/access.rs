//! The access log: its groups, their entries and the people in them.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::{CHUNK, Fault, Instants, Report, orphans};
use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::access_log::{EntryRow, GroupRow, group_hash};
use crate::platform::seals::GENESIS;
use crate::schema::{access_entries, access_groups, access_people};

/// Groups are read together while their entries add up to less than this.
const ENTRIES: i64 = 1_000;

pub(super) fn check(conn: &mut Conn, report: &mut Report) -> Result<(), Error> {
    chain(conn, report)?;
    orphans(conn, ("access_entries", "id", "seq"), ("access_groups", "seq"), report)?;
    orphans(conn, ("access_people", "entry_id", "entry_id"), ("access_entries", "id"), report)
}

fn chain(conn: &mut Conn, report: &mut Report) -> Result<(), Error> {
    let (mut last, mut prev_hash) = (0, GENESIS.to_owned());
    let mut next = Some(i64::MIN);
    while let Some(from) = next {
        let mut groups: Vec<GroupRow> = on!(conn, c => access_groups::table
            .filter(access_groups::seq.ge(from))
            .order(access_groups::seq)
            .limit(CHUNK)
            .select(GroupRow::as_select())
            .load(c))?;
        groups.truncate(together(&groups));
        let Some(end) = groups.last().map(|group| group.seq) else { break };
        let mut members = members(conn, from, end)?;
        for group in groups {
            if last + 1 != group.seq {
                report.find("access_groups", group.seq, Fault::Gap);
            }
            if prev_hash != group.prev_hash {
                report.find("access_groups", group.seq, Fault::Unchained);
            }
            contents(&group, members.remove(&group.seq).unwrap_or_default(), report);
            report.access_groups += 1;
            last = group.seq;
            prev_hash = group.hash;
        }
        next = end.checked_add(1);
    }
    Ok(())
}

/// How many of the groups to read at once: at least one, whatever it says about its size.
fn together(groups: &[GroupRow]) -> usize {
    let mut entries = 0_i64;
    let fitting = groups.iter().take_while(|group| {
        entries = entries.saturating_add(group.entries.max(0));
        entries <= ENTRIES
    });
    fitting.count().max(1)
}

/// An entry as it is read here: its id, the row unless its instant is malformed, and its people.
type Lying = (String, Option<EntryRow>, Vec<String>);

fn contents(group: &GroupRow, members: Vec<Lying>, report: &mut Report) {
    let counted = i64::try_from(members.len()).unwrap_or(i64::MAX);
    report.access_entries += u64::try_from(counted).unwrap_or(u64::MAX);
    if counted != group.entries {
        report.find("access_groups", group.seq, Fault::Miscounted);
    }
    let mut entries = Vec::with_capacity(members.len());
    for (id, entry, people) in members {
        match entry {
            Some(entry) => entries.push((entry, people)),
            None => return report.find("access_entries", id, Fault::Malformed),
        }
    }
    if group_hash(group.seq, &group.prev_hash, &entries) != group.hash {
        report.find("access_groups", group.seq, Fault::Altered);
    }
}

#[derive(Queryable)]
struct Columns {
    id: String,
    seq: i64,
    actor: String,
    action: String,
    reason: Option<String>,
    request_id: String,
    at: Option<String>,
}

impl Columns {
    fn row(self, instants: Instants) -> Option<EntryRow> {
        let at = instants.read(self.at.as_deref())?;
        Some(EntryRow {
            id: self.id,
            seq: self.seq,
            actor: self.actor,
            action: self.action,
            reason: self.reason,
            request_id: self.request_id,
            at,
        })
    }
}

/// The entries of the groups from `from` up to `end`, in the order of their ids, with their people.
fn members(conn: &mut Conn, from: i64, end: i64) -> Result<BTreeMap<i64, Vec<Lying>>, Error> {
    let instants = Instants::of(conn);
    let at = || sql::<Nullable<Text>>(&instants.text_of("access_entries.at"));
    let entries: Vec<Columns> = on!(conn, c => access_entries::table
        .filter(access_entries::seq.between(from, end))
        .order((access_entries::seq, access_entries::id))
        .select((
            access_entries::id, access_entries::seq, access_entries::actor, access_entries::action,
            access_entries::reason, access_entries::request_id, at(),
        ))
        .load(c))?;
    let chosen = access_entries::table.filter(access_entries::seq.between(from, end)).select(access_entries::id);
    let people: Vec<(String, String)> = on!(conn, c => access_people::table
        .filter(access_people::entry_id.eq_any(chosen))
        .select((access_people::entry_id, access_people::person_id))
        .load(c))?;
    let mut by_entry: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (entry, person) in people {
        by_entry.entry(entry).or_default().push(person);
    }
    let mut members: BTreeMap<i64, Vec<Lying>> = BTreeMap::new();
    for entry in entries {
        let (id, seq) = (entry.id.clone(), entry.seq);
        let mut people = by_entry.remove(&id).unwrap_or_default();
        people.sort_unstable();
        members.entry(seq).or_default().push((id, entry.row(instants), people));
    }
    Ok(members)
}
