//! Who is in an intake: people on record by their ids, new people by names that hold within the request.

use std::collections::BTreeMap;

use domain::kernel::context::Context;
use domain::kernel::day::Day;
use domain::kernel::ids::{HouseholdId, PersonId};
use domain::kernel::text::Line;
use domain::people::household::HouseholdRole;
use domain::people::person::record::NewPerson;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::bodies::{HouseholdChoice, unknown_name};
use crate::http::error::Fault;
use crate::people::households::views::MemberBody;
use crate::people::persons::bodies::RegisterPersonBody;

/// A name inside one request for somebody who has no id yet.
type LocalName = Line<40>;

const fn yes() -> bool {
    true
}

/// Somebody: on record (`personId`), new (`person`), or named elsewhere in this request (`ref` alone).
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartyBody {
    /// Somebody on record.
    pub person_id: Option<PersonId>,
    /// Somebody new; without `orgUnitId`, because the intake's unit reaches everybody in it.
    #[validate(nested)]
    pub person: Option<RegisterPersonBody>,
    /// With `personId` or `person`: a name for them in this request. Alone: the one who has this name.
    #[serde(rename = "ref")]
    #[schema(inline, example = "anna")]
    pub local_name: Option<Line<40>>,
}

/// A household: on record (`householdId`), or new (`members`). The applicant belongs to it.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HouseholdBody {
    /// A household on record.
    pub household_id: Option<HouseholdId>,
    /// The members of a new one.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    pub members: Vec<IntakeMemberBody>,
}

/// A member of a new household.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntakeMemberBody {
    /// Somebody on record.
    pub person_id: Option<PersonId>,
    /// Somebody new.
    #[validate(nested)]
    pub person: Option<RegisterPersonBody>,
    /// A name for them in this request, or the one who has this name.
    #[serde(rename = "ref")]
    #[schema(inline, example = "anna")]
    pub local_name: Option<Line<40>>,
    /// Who the member is to the one the household is kept under.
    pub role: HouseholdRole,
    /// The first day; the day of receipt when absent.
    pub from: Option<Day>,
    /// The last day; open when absent.
    pub to: Option<Day>,
    /// Whether the member keeps house with the others.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub wspolne_gospodarowanie: bool,
}

/// Everybody in an intake, each with an id.
#[derive(Debug)]
pub struct Parties {
    /// Who applies.
    pub applicant: PersonId,
    /// Where the applicant's id stands, when the applicant is on record.
    pub applicant_pointer: Option<&'static str>,
    /// People to register, each with the place of their body.
    pub new: Vec<(String, NewPerson)>,
    /// The household.
    pub household: HouseholdChoice,
    /// The members of a new household.
    pub members: Vec<MemberBody>,
    names: BTreeMap<String, PersonId>,
}

/// Collects the people of a request.
struct Collector<'a> {
    context: &'a Context,
    faults: &'a mut Vec<Fault>,
    new: Vec<(String, NewPerson)>,
    names: BTreeMap<String, PersonId>,
}

/// Somebody whose id is known now, or once every name is.
enum Whom {
    Person(PersonId),
    Named(LocalName),
}

