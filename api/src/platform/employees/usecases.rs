//! What is done with employees.

use domain::kernel::ids::EmployeeId;
use domain::platform::action::marker::{ChangeEmployee, CreateEmployee};
use domain::platform::staff::Employee;
use persistence::error::Error as StoreError;
use persistence::platform::employees;
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Tx, expect_version};

use super::views::EmployeeBody;
use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Creates an employee.
///
/// # Errors
/// [`Error::Rule`] when the unit does not exist.
pub fn create_employee(
    tx: &mut Tx<'_>,
    _by: &Allowed<CreateEmployee>,
    body: EmployeeBody,
) -> Result<(Employee, Subject, Events), Error> {
    let id = EmployeeId::new(tx.context().ids.next());
    let employee = Employee {
        id,
        version: 1,
        given_name: body.given_name,
        surname: body.surname,
        position: body.position,
        unit: body.org_unit_id,
        active: body.active,
    };
    employees::insert(tx, &employee).map_err(refusal)?;
    let subject = employees::subject(id);
    Ok((employee, subject, Events::one("employee.created", subject, 1)))
}

/// Replaces what is known of an employee.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version, [`Error::Rule`] when the unit does not exist.
pub fn change_employee(
    tx: &mut Tx<'_>,
    _by: &Allowed<ChangeEmployee>,
    id: EmployeeId,
    expected: i64,
    body: EmployeeBody,
) -> Result<(Employee, Events), Error> {
    let mut employee = employees::load(tx, id)?;
    expect_version(employee.version, expected)?;
    employee.given_name = body.given_name;
    employee.surname = body.surname;
    employee.position = body.position;
    employee.unit = body.org_unit_id;
    employee.active = body.active;
    employees::update(tx, &mut employee).map_err(refusal)?;
    let events = Events::one("employee.changed", employees::subject(id), employee.version);
    Ok((employee.into_inner(), events))
}

fn refusal(error: StoreError) -> Error {
    if matches!(error, StoreError::Dangling) {
        return Error::rule("/orgUnitId", "unknown_reference", "there is no such unit");
    }
    error.into()
}
