//! Bodies and views of log-in and of one's own account.

use domain::kernel::ids::{EmployeeId, OrgUnitId, UserId};
use domain::platform::role::Role;
use domain::platform::staff::Login;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::secret::Secret;

/// A log-in name and a password.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(example = json!({"login": "anna.nowak", "password": "zupelnie-zwykle-haslo"}))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoginBody {
    /// The log-in name.
    pub login: Login,
    /// The password.
    #[schema(inline)]
    pub password: Secret,
}

/// A refresh token.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(example = json!({"refreshToken": "mF_9.B5f-4.1JqM3xQ0w7Zk2nT8sVbYcLdUeXaHiRgPo"}))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshBody {
    /// The refresh token, good once.
    #[schema(inline)]
    pub refresh_token: Secret,
}

/// A change of one's own password.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(example = json!({"currentPassword": "zupelnie-zwykle-haslo", "newPassword": "nowe-dobre-haslo"}))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePasswordBody {
    /// The password until now.
    #[schema(inline)]
    pub current_password: Secret,
    /// The password from now on: at least twelve characters.
    #[schema(inline)]
    pub new_password: Secret,
}

/// Tokens of a session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokensView {
    /// Goes into `Authorization: Bearer …`.
    #[schema(value_type = String, example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl")]
    pub access_token: Secret,
    /// Seconds the access token is good.
    #[schema(example = 600)]
    pub expires_in: i64,
    /// Good once, for the next pair of tokens.
    #[schema(value_type = String, example = "mF_9.B5f-4.1JqM3xQ0w7Zk2nT8sVbYcLdUeXaHiRgPo")]
    pub refresh_token: Secret,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
}

/// One's own account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeView {
    /// The log-in's id.
    pub user_id: UserId,
    /// The log-in name.
    pub login: Login,
    /// The employee behind it.
    pub employee_id: Option<EmployeeId>,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
    /// The roles held today.
    pub roles: Vec<RoleView>,
}

/// A role held today.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// The role.
    pub role: Role,
    /// The unit it is held in; absent for the whole centre.
    pub org_unit_id: Option<OrgUnitId>,
}

/// What one may do today.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionsView {
    /// Every action the roles of today allow.
    pub permissions: Vec<PermissionView>,
}

/// An action and how far it reaches.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionView {
    /// The action, as `x-required-action` names it.
    #[schema(example = "case.assign")]
    pub action: &'static str,
    /// Whether it reaches the whole centre.
    pub whole_centre: bool,
    /// The units it reaches.
    pub org_unit_ids: Vec<OrgUnitId>,
    /// Whether it reaches what is assigned to the caller anywhere.
    pub assigned: bool,
    /// Groups of fields the caller sees: `narrative`, `health`, `contact`, `account`.
    pub facets: Vec<&'static str>,
}
