//! Everything about a case in one answer.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::benefits::circumstance::Circumstance;
use domain::casework::application::Application;
use domain::casework::case::Case;
use domain::casework::clock::case_clock::CaseClock;
use domain::casework::interview::Interview;
use domain::kernel::day::Day;
use domain::kernel::ids::{CaseId, PersonId};
use domain::kernel::pesel::Pesel;
use domain::kernel::text::Line;
use domain::people::evidence::record::Evidence;
use domain::people::person::PersonState;
use domain::platform::access::{Facet, Reach};
use persistence::casework::{applications, cases, clocks, interviews};
use persistence::error::Error as StoreError;
use persistence::people::persons::ListedPerson;
use persistence::people::{evidence, households, persons};
use persistence::tx::{Loaded, Read};
use serde::Serialize;
use utoipa::ToSchema;

use super::views::CaseView;
use crate::casework::applications::views::ApplicationView;
use crate::casework::clocks::views::ClockView;
use crate::casework::interviews::views::InterviewView;
use crate::http::error::Error;
use crate::people::evidence::views::EvidenceView;
use crate::people::households::views::{Home, HouseholdView};
use crate::people::times::Times;

/// The most rows of evidence in a dossier.
const MOST_EVIDENCE: usize = 500;

/// Everything about a case.
#[derive(Debug, Clone)]
pub struct Dossier {
    case: Case,
    circumstances: BTreeSet<Circumstance>,
    household: Option<Home>,
    people: Vec<ListedPerson>,
    evidence: Vec<Evidence>,
    more_evidence: bool,
    applications: Vec<Application>,
    interviews: Vec<Interview>,
    clocks: Vec<CaseClock>,
}

/// Reads a dossier: as many queries for a large household as for a small one.
///
/// # Errors
/// [`Error::NotFound`] for a case out of reach.
pub fn read_dossier(read: &mut Read<'_>, reach: &Reach, id: CaseId, today: NaiveDate) -> Result<Dossier, Error> {
    read.hold_still()?;
    let case = cases::load(read, reach, id)?.into_inner();
    let household = match case.household.map(|id| households::load(read, reach, id, None, None)).transpose() {
        Ok(found) => found.map(Loaded::into_inner),
        // Kept from this caller (art. 24 KPA) though the case is not.
        Err(StoreError::NotFound) => None,
        Err(other) => return Err(other.into()),
    };
    let members = household.iter().flat_map(|household| household.members().iter().map(|member| member.person));
    let ids: BTreeSet<PersonId> = members.chain(case.applicant).collect();
    let people = persons::listed(read, reach, &ids.into_iter().collect::<Vec<_>>(), today)?;
    let shown: Vec<PersonId> = people.iter().map(|person| person.card.id).collect();
    let of = household.as_ref().map(domain::people::household::Household::id);
    let mut evidence = evidence::of_people(read, &shown, of, MOST_EVIDENCE + 1)?;
    let more_evidence = evidence.len() > MOST_EVIDENCE;
    evidence.truncate(MOST_EVIDENCE);
    let times = Times::default();
    Ok(Dossier {
        circumstances: cases::circumstances(read, id)?,
        household: household.map(|household| Home { household, times, day: today }),
        people,
        evidence,
        more_evidence,
        applications: applications::of_case(read, id)?,
        interviews: interviews::of_case(read, id)?,
        clocks: clocks::of_case(read, id)?.into_iter().map(Loaded::into_inner).collect(),
        case,
    })
}

/// Somebody in a dossier.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DossierPersonView {
    /// The person.
    pub id: PersonId,
    /// Where the record stands.
    pub state: PersonState,
    /// Given names.
    #[schema(inline, example = "Anna")]
    pub given_names: Line<100>,
    /// Surname.
    #[schema(inline, example = "Nowak")]
    pub surname: Line<100>,
    /// The PESEL number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pesel: Option<Pesel>,
    /// The date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// Whether the record is protected today: for those outside the circle the person does not exist.
    pub protected: bool,
}

impl From<ListedPerson> for DossierPersonView {
    fn from(listed: ListedPerson) -> Self {
        let ListedPerson { card, protected } = listed;
        Self {
            id: card.id,
            state: card.state,
            given_names: card.given_names,
            surname: card.surname,
            pesel: card.pesel,
            birth_date: card.birth_date.map(Day::from),
            protected,
        }
    }
}

/// Everything about a case, as far as the caller may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DossierView {
    /// The case.
    pub case: CaseView,
    /// The circumstances of art. 7 u.p.s. that it rests on.
    #[schema(value_type = Vec<Circumstance>)]
    pub circumstances: BTreeSet<Circumstance>,
    /// The household with its members of all days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdView>,
    /// The applicant and everybody who is or was in the household, as far as they are within reach.
    pub people: Vec<DossierPersonView>,
    /// Evidence about them and the household that was not voided, the latest first.
    pub evidence: Vec<EvidenceView>,
    /// Whether there is more evidence than is shown; `/evidence` has all of it.
    pub more_evidence: bool,
    /// The applications.
    pub applications: Vec<ApplicationView>,
    /// The interviews, in the order in which they were planned for.
    pub interviews: Vec<InterviewView>,
    /// The time limits, in the order in which they were started.
    pub clocks: Vec<ClockView>,
    /// Groups of fields that the caller's roles do not show here.
    #[schema(value_type = Vec<String>)]
    pub restricted: Vec<&'static str>,
}

impl DossierView {
    /// Shows a dossier as far as the caller may see it.
    #[must_use]
    pub fn of(dossier: Dossier, reach: &Reach, today: NaiveDate, now: DateTime<Utc>) -> Self {
        let hidden = [Facet::Narrative, Facet::Health].into_iter().filter(|facet| !reach.sees(*facet));
        Self {
            case: dossier.case.into(),
            circumstances: dossier.circumstances,
            household: dossier.household.map(HouseholdView::from),
            people: dossier.people.into_iter().map(DossierPersonView::from).collect(),
            evidence: dossier.evidence.into_iter().map(|row| EvidenceView::of(row, reach)).collect(),
            more_evidence: dossier.more_evidence,
            applications: dossier.applications.into_iter().map(ApplicationView::from).collect(),
            interviews: dossier.interviews.into_iter().map(|one| InterviewView::of(one, reach)).collect(),
            clocks: dossier.clocks.iter().map(|clock| ClockView::of(clock, today, now)).collect(),
            restricted: hidden.map(Facet::code).collect(),
        }
    }
}
