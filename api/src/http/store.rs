//! From handlers to the store: read within reach, write, and write once under an idempotency key.

use domain::platform::action::Marker;
use persistence::platform::idempotency::{self, Earlier, Key};
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Read, Tx};

use super::allowed::Allowed;
use super::error::Error;
use crate::state::State;

/// What a write made, and whether an earlier request under the same key had made it.
#[derive(Debug)]
pub struct Made<T> {
    /// The resource.
    pub made: T,
    /// Whether it is a repeat.
    pub replayed: bool,
}

impl State {
    /// Reads within the caller's reach.
    ///
    /// # Errors
    /// What `work` refuses.
    pub async fn read<A, T, F>(&self, allowed: &Allowed<A>, work: F) -> Result<T, Error>
    where
        A: Marker,
        T: Send + 'static,
        F: FnOnce(&mut Read<'_>, &Allowed<A>) -> Result<T, Error> + Send + 'static,
    {
        let by = allowed.clone();
        let context = std::sync::Arc::clone(allowed.context());
        self.store.read(context, allowed.code(), move |read| work(read, &by)).await
    }

    /// Writes within the caller's reach.
    ///
    /// # Errors
    /// What `work` refuses; nothing is written then.
    pub async fn write<A, T, F>(&self, allowed: &Allowed<A>, work: F) -> Result<T, Error>
    where
        A: Marker,
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>, &Allowed<A>) -> Result<(T, Events), Error> + Send + 'static,
    {
        let by = allowed.clone();
        let context = std::sync::Arc::clone(allowed.context());
        self.store.write_for(context, allowed.code(), move |tx| work(tx, &by)).await
    }

    /// Makes something once: with a key, a repeat answers with what the first request made, read anew.
    ///
    /// `make` does the work and names what it made; `again` reads it for a repeat, with the same access check as any
    /// read.
    ///
    /// # Errors
    /// What `make` or `again` refuses, and [`Error::IdempotencyKeyReused`] for another request under the same key.
    pub async fn create<A, T, M, R>(
        &self,
        allowed: &Allowed<A>,
        key: Option<Key>,
        make: M,
        again: R,
    ) -> Result<Made<T>, Error>
    where
        A: Marker,
        T: Send + 'static,
        M: FnOnce(&mut Tx<'_>, &Allowed<A>) -> Result<(T, Subject, Events), Error> + Send + 'static,
        R: FnOnce(&mut Read<'_>, &Allowed<A>, uuid::Uuid) -> Result<T, Error> + Send + 'static,
    {
        let Some(key) = key else {
            let made = self.write(allowed, move |tx, by| make(tx, by).map(|(made, _, events)| (made, events))).await?;
            return Ok(Made { made, replayed: false });
        };
        if let Some(id) = self.earlier(allowed, &key).await? {
            let made = self.read(allowed, move |read, by| again(read, by, id)).await?;
            return Ok(Made { made, replayed: true });
        }
        let remembered = key.clone();
        let first = self
            .write(allowed, move |tx, by| {
                let (made, subject, events) = make(tx, by)?;
                idempotency::remember(tx, &remembered, 201, subject.kind, subject.id).map_err(|error| {
                    if idempotency::lost_race(&error) { Error::IdempotencyInProgress } else { error.into() }
                })?;
                Ok((made, events))
            })
            .await;
        match first {
            Ok(made) => Ok(Made { made, replayed: false }),
            // Lost the race for the key: the winner has committed, so what it made can be read.
            Err(error) => match self.earlier(allowed, &key).await? {
                Some(id) => {
                    let made = self.read(allowed, move |read, by| again(read, by, id)).await?;
                    Ok(Made { made, replayed: true })
                }
                None => Err(error),
            },
        }
    }

    async fn earlier<A: Marker>(&self, allowed: &Allowed<A>, key: &Key) -> Result<Option<uuid::Uuid>, Error> {
        let key = key.clone();
        let found = self.read(allowed, move |read, _| Ok(idempotency::earlier(read, &key)?)).await?;
        match found {
            Earlier::None => Ok(None),
            Earlier::Same { id } => Ok(Some(id)),
            Earlier::Other => Err(Error::IdempotencyKeyReused),
        }
    }
}
