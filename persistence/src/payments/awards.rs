//! Awards and their schedules.
//!
//! A person has a monthly benefit once for a day: a grant counts the person's record up, so that two of them wait for
//! each other; a trigger is the second net.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Date;
use domain::kernel::day::{DayRange, YearMonth};
use domain::kernel::ids::{AwardId, AwardLineId, CaseId, DecisionId, PersonId};
use domain::kernel::money::Money;
use domain::payments::award::{Award, AwardKind, AwardLine, AwardRange, AwardState, MonthAmount};
use domain::payments::payment_list::{ControlSums, SummedLine};
use domain::platform::access::Reach;
use serde::Serialize;

use crate::casework::cases as case_rows;
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::{ROWS_AT_ONCE, Subject};
use crate::platform::reach::{Seen, case_within};
use crate::row::{insert_row, insert_rows, update_row};
use crate::schema::{award_lines, awards, cases as case_table};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = awards, treat_none_as_null = true, treat_none_as_default_value = false)]
struct AwardRow {
    id: String,
    version: i64,
    decision_id: String,
    case_id: String,
    person_id: String,
    benefit_code: String,
    kind: String,
    right_from: NaiveDate,
    right_to: NaiveDate,
    amount: i64,
    method: String,
    account_id: Option<String>,
    enforceable_on: Option<NaiveDate>,
    state: String,
    ended_with: Option<String>,
    scheduled_to: String,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = award_lines)]
struct LineRow {
    id: String,
    award_id: String,
    month: String,
    amount: i64,
}

impl From<&Award> for AwardRow {
    fn from(award: &Award) -> Self {
        Self {
            id: award.id.to_string(),
            version: award.version,
            decision_id: award.decision.to_string(),
            case_id: award.case.to_string(),
            person_id: award.person.to_string(),
            benefit_code: award.benefit.clone().into(),
            kind: award.kind.to_string(),
            right_from: award.right.from(),
            right_to: award.right.to(),
            amount: award.amount.grosze(),
            method: award.method.to_string(),
            account_id: award.account.map(|fact| fact.to_string()),
            enforceable_on: award.enforceable_on,
            state: award.state.to_string(),
            ended_with: award.ended_with.map(|month| month.to_string()),
            scheduled_to: award.scheduled_to.to_string(),
        }
    }
}

