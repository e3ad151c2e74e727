//! Log-in sessions and their rotating refresh tokens.
//!
//! Each refresh token is used once. A second use means that somebody copied it: the session is revoked.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::kernel::ids::{SessionId, UserId};

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::schema::{refresh_tokens, sessions};
use crate::tx::{Housekeeping, Read};

/// A session, as far as the service asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its id, the `sid` of tokens.
    pub id: SessionId,
    /// Who is logged in.
    pub user: UserId,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// Whether it was ended before.
    pub revoked: bool,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: String,
    user_id: String,
    expires_at: NaiveDateTime,
    revoked_at: Option<NaiveDateTime>,
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self, Error> {
        let at = Row { table: "sessions", id: &row.id };
        Ok(Self {
            id: at.parse(&row.id)?,
            user: at.parse(&row.user_id)?,
            expires_at: row.expires_at.and_utc(),
            revoked: row.revoked_at.is_some(),
        })
    }
}

/// What became of a refresh token that was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// The next one was stored; the session goes on.
    Rotated(Session),
    /// It had been used before: the session is revoked now.
    Reused,
    /// Unknown, expired or revoked.
    Refused,
}

/// Opens a session with its first refresh token (only its hash is stored).
///
/// # Errors
/// [`Error::Dangling`] when the user does not exist.
pub fn open(
    house: &mut Housekeeping<'_>,
    session: &Session,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    on!(house.conn(), c => diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id.to_string()),
            sessions::user_id.eq(session.user.to_string()),
            sessions::created_at.eq(now.naive_utc()),
            sessions::expires_at.eq(session.expires_at.naive_utc()),
        ))
        .execute(c))?;
    store_token(house, session.id, token_hash, now)
}

fn store_token(house: &mut Housekeeping<'_>, session: SessionId, hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    on!(house.conn(), c => diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session.to_string()),
            refresh_tokens::issued_at.eq(now.naive_utc()),
        ))
        .execute(c))?;
    Ok(())
}

/// Uses a refresh token up and stores the next one.
///
/// # Errors
/// Only those of the database.
pub fn rotate(house: &mut Housekeeping<'_>, used: &str, next: &str, now: DateTime<Utc>) -> Result<Rotation, Error> {
    // Marks it used if it was not, in one statement: of two that present it at once, one wins.
    let fresh = on!(house.conn(), c => diesel::update(refresh_tokens::table
            .filter(refresh_tokens::token_hash.eq(used))
            .filter(refresh_tokens::used_at.is_null()))
        .set(refresh_tokens::used_at.eq(Some(now.naive_utc())))
        .execute(c))?
        == 1;
    let row: Option<SessionRow> = on!(house.conn(), c => refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::token_hash.eq(used))
        .select(SessionRow::as_select())
        .first(c)
        .optional())?;
    let Some(session) = row.map(Session::try_from).transpose()? else { return Ok(Rotation::Refused) };
    if !fresh {
        revoke(house, session.id, now)?;
        return Ok(Rotation::Reused);
    }
    if session.revoked || session.expires_at <= now {
        return Ok(Rotation::Refused);
    }
    store_token(house, session.id, next, now)?;
    Ok(Rotation::Rotated(session))
}

/// Ends a session.
///
/// # Errors
/// Only those of the database.
pub fn revoke(house: &mut Housekeeping<'_>, session: SessionId, now: DateTime<Utc>) -> Result<(), Error> {
    on!(house.conn(), c => diesel::update(sessions::table
            .filter(sessions::id.eq(session.to_string()))
            .filter(sessions::revoked_at.is_null()))
        .set(sessions::revoked_at.eq(Some(now.naive_utc())))
        .execute(c))?;
    Ok(())
}

/// Ends every session of a user.
///
/// # Errors
/// Only those of the database.
pub fn revoke_all(house: &mut Housekeeping<'_>, user: UserId, now: DateTime<Utc>) -> Result<(), Error> {
    on!(house.conn(), c => diesel::update(sessions::table
            .filter(sessions::user_id.eq(user.to_string()))
            .filter(sessions::revoked_at.is_null()))
        .set(sessions::revoked_at.eq(Some(now.naive_utc())))
        .execute(c))?;
    Ok(())
}

/// Finds a session.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(read: &mut Read<'_>, id: SessionId) -> Result<Session, Error> {
    let row: SessionRow =
        on!(read.conn(), c => sessions::table.find(id.to_string()).select(SessionRow::as_select()).first(c))?;
    row.try_into()
}
