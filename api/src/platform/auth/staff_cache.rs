//! Who is behind a session, remembered for at most thirty seconds.
//!
//! A log-out, a block or a change of roles on this instance is seen at once; on another within those seconds.

use std::time::{Duration, Instant};

use domain::kernel::ids::SessionId;

use super::kept::Kept;
use crate::http::allowed::Caller;

const KEPT: Duration = Duration::from_secs(30);

/// The cache.
#[derive(Debug, Default)]
pub struct StaffCache {
    callers: Kept<SessionId, (Instant, Caller)>,
}

fn fresh((since, _): &(Instant, Caller)) -> bool {
    since.elapsed() < KEPT
}

impl StaffCache {
    /// The caller behind a session, when known well enough.
    #[must_use]
    pub fn get(&self, session: SessionId) -> Option<Caller> {
        self.callers.get(&session, fresh).map(|(_, caller)| caller)
    }

    /// Remembers a caller.
    pub fn put(&self, caller: Caller) {
        self.callers.put(caller.session, (Instant::now(), caller), fresh);
    }

    /// Forgets everybody: after a change of sessions, log-ins, roles or exclusions.
    pub fn clear(&self) {
        self.callers.clear();
    }
}
