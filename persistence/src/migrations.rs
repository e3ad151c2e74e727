//! The schema's steps, built into the binary: the same names for both databases.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::conn::{Conn, Purpose};
use crate::error::Error;
use crate::url::DatabaseUrl;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Any fixed number: the advisory lock that migrating instances take.
const LOCK: i64 = 7_264_001;

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Unavailable(format!("migration failed: {error}"))
}

/// Brings the schema up to this binary's version. Returns the names of the steps that were run.
///
/// Several instances may start at once: on PostgreSQL they wait for each other under an advisory lock, on SQLite
/// behind the write lock.
///
/// # Errors
/// [`Error::Unavailable`] when the database is unreachable or a step fails; a failed step changes nothing.
pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, Error> {
    let mut conn = Conn::open(url, Purpose::Maintenance)?;
    match &mut conn {
        Conn::Pg(c) => {
            use diesel::connection::SimpleConnection;
            c.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            let names = c.run_pending_migrations(POSTGRES).map(|done| done.iter().map(ToString::to_string).collect());
            c.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            names.map_err(failed)
        }
        Conn::Sqlite(c) => {
            let done = c.run_pending_migrations(SQLITE).map_err(failed)?;
            Ok(done.iter().map(ToString::to_string).collect())
        }
    }
}

/// Takes every step back, newest first; the database is empty afterwards. For tests and for giving a database up.
///
/// # Errors
/// As [`migrate`].
pub fn revert_all(url: &DatabaseUrl) -> Result<Vec<String>, Error> {
    let mut conn = Conn::open(url, Purpose::Maintenance)?;
    let done = match &mut conn {
        Conn::Pg(c) => c.revert_all_migrations(POSTGRES),
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE),
    };
    Ok(done.map_err(failed)?.iter().map(ToString::to_string).collect())
}

/// Whether the schema is exactly the one this binary was built for.
///
/// # Errors
/// [`Error::Unavailable`] when the database is unreachable.
pub fn is_current(url: &DatabaseUrl) -> Result<bool, Error> {
    let mut conn = Conn::open(url, Purpose::Maintenance)?;
    let pending = match &mut conn {
        Conn::Pg(c) => c.has_pending_migration(POSTGRES),
        Conn::Sqlite(c) => c.has_pending_migration(SQLITE),
    };
    pending.map(|pending| !pending).map_err(failed)
}
