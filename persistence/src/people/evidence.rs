//! Evidence about persons and households. Its content never changes; its standing does.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::Date;
use domain::kernel::day::{DayRange, YearMonth};
use domain::kernel::ids::{EvidenceId, HouseholdId, PersonId};
use domain::kernel::money::Money;
use domain::people::evidence::income::{Deductions, IncomeRow};
use domain::people::evidence::record::{About, Content, Evidence};
use domain::people::evidence::{EvidenceKind, EvidenceState, Standing};
use domain::platform::access::Reach;
use serde::Serialize;

use super::{NEVER, households, persons};
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::row::update_row;
use crate::schema::evidence;
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Default, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = evidence, treat_none_as_null = true, treat_none_as_default_value = false)]
struct EvidenceRow {
    id: String,
    version: i64,
    kind: String,
    person_id: Option<String>,
    household_id: Option<String>,
    income_kind: Option<String>,
    amount: Option<i64>,
    tax: Option<i64>,
    costs_of_earning: Option<i64>,
    health_contribution: Option<i64>,
    social_contributions: Option<i64>,
    maintenance_paid: Option<i64>,
    code: Option<String>,
    note: Option<String>,
    source: String,
    document: Option<String>,
    state: String,
    state_reason: Option<String>,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
}

impl From<&Evidence> for EvidenceRow {
    fn from(evidence: &Evidence) -> Self {
        let (person_id, household_id) = match evidence.about {
            About::Person(id) => (Some(id.to_string()), None),
            About::Household(id) => (None, Some(id.to_string())),
        };
        let row = Self {
            id: evidence.id.to_string(),
            version: evidence.version,
            kind: evidence.content.kind().code().to_owned(),
            person_id,
            household_id,
            source: evidence.source.code().to_owned(),
            document: evidence.document.clone().map(Into::into),
            state: evidence.standing.state().code().to_owned(),
            state_reason: evidence.standing.reason().cloned().map(Into::into),
            valid_from: evidence.range.from(),
            valid_to: evidence.range.to(),
            ..Self::default()
        };
        match evidence.content.clone() {
            Content::Income { kind, received, deductions } => Self {
                income_kind: Some(kind.into()),
                amount: Some(received.grosze()),
                tax: Some(deductions.tax.grosze()),
                costs_of_earning: Some(deductions.costs_of_earning.grosze()),
                health_contribution: Some(deductions.health_contribution.grosze()),
                social_contributions: Some(deductions.social_contributions.grosze()),
                maintenance_paid: Some(deductions.maintenance_paid.grosze()),
                ..row
            },
            Content::Rent { amount } => Self { amount: Some(amount.grosze()), ..row },
            Content::Disability { ruling, note } => {
                Self { code: Some(ruling.code().to_owned()), note: note.map(Into::into), ..row }
            }
            Content::Employment { note } | Content::Schooling { note } | Content::Health { note } => {
                Self { note: Some(note.into()), ..row }
            }
            Content::Property { note, value } => {
                Self { note: Some(note.into()), amount: value.map(Money::grosze), ..row }
            }
        }
    }
}

fn content(at: Row<'_>, row: &EvidenceRow) -> Result<Content, Error> {
    let money = |grosze: Option<i64>| at.some(grosze).map(Money::from_grosze);
    let note = || at.some(row.note.clone()).and_then(|note| at.text(note));
    Ok(match at.parse(&row.kind)? {
        EvidenceKind::Income => Content::Income {
            kind: at.parse(&at.some(row.income_kind.clone())?)?,
            received: money(row.amount)?,
            deductions: Deductions {
                tax: money(row.tax)?,
                costs_of_earning: money(row.costs_of_earning)?,
                health_contribution: money(row.health_contribution)?,
                social_contributions: money(row.social_contributions)?,
                maintenance_paid: money(row.maintenance_paid)?,
            },
        },
        EvidenceKind::Rent => Content::Rent { amount: money(row.amount)? },
        EvidenceKind::Disability => Content::Disability {
            ruling: at.parse(&at.some(row.code.clone())?)?,
            note: row.note.clone().map(|note| at.text(note)).transpose()?,
        },
        EvidenceKind::Employment => Content::Employment { note: note()? },
        EvidenceKind::Schooling => Content::Schooling { note: note()? },
        EvidenceKind::Health => Content::Health { note: note()? },
        EvidenceKind::Property => Content::Property { note: note()?, value: row.amount.map(Money::from_grosze) },
    })
}

