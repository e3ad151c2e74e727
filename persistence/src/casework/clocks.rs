//! Clocks of cases and the intervals in which they stood still.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Date;
use domain::casework::clock::case_clock::{CaseClock, INTERVIEWING, Kept};
use domain::casework::clock::rules::ClockRules;
use domain::casework::clock::state::ClockState;
use domain::casework::clock::{ClockRecord, Moment, Stop};
use domain::kernel::ids::{CaseId, ClockId, HouseholdId};
use domain::platform::access::Reach;
use serde::Serialize;

use crate::casework::cases;
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::filter::{among, keyset, not_among};
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::platform::reach::{CaseArm, Seen, case_arms, case_within, merge_arms};
use crate::row::update_row;
use crate::schema::{cases as case_table, clock_stops, clocks};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = clocks, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ClockRow {
    id: String,
    version: i64,
    case_id: String,
    unit_id: String,
    assignee_id: Option<String>,
    rule: String,
    triggered_on: NaiveDate,
    set_length: Option<i32>,
    due_on: NaiveDate,
    state: String,
    ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = clock_stops, treat_none_as_null = true, treat_none_as_default_value = false)]
struct StopRow {
    clock_id: String,
    place: i32,
    reason: String,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

impl From<&CaseClock> for ClockRow {
    fn from(clock: &CaseClock) -> Self {
        let record = clock.clock().record();
        Self {
            id: record.id.to_string(),
            version: clock.version,
            case_id: record.case.to_string(),
            unit_id: clock.org_unit().to_string(),
            assignee_id: clock.assignee().map(|employee| employee.to_string()),
            rule: record.rule.to_string(),
            triggered_on: clock.started_on(),
            set_length: record.set_length.map(i32::from),
            due_on: clock.due_on(),
            state: record.state.to_string(),
            ended_on: clock.ended_on(),
        }
    }
}

impl ClockRow {
    fn with(self, stops: Vec<StopRow>) -> Result<CaseClock, Error> {
        let at = Row { table: "clocks", id: &self.id };
        let set_length = self.set_length.map(u16::try_from).transpose().map_err(|_outside| at.corrupt())?;
        let stops = stops.iter().map(|stop| stop.read(at)).collect::<Result<_, _>>()?;
        let record = ClockRecord {
            id: at.parse(&self.id)?,
            case: at.parse(&self.case_id)?,
            rule: at.parse(&self.rule)?,
            trigger: Moment::Day(self.triggered_on),
            set_length,
            stops,
            state: at.parse(&self.state)?,
        };
        let kept = Kept {
            version: self.version,
            due_on: self.due_on,
            ended_on: self.ended_on,
            org_unit: at.parse(&self.unit_id)?,
            assignee: at.maybe(self.assignee_id.as_deref())?,
        };
        CaseClock::restore(ClockRules::embedded(), record, kept).map_err(|_broken| at.corrupt())
    }
}

impl StopRow {
    fn read(&self, at: Row<'_>) -> Result<Stop, Error> {
        Ok(Stop { reason: at.parse(&self.reason)?, from: self.from_on, to: self.to_on })
    }
}

fn stop_rows(clock: &CaseClock) -> Vec<StopRow> {
    let record = clock.clock().record();
    let row = |(place, stop): (i32, &Stop)| StopRow {
        clock_id: record.id.to_string(),
        place,
        reason: stop.reason.to_string(),
        from_on: stop.from,
        to_on: stop.to,
    };
    (0..).zip(&record.stops).map(row).collect()
}

/// The journal's name for a clock.
#[must_use]
pub const fn subject(id: ClockId) -> Subject {
    Subject::new("clock", id.uuid())
}

/// Reads the stops of many clocks at once.
fn with_stops(read: &mut Read<'_>, rows: Vec<ClockRow>) -> Result<Vec<CaseClock>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let stops: Vec<StopRow> = on!(read.conn(), c => clock_stops::table
        .filter(clock_stops::clock_id.eq_any(&ids))
        .order((clock_stops::clock_id, clock_stops::place))
        .select(StopRow::as_select())
        .load(c))?;
    let mut by_clock: BTreeMap<String, Vec<StopRow>> = BTreeMap::new();
    for stop in stops {
        by_clock.entry(stop.clock_id.clone()).or_default().push(stop);
    }
    rows.into_iter()
        .map(|row| {
            let stops = by_clock.remove(&row.id).unwrap_or_default();
            row.with(stops)
        })
        .collect()
}

/// Loads a clock of a case within reach.
///
/// # Errors
/// [`Error::NotFound`] also for a clock of a case out of reach.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: ClockId) -> Result<Loaded<CaseClock>, Error> {
    let row: ClockRow = on!(read.conn(), c => clocks::table
        .inner_join(case_table::table)
        .filter(clocks::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select(ClockRow::as_select())
        .first(c))?;
    let clock = with_stops(read, vec![row])?.pop();
    clock.map(Loaded::new).ok_or(Error::NotFound)
}

