//! Employees.

use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::ids::{EmployeeId, OrgUnitId};
use domain::platform::staff::Employee;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::{insert_row, update_row};
use crate::schema::employees;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = employees)]
struct EmployeeRow {
    id: String,
    version: i64,
    given_name: String,
    surname: String,
    search_key: String,
    position: String,
    unit_id: String,
    active: bool,
}

impl From<&Employee> for EmployeeRow {
    fn from(employee: &Employee) -> Self {
        Self {
            id: employee.id.to_string(),
            version: employee.version,
            given_name: employee.given_name.clone().into(),
            surname: employee.surname.clone().into(),
            search_key: employee.search_key(),
            position: employee.position.clone().into(),
            unit_id: employee.unit.to_string(),
            active: employee.active,
        }
    }
}

impl TryFrom<EmployeeRow> for Employee {
    type Error = Error;

    fn try_from(row: EmployeeRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "employees", id: &id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            given_name: at.text(row.given_name)?,
            surname: at.text(row.surname)?,
            position: at.text(row.position)?,
            unit: at.parse(&row.unit_id)?,
            active: row.active,
        })
    }
}

/// The journal's name for an employee.
#[must_use]
pub const fn subject(id: EmployeeId) -> Subject {
    Subject::new("employee", id.uuid())
}

/// Loads an employee.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: EmployeeId) -> Result<Loaded<Employee>, Error> {
    let row: EmployeeRow =
        on!(read.conn(), c => employees::table.find(id.to_string()).select(EmployeeRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// A part of the employees of one unit or of all, in the order of their folded names; the page stands next to an id.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, unit: Option<OrgUnitId>, page: &Keyset) -> Result<Vec<Employee>, Error> {
    let page = page.resolved(|id| {
        on!(read.conn(), c => employees::table.find(id).select(employees::search_key).first::<String>(c).optional())
    })?;
    let rows: Vec<EmployeeRow> = on!(read.conn(), c => {
        let mut query = employees::table.select(EmployeeRow::as_select()).into_boxed();
        if let Some(unit) = unit {
            query = query.filter(employees::unit_id.eq(unit.to_string()));
        }
        keyset!(c, query, page, employees::search_key, employees::id, page.key(0), Text, false)
    })?;
    rows.into_iter().map(Employee::try_from).collect()
}

/// Stores a new employee.
///
/// # Errors
/// [`Error::Dangling`] when the unit does not exist.
pub fn insert(tx: &mut Tx<'_>, employee: &Employee) -> Result<(), Error> {
    insert_row!(tx, employees, subject(employee.id), EmployeeRow::from(employee))
}

/// Stores a changed employee and counts the version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster; otherwise as [`insert`].
pub fn update(tx: &mut Tx<'_>, employee: &mut Loaded<Employee>) -> Result<(), Error> {
    update_row!(tx, employees, subject(employee.id), EmployeeRow, employee)
}
