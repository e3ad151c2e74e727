//! Request rates, so that one caller cannot crowd the others out.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::error::Error;
use crate::config::Config;

type Keyed = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// What an address may still ask, for the `RateLimit-*` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests a second, and the same number at once.
    pub limit: u32,
    /// What is left of them.
    pub remaining: u32,
}

/// The buckets of all callers.
#[derive(Debug)]
pub struct Limits {
    requests: Keyed,
    logins: Keyed,
}

fn at_least_one(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)
}

impl Limits {
    /// Buckets of the configured sizes.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            requests: keyed(Quota::per_second(at_least_one(config.rate_limit))),
            logins: keyed(Quota::per_minute(at_least_one(config.login_rate_limit))),
        }
    }

    /// Counts a request of this address.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when its bucket is empty.
    pub fn request(&self, address: IpAddr) -> Result<Allowance, Error> {
        take(&self.requests, address)
    }

    /// Counts an attempt to log in from this address.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when its bucket is empty.
    pub fn login(&self, address: IpAddr) -> Result<(), Error> {
        take(&self.logins, address).map(drop)
    }

    /// Forgets addresses whose buckets are full again, so that the table does not grow without end.
    pub fn tidy(&self) {
        self.requests.retain_recent();
        self.logins.retain_recent();
    }
}

fn keyed(quota: Quota) -> Keyed {
    RateLimiter::keyed(quota).with_middleware()
}

fn take(bucket: &Keyed, address: IpAddr) -> Result<Allowance, Error> {
    let state = bucket.check_key(&address).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Error::RateLimited { retry_after: wait.as_secs() + 1 }
    })?;
    Ok(Allowance { limit: state.quota().burst_size().get(), remaining: state.remaining_burst_capacity() })
}
