//! Households and their dated members.
//!
//! A person is in one household on any day. The person is locked while a membership of theirs changes; a trigger is
//! the second net.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::kernel::day::DayRange;
use domain::kernel::ids::{HouseholdId, MembershipId, OrgUnitId, PersonId};
use domain::people::household::{Household, Membership, MembershipRefusal};
use domain::platform::access::Reach;
use serde::Serialize;

use super::{NEVER, NOW, persons};
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, household_within};
use crate::row::update_row;
use crate::schema::{household_memberships, household_units, households};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = households)]
struct HouseholdRow {
    id: String,
    version: i64,
}

impl From<&Household> for HouseholdRow {
    fn from(household: &Household) -> Self {
        Self { id: household.id().to_string(), version: household.version }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = household_units)]
struct UnitRow {
    household_id: String,
    unit_id: String,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = household_memberships)]
struct MembershipRow {
    id: String,
    membership_id: String,
    household_id: String,
    person_id: String,
    role: String,
    wspolne_gospodarowanie: bool,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    recorded_at: NaiveDateTime,
    superseded_at: NaiveDateTime,
}

impl TryFrom<MembershipRow> for Membership {
    type Error = Error;

    fn try_from(row: MembershipRow) -> Result<Self, Error> {
        let at = Row { table: "household_memberships", id: &row.id };
        Ok(Self {
            id: at.parse(&row.membership_id)?,
            person: at.parse(&row.person_id)?,
            role: at.parse(&row.role)?,
            range: DayRange::half_open(row.valid_from, row.valid_to).map_err(|_empty| at.corrupt())?,
            wspolne_gospodarowanie: row.wspolne_gospodarowanie,
        })
    }
}

/// The journal's name for a household.
#[must_use]
pub const fn subject(id: HouseholdId) -> Subject {
    Subject::new("household", id.uuid())
}

/// Loads a household within reach: its members on one day or on all, as known at an instant or as known now.
///
/// # Errors
/// [`Error::NotFound`], for one out of reach too.
pub fn load(
    read: &mut Read<'_>,
    reach: &Reach,
    id: HouseholdId,
    as_of: Option<NaiveDate>,
    known_at: Option<NaiveDateTime>,
) -> Result<Loaded<Household>, Error> {
    let row: HouseholdRow = on!(read.conn(), c => households::table
        .filter(households::id.eq(id.to_string()))
        .filter(household_within(households::id, Seen::of(reach)))
        .select(HouseholdRow::as_select())
        .first(c))?;
    let members = members(read, id, as_of, known_at)?;
    let at = Row { table: "households", id: &row.id };
    let household = Household::new(id, row.version, members).map_err(|_overlap| at.corrupt())?;
    Ok(Loaded::new(household))
}

/// Refuses a household out of reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn require(read: &mut Read<'_>, reach: &Reach, id: HouseholdId) -> Result<(), Error> {
    let _id: String = on!(read.conn(), c => households::table
        .filter(households::id.eq(id.to_string()))
        .filter(household_within(households::id, Seen::of(reach)))
        .select(households::id)
        .first(c))?;
    Ok(())
}

/// The members of a household on a day, as known now. Whether it is within reach, the caller has checked.
///
/// # Errors
/// Only those of the database.
pub fn members_of(read: &mut Read<'_>, household: HouseholdId, as_of: NaiveDate) -> Result<Vec<Membership>, Error> {
    members(read, household, Some(as_of), None)
}

fn members(
    read: &mut Read<'_>,
    household: HouseholdId,
    as_of: Option<NaiveDate>,
    known_at: Option<NaiveDateTime>,
) -> Result<Vec<Membership>, Error> {
    let known_at = known_at.unwrap_or(NOW);
    let rows: Vec<MembershipRow> = on!(read.conn(), c => {
        let mut query = household_memberships::table
            .filter(household_memberships::household_id.eq(household.to_string()))
            .filter(household_memberships::recorded_at.le(known_at))
            .filter(household_memberships::superseded_at.gt(known_at))
            .order((household_memberships::valid_from, household_memberships::id))
            .select(MembershipRow::as_select())
            .into_boxed();
        if let Some(day) = as_of {
            query = query
                .filter(household_memberships::valid_from.le(day))
                .filter(household_memberships::valid_to.gt(day));
        }
        query.load(c)
    })?;
    let members: Vec<Membership> = rows.into_iter().map(Membership::try_from).collect::<Result<_, _>>()?;
    for member in &members {
        read.saw(member.person);
    }
    Ok(members)
}

