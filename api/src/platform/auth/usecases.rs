//! Log-in, refresh, log-out, and who is behind a token.

use std::sync::Arc;

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use domain::kernel::context::{Context, IdSource as _};
use domain::kernel::ids::SessionId;
use domain::platform::staff::{Login, User};
use persistence::error::Error as StoreError;
use persistence::platform::journal::Events;
use persistence::platform::sessions::{self, Rotation, Session};
use persistence::platform::users;
use persistence::tx::expect_version;

use super::passwords::MIN_LENGTH;
use super::tokens::ACCESS_MINUTES;
use super::views::TokensView;
use crate::http::allowed::Caller;
use crate::http::body::hex_digest;
use crate::http::error::Error;
use crate::http::secret::Secret;
use crate::state::{Ids, State};

/// How long a session lasts at most.
const SESSION_HOURS: i64 = 12;
const REFUSED: Error = Error::Token("log-in refused");

/// Who is behind a token: a good signature, a live session, a log-in that is not blocked.
///
/// # Errors
/// [`Error::Token`].
pub async fn authenticate(state: &State, token: &str) -> Result<Caller, Error> {
    let now = state.clock.now();
    let (user, session) = state.tokens.read(token, now).ok_or(Error::Token("the token is not good"))?;
    if let Some(caller) = state.staff.get(session) {
        return Ok(caller);
    }
    let context = state.system_context("authentication");
    let found = state
        .store
        .read(context, "authentication", move |read| {
            let session = sessions::find(read, session)?;
            let (user, staff) = users::staff(read, user)?;
            Ok::<_, StoreError>((session, user, staff))
        })
        .await;
    let (session, user, staff) = match found {
        Err(StoreError::NotFound) => return Err(Error::Token("the session has ended")),
        other => other?,
    };
    if session.revoked || session.expires_at <= now || session.user != user.id {
        return Err(Error::Token("the session has ended"));
    }
    let caller = Caller { session: session.id, user: Arc::new(user), staff: Arc::new(staff) };
    state.staff.put(caller.clone());
    Ok(caller)
}

/// Opens a session.
///
/// # Errors
/// [`Error::Token`] whether the name is unknown, the password wrong or the log-in blocked: always the same.
pub async fn login(state: &State, login: Login, password: String) -> Result<TokensView, Error> {
    let context = state.system_context("authentication");
    let found = state.store.read(context, "authentication", move |read| users::find(read, &login)).await;
    let user = match found {
        Ok(user) => Some(user),
        Err(StoreError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let fits = state.passwords.fits(password, hash).await?;
    let user = user.filter(|user| fits && !user.blocked).ok_or(REFUSED)?;
    let now = state.clock.now();
    let session = Session {
        id: SessionId::new(Ids.next()),
        user: user.id,
        expires_at: now + Duration::hours(SESSION_HOURS),
        revoked: false,
    };
    let refresh = random_token()?;
    let hash = hex_digest(refresh.as_bytes());
    state.store.housekeeping(move |house| sessions::open(house, &session, &hash, now)).await?;
    tokens_view(state, &user, session.id, refresh)
}

/// The next pair of tokens.
///
/// # Errors
/// [`Error::Token`] for a token that is unknown, expired, revoked or used before (which ends the session).
pub async fn refresh(state: &State, token: String) -> Result<TokensView, Error> {
    let now = state.clock.now();
    let next = random_token()?;
    let (used, stored) = (hex_digest(token.as_bytes()), hex_digest(next.as_bytes()));
    let outcome = state.store.housekeeping(move |house| sessions::rotate(house, &used, &stored, now)).await?;
    let session = match outcome {
        Rotation::Rotated(session) => session,
        Rotation::Reused => {
            state.staff.clear();
            return Err(REFUSED);
        }
        Rotation::Refused => return Err(REFUSED),
    };
    let context = state.system_context("authentication");
    let found = state.store.read(context, "authentication", move |read| users::staff(read, session.user)).await;
    match found {
        Ok((user, _)) => tokens_view(state, &user, session.id, next),
        Err(StoreError::NotFound) => Err(REFUSED),
        Err(error) => Err(error.into()),
    }
}

fn tokens_view(state: &State, user: &User, session: SessionId, refresh_token: String) -> Result<TokensView, Error> {
    let access_token = state.tokens.issue(user.id, session, state.clock.now()).map_err(Error::Internal)?;
    Ok(TokensView {
        access_token: Secret::new(access_token),
        expires_in: ACCESS_MINUTES * 60,
        refresh_token: Secret::new(refresh_token),
        token_type: "Bearer",
        must_change_password: user.must_change_password,
    })
}

fn random_token() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_exhausted| Error::Internal("no randomness".to_owned()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Ends a session.
///
/// # Errors
/// Only those of the store.
pub async fn logout(state: &State, session: SessionId) -> Result<(), Error> {
    let now = state.clock.now();
    state.store.housekeeping(move |house| sessions::revoke(house, session, now)).await?;
    state.staff.clear();
    Ok(())
}

/// Refuses a password that is too short.
///
/// # Errors
/// [`Error::Rule`] under `pointer`.
pub fn check_password(pointer: &str, password: &str) -> Result<(), Error> {
    if password.chars().count() < MIN_LENGTH {
        let message = format!("expected at least {MIN_LENGTH} characters");
        return Err(Error::rule(pointer, "password_too_short", message));
    }
    Ok(())
}

/// Changes one's own password; every session of the user ends.
///
/// # Errors
/// [`Error::Rule`] when the current password is another or the new one too short.
pub async fn change_password(
    state: &State,
    caller: &Caller,
    context: Arc<Context>,
    current: String,
    new: String,
) -> Result<(), Error> {
    check_password("/newPassword", &new)?;
    if !state.passwords.fits(current, Some(caller.user.password_hash.clone())).await? {
        return Err(Error::rule("/currentPassword", "password_wrong", "this is not the password"));
    }
    let hash = state.passwords.hash(new).await?;
    set_password(state, context, caller.user.id, caller.user.version, hash, false).await?;
    Ok(())
}

/// Stores a password hash and ends every session of the user.
///
/// # Errors
/// [`Error::NotFound`], and [`Error::Version`] when the log-in has changed since.
pub async fn set_password(
    state: &State,
    context: Arc<Context>,
    id: domain::kernel::ids::UserId,
    expected: i64,
    hash: String,
    must_change: bool,
) -> Result<User, Error> {
    let user = state
        .store
        .write(context, move |tx| {
            let mut user = users::load(tx, id)?;
            expect_version(user.version, expected)?;
            user.password_hash = hash;
            user.must_change_password = must_change;
            users::update(tx, &mut user)?;
            let event = if must_change { "user.password_reset" } else { "user.password_changed" };
            let events = Events::one(event, users::subject(id), user.version);
            Ok::<_, StoreError>((user.into_inner(), events))
        })
        .await?;
    let now = state.clock.now();
    state.store.housekeeping(move |house| sessions::revoke_all(house, id, now)).await?;
    state.staff.clear();
    Ok(user)
}
