//! What an administrator does with log-ins. Nobody does it to their own.

use domain::kernel::day::Day;
use domain::kernel::ids::{EmployeeId, RoleGrantId, UserId};
use domain::platform::access::Grant;
use domain::platform::action::Marker;
use domain::platform::action::marker::{BlockUser, CreateUser, GrantRole, RevokeRole, UnblockUser};
use domain::platform::staff::{Login, User};
use persistence::error::Error as StoreError;
use persistence::platform::journal::{Events, Subject};
use persistence::platform::users::{self, HeldRole};
use persistence::tx::{Loaded, Read, Tx, expect_version};

use super::views::GrantRoleBody;
use crate::http::allowed::Allowed;
use crate::http::error::Error;
use crate::http::range;

/// A log-in with its roles.
pub type UserWithRoles = (User, Vec<HeldRole>);

/// Refuses an administrator who means their own log-in: a session left open must not be worth more than it is.
///
/// # Errors
/// [`Error::Rule`].
pub fn of_another<A: Marker>(by: &Allowed<A>, id: UserId) -> Result<(), Error> {
    if by.reach().user == id {
        return Err(Error::rule("", "own_account", "another administrator does this for you"));
    }
    Ok(())
}

/// Loads a log-in with its roles.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load_user(read: &mut Read<'_>, id: UserId) -> Result<UserWithRoles, Error> {
    Ok((users::load(read, id)?.into_inner(), users::roles(read, id)?))
}

fn load_for_change<A: Marker>(
    tx: &mut Tx<'_>,
    by: &Allowed<A>,
    id: UserId,
    expected: i64,
) -> Result<Loaded<User>, Error> {
    of_another(by, id)?;
    let user = users::load(tx, id)?;
    expect_version(user.version, expected)?;
    Ok(user)
}

fn save(tx: &mut Tx<'_>, mut user: Loaded<User>, event: &'static str) -> Result<(UserWithRoles, Events), Error> {
    users::update(tx, &mut user)?;
    let user = user.into_inner();
    let roles = users::roles(tx, user.id)?;
    let events = Events::one(event, users::subject(user.id), user.version);
    Ok(((user, roles), events))
}

/// Creates a log-in with a first password that must be changed.
///
/// # Errors
/// [`Error::Duplicate`] when the name is taken, [`Error::Rule`] when the employee does not exist.
pub fn create_user(
    tx: &mut Tx<'_>,
    _by: &Allowed<CreateUser>,
    login: Login,
    employee: Option<EmployeeId>,
    password_hash: String,
) -> Result<(UserWithRoles, Subject, Events), Error> {
    let id = UserId::new(tx.context().ids.next());
    let user = User { id, version: 1, login, employee, password_hash, must_change_password: true, blocked: false };
    users::insert(tx, &user).map_err(|error| {
        if error.is_duplicate("users", "login") {
            return Error::Duplicate { pointer: "/login".into() };
        }
        if matches!(error, StoreError::Dangling) {
            return Error::rule("/employeeId", "unknown_reference", "there is no such employee");
        }
        error.into()
    })?;
    let subject = users::subject(id);
    Ok(((user, Vec::new()), subject, Events::one("user.created", subject, 1)))
}

/// Gives a log-in a role.
///
/// # Errors
/// [`Error::Rule`] for one's own log-in, a unit that does not exist, an empty range, or a role that is held already
/// on one of the days.
pub fn grant_role(
    tx: &mut Tx<'_>,
    by: &Allowed<GrantRole>,
    id: UserId,
    expected: i64,
    body: &GrantRoleBody,
) -> Result<(UserWithRoles, Events), Error> {
    let user = load_for_change(tx, by, id, expected)?;
    let range = range::closed(body.from, body.to, "/to")?;
    let grant = Grant { role: body.role, unit: body.org_unit_id, range };
    let same = |held: &Grant| held.role == grant.role && held.unit == grant.unit && held.range.overlaps(range);
    if users::roles(tx, id)?.iter().any(|held| same(&held.grant)) {
        return Err(Error::rule("/from", "role_held", "the role is held there on some of these days"));
    }
    let held = HeldRole { id: RoleGrantId::new(tx.context().ids.next()), grant };
    users::grant(tx, id, &held).map_err(|error| {
        if matches!(error, StoreError::Dangling) {
            return Error::rule("/orgUnitId", "unknown_reference", "there is no such unit");
        }
        error.into()
    })?;
    save(tx, user, "user.role_granted")
}

/// Takes a role back.
///
/// # Errors
/// [`Error::NotFound`] when the log-in has no such grant, [`Error::Rule`] for one's own log-in, a day in the past, or
/// a role that ends earlier anyway.
pub fn revoke_role(
    tx: &mut Tx<'_>,
    by: &Allowed<RevokeRole>,
    id: UserId,
    expected: i64,
    grant: RoleGrantId,
    on: Day,
) -> Result<(UserWithRoles, Events), Error> {
    let user = load_for_change(tx, by, id, expected)?;
    let held = users::roles(tx, id)?.into_iter().find(|held| held.id == grant).ok_or(Error::NotFound)?;
    if on.date() < tx.context().today {
        return Err(Error::rule("/on", "day_in_past", "what a role allowed in the past is not undone"));
    }
    if on.date() >= held.grant.range.to() {
        return Err(Error::rule("/on", "role_ended", "the role ends before this day anyway"));
    }
    users::revoke(tx, id, grant, on.date())?;
    save(tx, user, "user.role_revoked")
}

/// Refuses further log-ins.
///
/// # Errors
/// [`Error::Rule`] for one's own log-in, [`Error::Transition`] when it is blocked already.
pub fn block_user(
    tx: &mut Tx<'_>,
    by: &Allowed<BlockUser>,
    id: UserId,
    expected: i64,
) -> Result<(UserWithRoles, Events), Error> {
    let mut user = load_for_change(tx, by, id, expected)?;
    if user.blocked {
        return Err(Error::Transition { detail: "the log-in is blocked already".to_owned(), allowed: vec!["unblock"] });
    }
    user.blocked = true;
    save(tx, user, "user.blocked")
}

/// Allows log-ins again.
///
/// # Errors
/// [`Error::Transition`] when it is not blocked.
pub fn unblock_user(
    tx: &mut Tx<'_>,
    by: &Allowed<UnblockUser>,
    id: UserId,
    expected: i64,
) -> Result<(UserWithRoles, Events), Error> {
    let mut user = load_for_change(tx, by, id, expected)?;
    if !user.blocked {
        return Err(Error::Transition { detail: "the log-in is not blocked".to_owned(), allowed: vec!["block"] });
    }
    user.blocked = false;
    save(tx, user, "user.unblocked")
}