/// Notes that data of everybody who ever belonged to the household leaves the database.
pub(super) fn see(read: &mut Read<'_>, household: HouseholdId) -> Result<(), Error> {
    members(read, household, None, None).map(|_seen| ())
}

/// The household that a person belongs to on a day, as known now.
///
/// # Errors
/// Only those of the database.
pub fn household_of(read: &mut Read<'_>, person: PersonId, day: NaiveDate) -> Result<Option<HouseholdId>, Error> {
    let found: Option<String> = on!(read.conn(), c => household_memberships::table
        .filter(household_memberships::person_id.eq(person.to_string()))
        .filter(household_memberships::superseded_at.eq(NEVER))
        .filter(household_memberships::valid_from.le(day))
        .filter(household_memberships::valid_to.gt(day))
        .select(household_memberships::household_id)
        .first(c)
        .optional())?;
    found.map(|id| Row { table: "household_memberships", id: &id }.parse(&id)).transpose()
}

/// Stores a new household with its first members, attached to units.
///
/// # Errors
/// As [`add_member`]; [`Error::Dangling`] for a missing unit.
pub fn insert(
    tx: &mut Tx<'_>,
    id: HouseholdId,
    members: &[Membership],
    units: &[OrgUnitId],
) -> Result<Household, Error> {
    let row = HouseholdRow { id: id.to_string(), version: 1 };
    let created_at: NaiveDateTime = tx.context().now.naive_utc();
    on!(tx.conn(), c => diesel::insert_into(households::table)
        .values((&row, households::created_at.eq(created_at)))
        .execute(c))?;
    tx.changed(subject(id), "households", id, None, Some(&row))?;
    for unit in units {
        attach_unit(tx, id, *unit)?;
    }
    let people: Vec<PersonId> = members.iter().map(|member| member.person).collect();
    persons::lock(tx, &people)?;
    let mut household = Household::new(id, 1, Vec::new()).map_err(refusal)?;
    for member in members {
        take_in(tx, &mut household, *member)?;
    }
    Ok(household)
}

/// Takes a member in and counts the household's version up. The member is attached to the household's units.
///
/// `household` must have been loaded with its members of all days.
///
/// # Errors
/// [`Error::Guarded`] by `membership_overlap` when the person is in a household then, [`Error::Dangling`] when the
/// person does not exist, [`Error::Stale`] when someone was faster.
pub fn add_member(tx: &mut Tx<'_>, household: &mut Loaded<Household>, member: Membership) -> Result<(), Error> {
    persons::lock(tx, &[member.person])?;
    take_in(tx, household, member)?;
    update_row!(tx, households, subject(household.id()), HouseholdRow, household)
}

/// Sets the last day of a membership and counts the household's version up.
///
/// `household` must have been loaded with its members of all days.
///
/// # Errors
/// [`Error::NotFound`] for no such membership, [`Error::Guarded`] by `range` when it begins later or by
/// `membership_overlap`, [`Error::Stale`].
pub fn end_membership(
    tx: &mut Tx<'_>,
    household: &mut Loaded<Household>,
    membership: MembershipId,
    last: NaiveDate,
) -> Result<(), Error> {
    let known = household.members().iter().find(|member| member.id == membership);
    let person = known.ok_or(Error::NotFound)?.person;
    persons::lock(tx, &[person])?;
    let elsewhere = elsewhere(tx, person, household.id())?;
    let ended = household.end(membership, last, &elsewhere).map_err(refusal)?;
    supersede(tx, household.id(), membership)?;
    put(tx, household.id(), ended)?;
    update_row!(tx, households, subject(household.id()), HouseholdRow, household)
}

/// Attaches a household and its members to a unit, unless they are: its staff then reach it.
///
/// # Errors
/// [`Error::Dangling`] when the household or the unit does not exist.
pub fn attach_unit(tx: &mut Tx<'_>, household: HouseholdId, unit: OrgUnitId) -> Result<(), Error> {
    let row = UnitRow { household_id: household.to_string(), unit_id: unit.to_string() };
    let new = on!(tx.conn(), c => diesel::insert_into(household_units::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c))?;
    if new > 0 {
        tx.changed(subject(household), "household_units", unit, None, Some(&row))?;
        for member in members(tx, household, None, None)? {
            persons::attach_unit(tx, member.person, unit)?;
        }
    }
    Ok(())
}

