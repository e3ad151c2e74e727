//! A backup: a folder with one file of rows for each table, and a manifest.

use std::fs::{DirBuilder, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::Failure;
use super::catalog;
use super::manifest::{FORMAT, Manifest, summary};
use crate::conn::Conn;
use crate::migrations;
use crate::platform::seals;
use crate::tx::Read;
use crate::url::DatabaseUrl;

/// The manifest's file.
pub(super) const MANIFEST: &str = "manifest.json";

/// The file with the rows of a table.
pub(super) fn file_of(table: &str) -> String {
    format!("{table}.ndjson")
}

/// Says which file an error of the system is about.
pub(super) fn about(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::File { path: path.clone(), error }
}

/// Writes a backup of one consistent snapshot into the new folder `folder`; the service may run meanwhile.
///
/// The folder holds `<table>.ndjson` for each table (a JSON object a line, in the order of the primary key) and
/// `manifest.json` with counts and hashes: the same bytes whichever database the centre is in. It appears under its
/// name only when everything in it is on the disk. Only the owner may read it: it holds all personal data.
///
/// # Errors
/// [`Failure::File`] when the folder exists or cannot be written, otherwise those of the database.
pub fn backup(url: &DatabaseUrl, folder: &Path, created_at: DateTime<Utc>) -> Result<Manifest, Failure> {
    if folder.exists() {
        return Err(about(folder)(std::io::ErrorKind::AlreadyExists.into()));
    }
    let mut draft = folder.as_os_str().to_owned();
    draft.push(".partial");
    let draft = PathBuf::from(draft);
    let mut conn = Conn::open_existing(url)?;
    private_folder(&draft)?;
    let written = conn.snapshot(|conn| write(conn, &draft, created_at)).and_then(|manifest| {
        std::fs::rename(&draft, folder).map_err(about(folder))?;
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent)?;
        }
        Ok(manifest)
    });
    if written.is_err()
        && let Err(error) = std::fs::remove_dir_all(&draft)
    {
        log::warn!("an unfinished backup could not be removed: {error}");
    }
    written
}

fn write(conn: &mut Conn, folder: &Path, created_at: DateTime<Utc>) -> Result<Manifest, Failure> {
    let schema = migrations::applied(conn)?;
    let mut tables = Vec::new();
    for table in catalog::tables(conn)? {
        let path = folder.join(file_of(&table.name));
        let failed = about(&path);
        let mut file = BufWriter::new(File::create_new(&path).map_err(&failed)?);
        tables.push(summary(conn, &table, |lines| {
            lines.iter().try_for_each(|line| file.write_all(line.as_bytes())).map_err(&failed)
        })?);
        finish(file).map_err(&failed)?;
    }
    let checkpoint = seals::head(&mut Read::new(conn))?;
    let manifest = Manifest { format: FORMAT, created_at, schema, tables, checkpoint };
    let path = folder.join(MANIFEST);
    let failed = about(&path);
    let mut file = BufWriter::new(File::create_new(&path).map_err(&failed)?);
    serde_json::to_writer_pretty(&mut file, &manifest).map_err(|error| failed(error.into()))?;
    finish(file).map_err(&failed)?;
    sync_folder(folder)?;
    Ok(manifest)
}

fn finish(file: BufWriter<File>) -> std::io::Result<()> {
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
}

fn private_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(about(path))
}

/// Names of files are durable when their folder is.
fn sync_folder(path: &Path) -> Result<(), Failure> {
    if cfg!(unix) {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(about(path))?;
    }
    Ok(())
}
