//! Log-ins, the roles they hold, and what access needs to know of them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::day::DayRange;
use domain::kernel::ids::{EmployeeId, OrgUnitId, RoleGrantId, UserId};
use domain::platform::access::{Grant, Staff};
use domain::platform::role::Role;
use domain::platform::staff::{Login, User};
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::update_row;
use crate::schema::{case_exclusions, role_grants, users};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = users, treat_none_as_null = true)]
struct UserRow {
    id: String,
    version: i64,
    login: String,
    employee_id: Option<String>,
    // The journal must not keep what a password can be guessed from.
    #[serde(skip)]
    password_hash: String,
    must_change_password: bool,
    blocked: bool,
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            version: user.version,
            login: user.login.clone().into(),
            employee_id: user.employee.map(|employee| employee.to_string()),
            password_hash: user.password_hash.clone(),
            must_change_password: user.must_change_password,
            blocked: user.blocked,
        }
    }
}

impl TryFrom<UserRow> for User {
    type Error = Error;

    fn try_from(row: UserRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "users", id: &id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            login: at.text(row.login)?,
            employee: at.maybe(row.employee_id.as_deref())?,
            password_hash: row.password_hash,
            must_change_password: row.must_change_password,
            blocked: row.blocked,
        })
    }
}

/// A role held by a user, with the id by which it is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The id of the grant.
    pub id: RoleGrantId,
    /// What is held, where and when.
    pub grant: Grant,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = role_grants)]
struct GrantRow {
    id: String,
    user_id: String,
    role: String,
    unit_id: Option<String>,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

impl TryFrom<GrantRow> for HeldRole {
    type Error = Error;

    fn try_from(row: GrantRow) -> Result<Self, Error> {
        let at = Row { table: "role_grants", id: &row.id };
        let range = DayRange::half_open(row.valid_from, row.valid_to).map_err(|_empty| at.corrupt())?;
        let role = at.some(Role::from_code(&row.role))?;
        Ok(Self { id: at.parse(&row.id)?, grant: Grant { role, unit: at.maybe(row.unit_id.as_deref())?, range } })
    }
}

/// The journal's name for a log-in.
#[must_use]
pub const fn subject(id: UserId) -> Subject {
    Subject::new("user", id.uuid())
}

/// Loads a log-in.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: UserId) -> Result<Loaded<User>, Error> {
    let row: UserRow = on!(read.conn(), c => users::table.find(id.to_string()).select(UserRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// The employees behind log-ins, of those that have one.
///
/// # Errors
/// Only those of the database.
pub fn employees_of(read: &mut Read<'_>, ids: &BTreeSet<UserId>) -> Result<Vec<EmployeeId>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let found: Vec<Option<String>> =
        on!(read.conn(), c => users::table.filter(users::id.eq_any(&ids)).select(users::employee_id).load(c))?;
    found.into_iter().flatten().map(|id| Row { table: "users", id: &id }.parse(&id)).collect()
}

/// Finds a log-in by its name.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(read: &mut Read<'_>, login: &Login) -> Result<User, Error> {
    let row: UserRow = on!(read.conn(), c => users::table
        .filter(users::login.eq(login.as_str()))
        .select(UserRow::as_select())
        .first(c))?;
    row.try_into()
}

/// A part of the log-ins, in the order of their logins; the page stands next to an id.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, page: &Keyset) -> Result<Vec<User>, Error> {
    let page = page.resolved(
        |id| on!(read.conn(), c => users::table.find(id).select(users::login).first::<String>(c).optional()),
    )?;
    let rows: Vec<UserRow> = on!(read.conn(), c => {
        let query = users::table.select(UserRow::as_select()).into_boxed();
        keyset!(c, query, page, users::login, users::id, page.key(0), Text, false)
    })?;
    rows.into_iter().map(User::try_from).collect()
}

/// Whether anybody can log in yet.
///
/// # Errors
/// Only those of the database.
pub fn exist(read: &mut Read<'_>) -> Result<bool, Error> {
    let found: Option<String> = on!(read.conn(), c => users::table.select(users::id).first(c).optional())?;
    Ok(found.is_some())
}

/// Stores a new log-in.
///
/// # Errors
/// [`Error::Duplicate`] when the name is taken, [`Error::Dangling`] when the employee does not exist.
pub fn insert(tx: &mut Tx<'_>, user: &User) -> Result<(), Error> {
    let row = UserRow::from(user);
    let created_at: NaiveDateTime = tx.context().now.naive_utc();
    on!(tx.conn(), c => diesel::insert_into(users::table)
        .values((&row, users::created_at.eq(created_at)))
        .execute(c))?;
    tx.changed(subject(user.id), "users", user.id, None, Some(&row))
}

/// Stores a changed log-in and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, user: &mut Loaded<User>) -> Result<(), Error> {
    update_row!(tx, users, subject(user.id), UserRow, user)
}

