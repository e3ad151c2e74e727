//! A centre from one database to another, SQLite to PostgreSQL and back.

use super::catalog;
use super::load::{Carried, load};
use super::manifest::summary;
use super::{Failure, catalog::Table};
use crate::conn::Conn;
use crate::error::Error;
use crate::migrations;
use crate::platform::seals;
use crate::tx::Read;
use crate::url::DatabaseUrl;

/// Copies a centre into an empty database: one without tables, or with the source's schema and no rows.
///
/// What is copied is one consistent snapshot, and the service may run on the source meanwhile; but what it writes
/// after the snapshot is not in the copy, so it must be stopped before the copy takes its place. Counts and hashes
/// of every table are compared, and the copy is verified against the head of the source's journal. One transaction:
/// a copy that fails leaves no row.
///
/// # Errors
/// [`Failure::NotEmpty`] and [`Failure::OtherSchema`] when the target cannot take the copy, [`Failure::Differs`] when
/// it did not take it well, otherwise those of the databases.
pub fn copy(from: &DatabaseUrl, to: &DatabaseUrl) -> Result<Carried, Failure> {
    if from == to {
        return Err(Error::Unavailable("source and target are the same database".to_owned()).into());
    }
    Conn::open_existing(from)?.snapshot(|source| {
        let schema = migrations::applied(source)?;
        let checkpoint = seals::head(&mut Read::new(source))?;
        let tables = catalog::tables(source)?;
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        load(to, &schema, &names, checkpoint, |target, table| {
            let unlike = || Failure::Unsupported { table: table.name.clone(), why: "its columns differ".to_owned() };
            let same = |candidate: &&Table| candidate.name == table.name && candidate.columns == table.columns;
            let original = tables.iter().find(same).ok_or_else(unlike)?;
            summary(source, original, |lines| target.lines(table, lines)?.map_err(|_place| unlike()))
        })
    })
}
