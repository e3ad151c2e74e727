//! `/users`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::{RoleGrantId, UserId};
use domain::platform::action::marker::{
    BlockUser, CreateUser, GrantRole, ListUsers, ReadUser, ReadUserHistory, ResetPassword, RevokeRole, UnblockUser,
};
use persistence::platform::{sessions, users};
use utoipa_actix_web::service_config::ServiceConfig;

use super::passwords;
use super::usecases;
use super::views::{
    CreateUserBody, GrantRoleBody, ResetPasswordBody, RevokeRoleBody, UserPage, UserQuery, UserSummary, UserView,
};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::{Error, Problem};
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, PathPart, Query};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_users)
        .service(create_user)
        .service(read_user)
        .service(grant_role)
        .service(revoke_role)
        .service(reset_password)
        .service(block_user)
        .service(unblock_user)
        .service(read_user_history);
}

/// List log-ins.
///
/// In the order of their names, blocked or not, without their roles.
#[utoipa::path(tag = "platform", params(UserQuery), responses((status = 200, body = UserPage, description = "A page of log-ins")))]
#[get("/users")]
async fn list_users(
    allowed: Allowed<ListUsers>,
    state: Data<State>,
    query: Query<UserQuery>,
) -> Result<Listing<UserPage>, Error> {
    let wanted = Wanted::of("users", &(), query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, _| Ok(users::list(read, &keyset)?)).await?;
    let (found, page) = wanted.cut(found, |user| vec![user.id.to_string()]);
    Ok(Listing(UserPage { items: found.into_iter().map(UserSummary::from).collect(), page }))
}

/// Create a log-in.
///
/// With a first password that you choose and tell the user; it must be changed before anything else. The log-in holds
/// no role yet. An `Idempotency-Key` compares the name and the employee, not the password.
#[utoipa::path(tag = "platform", params(OptionalKeyHeader), request_body = CreateUserBody, responses((status = 201, body = UserView, description = "The new log-in")))]
#[post("/users")]
async fn create_user(
    allowed: Allowed<CreateUser>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<CreateUserBody>,
) -> Result<Created<UserView>, Error> {
    let digest = passwords::digest_without_password(&body.value);
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &digest);
    let CreateUserBody { login, employee_id, password } = body.value;
    let hash = passwords::hash_first(&state, password).await?;
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_user(tx, by, login, employee_id, hash),
            |read, _, id| usecases::load_user(read, UserId::new(id)),
        )
        .await?;
    Ok(Created::at("users", done.made.0.id, done.made.into(), done.replayed))
}

/// Read a log-in.
///
/// With its roles, past, present and future.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in")), responses((status = 200, body = UserView, description = "The log-in")))]
#[get("/users/{id}")]
async fn read_user(
    allowed: Allowed<ReadUser>,
    state: Data<State>,
    id: PathId<UserId>,
) -> Result<Versioned<UserView>, Error> {
    let user = state.read(&allowed, move |read, _| usecases::load_user(read, id.0)).await?;
    Ok(Versioned(user.into()))
}

/// Give a log-in a role.
///
/// In a unit or in the whole centre, from one day to another. Nobody gives themselves a role. It counts at once on
/// this instance and within half a minute on others.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in"), IfMatchHeader), request_body = GrantRoleBody, responses((status = 200, body = UserView, description = "The log-in as it is now")))]
#[post("/users/{id}/roles")]
async fn grant_role(
    allowed: Allowed<GrantRole>,
    state: Data<State>,
    id: PathId<UserId>,
    expected: IfMatch,
    body: Valid<GrantRoleBody>,
) -> Result<Versioned<UserView>, Error> {
    let user = state.write(&allowed, move |tx, by| usecases::grant_role(tx, by, id.0, expected.0, &body.value)).await?;
    state.staff.clear();
    Ok(Versioned(user.into()))
}

/// Take a role back.
///
/// The role ends before the day `on`, which is today at the earliest; a role that would begin later vanishes. Nobody
/// changes their own roles.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in"), ("grantId" = RoleGrantId, Path, description = "The grant, `roles[].id` of the log-in"), IfMatchHeader), request_body = RevokeRoleBody, responses((status = 200, body = UserView, description = "The log-in as it is now")))]
#[post("/users/{id}/roles/{grantId}/revocations")]
async fn revoke_role(
    allowed: Allowed<RevokeRole>,
    state: Data<State>,
    id: PathId<UserId>,
    grant: PathPart<RoleGrantId>,
    expected: IfMatch,
    body: Valid<RevokeRoleBody>,
) -> Result<Versioned<UserView>, Error> {
    let on = body.value.on;
    let user =
        state.write(&allowed, move |tx, by| usecases::revoke_role(tx, by, id.0, expected.0, grant.0, on)).await?;
    state.staff.clear();
    Ok(Versioned(user.into()))
}

/// Set a new first password.
///
/// For a user who has forgotten theirs. Every session of the log-in ends, and the user must change the password before
/// anything else. One's own password is changed under `/me/password-changes`.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in"), IfMatchHeader), request_body = ResetPasswordBody, responses((status = 200, body = UserView, description = "The log-in as it is now")))]
#[post("/users/{id}/password-resets")]
async fn reset_password(
    allowed: Allowed<ResetPassword>,
    state: Data<State>,
    id: PathId<UserId>,
    expected: IfMatch,
    body: Valid<ResetPasswordBody>,
) -> Result<Versioned<UserView>, Error> {
    let user = passwords::reset_password(&state, &allowed, id.0, expected.0, body.value.password).await?;
    Ok(Versioned(user.into()))
}

/// Block a log-in.
///
/// Its sessions end and logging in is refused until it is unblocked. Nobody blocks themselves.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in"), IfMatchHeader), responses(
    (status = 200, body = UserView, description = "The log-in as it is now"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "One's own log-in"),
))]
#[post("/users/{id}/blocks")]
async fn block_user(
    allowed: Allowed<BlockUser>,
    state: Data<State>,
    id: PathId<UserId>,
    expected: IfMatch,
) -> Result<Versioned<UserView>, Error> {
    let user = state.write(&allowed, move |tx, by| usecases::block_user(tx, by, id.0, expected.0)).await?;
    let now = state.clock.now();
    state.store.housekeeping(move |house| sessions::revoke_all(house, id.0, now)).await?;
    state.staff.clear();
    Ok(Versioned(user.into()))
}

/// Unblock a log-in.
///
/// The user may log in again with the password they had.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in"), IfMatchHeader), responses(
    (status = 200, body = UserView, description = "The log-in as it is now"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "One's own log-in"),
))]
#[post("/users/{id}/unblocks")]
async fn unblock_user(
    allowed: Allowed<UnblockUser>,
    state: Data<State>,
    id: PathId<UserId>,
    expected: IfMatch,
) -> Result<Versioned<UserView>, Error> {
    let user = state.write(&allowed, move |tx, by| usecases::unblock_user(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(user.into()))
}

/// See what happened to a log-in.
///
/// Roles given and taken back, blocks and new passwords, each with its actor; names of the changed fields only, and
/// never a password. Oldest first; the newest may not be sealed yet.
#[utoipa::path(tag = "platform", params(("id" = UserId, Path, description = "The log-in"), HistoryQuery), responses((status = 200, body = HistoryPage, description = "A page of changes")))]
#[get("/users/{id}/history")]
async fn read_user_history(
    allowed: Allowed<ReadUserHistory>,
    state: Data<State>,
    id: PathId<UserId>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    let subject = users::subject(id.0);
    history::page(&state, &allowed, subject, &query.0, move |read, _| Ok(users::load(read, id.0).map(drop)?)).await
}