/// The roles a user holds or held, oldest first.
///
/// # Errors
/// Only those of the database.
pub fn roles(read: &mut Read<'_>, user: UserId) -> Result<Vec<HeldRole>, Error> {
    let rows: Vec<GrantRow> = on!(read.conn(), c => role_grants::table
        .filter(role_grants::user_id.eq(user.to_string()))
        .order((role_grants::valid_from, role_grants::id))
        .select(GrantRow::as_select())
        .load(c))?;
    rows.into_iter().map(HeldRole::try_from).collect()
}

/// Gives a user a role.
///
/// # Errors
/// [`Error::Dangling`] when the user or the unit does not exist.
pub fn grant(tx: &mut Tx<'_>, user: UserId, held: &HeldRole) -> Result<(), Error> {
    let row = GrantRow {
        id: held.id.to_string(),
        user_id: user.to_string(),
        role: held.grant.role.code().to_owned(),
        unit_id: held.grant.unit.map(|unit: OrgUnitId| unit.to_string()),
        valid_from: held.grant.range.from(),
        valid_to: held.grant.range.to(),
    };
    on!(tx.conn(), c => diesel::insert_into(role_grants::table).values(&row).execute(c))?;
    tx.changed(subject(user), "role_grants", &row.id, None, Some(&row))
}

/// Ends a role before day `end`; a role that has not begun yet vanishes.
///
/// # Errors
/// [`Error::NotFound`] when the user holds no such role.
pub fn revoke(tx: &mut Tx<'_>, user: UserId, id: RoleGrantId, end: NaiveDate) -> Result<(), Error> {
    let mine = role_grants::id.eq(id.to_string()).and(role_grants::user_id.eq(user.to_string()));
    let before: GrantRow =
        on!(tx.conn(), c => role_grants::table.filter(mine.clone()).select(GrantRow::as_select()).first(c))?;
    if before.valid_from >= end {
        on!(tx.conn(), c => diesel::delete(role_grants::table.filter(mine)).execute(c))?;
        return tx.changed(subject(user), "role_grants", id, Some(&before), None);
    }
    let after = GrantRow { valid_to: end.min(before.valid_to), ..before.clone() };
    on!(tx.conn(), c => diesel::update(role_grants::table.filter(mine))
        .set(role_grants::valid_to.eq(after.valid_to))
        .execute(c))?;
    tx.changed(subject(user), "role_grants", id, Some(&before), Some(&after))
}

/// What access depends on, for a log-in that is not blocked.
///
/// # Errors
/// [`Error::NotFound`] when there is no such log-in or it is blocked.
pub fn staff(read: &mut Read<'_>, id: UserId) -> Result<(User, Staff), Error> {
    let user = load(read, id)?.into_inner();
    if user.blocked {
        return Err(Error::NotFound);
    }
    let grants = roles(read, id)?.into_iter().map(|held| held.grant).collect();
    let excluded: Vec<String> = match user.employee {
        Some(employee) => on!(read.conn(), c => case_exclusions::table
            .filter(case_exclusions::employee_id.eq(employee.to_string()))
            .select(case_exclusions::case_id)
            .load(c))?,
        None => Vec::new(),
    };
    let at = |case: &String| Row { table: "case_exclusions", id: case }.parse(case);
    let excluded_cases = excluded.iter().map(at).collect::<Result<_, _>>()?;
    let staff = Staff { user: id, employee: user.employee, grants, excluded_cases };
    Ok((user, staff))
}
