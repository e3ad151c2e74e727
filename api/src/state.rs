//! What every request shares: the store, the clock, the ids, the keys and the caches.
//!
//! The only place that asks the machine for the time or for a new id.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};
use chrono_tz::Europe::Warsaw;
use domain::kernel::context::{Actor, Context, IdSource};
use domain::kernel::ids::RequestId;
use persistence::store::Store;
use uuid::Uuid;

use crate::config::Config;
use crate::http::limits::Limits;
use crate::http::metrics::Metrics;
use crate::platform::auth::passwords::Passwords;
use crate::platform::auth::staff_cache::StaffCache;
use crate::platform::auth::tokens::Tokens;

/// The clock of the process. Tests and demo mode move it; production cannot.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's time.
    Machine,
    /// The machine's time moved by so many microseconds.
    Moved(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that can be moved, and shows the machine's time until then.
    #[must_use]
    pub fn movable() -> Self {
        Self::Moved(Arc::new(AtomicI64::new(0)))
    }

    /// The instant, UTC, cut to microseconds because the databases differ below that.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
        let machine = Utc::now();
        let moved = match self {
            Self::Machine => machine,
            Self::Moved(by) => {
                machine.checked_add_signed(Duration::microseconds(by.load(Ordering::Relaxed))).unwrap_or(machine)
            }
        };
        moved.trunc_subsecs(6)
    }

    /// Sets a movable clock so that it shows `instant` now. `false` on the machine's clock, which stays.
    #[must_use]
    pub fn set(&self, instant: DateTime<Utc>) -> bool {
        let Self::Moved(by) = self else { return false };
        let current = by.load(Ordering::Relaxed);
        let difference = (instant - self.now()).num_microseconds().unwrap_or(0);
        by.store(current.saturating_add(difference), Ordering::Relaxed);
        true
    }

    /// The day in Poland.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_in_poland(self.now())
    }
}

/// The day that an instant falls on in Poland.
#[must_use]
pub fn day_in_poland(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Warsaw).date_naive()
}

/// UUIDs of version 7, in the order they are made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ids;

impl IdSource for Ids {
    fn next(&self) -> Uuid {
        #[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
        Uuid::now_v7()
    }
}

/// What every request shares.
#[derive(Debug)]
pub struct State {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// The configuration.
    pub config: Config,
    /// Signs and reads access tokens.
    pub tokens: Tokens,
    /// Hashes passwords on a pool of its own.
    pub passwords: Passwords,
    /// Who is behind a session, for at most half a minute.
    pub staff: StaffCache,
    /// Request rates.
    pub limits: Limits,
    /// Counters for `/metrics`.
    pub metrics: Metrics,
}

impl State {
    /// Puts the parts together.
    #[must_use]
    pub fn new(store: Store, clock: Clock, config: Config, tokens: Tokens) -> Self {
        let limits = Limits::new(&config);
        Self {
            store,
            clock,
            tokens,
            passwords: Passwords::new(config.argon2_kib),
            staff: StaffCache::default(),
            limits,
            metrics: Metrics::new(),
            config,
        }
    }

    /// The circumstances of an act that no request caused.
    #[must_use]
    pub fn system_context(&self, name: &'static str) -> Arc<Context> {
        Arc::new(context(&self.clock, Actor::System(name), RequestId::new(Ids.next()), None))
    }
}

/// The circumstances of one act.
#[must_use]
pub fn context(clock: &Clock, actor: Actor, request: RequestId, reason: Option<String>) -> Context {
    let now = clock.now();
    Context { now, today: day_in_poland(now), actor, on_behalf_of: None, reason, request, ids: Arc::new(Ids) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_poland() {
        let day = |text: &str| day_in_poland(text.parse().unwrap()).to_string();
        assert_eq!(day("2025-02-01T22:59:59Z"), "2025-02-01");
        assert_eq!(day("2025-02-01T23:00:00Z"), "2025-02-02");
        assert_eq!(day("2025-07-01T22:00:00Z"), "2025-07-02");
    }

    #[test]
    fn only_a_movable_clock_moves() {
        let then: DateTime<Utc> = "2019-10-01T10:00:00Z".parse().unwrap();
        assert!(!Clock::Machine.set(then));
        let clock = Clock::movable();
        assert!(clock.set(then) && (clock.now() - then).num_seconds() < 5);
        assert!(clock.set(then + Duration::days(400)) && clock.today().to_string() == "2020-11-04");
    }
}
