//! Bodies and views of employees.

use domain::kernel::ids::{EmployeeId, OrgUnitId};
use domain::kernel::text::Line;
use domain::platform::staff::Employee;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// What is known of an employee; the same for creating and for replacing.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmployeeBody {
    /// Given name.
    #[schema(inline, example = "Anna")]
    pub given_name: Line<100>,
    /// Surname.
    #[schema(inline, example = "Przykładowa")]
    pub surname: Line<100>,
    /// Position, as decisions print it.
    #[schema(inline, example = "starszy pracownik socjalny")]
    pub position: Line<200>,
    /// The unit of the post.
    pub org_unit_id: OrgUnitId,
    /// Whether cases may be assigned.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

/// An employee.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmployeeView {
    /// Its id.
    pub id: EmployeeId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// Given name.
    #[schema(inline, example = "Anna")]
    pub given_name: Line<100>,
    /// Surname.
    #[schema(inline, example = "Przykładowa")]
    pub surname: Line<100>,
    /// Position, as decisions print it.
    #[schema(inline, example = "starszy pracownik socjalny")]
    pub position: Line<200>,
    /// The unit of the post.
    pub org_unit_id: OrgUnitId,
    /// Whether cases may be assigned.
    pub active: bool,
}

impl From<Employee> for EmployeeView {
    fn from(employee: Employee) -> Self {
        Self {
            id: employee.id,
            version: employee.version,
            given_name: employee.given_name,
            surname: employee.surname,
            position: employee.position,
            org_unit_id: employee.unit,
            active: employee.active,
        }
    }
}

impl Representation for EmployeeView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of employees in the order of their surnames and given names.
    EmployeePage,
    EmployeeView
);

/// Which employees.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EmployeeQuery {
    /// Only those whose post is in this unit.
    pub org_unit_id: Option<OrgUnitId>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