impl TryFrom<EvidenceRow> for Evidence {
    type Error = Error;

    fn try_from(row: EvidenceRow) -> Result<Self, Error> {
        let at = Row { table: "evidence", id: &row.id };
        let about = match (&row.person_id, &row.household_id) {
            (Some(person), None) => About::Person(at.parse(person)?),
            (None, Some(household)) => About::Household(at.parse(household)?),
            _ => return Err(at.corrupt()),
        };
        let reason = row.state_reason.clone().map(|reason| at.text(reason)).transpose()?;
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            about,
            content: content(at, &row)?,
            source: at.parse(&row.source)?,
            document: row.document.clone().map(|document| at.text(document)).transpose()?,
            standing: Standing::restore(at.parse(&row.state)?, reason).map_err(|_mismatch| at.corrupt())?,
            range: DayRange::half_open(row.valid_from, row.valid_to).map_err(|_empty| at.corrupt())?,
        })
    }
}

/// The journal's name for a row of evidence.
#[must_use]
pub const fn subject(id: EvidenceId) -> Subject {
    Subject::new("evidence", id.uuid())
}

/// Notes whose data the row shows: the person's, or that of everybody who ever belonged to the household.
fn see(read: &mut Read<'_>, about: About) -> Result<(), Error> {
    match about {
        About::Person(person) => read.saw(person),
        About::Household(household) => households::see(read, household)?,
    }
    Ok(())
}

fn require(read: &mut Read<'_>, reach: &Reach, about: About) -> Result<(), Error> {
    match about {
        About::Person(person) => persons::require(read, reach, person),
        About::Household(household) => households::require(read, reach, household),
    }
}

/// Loads a row of evidence about whom is within reach.
///
/// # Errors
/// [`Error::NotFound`], for one out of reach too.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: EvidenceId) -> Result<Loaded<Evidence>, Error> {
    let row: EvidenceRow =
        on!(read.conn(), c => evidence::table.find(id.to_string()).select(EvidenceRow::as_select()).first(c))?;
    let found = Evidence::try_from(row)?;
    require(read, reach, found.about)?;
    see(read, found.about)?;
    Ok(Loaded::new(found))
}

/// Which evidence of a person or household.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// About whom.
    pub about: About,
    /// Of this kind only.
    pub kind: Option<EvidenceKind>,
    /// In this state only.
    pub state: Option<EvidenceState>,
}

/// A part of the evidence about somebody within reach, the latest first.
///
/// # Errors
/// [`Error::NotFound`] when they are out of reach.
pub fn list(read: &mut Read<'_>, reach: &Reach, wanted: Wanted, page: &Keyset) -> Result<Vec<Evidence>, Error> {
    require(read, reach, wanted.about)?;
    see(read, wanted.about)?;
    // A cursor of ours holds a day; the start of time is no harm in another.
    let at: NaiveDate = page.day(0);
    let rows: Vec<EvidenceRow> = on!(read.conn(), c => {
        let mut query = evidence::table.select(EvidenceRow::as_select()).into_boxed();
        query = match wanted.about {
            About::Person(person) => query.filter(evidence::person_id.eq(person.to_string())),
            About::Household(household) => query.filter(evidence::household_id.eq(household.to_string())),
        };
        if let Some(kind) = wanted.kind {
            query = query.filter(evidence::kind.eq(kind.code()));
        }
        if let Some(state) = wanted.state {
            query = query.filter(evidence::state.eq(state.code()));
        }
        keyset!(c, query, page, evidence::valid_from, evidence::id, at, Date, true)
    })?;
    rows.into_iter().map(Evidence::try_from).collect()
}

