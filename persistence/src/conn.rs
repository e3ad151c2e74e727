//! One connection type for two databases, and the macro that type-checks every query against both.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::{Connection, PgConnection, SqliteConnection};

use crate::error::Error;
use crate::url::DatabaseUrl;

/// A connection to either database. Queries go through [`on!`].
pub(crate) enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs the same query text on whichever database the connection leads to; both are type-checked.
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::conn::Conn::Pg($c) => $body,
            $crate::conn::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// Reads and writes.
    Write,
    /// Reads only; SQLite refuses anything else on it.
    Read,
    /// Reads and writes without the service's deadlines: migrations, backup, copy.
    Maintenance,
}

/// Durability: every commit reaches the disk before it is answered.
#[cfg(not(feature = "unsafe-no-sync"))]
const SYNCHRONOUS: &str = "PRAGMA synchronous = FULL;";
/// For the crash test only, which must notice.
#[cfg(feature = "unsafe-no-sync")]
const SYNCHRONOUS: &str = "PRAGMA synchronous = OFF;";

// A page cache of 8 MiB a connection keeps a full pool of readers far below the memory goal of 150 MB. No memory map:
// SQLite drops it whenever another connection has written, which the access log does after nearly every read, and
// mapping it anew costs more than reading the few pages of an answer.
const SQLITE_COMMON: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
     PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF;";

// One statement may take five seconds and wait two for a lock; an abandoned transaction is ended after ten.
const PG_SERVICE: &str = "SET TIME ZONE 'UTC'; SET statement_timeout = 5000; SET lock_timeout = 2000; \
     SET idle_in_transaction_session_timeout = 10000;";

impl Conn {
    pub(crate) fn open(url: &DatabaseUrl, purpose: Purpose) -> Result<Self, Error> {
        let unreachable = |error: diesel::ConnectionError| Error::Unavailable(error.to_string());
        match url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(unreachable)?;
                conn.batch_execute(SQLITE_COMMON)?;
                match purpose {
                    Purpose::Read => conn.batch_execute("PRAGMA query_only = ON;")?,
                    Purpose::Write | Purpose::Maintenance => {
                        write_ahead(&mut conn)?;
                        conn.batch_execute("PRAGMA wal_autocheckpoint = 4000;")?;
                        conn.batch_execute(SYNCHRONOUS)?;
                    }
                }
                Ok(Self::Sqlite(conn))
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).map_err(unreachable)?;
                match purpose {
                    Purpose::Read | Purpose::Write => conn.batch_execute(PG_SERVICE)?,
                    Purpose::Maintenance => conn.batch_execute("SET TIME ZONE 'UTC';")?,
                }
                Ok(Self::Pg(conn))
            }
        }
    }

    /// Opens a database that must be there already: looking for one must not create it.
    pub(crate) fn open_existing(url: &DatabaseUrl) -> Result<Self, Error> {
        if let DatabaseUrl::Sqlite(path) = url
            && !path.is_file()
        {
            return Err(Error::Unavailable(format!("there is no database at `{}`", path.display())));
        }
        Self::open(url, Purpose::Maintenance)
    }

    /// Opens a transaction, or a savepoint inside one. SQLite takes the write lock at once (`BEGIN IMMEDIATE`).
    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        let depth = self.depth();
        match self {
            Self::Pg(c) => AnsiTransactionManager::begin_transaction(c)?,
            Self::Sqlite(c) if depth == Some(0) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?,
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction(c)?,
        }
        Ok(())
    }

    /// Commits the transaction, or releases the innermost savepoint.
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        on!(self, c => AnsiTransactionManager::commit_transaction(c))?;
        Ok(())
    }

    /// Rolls the transaction back, or returns to the innermost savepoint.
    pub(crate) fn rollback(&mut self) -> Result<(), Error> {
        on!(self, c => AnsiTransactionManager::rollback_transaction(c))?;
        Ok(())
    }

    /// How deep transactions are nested; `None` when the connection is broken.
    pub(crate) fn depth(&mut self) -> Option<u32> {
        let depth = on!(self, c => {
            AnsiTransactionManager::transaction_manager_status_mut(c).transaction_depth().ok()
        })?;
        Some(depth.map_or(0, std::num::NonZeroU32::get))
    }

    /// Runs statements of our own text, without parameters.
    pub(crate) fn execute(&mut self, sql: &str) -> Result<(), Error> {
        on!(self, c => c.batch_execute(sql))?;
        Ok(())
    }

    /// Does `work` in a transaction of its own: commits on `Ok`, rolls back on `Err`.
    pub(crate) fn transaction<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin()?;
        match work(self) {
            Ok(done) => {
                self.commit()?;
                Ok(done)
            }
            Err(error) => {
                if let Err(lost) = self.rollback() {
                    log::error!("rollback failed: {lost}");
                }
                Err(error)
            }
        }
    }

    /// Does `work` on one consistent snapshot of the whole database: it sees no commit that comes later. What it
    /// writes is rolled back.
    pub(crate) fn snapshot<T, E: From<Error>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.begin_snapshot()?;
        let done = work(self);
        self.end_snapshot();
        done
    }

    /// Opens a snapshot, unless a transaction is open already.
    pub(crate) fn begin_snapshot(&mut self) -> Result<(), Error> {
        if self.depth() != Some(0) {
            return Ok(());
        }
        match self {
            Self::Pg(c) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            }
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN DEFERRED")?,
        }
        Ok(())
    }

    /// Ends a snapshot, if one is open. A connection that cannot end it is not used again.
    pub(crate) fn end_snapshot(&mut self) {
        if self.depth() == Some(0) {
            return;
        }
        if let Err(lost) = self.rollback() {
            log::error!("rollback failed: {lost}");
        }
    }

    /// Whether the connection still answers.
    pub(crate) fn ping(&mut self) -> Result<(), Error> {
        self.execute("SELECT 1")
    }
}

/// Switches a file to its write-ahead log, which it keeps. While another connection makes the same switch on a new
/// file, SQLite answers "locked" without waiting; a transaction waits.
fn write_ahead(conn: &mut SqliteConnection) -> Result<(), Error> {
    let mut attempts = 0;
    loop {
        match conn.batch_execute("PRAGMA journal_mode = WAL;").map_err(Error::from) {
            Err(Error::Unavailable(_)) if attempts < 20 => conn.batch_execute("BEGIN IMMEDIATE; ROLLBACK;")?,
            done => return done,
        }
        attempts += 1;
    }
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pg(_) => "Conn::Pg",
            Self::Sqlite(_) => "Conn::Sqlite",
        })
    }
}

/// Opens connections for the pools.
#[derive(Debug)]
pub(crate) struct Manager {
    pub(crate) url: DatabaseUrl,
    pub(crate) purpose: Purpose,
}

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        Conn::open(&self.url, self.purpose)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Error> {
        conn.ping()
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.depth() != Some(0)
    }
}
