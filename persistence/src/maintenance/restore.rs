//! A backup back into a database.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::Failure;
use super::backup::{MANIFEST, about, file_of};
use super::catalog::Table;
use super::load::{Carried, Loading, load};
use super::manifest::{FORMAT, Manifest, TableSummary};
use super::rows::{CHUNK, Tally};
use crate::url::DatabaseUrl;

/// Reads a backup's manifest.
///
/// # Errors
/// [`Failure::File`] when there is none, [`Failure::Damaged`] when it cannot be read or is of another format.
pub fn manifest(folder: &Path) -> Result<Manifest, Failure> {
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(about(&path))?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|error| Failure::Damaged(format!("{MANIFEST}: {error}")))?;
    if manifest.format != FORMAT {
        return Err(Failure::Damaged(format!("{MANIFEST}: format {}, expected {FORMAT}", manifest.format)));
    }
    Ok(manifest)
}

/// Restores a backup into an empty database of either kind: one without tables, or with the backup's schema and no
/// rows.
///
/// Every file is checked against the manifest, every table is read back and compared, and the result is verified
/// against the head of the journal that the manifest names. A backup of an older schema is loaded into that schema
/// and brought up to date then. One transaction: a restore that fails leaves no row.
///
/// # Errors
/// [`Failure::Damaged`] when a file is not the one that was written, [`Failure::NotEmpty`] and
/// [`Failure::OtherSchema`] when the target cannot take it, otherwise those of the database.
pub fn restore(folder: &Path, to: &DatabaseUrl) -> Result<Carried, Failure> {
    let manifest = manifest(folder)?;
    for table in &manifest.tables {
        check(table, folder)?;
    }
    let names: Vec<&str> = manifest.tables.iter().map(|table| table.name.as_str()).collect();
    load(to, &manifest.schema, &names, manifest.checkpoint.clone(), |target, table| {
        let expected = manifest.tables.iter().find(|summary| summary.name == table.name);
        let expected = expected.ok_or_else(|| Failure::Damaged(format!("{MANIFEST}: no table `{}`", table.name)))?;
        read(target, table, folder)?;
        Ok(expected.clone())
    })
}

/// Compares a file with what the manifest says about it, before anything is loaded.
fn check(expected: &TableSummary, folder: &Path) -> Result<(), Failure> {
    let name = file_of(&expected.name);
    // The manifest names tables, not paths.
    if expected.name.contains(['/', '\\']) {
        return Err(Failure::Damaged(format!("{MANIFEST}: no table can be called `{}`", expected.name)));
    }
    let mut tally = Tally::default();
    lines(&folder.join(&name), &name, |lines| {
        for line in lines {
            tally.add(line);
        }
        Ok(())
    })?;
    let (rows, sha256) = tally.done();
    if rows == expected.rows && sha256 == expected.sha256 { Ok(()) } else { Err(Failure::Damaged(name)) }
}

fn read(target: &mut Loading<'_>, table: &Table, folder: &Path) -> Result<(), Failure> {
    let name = file_of(&table.name);
    let mut read = 0;
    lines(&folder.join(&name), &name, |lines| {
        let damaged = |place| Failure::Damaged(format!("{name}, line {}", read + place + 1));
        target.lines(table, lines)?.map_err(damaged)?;
        read += lines.len();
        Ok(())
    })
}

/// Hands the lines of a file to `take`, in chunks.
fn lines(path: &Path, name: &str, mut take: impl FnMut(&[String]) -> Result<(), Failure>) -> Result<(), Failure> {
    let failed = about(path);
    let mut file = BufReader::new(File::open(path).map_err(&failed)?);
    loop {
        let mut lines = Vec::with_capacity(CHUNK);
        while lines.len() < CHUNK {
            let mut line = String::new();
            match file.read_line(&mut line) {
                Ok(0) => break,
                Ok(_) => lines.push(line),
                Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                    return Err(Failure::Damaged(format!("{name} is no text")));
                }
                Err(error) => return Err(failed(error)),
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        take(&lines)?;
    }
}