/// The latest evidence about persons and a household that is still believed. Whether they are within reach, the caller
/// has checked; a household's members were noted when it was loaded.
///
/// # Errors
/// Only those of the database.
pub fn of_people(
    read: &mut Read<'_>,
    people: &[PersonId],
    household: Option<HouseholdId>,
    most: usize,
) -> Result<Vec<Evidence>, Error> {
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows: Vec<EvidenceRow> = on!(read.conn(), c => {
        let about = evidence::person_id.eq_any(ids).or(evidence::household_id.eq(household.map(|id| id.to_string())));
        evidence::table
            .filter(about)
            .filter(evidence::superseded_at.eq(NEVER))
            .order((evidence::valid_from.desc(), evidence::id.desc()))
            .limit(most)
            .select(EvidenceRow::as_select())
            .load(c)
    })?;
    for person in people {
        read.saw(*person);
    }
    rows.into_iter().map(Evidence::try_from).collect()
}

/// A month's income of a person, with the evidence that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Income {
    /// Whose.
    pub person: PersonId,
    /// The evidence.
    pub evidence: EvidenceId,
    /// How far it is trusted.
    pub state: EvidenceState,
    /// The income of one month.
    pub row: IncomeRow,
}

/// The income that usable evidence shows for persons in the months from `first` to `last`, both inside. Whether the
/// persons are within reach, the caller has checked.
///
/// # Errors
/// Only those of the database.
pub fn income_rows(
    read: &mut Read<'_>,
    people: &[PersonId],
    first: YearMonth,
    last: YearMonth,
) -> Result<Vec<Income>, Error> {
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let rows: Vec<EvidenceRow> = on!(read.conn(), c => evidence::table
        .filter(evidence::person_id.eq_any(&ids))
        .filter(evidence::kind.eq(EvidenceKind::Income.code()))
        .filter(evidence::superseded_at.eq(NEVER))
        .filter(evidence::valid_from.le(last.last_day()))
        .filter(evidence::valid_to.gt(first.first_day()))
        .order((evidence::person_id, evidence::valid_from, evidence::id))
        .select(EvidenceRow::as_select())
        .load(c))?;
    for person in people {
        read.saw(*person);
    }
    let mut incomes = Vec::new();
    for row in rows {
        let id = row.id.clone();
        let found = Evidence::try_from(row)?;
        let About::Person(person) = found.about else { continue };
        if !found.standing.state().usable() {
            continue;
        }
        let months = found.income(first, last).map_err(|_negative| Row { table: "evidence", id: &id }.corrupt())?;
        let state = found.standing.state();
        incomes.extend(months.into_iter().map(|row| Income { person, evidence: found.id, state, row }));
    }
    Ok(incomes)
}

/// The rows with these ids, by kind and day. Whether those they are about are within reach, the caller has checked.
///
/// # Errors
/// Only those of the database.
pub fn with_ids(read: &mut Read<'_>, ids: &[EvidenceId]) -> Result<Vec<Evidence>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<EvidenceRow> = on!(read.conn(), c => evidence::table
        .filter(evidence::id.eq_any(&ids))
        .order((evidence::kind, evidence::valid_from, evidence::id))
        .select(EvidenceRow::as_select())
        .load(c))?;
    let found: Vec<Evidence> = rows.into_iter().map(Evidence::try_from).collect::<Result<_, _>>()?;
    for row in &found {
        see(read, row.about)?;
    }
    Ok(found)
}

/// Stores a new row.
///
/// # Errors
/// [`Error::Dangling`] when the person or household does not exist.
pub fn insert(tx: &mut Tx<'_>, new: &Evidence) -> Result<(), Error> {
    let row = EvidenceRow::from(new);
    let now: NaiveDateTime = tx.context().now.naive_utc();
    on!(tx.conn(), c => diesel::insert_into(evidence::table)
        .values((&row, evidence::recorded_at.eq(now), evidence::superseded_at.eq(NEVER)))
        .execute(c))?;
    see(tx, new.about)?;
    tx.changed(subject(new.id), "evidence", new.id, None, Some(&row))
}

/// Stores a changed standing and counts the version up; a voided row is no longer believed from now on.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update_standing(tx: &mut Tx<'_>, changed: &mut Loaded<Evidence>) -> Result<(), Error> {
    update_row!(tx, evidence, subject(changed.id), EvidenceRow, changed)?;
    if changed.standing.state() == EvidenceState::Voided {
        let now: NaiveDateTime = tx.context().now.naive_utc();
        on!(tx.conn(), c => diesel::update(evidence::table.find(changed.id.to_string()))
            .set(evidence::superseded_at.eq(now))
            .execute(c))?;
    }
    Ok(())
}
