//! What a verification says about each kind of damage, and that it says nothing about a database in use.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::kernel::context::IdSource;

use super::*;
use crate::conn::Purpose;
use crate::platform::access_log::group_hash;
use crate::platform::journal::{Events, JournalRow, Subject};
use crate::platform::seals::{self, GENESIS};
use crate::schema;
use crate::testing::{Kind, TestDb, TestIds, block_on, each_database, fill, test_context, texts};

/// A connection for someone who has the disk: no trigger and no foreign key stops it.
pub(super) fn unguarded(db: &TestDb) -> Conn {
    let mut conn = Conn::open(db.url(), Purpose::Maintenance).unwrap();
    match db.kind() {
        Kind::Postgres => conn.execute("SET session_replication_role = replica").unwrap(),
        Kind::Sqlite => {
            let drops = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'";
            for sql in texts(&mut conn, drops).unwrap().into_iter().flatten() {
                conn.execute(&sql).unwrap();
            }
            conn.execute("PRAGMA foreign_keys = OFF").unwrap();
        }
    }
    conn
}

/// What is found after `sql`, which is undone.
fn faults_after(conn: &mut Conn, sql: &str) -> Vec<(&'static str, Fault)> {
    conn.begin().unwrap();
    conn.execute(sql).unwrap();
    let report = check(conn, None).unwrap();
    conn.rollback().unwrap();
    named(&report)
}

fn named(report: &Report) -> Vec<(&'static str, Fault)> {
    report.findings.iter().map(|finding| (finding.table, finding.fault)).collect()
}

fn faults(db: &TestDb, checkpoint: Option<&Checkpoint>) -> Vec<(&'static str, Fault)> {
    named(&verify(db.url(), checkpoint).unwrap())
}

#[test]
fn an_empty_and_a_filled_database_are_clean_and_counted() {
    each_database(|db| {
        assert_eq!(verify(db.url(), None).unwrap(), Report::default());
        let store = db.store();
        fill(&store, 30, 12);
        let report = block_on(store.verify(None)).unwrap();
        assert_eq!(report.findings, []);
        let count = |table: &str| u64::try_from(db.count(table)).unwrap();
        assert_eq!((report.journal_rows, report.seals), (count("journal"), count("journal_seals")));
        assert_eq!((report.waiting, report.payloads_destroyed), (0, 3));
        assert_eq!((report.access_groups, report.access_entries), (count("access_groups"), 12));
        assert!(report.is_clean() && report.head.is_some());
        assert_eq!(faults(&db, report.head.as_ref()), []);
    });
}

#[test]
fn chains_longer_than_a_chunk_are_clean() {
    each_database(|db| {
        fill(&db.store(), 700, 4);
        assert!(db.count("journal") > CHUNK * 2);
        assert_eq!(faults(&db, None), []);
    });
}

#[test]
fn each_kind_of_damage_has_its_name() {
    each_database(|db| {
        fill(&db.store(), 30, 12);
        let mut conn = unguarded(&db);
        let one = "(SELECT min(journal_id) FROM journal_payloads)";
        let new = TestIds.next();
        for (sql, expected) in [
            (
                "DELETE FROM journal_seals WHERE seq = 5".to_owned(),
                vec![("journal_seals", Fault::Gap), ("journal_seals", Fault::Unchained), ("journal", Fault::Unqueued)],
            ),
            (format!("UPDATE journal SET actor = 'x' WHERE id = {one}"), vec![("journal_seals", Fault::Altered)]),
            (
                format!("UPDATE journal_payloads SET body = '[]' WHERE journal_id = {one}"),
                vec![("journal_payloads", Fault::Altered)],
            ),
            (
                format!("DELETE FROM journal_payloads WHERE journal_id = {one}"),
                vec![("journal_payloads", Fault::PayloadMissing)],
            ),
            (
                format!("UPDATE journal_payloads SET journal_id = '{new}' WHERE journal_id = {one}"),
                vec![("journal_payloads", Fault::PayloadMissing), ("journal_payloads", Fault::Orphan)],
            ),
            (
                format!("DELETE FROM journal WHERE id = {one}"),
                vec![("journal_seals", Fault::JournalRowMissing), ("journal_payloads", Fault::Orphan)],
            ),
            (format!("INSERT INTO journal_unsealed SELECT {one}"), vec![("journal_unsealed", Fault::AlreadySealed)]),
            (format!("INSERT INTO journal_unsealed VALUES ('{new}')"), vec![("journal_unsealed", Fault::Orphan)]),
            (
                "UPDATE access_entries SET action = 'x' WHERE seq = 1".to_owned(),
                vec![("access_groups", Fault::Altered)],
            ),
            (
                "DELETE FROM access_people WHERE person_id = (SELECT min(person_id) FROM access_people)".to_owned(),
                vec![("access_groups", Fault::Altered)],
            ),
            (
                "UPDATE access_groups SET entries = entries + 1 WHERE seq = 1".to_owned(),
                vec![("access_groups", Fault::Miscounted)],
            ),
            (format!("INSERT INTO access_people VALUES ('{new}', '{new}')"), vec![("access_people", Fault::Orphan)]),
            (
                "INSERT INTO access_groups SELECT max(seq) + 2, 0, 'x', '' FROM access_groups".to_owned(),
                vec![
                    ("access_groups", Fault::Gap),
                    ("access_groups", Fault::Unchained),
                    ("access_groups", Fault::Altered),
                ],
            ),
        ] {
            assert_eq!(faults_after(&mut conn, &sql), expected, "{sql}");
        }
        assert_eq!(faults(&db, None), []);
    });
}

