//! What is done with organisational units.

use domain::kernel::ids::OrgUnitId;
use domain::platform::action::marker::{ChangeOrgUnit, CreateOrgUnit};
use domain::platform::staff::OrgUnit;
use persistence::error::Error as StoreError;
use persistence::platform::journal::{Events, Subject};
use persistence::platform::org_units;
use persistence::tx::{Tx, expect_version};

use super::views::OrgUnitBody;
use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Creates a unit.
///
/// # Errors
/// [`Error::Duplicate`] when the symbol is taken.
pub fn create_org_unit(
    tx: &mut Tx<'_>,
    _by: &Allowed<CreateOrgUnit>,
    body: OrgUnitBody,
) -> Result<(OrgUnit, Subject, Events), Error> {
    let id = OrgUnitId::new(tx.context().ids.next());
    let unit =
        OrgUnit { id, version: 1, symbol: body.symbol, name: body.name, parent: body.parent_id, active: body.active };
    org_units::insert(tx, &unit).map_err(refusal)?;
    let subject = org_units::subject(id);
    Ok((unit, subject, Events::one("org_unit.created", subject, 1)))
}

/// Replaces what a unit is made of.
///
/// # Errors
/// [`Error::Version`] when the caller saw another version, [`Error::Duplicate`] when the symbol is taken.
pub fn change_org_unit(
    tx: &mut Tx<'_>,
    _by: &Allowed<ChangeOrgUnit>,
    id: OrgUnitId,
    expected: i64,
    body: OrgUnitBody,
) -> Result<(OrgUnit, Events), Error> {
    let mut unit = org_units::load(tx, id)?;
    expect_version(unit.version, expected)?;
    if body.parent_id == Some(id) {
        return Err(Error::rule("/parentId", "own_parent", "a unit cannot belong to itself"));
    }
    unit.symbol = body.symbol;
    unit.name = body.name;
    unit.parent = body.parent_id;
    unit.active = body.active;
    org_units::update(tx, &mut unit).map_err(refusal)?;
    let events = Events::one("org_unit.changed", org_units::subject(id), unit.version);
    Ok((unit.into_inner(), events))
}

fn refusal(error: StoreError) -> Error {
    if error.is_duplicate("org_units", "symbol") {
        return Error::Duplicate { pointer: "/symbol".into() };
    }
    if matches!(error, StoreError::Dangling) {
        return Error::rule("/parentId", "unknown_reference", "there is no such unit");
    }
    error.into()
}
