//! Which units a new record is attached to: their staff then reach it.

use domain::kernel::ids::OrgUnitId;
use domain::platform::access::Reach;
use persistence::error::Error as StoreError;

use crate::http::error::Error;

/// The unit that is named, or the caller's own.
///
/// # Errors
/// [`Error::Rule`] for a unit out of reach.
pub fn chosen(reach: &Reach, named: Option<OrgUnitId>) -> Result<Vec<OrgUnitId>, Error> {
    match named {
        None => Ok(reach.units.iter().copied().collect()),
        Some(unit) if reach.covers_unit(unit) => Ok(vec![unit]),
        Some(_) => Err(unknown()),
    }
}

/// What persistence refuses when a record is attached to units; `other` is for everything but a missing unit.
pub fn refusal(error: StoreError, other: impl FnOnce(StoreError) -> Error) -> Error {
    if matches!(error, StoreError::Dangling) { unknown() } else { other(error) }
}

fn unknown() -> Error {
    Error::rule("/orgUnitId", "unknown_reference", "there is no such unit within reach")
}
