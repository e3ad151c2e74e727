//! Districts.

use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::ids::DistrictId;
use domain::platform::district::District;
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::{insert_row, update_row};
use crate::schema::districts;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = districts)]
struct DistrictRow {
    id: String,
    version: i64,
    symbol: String,
    name: String,
    unit_id: String,
    streets: String,
}

impl From<&District> for DistrictRow {
    fn from(district: &District) -> Self {
        Self {
            id: district.id.to_string(),
            version: district.version,
            symbol: district.symbol.clone().into(),
            name: district.name.clone().into(),
            unit_id: district.unit.to_string(),
            streets: district.streets.clone().into(),
        }
    }
}

impl TryFrom<DistrictRow> for District {
    type Error = Error;

    fn try_from(row: DistrictRow) -> Result<Self, Error> {
        let at = Row { table: "districts", id: &row.id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            symbol: at.text(row.symbol)?,
            name: at.text(row.name)?,
            unit: at.parse(&row.unit_id)?,
            streets: at.text(row.streets)?,
        })
    }
}

/// The journal's name for a district.
#[must_use]
pub const fn subject(id: DistrictId) -> Subject {
    Subject::new("district", id.uuid())
}

/// Loads a district.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: DistrictId) -> Result<Loaded<District>, Error> {
    let row: DistrictRow =
        on!(read.conn(), c => districts::table.find(id.to_string()).select(DistrictRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// A part of the districts, in the order of their symbols.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, page: &Keyset) -> Result<Vec<District>, Error> {
    let rows: Vec<DistrictRow> = on!(read.conn(), c => {
        let query = districts::table.select(DistrictRow::as_select()).into_boxed();
        keyset!(c, query, page, districts::symbol, districts::id, page.key(0), Text, false)
    })?;
    rows.into_iter().map(District::try_from).collect()
}

/// Stores a new district.
///
/// # Errors
/// [`Error::Duplicate`] when the symbol is taken, [`Error::Dangling`] when the unit does not exist.
pub fn insert(tx: &mut Tx<'_>, district: &District) -> Result<(), Error> {
    insert_row!(tx, districts, subject(district.id), DistrictRow::from(district))
}

/// Stores a changed district and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster; otherwise as [`insert`].
pub fn update(tx: &mut Tx<'_>, district: &mut Loaded<District>) -> Result<(), Error> {
    update_row!(tx, districts, subject(district.id), DistrictRow, district)
}
