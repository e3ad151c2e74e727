//! Idempotency keys: written in the transaction of their effect, so that neither exists without the other.
//!
//! A key keeps no body. A repeat is rendered anew from what the key points to, with access checked again.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use uuid::Uuid;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::schema::idempotency_keys;
use crate::tx::{Housekeeping, Read, Tx};

/// A key as a client sent it: its own within one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Whose key: the actor's code.
    pub client: String,
    /// The operation, for example `register_person`.
    pub operation: &'static str,
    /// The client's word.
    pub key: String,
    /// SHA-256 over method, path and body.
    pub fingerprint: String,
}

/// What an earlier request under the same key brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing: this is the first.
    None,
    /// The same request; `id` is what it made.
    Same {
        /// What it made.
        id: Uuid,
    },
    /// Another request with the same key.
    Other,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys)]
struct KeyRow {
    client: String,
    operation: String,
    key: String,
    fingerprint: String,
    status: i32,
    subject_kind: String,
    subject_id: String,
    created_at: NaiveDateTime,
}

/// Looks for an earlier request.
///
/// # Errors
/// Only those of the database.
pub fn earlier(read: &mut Read<'_>, key: &Key) -> Result<Earlier, Error> {
    let row: Option<KeyRow> = on!(read.conn(), c => idempotency_keys::table
        .find((&key.client, key.operation, &key.key))
        .select(KeyRow::as_select())
        .first(c)
        .optional())?;
    let Some(row) = row else { return Ok(Earlier::None) };
    if row.fingerprint != key.fingerprint {
        return Ok(Earlier::Other);
    }
    let id = Row { table: "idempotency_keys", id: &row.subject_id }.parse(&row.subject_id)?;
    Ok(Earlier::Same { id })
}

/// Remembers what this request made.
///
/// # Errors
/// [`Error::Duplicate`] when a concurrent request with the same key was faster.
pub fn remember(tx: &mut Tx<'_>, key: &Key, status: u16, kind: &str, id: Uuid) -> Result<(), Error> {
    let row = KeyRow {
        client: key.client.clone(),
        operation: key.operation.to_owned(),
        key: key.key.clone(),
        fingerprint: key.fingerprint.clone(),
        status: i32::from(status),
        subject_kind: kind.to_owned(),
        subject_id: id.to_string(),
        created_at: tx.context().now.naive_utc(),
    };
    on!(tx.conn(), c => diesel::insert_into(idempotency_keys::table).values(&row).execute(c))?;
    Ok(())
}

/// Whether an error is the loss of a race for a key.
#[must_use]
pub fn lost_race(error: &Error) -> bool {
    let Error::Duplicate { key } = error else { return false };
    key.contains("idempotency_keys")
}

/// Forgets keys older than `before`. Returns how many.
///
/// # Errors
/// Only those of the database.
pub fn forget(house: &mut Housekeeping<'_>, before: NaiveDateTime) -> Result<usize, Error> {
    Ok(on!(house.conn(), c => diesel::delete(idempotency_keys::table
        .filter(idempotency_keys::created_at.lt(before)))
        .execute(c))?)
}
