//! What is refused, and that nothing is left behind then.

use std::path::Path;

use super::*;
use crate::error::Error;

#[test]
fn a_target_with_rows_is_refused_and_left_alone() {
    each_pair(|from, to| {
        let target = TestDb::migrated(to);
        target.execute_raw("INSERT INTO access_groups VALUES (7, 0, '', '')").unwrap();
        let refused = copy(from.url(), target.url());
        assert!(matches!(&refused, Err(Failure::NotEmpty { table }) if table == "access_groups"), "{refused:?}");
        let (_dir, folder) = place();
        backup(from.url(), &folder, now()).unwrap();
        assert!(matches!(restore(&folder, target.url()), Err(Failure::NotEmpty { .. })));
        assert_eq!(target.count("access_groups WHERE seq = 7"), 1);
    });
}

#[test]
fn a_table_that_the_target_lacks_is_not_left_out() {
    for to in kinds() {
        let (source, target) = (TestDb::migrated(Kind::Sqlite), TestDb::migrated(to));
        source.execute_raw("CREATE TABLE own (id TEXT NOT NULL PRIMARY KEY)").unwrap();
        let (_dir, folder) = place();
        backup(source.url(), &folder, now()).unwrap();
        for refused in [copy(source.url(), target.url()), restore(&folder, target.url())] {
            assert!(matches!(&refused, Err(Failure::Unsupported { table, .. }) if table == "own"), "{refused:?}");
        }
        target.execute_raw("CREATE TABLE own (id TEXT NOT NULL PRIMARY KEY, more TEXT)").unwrap();
        assert!(matches!(copy(source.url(), target.url()), Err(Failure::Unsupported { .. })));
    }
}

#[test]
fn a_database_is_not_copied_onto_itself() {
    each_database(|db| assert!(matches!(copy(db.url(), db.url()), Err(Failure::Database(Error::Unavailable(_))))));
}

#[test]
fn another_or_an_unknown_schema_is_refused() {
    each_pair(|from, to| {
        let (_dir, folder) = place();
        backup(from.url(), &folder, now()).unwrap();
        let target = TestDb::migrated(to);
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')";
        target.execute_raw(newer).unwrap();
        let refused = restore(&folder, target.url());
        assert!(
            matches!(&refused, Err(Failure::OtherSchema { found, .. }) if found == "99991231000000"),
            "{refused:?}"
        );
        let (unknown, source) = (TestDb::unmigrated(to), TestDb::migrated(from.kind()));
        source.execute_raw(newer).unwrap();
        let refused = copy(source.url(), unknown.url());
        assert!(matches!(&refused, Err(Failure::UnknownSchema(version)) if version == "99991231000000"), "{refused:?}");
    });
}

/// Restores after `damage` was done to a copy of a backup, and gives the refusal; nothing may be left in the target.
fn refusal(backup: &Path, to: Kind, damage: impl Fn(&Path)) -> Failure {
    let (_dir, folder) = place();
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(backup).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    damage(&folder);
    let target = TestDb::unmigrated(to);
    let refused = restore(&folder, target.url()).unwrap_err();
    assert!(!migrations::is_current(target.url()).unwrap(), "no table is left behind");
    refused
}

fn edit(path: &Path, change: impl Fn(String) -> String) {
    std::fs::write(path, change(std::fs::read_to_string(path).unwrap())).unwrap();
}

/// What is done, to which file, and how.
type Damage = (&'static str, &'static str, fn(String) -> String);

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let source = TestDb::migrated(Kind::Sqlite);
    fill(&source.store(), 5, 5);
    let (_dir, good) = place();
    backup(source.url(), &good, now()).unwrap();
    for to in kinds() {
        let damages: [Damage; 11] = [
            ("a changed value", "journal.ndjson", |text| text.replacen("person.noted", "person.noteD", 1)),
            ("a lost line", "journal.ndjson", |text| text.split_inclusive('\n').skip(1).collect()),
            ("a cut file", "access_people.ndjson", |text| text[..text.len() - 10].to_owned()),
            ("an added line", "journal_unsealed.ndjson", |text| text + "{\"journal_id\":\"x\"}\n"),
            ("exchanged lines", "access_entries.ndjson", |text| {
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                lines.swap(0, 1);
                lines.concat()
            }),
            ("a strange column", "journal_seals.ndjson", |text| text.replacen("\"hash\"", "\"trash\"", 1)),
            ("a strange type", "journal_seals.ndjson", |text| text.replacen("\"seq\":1", "\"seq\":\"1\"", 1)),
            ("an unknown format", "manifest.json", |text| text.replacen("\"format\": 1", "\"format\": 2", 1)),
            ("no manifest at all", "manifest.json", |_text| String::new()),
            ("a path", "manifest.json", |text| text.replacen("\"journal\"", "\"../backup/journal\"", 1)),
            ("a lost table", "manifest.json", |text| text.replacen("\"journal\"", "\"jurnal\"", 1)),
        ];
        for (what, file, change) in damages {
            let refused = refusal(&good, to, |folder| edit(&folder.join(file), change));
            // A file of another name is not there.
            let expected = matches!(refused, Failure::Damaged(_)) || what == "a lost table";
            assert!(expected, "{what}: {refused:?}");
        }
        let refused = refusal(&good, to, |folder| std::fs::remove_file(folder.join("journal.ndjson")).unwrap());
        assert!(matches!(refused, Failure::File { .. }), "{refused:?}");
        let refused =
            refusal(&good, to, |folder| std::fs::write(folder.join("journal.ndjson"), [0xff, 0xfe, b'\n']).unwrap());
        assert!(matches!(refused, Failure::Damaged(_)), "{refused:?}");
    }
}

#[test]
fn a_backup_does_not_overwrite_and_a_failed_one_leaves_nothing() {
    each_database(|db| {
        let (dir, folder) = place();
        backup(db.url(), &folder, now()).unwrap();
        assert!(matches!(backup(db.url(), &folder, now()), Err(Failure::File { .. })));
        db.execute_raw("CREATE TABLE odd (id TEXT NOT NULL PRIMARY KEY, amount REAL)").unwrap();
        assert!(matches!(backup(db.url(), &dir.path().join("second"), now()), Err(Failure::Unsupported { .. })));
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["backup"]);
    });
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_a_backup() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_dir, folder) = place();
    backup(TestDb::migrated(Kind::Sqlite).url(), &folder, now()).unwrap();
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o077, 0);
}
