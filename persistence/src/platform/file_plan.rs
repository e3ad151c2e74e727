//! Classes of the file plan.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::day::DayRange;
use domain::kernel::ids::FilePlanClassId;
use domain::platform::file_plan::{ClassSymbol, FilePlanClass};
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::{insert_row, update_row};
use crate::schema::file_plan_classes;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = file_plan_classes)]
struct ClassRow {
    id: String,
    version: i64,
    symbol: String,
    title: String,
    category: String,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

impl From<&FilePlanClass> for ClassRow {
    fn from(class: &FilePlanClass) -> Self {
        Self {
            id: class.id.to_string(),
            version: class.version,
            symbol: class.symbol.to_string(),
            title: class.title.clone().into(),
            category: class.category.to_string(),
            valid_from: class.valid.from(),
            valid_to: class.valid.to(),
        }
    }
}

impl TryFrom<ClassRow> for FilePlanClass {
    type Error = Error;

    fn try_from(row: ClassRow) -> Result<Self, Error> {
        let at = Row { table: "file_plan_classes", id: &row.id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            symbol: at.parse(&row.symbol)?,
            title: at.text(row.title)?,
            category: at.parse(&row.category)?,
            valid: DayRange::half_open(row.valid_from, row.valid_to).map_err(|_empty| at.corrupt())?,
        })
    }
}

/// The journal's name for a class.
#[must_use]
pub const fn subject(id: FilePlanClassId) -> Subject {
    Subject::new("file_plan_class", id.uuid())
}

/// Loads a class.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: FilePlanClassId) -> Result<Loaded<FilePlanClass>, Error> {
    let row: ClassRow =
        on!(read.conn(), c => file_plan_classes::table.find(id.to_string()).select(ClassRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// Every class that ever had a symbol, oldest first.
///
/// # Errors
/// Only those of the database.
pub fn with_symbol(read: &mut Read<'_>, symbol: &ClassSymbol) -> Result<Vec<FilePlanClass>, Error> {
    let rows: Vec<ClassRow> = on!(read.conn(), c => file_plan_classes::table
        .filter(file_plan_classes::symbol.eq(symbol.as_str()))
        .order(file_plan_classes::valid_from)
        .select(ClassRow::as_select())
        .load(c))?;
    rows.into_iter().map(FilePlanClass::try_from).collect()
}

/// The class that a symbol stands for on a day.
///
/// # Errors
/// [`Error::NotFound`] when the plan has no such class on that day.
pub fn on_day(read: &mut Read<'_>, symbol: &ClassSymbol, day: NaiveDate) -> Result<FilePlanClass, Error> {
    with_symbol(read, symbol)?.into_iter().find(|class| class.valid.contains(day)).ok_or(Error::NotFound)
}

/// A part of the classes, in the order of their symbols.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, page: &Keyset) -> Result<Vec<FilePlanClass>, Error> {
    let rows: Vec<ClassRow> = on!(read.conn(), c => {
        let query = file_plan_classes::table.select(ClassRow::as_select()).into_boxed();
        keyset!(c, query, page, file_plan_classes::symbol, file_plan_classes::id, page.key(0), Text, false)
    })?;
    rows.into_iter().map(FilePlanClass::try_from).collect()
}

/// Stores a new class.
///
/// # Errors
/// [`Error::Duplicate`] when a class with this symbol begins on the same day.
pub fn insert(tx: &mut Tx<'_>, class: &FilePlanClass) -> Result<(), Error> {
    insert_row!(tx, file_plan_classes, subject(class.id), ClassRow::from(class))
}

/// Stores a changed class and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster; otherwise as [`insert`].
pub fn update(tx: &mut Tx<'_>, class: &mut Loaded<FilePlanClass>) -> Result<(), Error> {
    update_row!(tx, file_plan_classes, subject(class.id), ClassRow, class)
}
