//! What is done with districts.

use domain::kernel::ids::DistrictId;
use domain::platform::action::marker::{ChangeDistrict, CreateDistrict};
use domain::platform::district::District;
use persistence::error::Error as StoreError;
use persistence::platform::districts;
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Tx, expect_version};

use super::views::DistrictBody;
use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Creates a district.
///
/// # Errors
/// [`Error::Duplicate`] when the symbol is taken, [`Error::Rule`] when the unit does not exist.
pub fn create_district(
    tx: &mut Tx<'_>,
    _by: &Allowed<CreateDistrict>,
    body: DistrictBody,
) -> Result<(District, Subject, Events), Error> {
    let id = DistrictId::new(tx.context().ids.next());
    let district = made_of(id, 1, body);
    districts::insert(tx, &district).map_err(refusal)?;
    let subject = districts::subject(id);
    Ok((district, subject, Events::one("district.created", subject, 1)))
}

/// Replaces what a district is made of.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version; otherwise as [`create_district`].
pub fn change_district(
    tx: &mut Tx<'_>,
    _by: &Allowed<ChangeDistrict>,
    id: DistrictId,
    expected: i64,
    body: DistrictBody,
) -> Result<(District, Events), Error> {
    let mut district = districts::load(tx, id)?;
    expect_version(district.version, expected)?;
    *district = made_of(id, expected, body);
    districts::update(tx, &mut district).map_err(refusal)?;
    let events = Events::one("district.changed", districts::subject(id), district.version);
    Ok((district.into_inner(), events))
}

fn made_of(id: DistrictId, version: i64, body: DistrictBody) -> District {
    District { id, version, symbol: body.symbol, name: body.name, unit: body.org_unit_id, streets: body.streets }
}

fn refusal(error: StoreError) -> Error {
    if error.is_duplicate("districts", "symbol") {
        return Error::Duplicate { pointer: "/symbol".into() };
    }
    if matches!(error, StoreError::Dangling) {
        return Error::rule("/orgUnitId", "unknown_reference", "there is no such unit");
    }
    error.into()
}
