//! Documents say what is so.

use std::collections::BTreeSet;

use api::http::openapi::refusals::REFUSALS;
use api::http::texts::PROBLEMS;

use super::{read, root, sources, tree};

/// The rows of the table below a heading, as their cells without backticks.
fn table(document: &str, heading: &str) -> Vec<Vec<String>> {
    let text = read(document);
    let section = text.split(heading).nth(1).unwrap_or_else(|| panic!("{document} has no {heading}"));
    let rows =
        section.lines().skip(1).skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<String>> = rows
        .skip(2)
        .map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect())
        .collect();
    assert!(!rows.is_empty(), "{document}: no table under {heading}");
    rows
}

#[test]
fn the_design_lists_every_problem_code_with_its_statuses() {
    let listed: BTreeSet<(String, String)> = table("docs/API-DESIGN.md", "## Problem codes")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let known: BTreeSet<(String, String)> = PROBLEMS
        .iter()
        .map(|(code, _, _)| {
            let statuses = REFUSALS.iter().filter(|refusal| refusal.codes.contains(code)).map(|refusal| refusal.status);
            ((*code).to_owned(), statuses.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(listed, known);
}

/// Texts in quotes that look like names of variables.
fn variables(text: &str) -> BTreeSet<String> {
    let quoted = text.split('"').skip(1).step_by(2);
    let looks =
        |word: &&str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    quoted.filter(looks).map(str::to_owned).collect()
}

#[test]
fn the_example_of_the_environment_lists_every_variable() {
    let mut read_by_the_service = variables(read("api/src/config.rs").split("#[cfg(test)]").next().unwrap());
    for (_, text) in sources("api/src/cli") {
        // Only what is asked of the environment: the command line also prints words in capitals.
        let asked = text.match_indices("env::var(").filter_map(|(at, _)| text.get(at..)?.split('"').nth(1));
        read_by_the_service.extend(asked.map(str::to_owned));
    }
    // Read by the logger itself.
    read_by_the_service.insert("RUST_LOG".to_owned());
    let example = read(".env.example");
    let names = example.lines().filter_map(|line| line.trim_start_matches("# ").split_once('=')).map(|(name, _)| name);
    let listed: BTreeSet<String> = names.filter(|name| !name.contains(' ')).map(str::to_owned).collect();
    assert_eq!(listed, read_by_the_service);
}

#[test]
fn every_term_of_the_glossary_is_an_identifier() {
    let code: String = ["domain/src", "persistence/src", "api/src"]
        .iter()
        .flat_map(|folder| sources(folder))
        .map(|(_, text)| text)
        .collect();
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for row in table("GLOSSARY.md", "## Terms") {
        for identifier in row[1].split([',', ' ', ':', '.']).filter(|word| !word.is_empty()) {
            assert!(words.contains(identifier), "`{identifier}` of the glossary is in no source");
        }
    }
}

fn markdown() -> impl Iterator<Item = String> {
    tree().into_iter().filter(|path| path.ends_with(".md"))
}

#[test]
fn documents_name_only_what_exists() {
    let folders =
        ["api/", "domain/", "persistence/", "tests/", "migrations/", "contract/", "docs/", "benches/", ".ci/"];
    for document in markdown() {
        for name in read(&document).split('`').skip(1).step_by(2) {
            let path = name.split([' ', ':']).next().unwrap_or_default();
            let exact = folders.iter().any(|folder| path.starts_with(folder)) && !path.contains(['{', '*', '<', '…']);
            assert!(!exact || root().join(path).exists(), "{document} names {path}");
        }
    }
}

#[test]
fn a_line_of_a_document_is_one_sentence() {
    for document in markdown() {
        let text = read(&document);
        let mut code = false;
        for line in text.lines() {
            if line.starts_with("```") {
                code = !code;
            }
            let prose = !code && !line.starts_with('|') && !line.starts_with('#');
            let line = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(". ");
            let two = line.split(". ").skip(1).any(|rest| rest.starts_with(|c: char| c.is_uppercase() || c == '`'));
            assert!(!prose || !two, "{document}: {line}");
        }
    }
}

#[test]
fn the_makefile_explains_every_target() {
    let text = read("Makefile");
    let targets = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(':'));
    for target in targets.filter(|line| !line.contains(":=") && !line.contains("?=")) {
        assert!(target.contains("## "), "{target}");
    }
}