/// The clocks of a case, in the order in which they were started.
///
/// # Errors
/// Only those of the database.
pub fn of_case(read: &mut Read<'_>, case: CaseId) -> Result<Vec<Loaded<CaseClock>>, Error> {
    let rows: Vec<ClockRow> = on!(read.conn(), c => clocks::table
        .filter(clocks::case_id.eq(case.to_string()))
        .order(clocks::id)
        .select(ClockRow::as_select())
        .load(c))?;
    Ok(with_stops(read, rows)?.into_iter().map(Loaded::new).collect())
}

/// The clocks that run for the interview of a household, in cases opened by a day.
///
/// # Errors
/// Only those of the database.
pub fn awaiting_interview(
    read: &mut Read<'_>,
    household: HouseholdId,
    opened_by: NaiveDate,
) -> Result<Vec<Loaded<CaseClock>>, Error> {
    let rows: Vec<ClockRow> = on!(read.conn(), c => clocks::table
        .inner_join(case_table::table)
        .filter(case_table::household_id.eq(household.to_string()))
        .filter(case_table::opened_on.le(opened_by))
        .filter(clocks::rule.eq_any(INTERVIEWING))
        .filter(clocks::state.eq(ClockState::Running.code()))
        .order(clocks::id)
        .select(ClockRow::as_select())
        .load(c))?;
    Ok(with_stops(read, rows)?.into_iter().map(Loaded::new).collect())
}

/// Which clocks a list shows; an empty list of states chooses all.
#[derive(Debug, Clone, Default)]
pub struct ClockFilter {
    /// Where they stand: any of these.
    pub states: Vec<ClockState>,
    /// Only those that end before this day.
    pub due_before: Option<NaiveDate>,
    /// The case they run in.
    pub case: Option<CaseId>,
}

/// A part of the clocks of cases within reach, by the day they end.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, reach: &Reach, filter: &ClockFilter, page: &Keyset) -> Result<Vec<CaseClock>, Error> {
    let seen = Seen::of(reach);
    let states: Vec<Option<ClockState>> =
        if filter.states.is_empty() { vec![None] } else { filter.states.iter().copied().map(Some).collect() };
    let mut arms = Vec::new();
    for arm in case_arms(&seen) {
        for state in &states {
            arms.push(list_arm(read, &seen, &arm, *state, filter, page)?);
        }
    }
    let rows = merge_arms(arms, page.backward, page.limit, |row: &ClockRow| (row.due_on, row.id.clone()));
    with_stops(read, rows)
}

/// One index range of the list: an arm of the reach, and one state where states are chosen.
fn list_arm(
    read: &mut Read<'_>,
    seen: &Seen,
    arm: &CaseArm,
    state: Option<ClockState>,
    filter: &ClockFilter,
    page: &Keyset,
) -> Result<Vec<ClockRow>, Error> {
    Ok(on!(read.conn(), c => {
        let mut query = clocks::table.select(ClockRow::as_select()).into_boxed();
        match arm {
            CaseArm::All => {}
            CaseArm::Unit(unit) => query = query.filter(clocks::unit_id.eq(unit)),
            CaseArm::Units(units) => query = query.filter(among(clocks::unit_id, units.clone())),
            CaseArm::Assigned(employee) => query = query.filter(clocks::assignee_id.eq(employee)),
        }
        query = query.filter(not_among(clocks::case_id, seen.excluded.clone()));
        if let Some(state) = state {
            query = query.filter(clocks::state.eq(state.code()));
        }
        if let Some(day) = filter.due_before {
            query = query.filter(clocks::due_on.lt(day));
        }
        if let Some(case) = filter.case {
            query = query.filter(clocks::case_id.eq(case.to_string()));
        }
        keyset!(c, query, page, clocks::due_on, clocks::id, page.day(0), Date, false)
    })?)
}

/// Stores a new clock. The journal keeps it with its case.
///
/// # Errors
/// Only those of the database.
pub fn insert(tx: &mut Tx<'_>, clock: &CaseClock) -> Result<(), Error> {
    let row = ClockRow::from(clock);
    on!(tx.conn(), c => diesel::insert_into(clocks::table).values(&row).execute(c))?;
    tx.changed(cases::subject(clock.clock().record().case), "clocks", &row.id, None, Some(&row))
}

/// Stores a changed clock with its stops and counts its version up. The journal keeps it with its case.
///
/// # Errors
/// [`Error::Stale`] when someone was faster.
pub fn update(tx: &mut Tx<'_>, clock: &mut Loaded<CaseClock>) -> Result<(), Error> {
    let case = cases::subject(clock.clock().record().case);
    update_row!(tx, clocks, case, ClockRow, clock)?;
    let (before, after) = (stop_rows(clock.original()), stop_rows(clock));
    // INVARIANT: a stop is never taken back, so places only grow.
    for (place, stop) in after.iter().enumerate() {
        let known = before.get(place);
        if known == Some(stop) {
            continue;
        }
        on!(tx.conn(), c => diesel::insert_into(clock_stops::table)
            .values(stop)
            .on_conflict((clock_stops::clock_id, clock_stops::place))
            .do_update()
            .set(clock_stops::to_on.eq(stop.to_on))
            .execute(c))?;
        tx.changed(case, "clock_stops", format!("{}/{place}", stop.clock_id), known, Some(stop))?;
    }
    Ok(())
}
