//! Every dependency comes from the registry and has a licence that `deny.toml` allows.

use std::collections::BTreeSet;
use std::process::Command;

use super::{metadata, read};

/// The dependencies of this machine's builds.
fn packages() -> Vec<(String, Option<String>, Option<String>)> {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let described = metadata(&["--filter-platform", host]);
    let packages = described["packages"].as_array().unwrap().iter().map(|package| {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        (text("name").unwrap(), text("source"), text("license"))
    });
    packages.collect()
}

fn list(table: &toml::Table, section: &str, key: &str) -> BTreeSet<String> {
    let values = table[section][key].as_array().unwrap().iter();
    values.map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// Whether a licence expression can be met: `OR` needs one side, `AND` both.
fn met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // Brackets bind tightest: replace the innermost by its answer.
    if let Some(close) = expression.find(')') {
        let open = expression[..close].rfind('(').expect("an opening bracket");
        let inner = if met(&expression[open + 1..close], allowed) { "met" } else { "refused" };
        return met(&format!("{}{inner}{}", &expression[..open], &expression[close + 1..]), allowed);
    }
    let one = |name: &str| name == "met" || allowed.contains(name);
    let both = |text: &str| text.split(" AND ").all(|name| one(name.trim()));
    expression.replace('/', " OR ").split(" OR ").any(|side| both(side.trim()))
}

#[test]
fn every_dependency_has_a_licence_we_may_use() {
    let rules: toml::Table = read("deny.toml").parse().unwrap();
    let allowed = list(&rules, "licenses", "allow");
    for (name, source, licence) in packages() {
        if source.is_some() {
            let licence = licence.unwrap_or_else(|| panic!("{name} names no licence"));
            assert!(met(&licence, &allowed), "{name} has {licence}");
        }
    }
}

#[test]
fn every_dependency_comes_from_the_registry() {
    for (name, source, _) in packages() {
        assert!(source.is_none_or(|source| source.starts_with("registry+")), "{name}");
    }
}

#[test]
fn an_alternative_needs_one_side_and_a_conjunction_both() {
    let allowed: BTreeSet<String> = ["MIT", "ISC"].map(str::to_owned).into();
    for expression in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND ISC"] {
        assert!(met(expression, &allowed), "{expression}");
    }
    for expression in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT AND GPL-3.0) OR GPL-2.0", ""] {
        assert!(!met(expression, &allowed), "{expression}");
    }
}
