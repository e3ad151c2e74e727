//! Who is behind a session, remembered for at most thirty seconds.
//!
//! A log-out, a block or a change of roles on this instance is seen at once; on another within those seconds.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use domain::kernel::ids::SessionId;

use crate::http::allowed::Caller;

const KEPT: Duration = Duration::from_secs(30);
const MOST: usize = 10_000;

/// The cache.
#[derive(Debug, Default)]
pub struct StaffCache {
    callers: RwLock<HashMap<SessionId, (Instant, Caller)>>,
}

impl StaffCache {
    /// The caller behind a session, when known well enough.
    #[must_use]
    pub fn get(&self, session: SessionId) -> Option<Caller> {
        let callers = self.callers.read().unwrap_or_else(PoisonError::into_inner);
        callers.get(&session).filter(|(since, _)| since.elapsed() < KEPT).map(|(_, caller)| caller.clone())
    }

    /// Remembers a caller.
    pub fn put(&self, caller: Caller) {
        let mut callers = self.callers.write().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MOST {
            callers.retain(|_, (since, _)| since.elapsed() < KEPT);
            if callers.len() >= MOST {
                callers.clear();
            }
        }
        callers.insert(caller.session, (Instant::now(), caller));
    }

    /// Forgets everybody: after a change of sessions, log-ins, roles or exclusions.
    pub fn clear(&self) {
        self.callers.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
