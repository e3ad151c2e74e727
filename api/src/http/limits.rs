//! Request rates, so that one caller cannot crowd the others out.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::error::Error;
use crate::config::Config;

type Keyed = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock>;

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
            requests: RateLimiter::keyed(Quota::per_second(at_least_one(config.rate_limit))),
            logins: RateLimiter::keyed(Quota::per_minute(at_least_one(config.login_rate_limit))),
        }
    }

    /// Counts a request of this address.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when its bucket is empty.
    pub fn request(&self, address: IpAddr) -> Result<(), Error> {
        take(&self.requests, address)
    }

    /// Counts an attempt to log in from this address.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when its bucket is empty.
    pub fn login(&self, address: IpAddr) -> Result<(), Error> {
        take(&self.logins, address)
    }

    /// Forgets addresses whose buckets are full again, so that the table does not grow without end.
    pub fn tidy(&self) {
        self.requests.retain_recent();
        self.logins.retain_recent();
    }
}

fn take(bucket: &Keyed, address: IpAddr) -> Result<(), Error> {
    bucket.check_key(&address).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Error::RateLimited { retry_after: wait.as_secs() + 1 }
    })
}
