//! Files: their length, their words, the migrations' names.

use std::collections::BTreeSet;

use super::{read, root, tree};

/// Written by `diesel print-schema`.
const GENERATED: &[&str] = &["persistence/src/schema.rs"];
/// Past this many lines a file is listed.
const LONG: usize = 500;
/// Past this many it has two subjects.
const TOO_LONG: usize = 600;

#[test]
fn files_have_one_subject() {
    let paths = tree().into_iter().filter(|path| path.ends_with(".rs") && !GENERATED.contains(&path.as_str()));
    let long: Vec<_> =
        paths.map(|path| (read(&path).lines().count(), path)).filter(|(lines, _)| *lines > LONG).collect();
    for (lines, path) in &long {
        eprintln!("long: {path} has {lines} lines");
    }
    assert!(long.iter().all(|(lines, _)| *lines <= TOO_LONG), "{long:?}");
}

/// Words in two halves, so that this file does not hold them.
const FORBIDDEN: &[(&str, &str)] = &[
    // Addresses of one machine.
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    // Work left undone.
    ("TO", "DO"),
    ("FIX", "ME"),
    ("todo", "!("),
    ("unimple", "mented!("),
    // Hosts of package registries: tools know them.
    ("registry.", "npmjs"),
    ("files.", "pythonhosted"),
    ("static.", "crates.io"),
    ("index.", "crates.io"),
];

#[test]
fn nothing_names_a_machine_a_registry_or_work_left_undone() {
    for path in tree() {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for (first, second) in FORBIDDEN {
            let word = format!("{first}{second}");
            assert!(!text.contains(&word), "{path} has {word}");
        }
    }
}

fn migrations(database: &str) -> BTreeSet<String> {
    let prefix = format!("migrations/{database}/");
    tree().iter().filter_map(|path| path.strip_prefix(&prefix)).map(str::to_owned).collect()
}

#[test]
fn both_databases_have_the_same_migrations_up_and_down() {
    let sqlite = migrations("sqlite");
    assert_eq!(sqlite, migrations("postgres"));
    let names = |file: &str| -> BTreeSet<&str> { sqlite.iter().filter_map(|path| path.strip_suffix(file)).collect() };
    assert!(!sqlite.is_empty());
    assert_eq!(names("/up.sql"), names("/down.sql"));
    assert_eq!(names("/up.sql").len() * 2, sqlite.len());
}

#[test]
fn a_table_has_the_same_column_types_everywhere() {
    let allowed = ["TEXT", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP"];
    for file in migrations("postgres").iter().filter(|path| path.ends_with("up.sql")) {
        let text = read(&format!("migrations/postgres/{file}"));
        for foreign in ["VARCHAR", "JSONB", "NUMERIC", "SERIAL", "TIMESTAMPTZ", "UUID", "REAL", "DOUBLE"] {
            let found = text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == foreign);
            assert!(!found, "{file} has {foreign}; the types are {allowed:?}");
        }
    }
}
