//! What holds for the tree itself: layers, files, documents, licences.

mod documents;
mod files;
mod layers;
mod licences;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The text of a file, by its path from the root.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Folders that hold what was made or fetched, not what was written.
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", "data", "contract-report"];

/// Every file of the project, by its path from the root.
pub(crate) fn tree() -> Vec<String> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            let path = entry.path();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    walk(&path, root, found);
                }
            } else if name != ".git" && name != ".env" {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &root(), &mut found);
    found.sort();
    assert!(found.len() > 100, "the tree was not found");
    found
}

/// The Rust files below a folder with their texts.
pub(crate) fn sources(folder: &str) -> Vec<(String, String)> {
    let prefix = format!("{folder}/");
    let paths = tree().into_iter().filter(|path| path.starts_with(&prefix) && path.ends_with(".rs"));
    let found: Vec<_> = paths.map(|path| (path.clone(), read(&path))).collect();
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// What cargo says about the workspace.
pub(crate) fn metadata(arguments: &[&str]) -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--locked", "--offline"]).args(arguments).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
