//! PostgreSQL's access log: one thread that writes the rows of concurrent reads in groups.
//!
//! On SQLite the one writer does this with its own groups; see [`super::writer`].

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use super::writer::Reply;
use crate::conn::{Conn, Purpose};
use crate::error::Error;
use crate::platform::access_log::{self, Access};
use crate::url::DatabaseUrl;

const QUEUE: usize = 4096;
const GROUP: usize = 256;

/// The way to the access log's queue; dropping it ends the thread after what is queued.
#[derive(Debug)]
pub(crate) struct AccessWriter {
    queue: SyncSender<(Access, Reply)>,
}

impl AccessWriter {
    pub(crate) fn start(url: DatabaseUrl) -> Result<Self, Error> {
        let conn = Conn::open(&url, Purpose::Write)?;
        let (queue, entries) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name("access-log".to_owned())
            .spawn(move || run(conn, &url, &entries))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { queue })
    }

    pub(crate) fn submit(&self, access: Access, reply: Reply) -> Result<(), Error> {
        self.queue.try_send((access, reply)).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Unavailable("the access log's queue is full".to_owned()),
            TrySendError::Disconnected(_) => Error::Unavailable("the access log has stopped".to_owned()),
        })
    }
}

fn run(mut conn: Conn, url: &DatabaseUrl, entries: &Receiver<(Access, Reply)>) {
    while let Ok(first) = entries.recv() {
        let group = std::iter::once(first).chain(entries.try_iter().take(GROUP - 1));
        let (accesses, replies): (Vec<_>, Vec<_>) = group.unzip();
        let outcome = conn
            .transaction(|conn| access_log::append(conn, &accesses))
            .map_err(|error| Arc::<str>::from(error.to_string()));
        if let Err(cause) = &outcome {
            log::error!("a group of the access log failed: {cause}");
            if conn.depth() != Some(0) || conn.ping().is_err() {
                match Conn::open(url, Purpose::Write) {
                    Ok(fresh) => conn = fresh,
                    Err(error) => log::error!("the access log could not reconnect: {error}"),
                }
            }
        }
        for reply in replies {
            reply(outcome.clone());
        }
    }
}
