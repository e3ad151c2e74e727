//! `api → persistence → domain`: who knows whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{metadata, sources};

/// The direct dependencies of each member, those for tests aside.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let described = metadata(&["--no-deps"]);
    let packages = described["packages"].as_array().unwrap().iter().map(|package| {
        let all = package["dependencies"].as_array().unwrap().iter();
        let built = all.filter(|dependency| dependency["kind"] != "dev");
        let names = built.map(|dependency| dependency["name"].as_str().unwrap().to_owned());
        (package["name"].as_str().unwrap().to_owned(), names.collect())
    });
    packages.collect()
}

#[test]
fn dependencies_point_one_way() {
    let dependencies = dependencies();
    let members: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    for (package, inner) in [
        ("domain", [].as_slice()),
        ("persistence", ["domain"].as_slice()),
        ("api", ["domain", "persistence"].as_slice()),
    ] {
        let own: BTreeSet<&str> =
            dependencies[package].iter().map(String::as_str).filter(|name| members.contains(name)).collect();
        assert_eq!(own, inner.iter().copied().collect(), "{package}");
    }
}

#[test]
fn the_domain_does_no_input_or_output_and_the_api_no_sql() {
    let dependencies = dependencies();
    for (package, forbidden) in [
        ("domain", ["diesel", "actix", "tokio", "ureq", "log", "tempfile", "clap"].as_slice()),
        ("persistence", ["actix", "utoipa", "clap"].as_slice()),
        ("api", ["diesel", "libsqlite3-sys", "pq-sys", "r2d2"].as_slice()),
    ] {
        for name in &dependencies[package] {
            assert!(!forbidden.iter().any(|start| name.starts_with(start)), "{package} depends on {name}");
        }
    }
}

#[test]
fn the_domain_asks_neither_for_the_time_nor_for_chance_nor_for_files() {
    for (path, text) in sources("domain/src") {
        for word in ["std::fs", "std::net", "std::env", "std::time", "::now(", "now_v7", "println!"] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
}

#[test]
fn use_cases_know_no_actix() {
    for (path, text) in sources("api/src").iter().filter(|(path, _)| path.contains("usecases")) {
        assert!(!text.contains("actix"), "{path}");
    }
}

#[test]
fn persistence_hands_out_no_diesel() {
    for (path, text) in sources("persistence/src") {
        assert!(!text.contains("pub use diesel"), "{path}");
    }
}

/// The rooms that each room of the domain imports.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources("domain/src") {
        let Some((room, _)) = path.trim_start_matches("domain/src/").split_once('/') else { continue };
        let own = imports.entry(room.to_owned()).or_default();
        let after = text.split("crate::").skip(1).filter(|rest| !rest.starts_with('{'));
        let names = after.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>());
        own.extend(names.filter(|name| name != room));
        assert!(!text.contains("use crate::{"), "{path}: one room a line");
    }
    let known: BTreeSet<String> = imports.keys().cloned().collect();
    for targets in imports.values_mut() {
        targets.retain(|name| known.contains(name));
    }
    imports
}

#[test]
fn the_kernel_imports_no_room() {
    assert_eq!(rooms()["kernel"], BTreeSet::new());
}

#[test]
fn rooms_import_each_other_in_no_circle() {
    let mut imports = rooms();
    while let Some(leaf) = imports.iter().find(|(_, targets)| targets.is_empty()).map(|(room, _)| room.clone()) {
        imports.remove(&leaf);
        for targets in imports.values_mut() {
            targets.remove(&leaf);
        }
    }
    assert!(imports.is_empty(), "a circle among {imports:?}");
}
