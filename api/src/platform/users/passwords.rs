//! First passwords that an administrator sets, and what they end.

use domain::kernel::ids::UserId;
use domain::platform::action::marker::ResetPassword;

use super::usecases::{UserWithRoles, load_user, of_another};
use super::views::CreateUserBody;
use crate::http::allowed::Allowed;
use crate::http::body::hex_digest;
use crate::http::error::Error;
use crate::http::secret::Secret;
use crate::platform::auth::usecases::{check_password, set_password};
use crate::state::State;

/// Hashes a first password.
///
/// # Errors
/// [`Error::Rule`] when it is too short.
pub async fn hash_first(state: &State, password: Secret) -> Result<String, Error> {
    let password = password.reveal();
    check_password("/password", &password)?;
    state.passwords.hash(password).await
}

/// What an idempotency key compares of a new log-in. The password is left out: a plain digest of it would be stored.
#[must_use]
pub fn digest_without_password(body: &CreateUserBody) -> String {
    let employee = body.employee_id.map(|id| id.to_string()).unwrap_or_default();
    hex_digest(format!("{}\n{employee}", body.login.as_str()).as_bytes())
}

/// Sets a new first password and ends every session of the log-in.
///
/// # Errors
/// [`Error::Rule`] for one's own log-in or a short password, [`Error::Version`] for a stale version.
pub async fn reset_password(
    state: &State,
    allowed: &Allowed<ResetPassword>,
    id: UserId,
    expected: i64,
    password: Secret,
) -> Result<UserWithRoles, Error> {
    of_another(allowed, id)?;
    let hash = hash_first(state, password).await?;
    let context = std::sync::Arc::clone(allowed.context());
    set_password(state, context, id, expected, hash, true).await?;
    state.read(allowed, move |read, _| load_user(read, id)).await
}