impl AwardRow {
    fn with(self, lines: Vec<LineRow>) -> Result<Award, Error> {
        let at = Row { table: "awards", id: &self.id };
        Ok(Award {
            id: at.parse(&self.id)?,
            version: self.version,
            decision: at.parse(&self.decision_id)?,
            case: at.parse(&self.case_id)?,
            person: at.parse(&self.person_id)?,
            benefit: at.text(self.benefit_code)?,
            kind: at.parse(&self.kind)?,
            right: DayRange::half_open(self.right_from, self.right_to).map_err(|_empty| at.corrupt())?,
            amount: Money::from_grosze(self.amount),
            method: at.parse(&self.method)?,
            account: at.maybe(self.account_id.as_deref())?,
            enforceable_on: self.enforceable_on,
            state: at.parse(&self.state)?,
            ended_with: at.maybe(self.ended_with.as_deref())?,
            scheduled_to: at.parse(&self.scheduled_to)?,
            lines: lines.into_iter().map(AwardLine::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<LineRow> for AwardLine {
    type Error = Error;

    fn try_from(row: LineRow) -> Result<Self, Error> {
        let at = Row { table: "award_lines", id: &row.id };
        Ok(Self { id: at.parse(&row.id)?, month: at.parse(&row.month)?, amount: Money::from_grosze(row.amount) })
    }
}

fn line_row(award: AwardId, line: &AwardLine) -> LineRow {
    LineRow {
        id: line.id.to_string(),
        award_id: award.to_string(),
        month: line.month.to_string(),
        amount: line.amount.grosze(),
    }
}

/// The journal's name for an award.
#[must_use]
pub const fn subject(id: AwardId) -> Subject {
    Subject::new("award", id.uuid())
}

/// Reads the schedules of many awards at once, and notes whose they are.
fn with_lines(read: &mut Read<'_>, rows: Vec<AwardRow>) -> Result<Vec<Award>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut by_award: BTreeMap<String, Vec<LineRow>> = BTreeMap::new();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let lines: Vec<LineRow> = on!(read.conn(), c => award_lines::table
            .filter(award_lines::award_id.eq_any(ids))
            .order((award_lines::award_id, award_lines::month))
            .select(LineRow::as_select())
            .load(c))?;
        for line in lines {
            by_award.entry(line.award_id.clone()).or_default().push(line);
        }
    }
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let lines = by_award.remove(&row.id).unwrap_or_default();
        let award = row.with(lines)?;
        read.saw(award.person);
        found.push(award);
    }
    Ok(found)
}

/// Loads an award of a case within reach.
///
/// # Errors
/// [`Error::NotFound`] also for an award of a case out of reach.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: AwardId) -> Result<Loaded<Award>, Error> {
    let row: AwardRow = on!(read.conn(), c => awards::table
        .inner_join(case_table::table)
        .filter(awards::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select(AwardRow::as_select())
        .first(c))?;
    with_lines(read, vec![row])?.pop().map(Loaded::new).ok_or(Error::NotFound)
}

/// A part of the awards of a case within reach, newest right first.
///
/// # Errors
/// [`Error::NotFound`] when the case lies out of reach.
pub fn list(read: &mut Read<'_>, reach: &Reach, case: CaseId, page: &Keyset) -> Result<Vec<Award>, Error> {
    case_rows::load(read, reach, case)?;
    let rows: Vec<AwardRow> = on!(read.conn(), c => {
        let query = awards::table
            .filter(awards::case_id.eq(case.to_string()))
            .select(AwardRow::as_select())
            .into_boxed();
        keyset!(c, query, page, awards::right_from, awards::id, page.day(0), Date, true)
    })?;
    with_lines(read, rows)
}

/// The award that follows from a decision, when there is one. Whether it is within reach, the caller has checked.
///
/// # Errors
/// Only those of the database.
pub fn of_decision(read: &mut Read<'_>, decision: DecisionId) -> Result<Option<Loaded<Award>>, Error> {
    let row: Option<AwardRow> = on!(read.conn(), c => awards::table
        .filter(awards::decision_id.eq(decision.to_string()))
        .select(AwardRow::as_select())
        .first(c)
        .optional())?;
    Ok(with_lines(read, row.into_iter().collect())?.pop().map(Loaded::new))
}

/// The monthly awards of a person and benefit that have not ended.
///
/// # Errors
/// Only those of the database.
pub fn ranges_of(read: &mut Read<'_>, person: PersonId, benefit: &str) -> Result<Vec<AwardRange>, Error> {
    let rows: Vec<AwardRow> = on!(read.conn(), c => awards::table
        .filter(awards::person_id.eq(person.to_string()))
        .filter(awards::benefit_code.eq(benefit))
        .filter(awards::kind.eq(AwardKind::Monthly.code()))
        .filter(awards::state.ne(AwardState::Ended.code()))
        .order(awards::right_from)
        .select(AwardRow::as_select())
        .load(c))?;
    rows.into_iter()
        .map(|row| {
            let Award { id, person, benefit, kind, right, .. } = row.with(Vec::new())?;
            Ok(AwardRange { award: id, person, benefit, kind, right })
        })
        .collect()
}

/// Stores a new award with its schedule. The person's record has been counted up before.
///
/// # Errors
/// [`Error::Guarded`] by `award_overlap`, [`Error::Duplicate`] of `awards.decision_id` when the decision has an award,
/// [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, award: &Award) -> Result<(), Error> {
    insert_row!(tx, awards, subject(award.id), AwardRow::from(award))?;
    insert_lines(tx, award.id, &award.lines)
}

/// Stores a changed award and counts its version up. Lines are only ever added: see [`extend`].
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, award: &mut Loaded<Award>) -> Result<(), Error> {
    update_row!(tx, awards, subject(award.id), AwardRow, award)
}

