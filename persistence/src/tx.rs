//! What a use-case holds while it reads or writes.
//!
//! [`Read`] loads, and notes whose personal data it saw. [`Tx`] also saves: only the store makes one, it has no
//! transaction of its own, and every change that goes through it is written to the journal with it.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use domain::kernel::context::Context;
use domain::kernel::ids::PersonId;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::conn::Conn;
use crate::error::Error;
use crate::platform::journal::{self, Events, Subject};

/// Loads within one transaction or one read.
pub struct Read<'a> {
    conn: &'a mut Conn,
    seen: BTreeSet<PersonId>,
}

impl<'a> Read<'a> {
    pub(crate) fn new(conn: &'a mut Conn) -> Self {
        Self { conn, seen: BTreeSet::new() }
    }

    pub(crate) fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// Notes that personal data of this person leaves the database; the access log will say so.
    pub(crate) fn saw(&mut self, person: PersonId) {
        self.seen.insert(person);
    }

    pub(crate) fn into_parts(self) -> (BTreeSet<PersonId>, &'a mut Conn) {
        (self.seen, self.conn)
    }

    /// From here on sees one state of the database, whatever is committed meanwhile: for answers put together from
    /// several queries. Within a write it changes nothing. Costs two statements, so a read of one query does without.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn hold_still(&mut self) -> Result<(), Error> {
        self.conn.begin_snapshot()
    }
}

impl std::fmt::Debug for Read<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Read").field("conn", &self.conn).finish_non_exhaustive()
    }
}

/// One changed row, as the journal keeps it.
#[derive(Debug, Serialize)]
pub(crate) struct Change {
    #[serde(skip)]
    pub(crate) subject: Subject,
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) before: Option<Box<RawValue>>,
    pub(crate) after: Option<Box<RawValue>>,
}

/// Loads and saves within one transaction.
pub struct Tx<'a> {
    read: Read<'a>,
    context: &'a Context,
    changes: Vec<Change>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: &'a mut Conn, context: &'a Context) -> Self {
        Self { read: Read::new(conn), context, changes: Vec::new() }
    }

    /// Who acts, when and why.
    #[must_use]
    pub fn context(&self) -> &'a Context {
        self.context
    }

    /// Remembers a changed row; `subject` is the aggregate it belongs to.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the row cannot be written as JSON.
    pub(crate) fn changed<R: Serialize>(
        &mut self,
        subject: Subject,
        table: &'static str,
        id: impl ToString,
        before: Option<&R>,
        after: Option<&R>,
    ) -> Result<(), Error> {
        let id = id.to_string();
        let json = |row: Option<&R>| {
            row.map(to_raw_value).transpose().map_err(|_unserializable| Error::Corrupt { table, id: id.clone() })
        };
        let (before, after) = (json(before)?, json(after)?);
        self.changes.push(Change { subject, table, id, before, after });
        Ok(())
    }

    /// Writes the journal rows of this transaction, and tells whose data it saw.
    pub(crate) fn finish(mut self, events: &Events) -> Result<BTreeSet<PersonId>, Error> {
        let changes = std::mem::take(&mut self.changes);
        journal::append(self.read.conn(), self.context, events, changes)?;
        Ok(self.read.into_parts().0)
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Read<'a>;

    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("read", &self.read).field("changes", &self.changes.len()).finish_non_exhaustive()
    }
}

/// An aggregate as it was loaded, and as the use-case has changed it since.
#[derive(Debug, Clone)]
pub struct Loaded<T> {
    original: T,
    current: T,
}

impl<T: Clone> Loaded<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { original: value.clone(), current: value }
    }
}

impl<T> Loaded<T> {
    /// The aggregate as it was loaded.
    #[must_use]
    pub const fn original(&self) -> &T {
        &self.original
    }

    /// Gives the aggregate away as it is now.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.current
    }
}

/// Refuses a caller who saw another version.
///
/// # Errors
/// [`Error::Stale`] with the version the aggregate has.
pub fn expect_version(current: i64, expected: i64) -> Result<(), Error> {
    if current == expected { Ok(()) } else { Err(Error::Stale { current }) }
}

impl<T> Deref for Loaded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.current
    }
}

impl<T> DerefMut for Loaded<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.current
    }
}

/// Writes technical rows that make no event. The functions that take it are a closed list: sessions, seals,
/// settings, used idempotency keys.
pub struct Housekeeping<'a> {
    conn: &'a mut Conn,
}

impl<'a> Housekeeping<'a> {
    pub(crate) fn new(conn: &'a mut Conn) -> Self {
        Self { conn }
    }

    pub(crate) fn conn(&mut self) -> &mut Conn {
        self.conn
    }
}

impl std::fmt::Debug for Housekeeping<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Housekeeping")
    }
}

#[cfg(test)]
mod tests {
    use super::Loaded;

    #[test]
    fn a_loaded_aggregate_remembers_what_it_was() {
        let mut loaded = Loaded::new(vec![1]);
        loaded.push(2);
        assert_eq!((loaded.original().len(), loaded.len()), (1, 2));
        assert_eq!(loaded.into_inner(), [1, 2]);
    }
}