#[test]
fn a_row_rewritten_together_with_its_own_hash_breaks_the_chain_after_it() {
    each_database(|db| {
        fill(&db.store(), 10, 12);
        let mut conn = unguarded(&db);
        let select = "SELECT prev_hash || ' ' || journal_id FROM journal_seals WHERE seq = 4";
        let seal = texts(&mut conn, select).unwrap().remove(0).unwrap();
        let (prev_hash, id) = seal.split_once(' ').unwrap();
        conn.execute(&format!("UPDATE journal SET actor = 'user:other' WHERE id = '{id}'")).unwrap();
        let row: JournalRow = on!(&mut conn, c => schema::journal::table.find(id).first(c)).unwrap();
        let hash = seals::hash(4, prev_hash, &row);
        conn.execute(&format!("UPDATE journal_seals SET hash = '{hash}' WHERE seq = 4")).unwrap();
        assert_eq!(faults(&db, None), [("journal_seals", Fault::Unchained)]);

        let hash = group_hash(1, GENESIS, &[]);
        let forged = format!("UPDATE access_groups SET entries = 0, hash = '{hash}' WHERE seq = 1");
        conn.execute("DELETE FROM access_people WHERE entry_id IN (SELECT id FROM access_entries WHERE seq = 1)")
            .unwrap();
        conn.execute(&format!("DELETE FROM access_entries WHERE seq = 1; {forged}")).unwrap();
        assert_eq!(faults(&db, None)[1..], [("access_groups", Fault::Unchained)]);
    });
}

#[test]
fn a_cut_tail_shows_only_against_a_checkpoint() {
    each_database(|db| {
        fill(&db.store(), 35, 12);
        let mut conn = unguarded(&db);
        let head = verify(db.url(), None).unwrap().head.unwrap();
        let cut = format!("(SELECT journal_id FROM journal_seals WHERE seq > {})", head.seq - 3);
        conn.execute(&format!("DELETE FROM journal_payloads WHERE journal_id IN {cut}")).unwrap();
        conn.execute(&format!("DELETE FROM journal WHERE id IN {cut}")).unwrap();
        conn.execute(&format!("DELETE FROM journal_seals WHERE seq > {}", head.seq - 3)).unwrap();
        assert_eq!(faults(&db, None), []);
        assert_eq!(faults(&db, Some(&head)), [("journal_seals", Fault::CheckpointMissed)]);
    });
}

#[test]
fn a_rewritten_chain_shows_only_against_a_checkpoint() {
    each_database(|db| {
        fill(&db.store(), 30, 12);
        let mut conn = unguarded(&db);
        let head = verify(db.url(), None).unwrap().head.unwrap();
        // Someone who knows the code changes a row and has everything sealed again.
        conn.execute(
            "UPDATE journal SET actor = 'user:other' WHERE id = (SELECT max(id) FROM journal); \
             INSERT INTO journal_unsealed SELECT journal_id FROM journal_seals; DELETE FROM journal_seals",
        )
        .unwrap();
        let store = db.store();
        block_on(store.housekeeping(|house| seals::seal(house, 10_000))).unwrap();
        assert_eq!(faults(&db, None), []);
        assert_eq!(faults(&db, Some(&head)), [("journal_seals", Fault::CheckpointMissed)]);
    });
}

