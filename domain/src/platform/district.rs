//! Districts (*rejony opiekuńcze*): which streets the social workers of a unit look after.

use crate::kernel::ids::{DistrictId, OrgUnitId};
use crate::kernel::text::{Line, Prose};

/// A district.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct District {
    /// Its id.
    pub id: DistrictId,
    /// Counts changes.
    pub version: i64,
    /// A short symbol, for example `R3`; unique in the centre.
    pub symbol: Line<20>,
    /// Its name.
    pub name: Line<200>,
    /// The unit that looks after it.
    pub unit: OrgUnitId,
    /// Streets and house numbers, in the words of the centre's own list.
    pub streets: Prose<4000>,
}