impl Collector<'_> {
    fn take(&mut self, party: PartyBody, pointer: &str) -> Option<Whom> {
        let id = match (party.person_id, party.person) {
            (Some(id), None) => id,
            (None, Some(body)) => self.register(body, pointer),
            (None, None) => {
                let named = party.local_name.map(Whom::Named);
                if named.is_none() {
                    self.fault(pointer);
                }
                return named;
            }
            (Some(_), Some(_)) => {
                self.fault(pointer);
                return None;
            }
        };
        if let Some(name) = party.local_name
            && self.names.insert(name.into(), id).is_some()
        {
            let message = "expected a name that nobody else in this request has";
            self.faults.push(Fault::new(format!("{pointer}/ref"), "listed_twice", message));
        }
        Some(Whom::Person(id))
    }

    fn fault(&mut self, pointer: &str) {
        let message = "expected `personId`, `person` or `ref`, one of them";
        self.faults.push(Fault::new(pointer, "one_party", message));
    }

    /// Somebody whose body is at fault gets an id, too, so that whatever names them is checked all the same.
    fn register(&mut self, body: RegisterPersonBody, pointer: &str) -> PersonId {
        let pointer = format!("{pointer}/person");
        if body.org_unit_id.is_some() {
            let message = "expected no unit: that of the intake reaches everybody in it";
            self.faults.push(Fault::new(format!("{pointer}/orgUnitId"), "unit_of_intake", message));
        }
        match body.checked(self.context) {
            Ok((new, _)) => {
                let id = new.person.id;
                self.new.push((pointer, new));
                id
            }
            Err(error) => {
                self.faults.extend(error.within(&pointer).into_faults());
                PersonId::new(self.context.ids.next())
            }
        }
    }

    fn find(&mut self, whom: Whom, pointer: &str) -> Option<PersonId> {
        match whom {
            Whom::Person(id) => Some(id),
            Whom::Named(name) => {
                let found = self.names.get(name.as_str()).copied();
                if found.is_none() {
                    self.faults.push(unknown_name(&format!("{pointer}/ref")));
                }
                found
            }
        }
    }
}

impl Parties {
    /// Gives everybody an id; nothing when somebody cannot be told.
    pub fn resolve(
        applicant: PartyBody,
        household: HouseholdBody,
        received_on: Day,
        context: &Context,
        faults: &mut Vec<Fault>,
    ) -> Option<Self> {
        let household_id = match (household.household_id, household.members.is_empty()) {
            (Some(id), true) => HouseholdChoice::Known(id),
            (None, false) => HouseholdChoice::New(HouseholdId::new(context.ids.next())),
            (Some(_), false) | (None, true) => {
                let message = "expected `householdId` or `members`, one of them";
                faults.push(Fault::new("/household", "one_household", message));
                return None;
            }
        };
        let mut people = Collector { context, faults, new: Vec::new(), names: BTreeMap::new() };
        let applicant_pointer = applicant.person_id.map(|_| "/applicant/personId");
        let applicant = people.take(applicant, "/applicant");
        let mut taken = Vec::new();
        for (n, member) in household.members.into_iter().enumerate() {
            let IntakeMemberBody { person_id, person, local_name, role, from, to, wspolne_gospodarowanie } = member;
            let pointer = format!("/household/members/{n}");
            let whom = people.take(PartyBody { person_id, person, local_name }, &pointer);
            taken.push((pointer, whom, role, (from.unwrap_or(received_on), to), wspolne_gospodarowanie));
        }
        let applicant = applicant.and_then(|whom| people.find(whom, "/applicant"));
        let mut members = Vec::new();
        let mut complete = true;
        for (pointer, whom, role, (from, to), wspolne_gospodarowanie) in taken {
            match whom.and_then(|whom| people.find(whom, &pointer)) {
                Some(person_id) => {
                    members.push(MemberBody { person_id, role, from: Some(from), to, wspolne_gospodarowanie });
                }
                None => complete = false,
            }
        }
        let Collector { faults, new, names, .. } = people;
        let applicant = applicant.filter(|_| complete)?;
        let belongs = |member: &MemberBody| {
            let from = member.from.is_none_or(|from| from.date() <= received_on.date());
            member.person_id == applicant && from && member.to.is_none_or(|to| to.date() >= received_on.date())
        };
        if !members.is_empty() && !members.iter().any(belongs) {
            faults.push(applicant_elsewhere("/household/members"));
        }
        Some(Self { applicant, applicant_pointer, new, household: household_id, members, names })
    }

    /// The person who has a name in the request.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<PersonId> {
        self.names.get(name).copied()
    }

    /// The id of the household.
    #[must_use]
    pub const fn household_id(&self) -> HouseholdId {
        match self.household {
            HouseholdChoice::Known(id) | HouseholdChoice::New(id) => id,
        }
    }
}

/// The applicant is in another household.
pub(super) fn applicant_elsewhere(pointer: &str) -> Fault {
    Fault::new(pointer, "applicant_not_member", "expected a household that the applicant belongs to on that day")
}
