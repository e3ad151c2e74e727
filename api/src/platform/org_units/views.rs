//! Bodies and views of organisational units.

use domain::kernel::ids::OrgUnitId;
use domain::kernel::text::Line;
use domain::platform::staff::OrgUnit;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// What a unit is made of; the same for creating and for replacing.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"symbol": "MOPS.DŚ", "name": "Dział Świadczeń", "active": true}))]
pub struct OrgUnitBody {
    /// The symbol that case numbers begin with; unique in the centre.
    #[schema(inline)]
    pub symbol: Line<40>,
    /// The name.
    #[schema(inline)]
    pub name: Line<200>,
    /// The unit it belongs to.
    pub parent_id: Option<OrgUnitId>,
    /// Whether new cases may be filed in it.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

/// An organisational unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitView {
    /// Its id.
    pub id: OrgUnitId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The symbol that case numbers begin with.
    #[schema(inline)]
    pub symbol: Line<40>,
    /// The name.
    #[schema(inline)]
    pub name: Line<200>,
    /// The unit it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<OrgUnitId>,
    /// Whether new cases may be filed in it.
    pub active: bool,
}

impl From<OrgUnit> for OrgUnitView {
    fn from(unit: OrgUnit) -> Self {
        Self {
            id: unit.id,
            version: unit.version,
            symbol: unit.symbol,
            name: unit.name,
            parent_id: unit.parent,
            active: unit.active,
        }
    }
}

impl Representation for OrgUnitView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of units in the order of their symbols.
    OrgUnitPage,
    OrgUnitView
);

/// Which units.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrgUnitQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
