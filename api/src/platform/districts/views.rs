//! Bodies and views of districts.

use domain::kernel::ids::{DistrictId, OrgUnitId};
use domain::kernel::text::{Line, Prose};
use domain::platform::district::District;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// What a district is made of; the same for creating and for replacing.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DistrictBody {
    /// A short symbol; unique in the centre.
    #[schema(inline, example = "R3")]
    pub symbol: Line<20>,
    /// The name.
    #[schema(inline, example = "Rejon 3: Śródmieście")]
    pub name: Line<200>,
    /// The unit that looks after it.
    pub org_unit_id: OrgUnitId,
    /// Streets and house numbers, in the words of the centre's own list.
    #[schema(inline, example = "Lipowa (numery parzyste), Polna 1-15, Rynek")]
    pub streets: Prose<4000>,
}

/// A district.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DistrictView {
    /// Its id.
    pub id: DistrictId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// A short symbol; unique in the centre.
    #[schema(inline, example = "R3")]
    pub symbol: Line<20>,
    /// The name.
    #[schema(inline, example = "Rejon 3: Śródmieście")]
    pub name: Line<200>,
    /// The unit that looks after it.
    pub org_unit_id: OrgUnitId,
    /// Streets and house numbers.
    #[schema(inline, example = "Lipowa (numery parzyste), Polna 1-15, Rynek")]
    pub streets: Prose<4000>,
}

impl From<District> for DistrictView {
    fn from(district: District) -> Self {
        Self {
            id: district.id,
            version: district.version,
            symbol: district.symbol,
            name: district.name,
            org_unit_id: district.unit,
            streets: district.streets,
        }
    }
}

impl Representation for DistrictView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of districts in the order of their symbols.
    DistrictPage,
    DistrictView
);

/// Which districts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DistrictQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
