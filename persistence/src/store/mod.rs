//! The only doors to the database: [`Store::read`], [`Store::write`] and [`Store::housekeeping`].
//!
//! Both databases give the same promises: a write is one transaction with its journal rows, answered when it is on
//! the disk; a read that showed personal data is answered when the access log has it. Overload is refused at once
//! with [`Error::Unavailable`].

mod access_writer;
#[cfg(test)]
mod tests;
mod writer;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::kernel::context::Context;
use domain::kernel::ids::PersonId;
use tokio::sync::{Semaphore, oneshot};

use crate::conn::{Conn, Manager, Purpose};
use crate::error::Error;
use crate::platform::access_log::Access;
use crate::platform::journal::Events;
use crate::platform::seals::Checkpoint;
use crate::platform::verify::{self, Report};
use crate::tx::{Housekeeping, Read, Tx};
use crate::url::DatabaseUrl;
use access_writer::AccessWriter;
use writer::{Job, Verdict, Writer};

/// How the store is opened.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// The database.
    pub url: DatabaseUrl,
    /// Connections in the pool: readers on SQLite, readers and writers on PostgreSQL.
    pub connections: u32,
    /// How many calls may wait for a connection before the store refuses.
    pub waiting: usize,
}

impl StoreConfig {
    /// The usual sizes: eight connections, 512 waiting calls.
    #[must_use]
    pub const fn new(url: DatabaseUrl) -> Self {
        Self { url, connections: 8, waiting: 512 }
    }
}

/// The database of one centre.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    url: DatabaseUrl,
    pool: r2d2::Pool<Manager>,
    waiting: Arc<Semaphore>,
    backend: Backend,
}

#[derive(Debug)]
enum Backend {
    Sqlite { writer: Writer },
    Postgres { access: AccessWriter },
}

/// How long a call waits for a connection.
const CONNECTION_WAIT: Duration = Duration::from_secs(3);

impl Store {
    /// Opens the database. The schema must be current: see [`crate::migrations`].
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be reached.
    pub fn open(config: &StoreConfig) -> Result<Self, Error> {
        let url = config.url.clone();
        let (backend, purpose) = match &url {
            DatabaseUrl::Sqlite(_) => (Backend::Sqlite { writer: Writer::start(url.clone())? }, Purpose::Read),
            DatabaseUrl::Postgres(_) => {
                (Backend::Postgres { access: AccessWriter::start(url.clone())? }, Purpose::Write)
            }
        };
        let pool = r2d2::Pool::builder()
            .max_size(config.connections)
            .min_idle(Some(1))
            .connection_timeout(CONNECTION_WAIT)
            .test_on_check_out(false)
            .build(Manager { url: url.clone(), purpose })
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        let permits = usize::try_from(config.connections).unwrap_or(1) + config.waiting;
        let waiting = Arc::new(Semaphore::new(permits));
        Ok(Self { inner: Arc::new(Inner { url, pool, waiting, backend }) })
    }

