//! The database of the bare server: the service's settings and pool sizes without its store.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager};
use diesel::prelude::*;
use tokio::sync::oneshot;

/// A connection to either database.
pub(super) enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::bare::db::Conn::Pg($c) => $body,
            $crate::bare::db::Conn::Sqlite($c) => $body,
        }
    };
}
pub(super) use on;

const SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
     PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF;";
const SQLITE_WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA synchronous = FULL;";
/// Connections of the pool, as the service has by default.
const CONNECTIONS: u32 = 8;
/// The most writes of one commit, as in the service.
const GROUP: usize = 256;

impl Conn {
    fn open(url: &str, writes: bool) -> Result<Self, String> {
        let Some(path) = url.strip_prefix("sqlite:") else {
            return PgConnection::establish(url).map(Self::Pg).map_err(|error| error.to_string());
        };
        let mut conn = SqliteConnection::establish(path).map_err(|error| error.to_string())?;
        let purpose = if writes { SQLITE_WRITER } else { "PRAGMA query_only = ON;" };
        conn.batch_execute(SQLITE).and_then(|()| conn.batch_execute(purpose)).map_err(|error| error.to_string())?;
        Ok(Self::Sqlite(conn))
    }

    fn transaction<T>(&mut self, work: impl FnOnce(&mut Self) -> QueryResult<T>) -> QueryResult<T> {
        on!(self, c => AnsiTransactionManager::begin_transaction(c))?;
        let done = work(self);
        match done {
            Ok(done) => on!(self, c => AnsiTransactionManager::commit_transaction(c)).map(|()| done),
            Err(error) => {
                on!(self, c => AnsiTransactionManager::rollback_transaction(c))?;
                Err(error)
            }
        }
    }
}

struct Manager(String);

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = Refused;

    fn connect(&self) -> Result<Conn, Refused> {
        Conn::open(&self.0, false).map_err(Refused)
    }

    fn is_valid(&self, _conn: &mut Conn) -> Result<(), Refused> {
        Ok(())
    }

    fn has_broken(&self, _conn: &mut Conn) -> bool {
        false
    }
}

type Work = Box<dyn FnOnce(&mut Conn) -> QueryResult<()> + Send>;

struct Job {
    work: Work,
    done: oneshot::Sender<QueryResult<()>>,
}

/// The database.
pub(super) struct Db {
    pool: r2d2::Pool<Manager>,
    /// SQLite has one writer.
    writer: Option<SyncSender<Job>>,
}

impl Db {
    pub(super) fn open(url: &str) -> Result<Self, String> {
        let builder = r2d2::Pool::builder().max_size(CONNECTIONS).min_idle(Some(1)).test_on_check_out(false);
        let pool = builder.build(Manager(url.to_owned())).map_err(|error| error.to_string())?;
        let writer = if url.starts_with("sqlite:") {
            let conn = Conn::open(url, true)?;
            let (queue, jobs) = sync_channel(4096);
            std::thread::spawn(move || write_groups(conn, &jobs));
            Some(queue)
        } else {
            None
        };
        Ok(Self { pool, writer })
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> QueryResult<T> + Send + 'static,
    ) -> QueryResult<T> {
        let pool = self.pool.clone();
        let task = tokio::task::spawn_blocking(move || work(&mut *pool.get().map_err(|_busy| broken())?));
        task.await.unwrap_or_else(|_panic| Err(broken()))
    }

    pub(super) async fn write(
        &self,
        work: impl FnOnce(&mut Conn) -> QueryResult<()> + Send + 'static,
    ) -> QueryResult<()> {
        let Some(writer) = &self.writer else {
            return self.read(|conn| conn.transaction(work)).await;
        };
        let (done, told) = oneshot::channel();
        writer.try_send(Job { work: Box::new(work), done }).map_err(|_full| broken())?;
        told.await.unwrap_or_else(|_gone| Err(broken()))
    }
}

fn broken() -> diesel::result::Error {
    diesel::result::Error::BrokenTransactionManager
}

/// Commits what has queued up since the last commit together.
fn write_groups(mut conn: Conn, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut done = Vec::new();
        let committed = conn.transaction(|conn| {
            let mut next = Some(first);
            while let Some(job) = next {
                let outcome = conn.transaction(job.work);
                done.push((job.done, outcome));
                next = if done.len() < GROUP { jobs.try_recv().ok() } else { None };
            }
            Ok(())
        });
        for (tell, outcome) in done {
            let outcome = if committed.is_ok() { outcome } else { Err(broken()) };
            // A client that went away is told nothing.
            drop(tell.send(outcome));
        }
    }
}

/// A connection for preparing a benchmark.
pub struct Direct(Conn);

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

impl Direct {
    /// Opens a database.
    ///
    /// # Errors
    /// The database's words.
    pub fn open(url: &str) -> Result<Self, String> {
        Conn::open(url, true).map(Self)
    }

    /// Runs statements.
    ///
    /// # Errors
    /// The database's words.
    pub fn execute(&mut self, sql: &str) -> Result<(), String> {
        on!(&mut self.0, c => c.batch_execute(sql)).map_err(|error| error.to_string())
    }

    /// The texts of a query whose only column is `value`.
    ///
    /// # Errors
    /// The database's words.
    pub fn texts(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let rows: Vec<OneText> =
            on!(&mut self.0, c => diesel::sql_query(sql).load(c)).map_err(|error| error.to_string())?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }
}

impl std::fmt::Debug for Direct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Direct")
    }
}
