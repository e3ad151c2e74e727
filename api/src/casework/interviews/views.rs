//! Bodies and views of interviews.

use domain::casework::interview::{
    Interview, InterviewEvent, InterviewKind, InterviewState, Participant, ParticipantRole, Refusal, RefusalConsequence,
};
use domain::kernel::day::Day;
use domain::kernel::ids::{CaseId, EmployeeId, InterviewId, PersonId};
use domain::kernel::text::{Line, Prose};
use domain::platform::access::{Facet, Reach};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::answer::Representation;

/// Someone who took part besides the social worker.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParticipantBody {
    /// In which role.
    pub role: ParticipantRole,
    /// The person, when they are on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The name or function of somebody without a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline, example = "dzielnicowy")]
    pub note: Option<Line<200>>,
}

impl From<ParticipantBody> for Participant {
    fn from(body: ParticipantBody) -> Self {
        let ParticipantBody { role, person_id: person, note } = body;
        Self { role, person, note }
    }
}

impl From<Participant> for ParticipantBody {
    fn from(participant: Participant) -> Self {
        let Participant { role, person: person_id, note } = participant;
        Self { role, person_id, note }
    }
}

/// What was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InterviewRefusalView {
    /// What.
    pub refusal: Refusal,
    /// When.
    pub refused_on: Day,
    /// What the law attaches to it.
    pub consequence: RefusalConsequence,
    /// The provision.
    #[schema(example = "art. 107 ust. 4a u.p.s.")]
    pub legal_basis: String,
}

/// An interview.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InterviewView {
    /// The id.
    pub id: InterviewId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The case it is made for.
    pub case_id: CaseId,
    /// What it covers.
    pub kind: InterviewKind,
    /// The social worker who makes it.
    pub conductor_id: EmployeeId,
    /// The day it is planned for.
    pub planned_on: Day,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub place: Option<Line<300>>,
    /// The day of the visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited_on: Option<Day>,
    /// Who took part.
    pub participants: Vec<ParticipantBody>,
    /// What was found; absent when `restricted` names `narrative`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub findings: Option<Prose<20_000>>,
    /// Where it stands.
    pub state: InterviewState,
    /// What may happen to it next.
    pub allowed_transitions: Vec<InterviewEvent>,
    /// The day it was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<Day>,
    /// What was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<InterviewRefusalView>,
    /// Groups of fields that the caller's roles do not show.
    #[schema(value_type = Vec<String>)]
    pub restricted: Vec<&'static str>,
}

impl InterviewView {
    /// Shows an interview as far as the caller may see it.
    #[must_use]
    pub fn of(interview: Interview, reach: &Reach) -> Self {
        let shown = reach.sees(Facet::Narrative);
        let refusal = interview.refusal.map(|(refusal, on)| InterviewRefusalView {
            refusal,
            refused_on: on.into(),
            consequence: refusal.consequence(),
            legal_basis: refusal.legal_basis().to_string(),
        });
        Self {
            id: interview.id,
            version: interview.version,
            case_id: interview.case,
            kind: interview.kind,
            conductor_id: interview.conducted_by,
            planned_on: interview.planned_on.into(),
            place: interview.place,
            visited_on: interview.visited_on.map(Day::from),
            participants: interview.participants.into_iter().map(ParticipantBody::from).collect(),
            findings: interview.findings.filter(|_| shown),
            state: interview.state,
            allowed_transitions: possible(interview.state),
            signed_on: interview.signed_on.map(Day::from),
            refusal,
            restricted: if shown { Vec::new() } else { vec![Facet::Narrative.code()] },
        }
    }
}

impl Representation for InterviewView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What may happen to an interview in a state, of what has an operation. Recording the findings begins it, too.
#[must_use]
pub fn possible(state: InterviewState) -> Vec<InterviewEvent> {
    let takes = |event: InterviewEvent| state.after(event).is_ok();
    let completes = takes(InterviewEvent::Start) || takes(InterviewEvent::Complete);
    let all = [(InterviewEvent::Complete, completes), (InterviewEvent::Refuse, takes(InterviewEvent::Refuse))];
    all.into_iter().filter(|(_, possible)| *possible).map(|(event, _)| event).collect()
}

/// An interview to make.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanInterviewBody {
    /// The case.
    pub case_id: CaseId,
    /// What it covers.
    pub kind: InterviewKind,
    /// The social worker who makes it.
    pub conductor_id: EmployeeId,
    /// The day it is planned for.
    pub planned_on: Day,
    /// Where: the place of residence or stay.
    #[schema(inline, example = "miejsce zamieszkania")]
    pub place: Option<Line<300>>,
}

/// What a visit found.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteInterviewBody {
    /// The day of the visit.
    pub visited_on: Day,
    /// Who took part besides the social worker.
    #[validate(length(min = 1, max = 30), nested)]
    #[schema(min_items = 1, max_items = 30)]
    pub participants: Vec<ParticipantBody>,
    /// What was found.
    #[schema(inline, example = "Rodzina mieszka w dwóch pokojach; ojciec szuka pracy.")]
    pub findings: Prose<20_000>,
}

/// What was refused.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefuseInterviewBody {
    /// What.
    pub refusal: Refusal,
    /// The day; today when absent.
    pub refused_on: Option<Day>,
}
