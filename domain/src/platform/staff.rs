//! The centre's units, its employees and their log-ins.

use crate::kernel::ids::{EmployeeId, OrgUnitId, UserId};
use crate::kernel::text::{Line, search_key};

/// An organisational unit (*komórka organizacyjna*): a section, a team, a post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrgUnit {
    /// Its id.
    pub id: OrgUnitId,
    /// Counts changes.
    pub version: i64,
    /// The symbol that case numbers begin with, for example `MOPS.DŚ`; unique, may hold dots and Polish letters.
    pub symbol: Line<40>,
    /// Its name.
    pub name: Line<200>,
    /// The unit it belongs to.
    pub parent: Option<OrgUnitId>,
    /// Whether new cases may be filed in it.
    pub active: bool,
}

/// Somebody who works at the centre.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Employee {
    /// Its id.
    pub id: EmployeeId,
    /// Counts changes.
    pub version: i64,
    /// Given name.
    pub given_name: Line<100>,
    /// Surname.
    pub surname: Line<100>,
    /// Position, as decisions print it.
    pub position: Line<200>,
    /// The unit of the post.
    pub unit: OrgUnitId,
    /// Whether cases may be assigned.
    pub active: bool,
}

impl Employee {
    /// The name folded for searching, surname first.
    #[must_use]
    pub fn search_key(&self) -> String {
        search_key(&format!("{} {}", &*self.surname, &*self.given_name))
    }
}

/// A log-in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Counts changes.
    pub version: i64,
    /// What is typed at log-in: lower-case letters, digits, dot, hyphen, underscore.
    pub login: Login,
    /// The employee who uses it.
    pub employee: Option<EmployeeId>,
    /// Argon2id, in the PHC string format.
    pub password_hash: String,
    /// Whether the password was set by somebody else and must be changed first.
    pub must_change_password: bool,
    /// Whether logging in is refused.
    pub blocked: bool,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// A log-in name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

/// JSON Schema pattern of [`Login`].
pub const LOGIN_PATTERN: &str = "^[a-z0-9][a-z0-9._-]{2,63}$";

/// The text is not a log-in name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 3 to 64 lower-case letters, digits, dots, hyphens or underscores")]
pub struct InvalidLogin;

impl Login {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Login {
    type Error = InvalidLogin;

    fn try_from(text: String) -> Result<Self, InvalidLogin> {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
        let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if (3..=64).contains(&text.len()) && first && text.bytes().all(inner) {
            Ok(Self(text))
        } else {
            Err(InvalidLogin)
        }
    }
}

impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.0
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    impl utoipa::PartialSchema for super::Login {
        fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
            crate::kernel::schema::pattern(super::LOGIN_PATTERN, "A log-in name", "anna.nowak")
        }
    }

    impl utoipa::ToSchema for super::Login {}
}
