//! Views of intakes.

use chrono::{DateTime, Utc};
use domain::casework::application::ApplicationState;
use domain::casework::intake::{Channel, IntakeEvent, IntakeState};
use domain::kernel::day::Day;
use domain::kernel::digest::Digest;
use domain::kernel::ids::{ApplicationId, CaseId, HouseholdId, IntakeId, OrgUnitId, PersonId};
use domain::kernel::text::{Line, Prose};
use serde::Serialize;
use utoipa::ToSchema;

use super::usecases::Filed;
use crate::http::answer::Representation;

/// An application of an intake, with the case it became.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiledApplicationView {
    /// The application.
    pub id: ApplicationId,
    /// Counts changes of the application.
    #[schema(example = 1)]
    pub version: i64,
    /// The benefit asked for.
    #[schema(inline, example = "zasilek_okresowy")]
    pub benefit_code: Line<80>,
    /// Where the application stands.
    pub state: ApplicationState,
    /// The case.
    pub case_id: CaseId,
    /// The case's mark (*znak sprawy*).
    #[schema(example = "MOPS.DŚ.5120.17.2026")]
    pub case_number: String,
}

/// An intake.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntakeView {
    /// The id.
    pub id: IntakeId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The way it came.
    pub channel: Channel,
    /// The day it reached the centre.
    pub received_on: Day,
    /// The day it was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted_on: Option<Day>,
    /// The system it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub source_system: Option<Line<80>>,
    /// The sender's own id of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub external_id: Option<Line<200>>,
    /// What the registrar noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub note: Option<Prose<2000>>,
    /// The unit that registered it.
    pub org_unit_id: OrgUnitId,
    /// SHA-256 of what was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload_digest: Option<Digest>,
    /// When it was entered in the register.
    pub registered_at: DateTime<Utc>,
    /// Who applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicant_id: Option<PersonId>,
    /// With whom the applicant keeps house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// Where it stands.
    pub state: IntakeState,
    /// What may happen to it next.
    pub allowed_transitions: Vec<IntakeEvent>,
    /// The applications in it whose cases are within the caller's reach.
    pub applications: Vec<FiledApplicationView>,
}

impl From<Filed> for IntakeView {
    fn from(filed: Filed) -> Self {
        let Filed { intake, applications, numbers } = filed;
        let applications = applications.into_iter().map(|application| FiledApplicationView {
            id: application.id,
            version: application.version,
            benefit_code: application.benefit,
            state: application.state,
            case_id: application.case,
            case_number: numbers.get(&application.case).map(ToString::to_string).unwrap_or_default(),
        });
        Self {
            id: intake.id,
            version: intake.version,
            channel: intake.channel,
            received_on: intake.received_on.into(),
            posted_on: intake.posted_on.map(Day::from),
            source_system: intake.source_system,
            external_id: intake.external_id,
            note: intake.note,
            org_unit_id: intake.org_unit,
            payload_digest: intake.payload,
            registered_at: intake.registered_at,
            applicant_id: intake.applicant,
            household_id: intake.household,
            state: intake.state,
            allowed_transitions: intake.state.allowed(),
            applications: applications.collect(),
        }
    }
}

impl Representation for IntakeView {
    fn version(&self) -> i64 {
        self.version
    }
}
