//! Bodies and views of households.

use chrono::{DateTime, NaiveDate, Utc};
use domain::kernel::day::Day;
use domain::kernel::ids::{HouseholdId, MembershipId, OrgUnitId, PersonId};
use domain::people::household::{Household, HouseholdKind, HouseholdRole, Membership};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::error::Fault;
use crate::people::times::{Times, first_day, last_day, range};

const fn yes() -> bool {
    true
}

/// A member to take in.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MemberBody {
    /// The person.
    pub person_id: PersonId,
    /// Who the person is to the one the household is kept under.
    pub role: HouseholdRole,
    /// The first day; today when absent.
    pub from: Option<Day>,
    /// The last day; open when absent.
    pub to: Option<Day>,
    /// Whether the person keeps house with the others; one who only lives there is not counted.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub wspolne_gospodarowanie: bool,
}

impl MemberBody {
    /// The membership, under the id given; a fault is added under `pointer`.
    pub fn checked(
        &self,
        id: MembershipId,
        today: NaiveDate,
        pointer: &str,
        faults: &mut Vec<Fault>,
    ) -> Option<Membership> {
        let range = range(self.from, self.to, today, pointer, faults)?;
        let Self { person_id: person, role, wspolne_gospodarowanie, .. } = *self;
        Some(Membership { id, person, role, range, wspolne_gospodarowanie })
    }
}

/// A household to register.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterHouseholdBody {
    /// The first members.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50)]
    pub members: Vec<MemberBody>,
    /// The unit whose staff reach the household; the caller's own units when absent.
    pub org_unit_id: Option<OrgUnitId>,
}

/// How a membership ends.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndMembershipBody {
    /// The last day of it.
    pub last_day: Day,
}

/// A household as it was loaded, and for when.
#[derive(Debug, Clone)]
pub struct Home {
    /// The household.
    pub household: Household,
    /// What was asked for.
    pub times: Times,
    /// The day its kind is told for.
    pub day: NaiveDate,
}

/// A member of a household.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// The membership, to end it by.
    pub id: MembershipId,
    /// The person.
    pub person_id: PersonId,
    /// Who the person is to the one the household is kept under.
    pub role: HouseholdRole,
    /// The first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; absent for an open end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Whether the person keeps house with the others.
    pub wspolne_gospodarowanie: bool,
}

impl From<&Membership> for MemberView {
    fn from(member: &Membership) -> Self {
        Self {
            id: member.id,
            person_id: member.person,
            role: member.role,
            from: first_day(member.range),
            to: last_day(member.range),
            wspolne_gospodarowanie: member.wspolne_gospodarowanie,
        }
    }
}

/// A household.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HouseholdView {
    /// The id.
    pub id: HouseholdId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The day shown, when one was asked for; otherwise members of all days are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The instant whose knowledge is shown, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_at: Option<DateTime<Utc>>,
    /// What the law calls the household on that day or today; absent when nobody keeps house then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<HouseholdKind>,
    /// The provision that defines the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "art. 6 pkt 14 u.p.s.")]
    pub legal_basis: Option<String>,
    /// The members.
    pub members: Vec<MemberView>,
}

impl From<Home> for HouseholdView {
    fn from(home: Home) -> Self {
        let Home { household, times, day } = home;
        let kind = household.kind_on(day);
        let mut members: Vec<MemberView> = household.members().iter().map(MemberView::from).collect();
        members.sort_by_key(|member| (member.from, member.id));
        Self {
            id: household.id(),
            version: household.version,
            as_of: times.as_of.map(Day::from),
            known_at: times.known_at.map(|instant| instant.and_utc()),
            kind,
            legal_basis: kind.map(|kind| kind.basis().to_string()),
            members,
        }
    }
}

impl Representation for HouseholdView {
    fn version(&self) -> i64 {
        self.version
    }
}
