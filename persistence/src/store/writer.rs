//! SQLite's one writer: a thread that owns the only writing connection and commits jobs in groups.
//!
//! Whatever queued up during the previous commit forms the next group: one `BEGIN IMMEDIATE … COMMIT`, one wait for
//! the disk, and a savepoint for each job, so that a failing or panicking job takes nothing of its neighbours with
//! it. Nobody is answered before the commit has returned.

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::conn::{Conn, Purpose};
use crate::error::Error;
use crate::platform::access_log::{self, Access};
use crate::url::DatabaseUrl;

/// How many jobs may wait; past it the store answers "unavailable" at once.
const QUEUE: usize = 4096;
/// The most jobs in one group.
const GROUP: usize = 256;
/// A group takes no further job when it has worked this long, so that a slow job delays one group only.
const GROUP_TIME: Duration = Duration::from_millis(20);

/// Whether a job's savepoint is kept.
#[derive(Debug)]
pub(crate) enum Verdict {
    Keep,
    /// With what the answer will show of persons, which is logged in the same group.
    KeepAndLog(Box<Access>),
    Discard,
}

/// Answers the caller, after the commit: `Ok` when the group is on the disk.
pub(crate) type Reply = Box<dyn FnOnce(Result<(), Arc<str>>) + Send>;

/// Something for the writer to do.
pub(crate) enum Job {
    /// A change: runs inside a savepoint of the group.
    Change { run: Box<dyn FnOnce(&mut Conn) -> Verdict + Send>, reply: Reply },
    /// A read to be logged with the group.
    Access { access: Box<Access>, reply: Reply },
    /// Commit what is there and end.
    Stop,
}

/// The way to the writer's queue. Dropping the last one ends the thread after what is queued.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: SyncSender<Job>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(url: DatabaseUrl) -> Result<Self, Error> {
        let conn = Conn::open(&url, Purpose::Write)?;
        let (queue, jobs) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || Loop { conn, url, patience: GROUP_TIME }.run(&jobs))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { queue, thread: Some(thread) })
    }

    /// Queues a job, or refuses at once when the queue is full.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Error> {
        self.queue.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Unavailable("the write queue is full".to_owned()),
            TrySendError::Disconnected(_) => Error::Unavailable("the writer has stopped".to_owned()),
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // A full queue drains first; the thread then sees `Stop` and has committed everything before it.
        let stopping = self.queue.send(Job::Stop);
        let ended = self.thread.take().filter(|_| stopping.is_ok()).map(JoinHandle::join);
        if matches!(ended, Some(Err(_))) {
            log::error!("the writer thread panicked");
        }
    }
}

struct Loop {
    conn: Conn,
    url: DatabaseUrl,
    /// How long a group may take jobs.
    patience: Duration,
}

/// What became of a group before its commit.
struct Group {
    replies: Vec<Reply>,
    stop: bool,
}

impl Loop {
    fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut group = Group { replies: Vec::new(), stop: false };
            let outcome = self.group(first, jobs, &mut group).map_err(|error| Arc::<str>::from(error.to_string()));
            if let Err(cause) = &outcome {
                log::error!("a group of writes failed: {cause}");
                self.reopen();
            }
            for reply in group.replies {
                reply(outcome.clone());
            }
            if group.stop {
                break;
            }
        }
    }

    fn group(&mut self, first: Job, jobs: &Receiver<Job>, group: &mut Group) -> Result<(), Error> {
        let started = Instant::now();
        let mut accesses = Vec::new();
        let begun = self.conn.begin();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Change { run, reply } => {
                    group.replies.push(reply);
                    if begun.is_ok() {
                        accesses.extend(savepoint(&mut self.conn, run)?);
                    }
                }
                Job::Access { access, reply } => {
                    group.replies.push(reply);
                    accesses.push(*access);
                }
                Job::Stop => {
                    group.stop = true;
                    break;
                }
            }
            let room = group.replies.len() < GROUP && started.elapsed() < self.patience && begun.is_ok();
            next = if room { jobs.try_recv().ok() } else { None };
        }
        begun?;
        access_log::append(&mut self.conn, &accesses)?;
        // INVARIANT: what is committed is the whole group and nothing deeper; a savepoint left open would turn this
        // commit into a release, acknowledge the neighbours and write nothing.
        if self.conn.depth() != Some(1) {
            return Err(Error::Unavailable("a savepoint was left open".to_owned()));
        }
        self.conn.commit()
    }

    /// Leaves a transaction in doubt behind by leaving its connection behind.
    fn reopen(&mut self) {
        if self.conn.depth() == Some(1) && self.conn.rollback().is_ok() {
            return;
        }
        match Conn::open(&self.url, Purpose::Write) {
            Ok(fresh) => self.conn = fresh,
            Err(error) => log::error!("the writer could not reopen its database: {error}"),
        }
    }
}

/// Runs one job inside a savepoint. A panic is caught inside it, so that the savepoint is always closed.
///
/// A job that opened or closed one by itself fails the group at once, before its own savepoint is released.
fn savepoint(conn: &mut Conn, run: Box<dyn FnOnce(&mut Conn) -> Verdict + Send>) -> Result<Option<Access>, Error> {
    conn.begin()?;
    let verdict = catch_unwind(AssertUnwindSafe(|| run(conn))).unwrap_or_else(|_panic| {
        log::error!("a write panicked and was rolled back");
        Verdict::Discard
    });
    if conn.depth() != Some(2) {
        return Err(Error::Unavailable("a job opened or closed a savepoint of its own".to_owned()));
    }
    match verdict {
        Verdict::Keep => conn.commit().map(|()| None),
        Verdict::KeepAndLog(access) => conn.commit().map(|()| Some(*access)),
        Verdict::Discard => conn.rollback().map(|()| None),
    }
}
