//! Organisational units.

use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::ids::OrgUnitId;
use domain::platform::staff::OrgUnit;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::{insert_row, update_row};
use crate::schema::org_units;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = org_units, treat_none_as_null = true, treat_none_as_default_value = false)]
struct OrgUnitRow {
    id: String,
    version: i64,
    symbol: String,
    name: String,
    parent_id: Option<String>,
    active: bool,
}

impl From<&OrgUnit> for OrgUnitRow {
    fn from(unit: &OrgUnit) -> Self {
        Self {
            id: unit.id.to_string(),
            version: unit.version,
            symbol: unit.symbol.clone().into(),
            name: unit.name.clone().into(),
            parent_id: unit.parent.map(|parent| parent.to_string()),
            active: unit.active,
        }
    }
}

impl TryFrom<OrgUnitRow> for OrgUnit {
    type Error = Error;

    fn try_from(row: OrgUnitRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "org_units", id: &id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            symbol: at.text(row.symbol)?,
            name: at.text(row.name)?,
            parent: at.maybe(row.parent_id.as_deref())?,
            active: row.active,
        })
    }
}

/// The journal's name for a unit.
#[must_use]
pub const fn subject(id: OrgUnitId) -> Subject {
    Subject::new("org_unit", id.uuid())
}

/// Loads a unit.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: OrgUnitId) -> Result<Loaded<OrgUnit>, Error> {
    let row: OrgUnitRow =
        on!(read.conn(), c => org_units::table.find(id.to_string()).select(OrgUnitRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// A part of the units, in the order of their symbols.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, page: &Keyset) -> Result<Vec<OrgUnit>, Error> {
    let rows: Vec<OrgUnitRow> = on!(read.conn(), c => {
        let query = org_units::table.select(OrgUnitRow::as_select()).into_boxed();
        keyset!(c, query, page, org_units::symbol, org_units::id, page.key(0), Text, false)
    })?;
    rows.into_iter().map(OrgUnit::try_from).collect()
}

/// Stores a new unit.
///
/// # Errors
/// [`Error::Duplicate`] when the symbol is taken, [`Error::Dangling`] when the parent does not exist.
pub fn insert(tx: &mut Tx<'_>, unit: &OrgUnit) -> Result<(), Error> {
    insert_row!(tx, org_units, subject(unit.id), OrgUnitRow::from(unit))
}

/// Stores a changed unit and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster; otherwise as [`insert`].
pub fn update(tx: &mut Tx<'_>, unit: &mut Loaded<OrgUnit>) -> Result<(), Error> {
    update_row!(tx, org_units, subject(unit.id), OrgUnitRow, unit)
}
