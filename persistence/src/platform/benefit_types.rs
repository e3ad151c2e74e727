//! Benefit types.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::code::CodeText;
use domain::kernel::day::DayRange;
use domain::kernel::ids::BenefitTypeId;
use domain::platform::benefit_type::{BenefitType, BenefitTypeContent, BenefitTypeState};
use serde::Serialize;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::{insert_row, update_row};
use crate::schema::benefit_types;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = benefit_types)]
struct BenefitTypeRow {
    id: String,
    version: i64,
    state: String,
    code: String,
    label: String,
    legal_basis: String,
    task_kind: String,
    funding: String,
    needs_decision: bool,
    needs_interview: bool,
    income_view: String,
    class_symbol: String,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

impl From<&BenefitType> for BenefitTypeRow {
    fn from(kind: &BenefitType) -> Self {
        let content = &kind.content;
        Self {
            id: kind.id.to_string(),
            version: kind.version,
            state: kind.state.code().to_owned(),
            code: content.code.to_string(),
            label: content.label.clone().into(),
            legal_basis: content.legal_basis.clone().into(),
            task_kind: content.task_kind.code().to_owned(),
            funding: content.funding.clone().into(),
            needs_decision: content.needs_decision,
            needs_interview: content.needs_interview,
            income_view: content.income_view.code().to_owned(),
            class_symbol: content.class.to_string(),
            valid_from: content.valid.from(),
            valid_to: content.valid.to(),
        }
    }
}

impl TryFrom<BenefitTypeRow> for BenefitType {
    type Error = Error;

    fn try_from(row: BenefitTypeRow) -> Result<Self, Error> {
        let at = Row { table: "benefit_types", id: &row.id };
        let content = BenefitTypeContent {
            code: at.parse(&row.code)?,
            label: at.text(row.label)?,
            legal_basis: at.text(row.legal_basis)?,
            task_kind: at.parse(&row.task_kind)?,
            funding: at.text(row.funding)?,
            needs_decision: row.needs_decision,
            needs_interview: row.needs_interview,
            income_view: at.parse(&row.income_view)?,
            class: at.parse(&row.class_symbol)?,
            valid: DayRange::half_open(row.valid_from, row.valid_to).map_err(|_empty| at.corrupt())?,
        };
        Ok(Self { id: at.parse(&row.id)?, version: row.version, state: at.parse(&row.state)?, content })
    }
}

/// The journal's name for a benefit type.
#[must_use]
pub const fn subject(id: BenefitTypeId) -> Subject {
    Subject::new("benefit_type", id.uuid())
}

/// Loads a benefit type.
///
/// # Errors
/// [`Error::NotFound`].
pub fn load(read: &mut Read<'_>, id: BenefitTypeId) -> Result<Loaded<BenefitType>, Error> {
    let row: BenefitTypeRow =
        on!(read.conn(), c => benefit_types::table.find(id.to_string()).select(BenefitTypeRow::as_select()).first(c))?;
    row.try_into().map(Loaded::new)
}

/// Every type with a code that has been published, retired ones too.
///
/// # Errors
/// Only those of the database.
pub fn published(read: &mut Read<'_>, code: &CodeText) -> Result<Vec<BenefitType>, Error> {
    let rows: Vec<BenefitTypeRow> = on!(read.conn(), c => benefit_types::table
        .filter(benefit_types::code.eq(code.as_str()))
        .filter(benefit_types::state.ne(BenefitTypeState::Draft.code()))
        .order(benefit_types::id)
        .select(BenefitTypeRow::as_select())
        .load(c))?;
    rows.into_iter().map(BenefitType::try_from).collect()
}

/// The type that a code stands for on a day.
///
/// # Errors
/// [`Error::NotFound`] when the catalogue has none.
pub fn on_day(read: &mut Read<'_>, code: &CodeText, day: NaiveDate) -> Result<BenefitType, Error> {
    published(read, code)?.into_iter().find(|kind| kind.is_granted_on(day)).ok_or(Error::NotFound)
}

/// A part of the types in one state or in all, in the order of their codes.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, state: Option<BenefitTypeState>, page: &Keyset) -> Result<Vec<BenefitType>, Error> {
    let rows: Vec<BenefitTypeRow> = on!(read.conn(), c => {
        let mut query = benefit_types::table.select(BenefitTypeRow::as_select()).into_boxed();
        if let Some(state) = state {
            query = query.filter(benefit_types::state.eq(state.code()));
        }
        keyset!(c, query, page, benefit_types::code, benefit_types::id, page.key(0), Text, false)
    })?;
    rows.into_iter().map(BenefitType::try_from).collect()
}

/// Stores a new benefit type.
///
/// # Errors
/// Only those of the database.
pub fn insert(tx: &mut Tx<'_>, kind: &BenefitType) -> Result<(), Error> {
    insert_row!(tx, benefit_types, subject(kind.id), BenefitTypeRow::from(kind))
}

/// Stores a changed benefit type and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, kind: &mut Loaded<BenefitType>) -> Result<(), Error> {
    update_row!(tx, benefit_types, subject(kind.id), BenefitTypeRow, kind)
}
