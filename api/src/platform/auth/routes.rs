//! `/auth`, `/me` and `/jwks`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use domain::platform::access::{Facet, permissions};
use utoipa_actix_web::service_config::ServiceConfig;

use super::tokens::Jwks;
use super::usecases;
use super::views::{
    ChangePasswordBody, LoginBody, MeView, PermissionView, PermissionsView, RefreshBody, RoleView, TokensView,
};
use crate::http::allowed::LoggedIn;
use crate::http::answer::{NoContent, Plain};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(login)
        .service(refresh)
        .service(logout)
        .service(read_jwks)
        .service(read_me)
        .service(read_my_permissions)
        .service(change_my_password);
}

/// Log in.
///
/// Opens a session and answers with its first pair of tokens. Unknown name, wrong password and blocked log-in answer
/// the same, and take as long.
#[utoipa::path(tag = "auth", request_body = LoginBody, responses(
    (status = 200, body = TokensView, description = "Tokens of the new session"),
    (status = 401, body = crate::http::error::Problem, content_type = "application/problem+json", description = "Log-in refused"),
))]
#[post("/auth/login")]
async fn login(request: HttpRequest, state: Data<State>, body: Valid<LoginBody>) -> Result<Plain<TokensView>, Error> {
    if let Some(address) = request.peer_addr() {
        state.limits.login(address.ip())?;
    }
    usecases::login(&state, body.value.login, body.value.password.reveal()).await.map(Plain)
}

/// Renew tokens.
///
/// A refresh token is good once. A second use means that somebody copied it: the session ends for both.
#[utoipa::path(tag = "auth", request_body = RefreshBody, responses(
    (status = 200, body = TokensView, description = "The next pair of tokens"),
    (status = 401, body = crate::http::error::Problem, content_type = "application/problem+json", description = "Refused"),
))]
#[post("/auth/refresh")]
async fn refresh(state: Data<State>, body: Valid<RefreshBody>) -> Result<Plain<TokensView>, Error> {
    usecases::refresh(&state, body.value.refresh_token.reveal()).await.map(Plain)
}

/// Log out.
///
/// Ends the session of the token; its access token and refresh token are good no more.
#[utoipa::path(tag = "auth", responses((status = 204, description = "The session has ended")))]
#[post("/auth/logout")]
async fn logout(me: LoggedIn, state: Data<State>) -> Result<NoContent, Error> {
    usecases::logout(&state, me.caller.session).await?;
    Ok(NoContent)
}

/// The public keys of access tokens.
///
/// As RFC 7517 describes; a token names its key by `kid`. Two keys are live while one replaces the other.
#[utoipa::path(tag = "auth", responses((status = 200, body = Jwks, description = "The live keys")))]
#[get("/jwks")]
async fn read_jwks(state: Data<State>) -> Plain<Jwks> {
    Plain(state.tokens.jwks())
}

/// One's own account.
///
/// The log-in, the employee behind it and the roles held today.
#[utoipa::path(tag = "auth", responses((status = 200, body = MeView, description = "The caller")))]
#[get("/me")]
async fn read_me(me: LoggedIn) -> Plain<MeView> {
    let today = me.context.today;
    let user = &me.caller.user;
    let held = me.caller.staff.grants.iter().filter(|grant| grant.range.contains(today));
    Plain(MeView {
        user_id: user.id,
        login: user.login.clone(),
        employee_id: user.employee,
        must_change_password: user.must_change_password,
        roles: held.map(|grant| RoleView { role: grant.role, org_unit_id: grant.unit }).collect(),
    })
}

/// What one may do today.
///
/// Every action that the roles of today allow, how far each reaches and which groups of fields it shows. The same
/// computation that guards the operations.
#[utoipa::path(tag = "auth", responses((status = 200, body = PermissionsView, description = "Actions of today")))]
#[get("/me/permissions")]
async fn read_my_permissions(me: LoggedIn) -> Plain<PermissionsView> {
    let permissions =
        permissions(&me.caller.staff, me.context.today).into_iter().map(|(action, reach)| PermissionView {
            action: action.code(),
            whole_centre: reach.all,
            facets: Facet::ALL.iter().filter(|facet| reach.sees(**facet)).map(|facet| facet.code()).collect(),
            org_unit_ids: reach.units.into_iter().collect(),
            assigned: reach.assigned,
        });
    Plain(PermissionsView { permissions: permissions.collect() })
}

/// Change one's own password.
///
/// Ends every session of the caller, this one too: log in again.
#[utoipa::path(tag = "auth", request_body = ChangePasswordBody, responses((status = 204, description = "Changed")))]
#[post("/me/password-changes")]
async fn change_my_password(
    me: LoggedIn,
    state: Data<State>,
    body: Valid<ChangePasswordBody>,
) -> Result<NoContent, Error> {
    let body = body.value;
    usecases::change_password(
        &state,
        &me.caller,
        me.context,
        body.current_password.reveal(),
        body.new_password.reveal(),
    )
    .await?;
    Ok(NoContent)
}
