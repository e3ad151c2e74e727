//! Drills: fill, back up while the service writes, restore or copy into either database, compare, verify.

mod refusals;
mod values;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::*;
use crate::conn::{Conn, Purpose};
use crate::migrations;
use crate::platform::verify::{Fault, verify};
use crate::testing::{Kind, TestDb, each_database, fill, kinds, test_context};

fn now() -> DateTime<Utc> {
    test_context().now
}

/// A folder that a backup may be written to.
fn place() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("backup");
    (dir, folder)
}

/// Each database with each that a centre may move to.
fn each_pair(test: impl Fn(&TestDb, Kind)) {
    each_database(|from| {
        for to in kinds() {
            test(&from, to);
        }
    });
}

fn tables_of(db: &TestDb) -> Vec<TableSummary> {
    let (_dir, folder) = place();
    backup(db.url(), &folder, now()).unwrap().tables
}

#[test]
fn a_backup_of_a_centre_at_work_restores_into_either_database() {
    each_pair(|from, to| {
        let store = from.store();
        fill(&store, 20, 10);
        let (_dir, folder) = place();
        let stop = AtomicBool::new(false);
        let written = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    fill(&store, 5, 5);
                }
            });
            let before = from.count("journal");
            while from.count("journal") < before + 20 {
                std::thread::yield_now();
            }
            let written = backup(from.url(), &folder, now());
            stop.store(true, Ordering::Relaxed);
            written
        })
        .unwrap();
        assert_eq!(manifest(&folder).unwrap(), written);
        let target = TestDb::unmigrated(to);
        let restored = restore(&folder, target.url()).unwrap();
        assert_eq!(restored.tables, written.tables);
        assert_eq!(restored.verification.findings, []);
        assert_eq!(tables_of(&target), written.tables, "a backup of the restored centre is the same backup");
        let verified = verify(target.url(), written.checkpoint.as_ref()).unwrap();
        assert!(verified.is_clean() && verified.journal_rows > 40, "{verified:?}");
        fill(&target.store(), 5, 5);
        assert!(verify(target.url(), written.checkpoint.as_ref()).unwrap().is_clean(), "its chains go on");
    });
}

#[test]
fn a_copy_there_and_back_changes_no_byte_of_a_backup() {
    each_pair(|from, to| {
        fill(&from.store(), 20, 10);
        let (there, back) = (TestDb::migrated(to), TestDb::unmigrated(from.kind()));
        let copied = copy(from.url(), there.url()).unwrap();
        assert!(copied.verification.is_clean() && copied.checkpoint.is_some());
        assert_eq!(copied.tables, tables_of(from));
        assert_eq!(copy(there.url(), back.url()).unwrap(), copied);
        let (_one, first) = place();
        let (_other, last) = place();
        assert_eq!(backup(from.url(), &first, now()).unwrap(), backup(back.url(), &last, now()).unwrap());
        for entry in std::fs::read_dir(&first).unwrap() {
            let name = entry.unwrap().file_name();
            let same = std::fs::read(first.join(&name)).unwrap() == std::fs::read(last.join(&name)).unwrap();
            assert!(same, "{}", name.display());
        }
    });
}

#[test]
fn the_hash_of_a_table_is_that_of_its_file() {
    use sha2::{Digest as _, Sha256};
    each_database(|db| {
        fill(&db.store(), 5, 5);
        let (_dir, folder) = place();
        for table in backup(db.url(), &folder, now()).unwrap().tables {
            let bytes = std::fs::read(folder.join(format!("{}.ndjson", table.name))).unwrap();
            let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let lines = u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap();
            assert_eq!((table.sha256, table.rows), (hash, lines), "{}", table.name);
        }
    });
}

#[test]
fn a_backup_of_an_older_schema_is_restored_and_brought_up_to_date() {
    let known = migrations::known().unwrap();
    for (to, version) in kinds().into_iter().flat_map(|to| known.iter().map(move |version| (to, version))) {
        let source = TestDb::unmigrated(Kind::Sqlite);
        migrations::run(&mut Conn::open(source.url(), Purpose::Maintenance).unwrap(), Some(version)).unwrap();
        fill(&source.store(), 5, 5);
        let (_dir, folder) = place();
        let written = backup(source.url(), &folder, now()).unwrap();
        assert_eq!(written.schema.last(), Some(version));
        let target = TestDb::unmigrated(to);
        assert!(restore(&folder, target.url()).unwrap().verification.is_clean());
        assert!(migrations::is_current(target.url()).unwrap());
        assert!(verify(target.url(), written.checkpoint.as_ref()).unwrap().is_clean());
    }
}

#[test]
fn what_was_tampered_with_is_carried_faithfully_and_reported() {
    each_pair(|from, to| {
        let source = TestDb::migrated(from.kind());
        fill(&source.store(), 5, 5);
        let free = match source.kind() {
            Kind::Sqlite => "DROP TRIGGER journal_no_update",
            Kind::Postgres => "ALTER TABLE journal DISABLE TRIGGER USER",
        };
        source
            .execute_raw(&format!(
                "{free}; UPDATE journal SET actor = 'user:other' WHERE id = (SELECT min(id) FROM journal)"
            ))
            .unwrap();
        let target = TestDb::unmigrated(to);
        let copied = copy(source.url(), target.url()).unwrap();
        let faults: Vec<_> = copied.verification.findings.iter().map(|finding| finding.fault).collect();
        assert_eq!(faults, [Fault::Altered]);
        assert_eq!(target.count("journal WHERE actor = 'user:other'"), 1);
    });
}