    /// The database this store leads to.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.inner.url
    }

    /// Which database it is, as metrics and logs name it: `sqlite` or `postgres`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.inner.backend {
            Backend::Sqlite { .. } => "sqlite",
            Backend::Postgres { .. } => "postgres",
        }
    }

    /// Reads. What `work` saw of persons is in the access log before this returns, under `action`.
    ///
    /// # Errors
    /// What `work` refuses, and [`Error::Unavailable`] under overload.
    pub async fn read<T, E, F>(&self, context: Arc<Context>, action: &'static str, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
    {
        self.on_pool(move |conn| {
            let mut read = Read::new(conn);
            let done = work(&mut read);
            let (seen, conn) = read.into_parts();
            conn.end_snapshot();
            Ok((done?, access(&context, Some(action), seen)))
        })
        .await
    }

    /// Writes: one transaction, with its journal rows, answered when it is durable.
    ///
    /// A client that goes away does not stop it.
    ///
    /// # Errors
    /// What `work` refuses (nothing is written then), and [`Error::Unavailable`] under overload.
    pub async fn write<T, E, F>(&self, context: Arc<Context>, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<(T, Events), E> + Send + 'static,
    {
        self.transact(context, None, work).await
    }

    /// Writes like [`Store::write`], for somebody who gets an answer: what `work` saw of persons is in the access log
    /// before this returns, under `action`.
    ///
    /// # Errors
    /// As [`Store::write`]. Where the log refuses, the write stands and the caller is told [`Error::Unavailable`].
    pub async fn write_for<T, E, F>(&self, context: Arc<Context>, action: &'static str, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<(T, Events), E> + Send + 'static,
    {
        self.transact(context, Some(action), work).await
    }

    /// One transaction with its journal rows; with an action, what it saw of persons is logged under it.
    async fn transact<T, E, F>(&self, context: Arc<Context>, action: Option<&'static str>, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<(T, Events), E> + Send + 'static,
    {
        self.change(move |conn| {
            let mut tx = Tx::new(conn, &context);
            let (done, events) = work(&mut tx)?;
            let seen = tx.finish(&events)?;
            Ok((done, access(&context, action, seen)))
        })
        .await
    }

    /// Writes technical rows that make no event.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn housekeeping<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Housekeeping<'_>) -> Result<T, E> + Send + 'static,
    {
        self.change(move |conn| Ok((work(&mut Housekeeping::new(conn))?, None))).await
    }

    /// Recomputes the chains of the journal and of the access log over one snapshot: see [`verify::verify`].
    ///
    /// It reads everything, on a connection of its own without the service's deadlines.
    ///
    /// # Errors
    /// Only those of the database; what was tampered with is in the report.
    pub async fn verify(&self, checkpoint: Option<Checkpoint>) -> Result<Report, Error> {
        let url = self.inner.url.clone();
        let task = tokio::task::spawn_blocking(move || verify::verify(&url, checkpoint.as_ref()));
        task.await.unwrap_or(Err(Error::Panicked))
    }

    async fn change<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<(T, Option<Access>), E> + Send + 'static,
    {
        match &self.inner.backend {
            Backend::Postgres { .. } => self.on_pool(move |conn| conn.transaction(work)).await,
            Backend::Sqlite { writer } => on_writer(writer, work).await,
        }
    }

    /// Runs `work` on a pooled connection, off the async threads, and answers when the access log has what it saw.
    ///
    /// The thread hands the entry on itself and gives its connection back: the caller wakes up once.
    async fn on_pool<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<(T, Option<Access>), E> + Send + 'static,
    {
        let full = |_closed| Error::Unavailable("too many calls are waiting for the database".to_owned());
        let permit = Arc::clone(&self.inner.waiting).try_acquire_owned().map_err(full)?;
        let inner = Arc::clone(&self.inner);
        let (tell, told) = oneshot::channel::<Result<T, E>>();
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let outcome = inner
                .pool
                .get()
                .map_err(|error| Error::Unavailable(error.to_string()).into())
                .and_then(|mut conn| work(&mut conn));
            match outcome {
                Ok((done, Some(access))) => inner.log_access(access, done, tell),
                Ok((done, None)) => drop(tell.send(Ok(done))),
                Err(error) => drop(tell.send(Err(error))),
            }
        });
        match told.await {
            Ok(outcome) => outcome,
            Err(_dropped) => Err(match task.await {
                Ok(()) => Error::Unavailable("the access log did not take the entry".to_owned()),
                Err(_panic) => Error::Panicked,
            }
            .into()),
        }
    }
}

impl Inner {
    /// Queues an entry of the access log; tells the caller what was done when it is written.
    fn log_access<T, E>(&self, access: Access, done: T, tell: oneshot::Sender<Result<T, E>>)
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let reply: writer::Reply = Box::new(move |outcome| {
            drop(tell.send(outcome.map(|()| done).map_err(|cause| Error::Unavailable(cause.to_string()).into())));
        });
        let queued = match &self.backend {
            Backend::Sqlite { writer } => writer.submit(Job::Access { access: Box::new(access), reply }),
            Backend::Postgres { access: log } => log.submit(access, reply),
        };
        if let Err(refused) = queued {
            // The reply is gone with the entry, and so the caller is told.
            log::warn!("an entry of the access log was refused: {refused}");
        }
    }
}

/// The entry of the access log for what was seen, when anything was and an answer shows it.
fn access(context: &Context, action: Option<&'static str>, seen: BTreeSet<PersonId>) -> Option<Access> {
    action.filter(|_| !seen.is_empty()).map(|action| Access::new(context, action, seen))
}

/// Queues `work` for SQLite's writer and waits for the commit of its group.
async fn on_writer<T, E, F>(writer: &Writer, work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: FnOnce(&mut Conn) -> Result<(T, Option<Access>), E> + Send + 'static,
{
    let slot = Arc::new(Mutex::new(None));
    let (tell, told) = oneshot::channel();
    let result = Arc::clone(&slot);
    let run = Box::new(move |conn: &mut Conn| {
        let (outcome, verdict) = match work(conn) {
            Ok((done, None)) => (Ok(done), Verdict::Keep),
            Ok((done, Some(access))) => (Ok(done), Verdict::KeepAndLog(Box::new(access))),
            Err(refused) => (Err(refused), Verdict::Discard),
        };
        *result.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(outcome);
        verdict
    });
    writer.submit(Job::Change { run, reply: Box::new(move |outcome| drop(tell.send(outcome))) })?;
    committed(told.await)?;
    let outcome = slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    // INVARIANT: a job whose group was committed has left its outcome, unless it panicked.
    outcome.unwrap_or_else(|| Err(Error::Panicked.into()))
}

fn committed(told: Result<Result<(), Arc<str>>, oneshot::error::RecvError>) -> Result<(), Error> {
    match told {
        Ok(outcome) => outcome.map_err(|cause| Error::Unavailable(cause.to_string())),
        Err(_gone) => Err(Error::Unavailable("the writer has stopped".to_owned())),
    }
}
