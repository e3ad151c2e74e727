//! `/employees`.

use actix_web::web::Data;
use actix_web::{get, post, put};
use domain::kernel::ids::EmployeeId;
use domain::platform::action::marker::{
    ChangeEmployee, CreateEmployee, ListEmployees, ReadEmployee, ReadEmployeeHistory,
};
use persistence::platform::employees;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{EmployeeBody, EmployeePage, EmployeeQuery, EmployeeView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_employees)
        .service(create_employee)
        .service(read_employee)
        .service(change_employee)
        .service(read_employee_history);
}

/// List employees.
///
/// In the order of their names, surname first, active or not; of one unit or of all.
#[utoipa::path(tag = "platform", params(EmployeeQuery), responses((status = 200, body = EmployeePage, description = "A page of employees")))]
#[get("/employees")]
async fn list_employees(
    allowed: Allowed<ListEmployees>,
    state: Data<State>,
    query: Query<EmployeeQuery>,
) -> Result<Listing<EmployeePage>, Error> {
    let unit = query.0.org_unit_id;
    let wanted = Wanted::of("employees", &unit, query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, _| Ok(employees::list(read, unit, &keyset)?)).await?;
    let (found, page) = wanted.cut(found, |employee| vec![employee.id.to_string()]);
    Ok(Listing(EmployeePage { items: found.into_iter().map(EmployeeView::from).collect(), page }))
}

/// Create an employee.
///
/// Name and position appear on decisions that the employee signs. A log-in is made apart, under `/users`.
#[utoipa::path(tag = "platform", params(OptionalKeyHeader), request_body = EmployeeBody, responses((status = 201, body = EmployeeView, description = "The new employee")))]
#[post("/employees")]
async fn create_employee(
    allowed: Allowed<CreateEmployee>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<EmployeeBody>,
) -> Result<Created<EmployeeView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_employee(tx, by, body.value),
            |read, _, id| Ok(employees::load(read, EmployeeId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("employees", done.made.id, done.made.into(), done.replayed))
}

/// Read an employee.
///
/// With the version, which a change must name.
#[utoipa::path(tag = "platform", params(("id" = EmployeeId, Path, description = "The employee")), responses((status = 200, body = EmployeeView, description = "The employee")))]
#[get("/employees/{id}")]
async fn read_employee(
    allowed: Allowed<ReadEmployee>,
    state: Data<State>,
    id: PathId<EmployeeId>,
) -> Result<Versioned<EmployeeView>, Error> {
    let employee = state.read(&allowed, move |read, _| Ok(employees::load(read, id.0)?)).await?;
    Ok(Versioned(employee.into_inner().into()))
}

/// Change an employee.
///
/// Replaces name, position, unit and activity. Decisions that were signed keep the name and position they were signed
/// with.
#[utoipa::path(tag = "platform", params(("id" = EmployeeId, Path, description = "The employee"), IfMatchHeader), request_body = EmployeeBody, responses((status = 200, body = EmployeeView, description = "The employee as it is now")))]
#[put("/employees/{id}")]
async fn change_employee(
    allowed: Allowed<ChangeEmployee>,
    state: Data<State>,
    id: PathId<EmployeeId>,
    expected: IfMatch,
    body: Valid<EmployeeBody>,
) -> Result<Versioned<EmployeeView>, Error> {
    let employee =
        state.write(&allowed, move |tx, by| usecases::change_employee(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(employee.into()))
}

/// See what happened to an employee's data.
///
/// Every change with its actor and the names of the changed fields, never what they held. Oldest first; the newest
/// may not be sealed yet.
#[utoipa::path(tag = "platform", params(("id" = EmployeeId, Path, description = "The employee"), HistoryQuery), responses((status = 200, body = HistoryPage, description = "A page of changes")))]
#[get("/employees/{id}/history")]
async fn read_employee_history(
    allowed: Allowed<ReadEmployeeHistory>,
    state: Data<State>,
    id: PathId<EmployeeId>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    let subject = employees::subject(id.0);
    history::page(&state, &allowed, subject, &query.0, move |read, _| Ok(employees::load(read, id.0).map(drop)?)).await
}