fn refusal(refusal: MembershipRefusal) -> Error {
    let guarded = |rule: &str| Error::Guarded { rule: rule.to_owned() };
    match refusal {
        MembershipRefusal::Overlap { .. } => guarded("membership_overlap"),
        MembershipRefusal::EndsBeforeStart => guarded("range"),
        MembershipRefusal::Unknown => Error::NotFound,
    }
}

fn take_in(tx: &mut Tx<'_>, household: &mut Household, member: Membership) -> Result<(), Error> {
    let elsewhere = elsewhere(tx, member.person, household.id())?;
    household.add(member, &elsewhere).map_err(refusal)?;
    put(tx, household.id(), member)?;
    let units: Vec<String> = on!(tx.conn(), c => household_units::table
        .filter(household_units::household_id.eq(household.id().to_string()))
        .select(household_units::unit_id)
        .load(c))?;
    for unit in units {
        let unit = Row { table: "household_units", id: &unit }.parse(&unit)?;
        persons::attach_unit(tx, member.person, unit)?;
    }
    tx.saw(member.person);
    Ok(())
}

/// The person's time in other households, as known now.
fn elsewhere(read: &mut Read<'_>, person: PersonId, household: HouseholdId) -> Result<Vec<DayRange>, Error> {
    let here = household.to_string();
    let all = ranges(read, person)?;
    Ok(all.into_iter().filter(|(other, _)| *other != here).map(|(_, range)| range).collect())
}

/// A person's time in households, as known now.
///
/// # Errors
/// Only those of the database.
pub fn ranges_of(read: &mut Read<'_>, person: PersonId) -> Result<Vec<DayRange>, Error> {
    Ok(ranges(read, person)?.into_iter().map(|(_, range)| range).collect())
}

fn ranges(read: &mut Read<'_>, person: PersonId) -> Result<Vec<(String, DayRange)>, Error> {
    let rows: Vec<MembershipRow> = on!(read.conn(), c => household_memberships::table
        .filter(household_memberships::person_id.eq(person.to_string()))
        .filter(household_memberships::superseded_at.eq(NEVER))
        .select(MembershipRow::as_select())
        .load(c))?;
    rows.into_iter()
        .map(|row| {
            let household = row.household_id.clone();
            Membership::try_from(row).map(|member| (household, member.range))
        })
        .collect()
}

fn put(tx: &mut Tx<'_>, household: HouseholdId, member: Membership) -> Result<(), Error> {
    let row = MembershipRow {
        id: tx.context().ids.next().to_string(),
        membership_id: member.id.to_string(),
        household_id: household.to_string(),
        person_id: member.person.to_string(),
        role: member.role.code().to_owned(),
        wspolne_gospodarowanie: member.wspolne_gospodarowanie,
        valid_from: member.range.from(),
        valid_to: member.range.to(),
        recorded_at: tx.context().now.naive_utc(),
        superseded_at: NEVER,
    };
    on!(tx.conn(), c => diesel::insert_into(household_memberships::table).values(&row).execute(c))?;
    tx.changed(subject(household), "household_memberships", &row.id, None, Some(&row))
}

fn supersede(tx: &mut Tx<'_>, household: HouseholdId, membership: MembershipId) -> Result<(), Error> {
    let now = tx.context().now.naive_utc();
    let before: MembershipRow = on!(tx.conn(), c => household_memberships::table
        .filter(household_memberships::household_id.eq(household.to_string()))
        .filter(household_memberships::membership_id.eq(membership.to_string()))
        .filter(household_memberships::superseded_at.eq(NEVER))
        .select(MembershipRow::as_select())
        .first(c))?;
    on!(tx.conn(), c => diesel::update(household_memberships::table.find(&before.id))
        .set(household_memberships::superseded_at.eq(now))
        .execute(c))?;
    let after = MembershipRow { superseded_at: now, ..before.clone() };
    tx.changed(subject(household), "household_memberships", &before.id, Some(&before), Some(&after))
}
