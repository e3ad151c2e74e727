//! Who acts, when and why: handed to every use-case, so that nothing below asks a clock or makes an id by itself.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::ids::{EmployeeId, RequestId, UserId};

/// Makes new ids; the service injects it, so that the domain holds no randomness.
pub trait IdSource: Send + Sync {
    /// A new UUID of version 7.
    fn next(&self) -> Uuid;
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person who is logged in.
    User {
        /// The log-in.
        user: UserId,
        /// The employee behind the log-in, when there is one.
        employee: Option<EmployeeId>,
    },
    /// The service itself, or its operator on the command line, under a fixed name such as `sealer` or `cli`.
    System(&'static str),
}

impl Actor {
    /// The user behind the act, if a person acts.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::User { user, .. } => Some(*user),
            Self::System(_) => None,
        }
    }

    /// How the journal names the actor: `user:<id>` or `system:<name>`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::User { user, .. } => format!("user:{user}"),
            Self::System(name) => format!("system:{name}"),
        }
    }
}

/// The circumstances of one act.
#[derive(Clone)]
pub struct Context {
    /// The instant of the act, UTC, whole microseconds.
    pub now: DateTime<Utc>,
    /// The day of the act in Poland (Europe/Warsaw).
    pub today: NaiveDate,
    /// Who acts.
    pub actor: Actor,
    /// For whom the actor stands in, when acting under a substitution.
    pub on_behalf_of: Option<EmployeeId>,
    /// Why personal data is read or changed, when the caller says so.
    pub reason: Option<String>,
    /// The request that caused the act.
    pub request: RequestId,
    /// Where new ids come from.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("now", &self.now)
            .field("actor", &self.actor)
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