fn insert_lines(tx: &mut Tx<'_>, award: AwardId, lines: &[AwardLine]) -> Result<(), Error> {
    let rows: Vec<LineRow> = lines.iter().map(|line| line_row(award, line)).collect();
    insert_rows!(tx.conn(), award_lines, rows);
    for row in &rows {
        tx.changed(subject(award), "award_lines", &row.id, None, Some(row))?;
    }
    Ok(())
}

/// Schedules rights further that run on after their schedule, up to a month: a few statements for a thousand awards.
///
/// The journal keeps which awards and lines they are, and number, sum and hash of the lines: a line `id;grosze;award`
/// each, in ascending order of id.
///
/// # Errors
/// [`Error::Corrupt`] for an award whose schedule cannot be made.
pub fn extend(tx: &mut Tx<'_>, until: YearMonth) -> Result<(), Error> {
    let rows: Vec<AwardRow> = on!(tx.conn(), c => awards::table
        .filter(awards::scheduled_to.lt(until.to_string()))
        .filter(awards::right_to.gt(until.first_day()))
        .filter(awards::kind.eq(AwardKind::Monthly.code()))
        .filter(awards::state.ne(AwardState::Ended.code()))
        .order(awards::id)
        .select(AwardRow::as_select())
        .load(c))?;
    let mut lines: Vec<LineRow> = Vec::with_capacity(rows.len());
    let mut scheduled: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let corrupt = Error::Corrupt { table: "awards", id: row.id.clone() };
        let award = row.with(Vec::new())?;
        let Ok(further) = award.further(until) else { return Err(corrupt) };
        let Some(months) = further else { continue };
        let last = months.last().map_or(until, |month| month.month);
        scheduled.entry(last.to_string()).or_default().push(award.id.to_string());
        lines.extend(months.into_iter().map(|MonthAmount { month, amount }| {
            line_row(award.id, &AwardLine { id: AwardLineId::new(tx.context().ids.next()), month, amount })
        }));
    }
    if lines.is_empty() {
        return Ok(());
    }
    for (last, ids) in &scheduled {
        for ids in ids.chunks(ROWS_AT_ONCE) {
            on!(tx.conn(), c => diesel::update(awards::table.filter(awards::id.eq_any(ids)))
                .set((awards::scheduled_to.eq(last), awards::version.eq(awards::version + 1)))
                .execute(c))?;
        }
    }
    insert_rows!(tx.conn(), award_lines, lines);
    note_schedules(tx, until, &scheduled, &lines)
}

/// What the journal keeps of awards that were scheduled further together.
#[derive(Serialize)]
struct Scheduled<'a> {
    scheduled_to: &'a str,
    awards: &'a [String],
}

/// What the journal keeps of the lines they got.
#[derive(Serialize)]
struct NewLines<'a> {
    count: u32,
    total: i64,
    hash: String,
    lines: Vec<&'a str>,
}

fn note_schedules(
    tx: &mut Tx<'_>,
    until: YearMonth,
    scheduled: &BTreeMap<String, Vec<String>>,
    lines: &[LineRow],
) -> Result<(), Error> {
    let about = Subject::new("award_schedule", uuid::Uuid::nil());
    for (scheduled_to, awards) in scheduled {
        tx.changed(about, "awards", until, None, Some(&Scheduled { scheduled_to, awards }))?;
    }
    let mut summed = Vec::with_capacity(lines.len());
    for line in lines {
        let at = Row { table: "award_lines", id: &line.id };
        let amount = Money::from_grosze(line.amount);
        summed.push(SummedLine { line: at.parse(&line.id)?, amount, account: Some(&line.award_id) });
    }
    let corrupt = |_too_large| Error::Corrupt { table: "award_lines", id: until.to_string() };
    let ControlSums { count, total, hash } = ControlSums::of(&summed).map_err(corrupt)?;
    let lines = lines.iter().map(|line| line.id.as_str()).collect();
    let new = NewLines { count, total: total.grosze(), hash: hash.to_string(), lines };
    tx.changed(about, "award_lines", until, None, Some(&new))
}
