//! What is done with households.

use chrono::NaiveDate;
use domain::kernel::context::Context;
use domain::kernel::day::DayRange;
use domain::kernel::ids::{HouseholdId, MembershipId};
use domain::people::household::Membership;
use domain::platform::access::Reach;
use domain::platform::action::marker::{AddMember, EndMembership};
use persistence::error::Error as StoreError;
use persistence::people::{households, persons};
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Read, Tx, expect_version};

use super::views::{Home, MemberBody, RegisterHouseholdBody};
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};
use crate::people::times::Times;
use crate::people::units;

/// Reads a household.
///
/// # Errors
/// [`Error::NotFound`].
pub fn read_household(
    read: &mut Read<'_>,
    reach: &Reach,
    id: HouseholdId,
    today: NaiveDate,
    times: Times,
) -> Result<Home, Error> {
    read.hold_still()?;
    let household = households::load(read, reach, id, times.as_of, times.known_at)?.into_inner();
    Ok(Home { household, times, day: times.as_of.unwrap_or(today) })
}

/// Checks members: each within reach, and in no other household on the same days.
fn check_members(tx: &mut Tx<'_>, reach: &Reach, bodies: &[(String, MemberBody)]) -> Result<Vec<Membership>, Error> {
    let context: &Context = tx.context();
    let mut faults = Vec::new();
    let mut members: Vec<Membership> = Vec::new();
    for (pointer, body) in bodies {
        let person = format!("{pointer}/personId");
        let member = body.checked(MembershipId::new(context.ids.next()), context.today, pointer, &mut faults);
        match persons::require(tx, reach, body.person_id) {
            Ok(()) => {}
            Err(StoreError::NotFound) => {
                faults.push(Fault::new(person, "unknown_reference", "there is no such person within reach"));
                continue;
            }
            Err(other) => return Err(other.into()),
        }
        let Some(member) = member else { continue };
        let twice = |other: &Membership| other.person == member.person && other.range.overlaps(member.range);
        if members.iter().any(twice) || busy(tx, &member)? {
            faults.push(overlap(person));
        }
        members.push(member);
    }
    if faults.is_empty() { Ok(members) } else { Err(Error::Rule { code: "rule_violation", faults }) }
}

fn busy(tx: &mut Tx<'_>, member: &Membership) -> Result<bool, Error> {
    let ranges: Vec<DayRange> = households::ranges_of(tx, member.person)?;
    Ok(ranges.iter().any(|range| range.overlaps(member.range)))
}

fn overlap(pointer: impl Into<String>) -> Fault {
    Fault::new(pointer, "membership_overlap", "the person would be in two households at once")
}

/// A refusal of persistence that a concurrent change brought about.
fn refusal(error: StoreError, pointer: &str) -> Error {
    let StoreError::Guarded { ref rule } = error else { return error.into() };
    match rule.as_str() {
        "membership_overlap" => Error::Rule { code: "rule_violation", faults: vec![overlap(pointer)] },
        "range" => Error::rule("/lastDay", "range", "expected a last day that is not before the first"),
        _ => error.into(),
    }
}

/// Registers a household with its first members.
///
/// # Errors
/// [`Error::Rule`] with a fault for each member who is out of reach or in a household already.
pub fn register_household(
    tx: &mut Tx<'_>,
    reach: &Reach,
    id: HouseholdId,
    body: RegisterHouseholdBody,
) -> Result<(Home, Subject, Events), Error> {
    let units = units::chosen(reach, body.org_unit_id)?;
    let bodies = body.members.into_iter().enumerate().map(|(n, member)| (format!("/members/{n}"), member));
    let bodies: Vec<(String, MemberBody)> = bodies.collect();
    let members = check_members(tx, reach, &bodies)?;
    let household = households::insert(tx, id, &members, &units)
        .map_err(|error| units::refusal(error, |other| refusal(other, "/members")))?;
    let subject = households::subject(id);
    let home = Home { household, times: Times::default(), day: tx.context().today };
    Ok((home, subject, Events::one("household.registered", subject, 1)))
}

/// Takes a member in.
///
/// # Errors
/// As [`register_household`]; [`Error::Version`].
pub fn add_member(
    tx: &mut Tx<'_>,
    by: &Allowed<AddMember>,
    id: HouseholdId,
    expected: i64,
    body: MemberBody,
) -> Result<(Home, Events), Error> {
    let mut household = households::load(tx, by.reach(), id, None, None)?;
    expect_version(household.version, expected)?;
    for member in check_members(tx, by.reach(), &[(String::new(), body)])? {
        households::add_member(tx, &mut household, member).map_err(|error| refusal(error, "/personId"))?;
    }
    let events = Events::one("household.member_added", households::subject(id), household.version);
    Ok((Home { household: household.into_inner(), times: Times::default(), day: tx.context().today }, events))
}

/// Sets the last day of a membership.
///
/// # Errors
/// [`Error::NotFound`] for no such membership, [`Error::Version`], [`Error::Rule`] for a day that cannot be.
pub fn end_membership(
    tx: &mut Tx<'_>,
    by: &Allowed<EndMembership>,
    (id, membership): (HouseholdId, MembershipId),
    expected: i64,
    last: NaiveDate,
) -> Result<(Home, Events), Error> {
    let mut household = households::load(tx, by.reach(), id, None, None)?;
    expect_version(household.version, expected)?;
    households::end_membership(tx, &mut household, membership, last).map_err(|error| refusal(error, "/lastDay"))?;
    let events = Events::one("household.membership_ended", households::subject(id), household.version);
    Ok((Home { household: household.into_inner(), times: Times::default(), day: tx.context().today }, events))
}
