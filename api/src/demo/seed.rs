//! Fills an empty database with an invented municipality, the same for the same seed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use domain::kernel::context::{Actor, Context, IdSource};
use domain::kernel::ids::RequestId;
use persistence::error::Error;
use persistence::platform::{settings, users};
use persistence::store::Store;

use super::centre::{self, Setting};
use super::dice::Dice;
use super::households::{self, Invention};
use super::ids::SeededIds;
use super::town;
use crate::platform::auth::passwords;
use crate::state::day_in_poland;

/// The setting that marks a database of invented data.
const MARK: &str = "demo";
/// How many households are stored in one transaction.
const CHUNK: u32 = 50;
/// When invented data is stored: Friday 20 November 2026, nine o'clock in Poland.
const STORED_AT: &str = "2026-11-20T08:00:00Z";

/// What to invent.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Households.
    pub households: u32,
    /// Teams of social workers, each with a district and a unit of its own.
    pub teams: u32,
    /// The seed.
    pub seed: u64,
}

/// Why nothing was invented.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The database holds data that the demonstration did not make.
    #[error(
        "the database holds other data; a demonstration needs one of its own, for example DATABASE_URL=sqlite:data/demo.db"
    )]
    OtherData,
    /// It has been filled before.
    #[error("the database is filled already")]
    Filled,
    /// A fault of the database.
    #[error(transparent)]
    Store(#[from] Error),
    /// A fault of the program.
    #[error("{0}")]
    Internal(String),
}

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Nothing.
    Nothing,
    /// Invented data.
    Demo,
    /// Other data.
    Other,
}

fn context(seed: u64) -> Result<Arc<Context>, Refusal> {
    let now: DateTime<Utc> = STORED_AT.parse().map_err(|_wrong| Refusal::Internal(STORED_AT.to_owned()))?;
    let first_ms = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let ids = Arc::new(SeededIds::new(seed, first_ms));
    let request = RequestId::new(ids.next());
    let today = day_in_poland(now);
    Ok(Arc::new(Context { now, today, actor: Actor::System("demo"), on_behalf_of: None, reason: None, request, ids }))
}

/// Tells what a database holds.
///
/// # Errors
/// Those of the database.
pub async fn holds(store: &Store) -> Result<Holds, Refusal> {
    let context = context(0)?;
    store
        .read(context, "demo", |read| {
            Ok(match (settings::get(read, MARK)?, users::exist(read)?) {
                (Some(_), _) => Holds::Demo,
                (None, true) => Holds::Other,
                (None, false) => Holds::Nothing,
            })
        })
        .await
}

/// Fills an empty database.
///
/// # Errors
/// [`Refusal`].
pub async fn seed(store: &Store, wanted: Wanted, argon2_kib: u32) -> Result<(), Refusal> {
    match holds(store).await? {
        Holds::Nothing => {}
        Holds::Demo => return Err(Refusal::Filled),
        Holds::Other => return Err(Refusal::OtherData),
    }
    store.housekeeping(|house| settings::set(house, MARK, town::NAME)).await?;
    let hash = passwords::hash(town::PASSWORD, argon2_kib).map_err(|error| Refusal::Internal(error.to_string()))?;
    let context = context(wanted.seed)?;
    let setting: Setting = store.write(Arc::clone(&context), move |tx| centre::store(tx, wanted.teams, &hash)).await?;
    let dice = Dice::new(wanted.seed);
    let invention = Arc::new(Mutex::new(Invention { dice, given: BTreeSet::new(), made: 0 }));
    let setting = Arc::new(setting);
    let mut left = wanted.households;
    while left > 0 {
        let count = left.min(CHUNK);
        left -= count;
        chunk(store, &context, (&setting, &invention), count).await?;
    }
    Ok(())
}

async fn chunk(
    store: &Store,
    context: &Arc<Context>,
    (setting, invention): (&Arc<Setting>, &Arc<Mutex<Invention>>),
    count: u32,
) -> Result<(), Error> {
    let (setting, invention) = (Arc::clone(setting), Arc::clone(invention));
    store
        .write(Arc::clone(context), move |tx| {
            let mut invention = invention.lock().unwrap_or_else(PoisonError::into_inner);
            let mut all = None;
            for _ in 0..count {
                let number = invention.made;
                let home = invention.next(tx.context().today);
                let events = households::store(tx, &setting, number, &home, &mut invention.dice)?;
                all = match (all, events) {
                    (Some(all), Some(events)) => Some(persistence::platform::journal::Events::join(all, events)),
                    (all, events) => all.or(events),
                };
            }
            // INVARIANT: every invented household has a member, so there are events.
            let events = all.ok_or(Error::Corrupt { table: "demo", id: String::new() })?;
            Ok(((), events))
        })
        .await
}
