//! Bodies and views of log-ins.

use domain::kernel::day::Day;
use domain::kernel::ids::{EmployeeId, OrgUnitId, RoleGrantId, UserId};
use domain::platform::role::Role;
use domain::platform::staff::{Login, User};
use persistence::platform::users::HeldRole;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};
use crate::http::secret::Secret;

/// A new log-in.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateUserBody {
    /// The log-in name.
    pub login: Login,
    /// The employee who will use it.
    pub employee_id: Option<EmployeeId>,
    /// The first password: at least twelve characters. The user must change it at the first log-in.
    #[schema(inline)]
    pub password: Secret,
}

/// A new first password.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResetPasswordBody {
    /// The password until the user changes it: at least twelve characters.
    #[schema(inline)]
    pub password: Secret,
}

/// A role to give.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantRoleBody {
    /// The role.
    pub role: Role,
    /// The unit it is held in; without it, the whole centre.
    pub org_unit_id: Option<OrgUnitId>,
    /// The first day.
    pub from: Day,
    /// The last day; without it, until it is taken back.
    pub to: Option<Day>,
}

/// The end of a role.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevokeRoleBody {
    /// The first day without the role, today at the earliest. A role that would begin later vanishes.
    pub on: Day,
}

/// A role that a log-in holds, held or will hold.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldRoleView {
    /// The id of the grant, by which it is taken back.
    pub id: RoleGrantId,
    /// The role.
    pub role: Role,
    /// The unit it is held in; absent for the whole centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_unit_id: Option<OrgUnitId>,
    /// The first day.
    pub from: Day,
    /// The last day; absent while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// A log-in in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserSummary {
    /// Its id.
    pub id: UserId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The log-in name.
    pub login: Login,
    /// The employee who uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<EmployeeId>,
    /// Whether the password must be changed at the next log-in.
    pub must_change_password: bool,
    /// Whether logging in is refused.
    pub blocked: bool,
}

/// A log-in with its roles.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// The log-in.
    #[serde(flatten)]
    pub user: UserSummary,
    /// Its roles, past, present and future, oldest first.
    pub roles: Vec<HeldRoleView>,
}

impl From<User> for UserSummary {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            version: user.version,
            login: user.login,
            employee_id: user.employee,
            must_change_password: user.must_change_password,
            blocked: user.blocked,
        }
    }
}

impl From<HeldRole> for HeldRoleView {
    fn from(held: HeldRole) -> Self {
        let range = held.grant.range;
        Self {
            id: held.id,
            role: held.grant.role,
            org_unit_id: held.grant.unit,
            from: range.from().into(),
            to: range.last().map(Day::from),
        }
    }
}

impl From<(User, Vec<HeldRole>)> for UserView {
    fn from((user, roles): (User, Vec<HeldRole>)) -> Self {
        Self { user: user.into(), roles: roles.into_iter().map(HeldRoleView::from).collect() }
    }
}

impl Representation for UserView {
    fn version(&self) -> i64 {
        self.user.version
    }
}

page_of!(
    /// A page of log-ins in the order of their names.
    UserPage,
    UserSummary
);

/// Which log-ins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