#[test]
fn a_database_in_use_is_clean_at_every_moment() {
    each_database(|db| {
        let store = db.store();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    fill(&store, 10, 5);
                }
            });
            let mut rows = 0;
            for _ in 0..1_000 {
                let report = verify(db.url(), None).unwrap();
                assert_eq!(report.findings, []);
                rows = report.journal_rows;
                if rows > 200 {
                    break;
                }
            }
            stop.store(true, Ordering::Relaxed);
            assert!(rows > 200, "{rows}");
        });
    });
}

#[test]
fn rows_that_wait_for_their_seal_are_counted_and_clean() {
    each_database(|db| {
        let store = db.store();
        fill(&store, 5, 0);
        let subject = Subject::new("person", TestIds.next());
        let events = Events::one("person.noted", subject, 1);
        block_on(store.write(test_context(), move |_tx| Ok::<_, Error>(((), events)))).unwrap();
        let report = verify(db.url(), None).unwrap();
        assert_eq!((report.waiting, report.findings), (1, vec![]));
    });
}

#[test]
fn sqlite_values_of_another_type_are_malformed_though_they_read_alike() {
    let db = TestDb::migrated(Kind::Sqlite);
    fill(&db.store(), 10, 5);
    let mut conn = unguarded(&db);
    for sql in [
        "UPDATE journal SET actor = CAST(actor AS BLOB)",
        "UPDATE journal SET subject_version = subject_version || 'x'",
        "UPDATE journal SET at = replace(at, ' ', 'T')",
        "UPDATE journal SET at = at || 'Z'",
        "UPDATE access_entries SET at = at || '001'",
        "UPDATE journal_seals SET seq = 'x' WHERE seq = 3",
        "UPDATE access_groups SET entries = entries || 'x'",
        "INSERT INTO journal SELECT '', actor, NULL, event, subject_kind, subject_id, 1, NULL, request_id, at, '' FROM journal LIMIT 1",
    ] {
        let found = faults_after(&mut conn, sql);
        assert!(found.iter().any(|(_, fault)| *fault == Fault::Malformed), "{sql}: {found:?}");
    }
}

#[test]
fn there_is_one_text_for_an_instant() {
    for (text, good) in [
        ("2026-11-23 10:15:30", true),
        ("2026-11-23 10:15:30.500", true),
        ("2026-11-23 10:15:30.123456", true),
        ("2026-11-23 10:15:30.5", false),
        ("2026-11-23 10:15:30.000", false),
        ("2026-11-23 10:15:30.123456789", false),
        ("2026-11-23 10:15:60", false),
        ("2026-11-23T10:15:30", false),
        ("2026-11-23 10:15:30 ", false),
        ("infinity", false),
    ] {
        assert_eq!(Instants::Sqlite.read(Some(text)).is_some(), good, "{text}");
    }
    let same = Instants::Sqlite.read(Some("2026-11-23 10:15:30.500"));
    assert_eq!(Instants::Postgres.read(Some("2026-11-23T10:15:30.5")), same);
    for strange in ["2026-11-23T10:15:30.5 BC", "infinity", "-infinity", "2026-11-23T10:15:60"] {
        assert_eq!(Instants::Postgres.read(Some(strange)), None, "{strange}");
    }
}

#[test]
fn a_report_lists_the_first_thousand_and_counts_all() {
    let mut report = Report::default();
    for seq in 0..1_500 {
        report.find("journal_seals", seq, Fault::Gap);
    }
    assert_eq!((report.findings.len(), report.found, report.is_clean()), (1_000, 1_500, false));
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let db = TestDb::unmigrated(Kind::Sqlite);
    assert!(matches!(verify(db.url(), None), Err(Error::Unavailable(_))));
    let DatabaseUrl::Sqlite(path) = db.url() else { panic!("an SQLite file") };
    assert!(!path.exists());
}
