//! Bodies and views of applications.

use domain::casework::application::{Application, ApplicationEvent, ApplicationState, DeficiencyNotice};
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::{ApplicationId, CaseId, HouseholdId, IntakeId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::text::{Line, Prose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::answer::Representation;

/// A call to remove defects (art. 64 § 2 KPA).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeficiencyNoticeView {
    /// What is missing.
    pub defects: Vec<String>,
    /// The period it sets, in days from delivery.
    #[schema(example = 7)]
    pub days: u16,
    /// The day it was sent.
    pub sent_on: Day,
    /// The day it was delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Day>,
}

impl From<DeficiencyNotice> for DeficiencyNoticeView {
    fn from(notice: DeficiencyNotice) -> Self {
        Self {
            defects: notice.defects().iter().map(|defect| defect.as_str().to_owned()).collect(),
            days: notice.days(),
            sent_on: notice.sent_on.into(),
            delivered_on: notice.delivered_on.map(Day::from),
        }
    }
}

/// An application for one benefit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationView {
    /// The id.
    pub id: ApplicationId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The intake it came in.
    pub intake_id: IntakeId,
    /// The case it became.
    pub case_id: CaseId,
    /// Who applies.
    pub applicant_id: PersonId,
    /// The household it is assessed with.
    pub household_id: HouseholdId,
    /// The benefit asked for.
    #[schema(inline, example = "zasilek_okresowy")]
    pub benefit_code: Line<80>,
    /// What is asked for, in the applicant's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub demand: Option<Prose<4000>>,
    /// The amount asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_amount: Option<Money>,
    /// The day it reached the centre (art. 61 § 3 KPA).
    pub filed_on: Day,
    /// The day the last required document was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Day>,
    /// The first month of a money benefit (art. 106 ust. 3 u.p.s.); absent until the application is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_month: Option<YearMonth>,
    /// The latest call to remove defects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deficiency_notice: Option<DeficiencyNoticeView>,
    /// The day it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<Day>,
    /// Where it stands.
    pub state: ApplicationState,
    /// What may happen to it next.
    pub allowed_transitions: Vec<ApplicationEvent>,
}

impl From<Application> for ApplicationView {
    fn from(application: Application) -> Self {
        Self {
            id: application.id,
            version: application.version,
            intake_id: application.intake,
            case_id: application.case,
            applicant_id: application.applicant,
            household_id: application.household,
            first_month: application.first_month(),
            benefit_code: application.benefit,
            demand: application.requested,
            requested_amount: application.requested_amount,
            filed_on: application.filed_on.into(),
            completed_on: application.completed_on.map(Day::from),
            deficiency_notice: application.notice.map(DeficiencyNoticeView::from),
            withdrawn_on: application.withdrawn_on.map(Day::from),
            state: application.state,
            allowed_transitions: possible(application.state),
        }
    }
}

impl Representation for ApplicationView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What may happen to an application in a state, of what has an operation of its own.
#[must_use]
pub fn possible(state: ApplicationState) -> Vec<ApplicationEvent> {
    [ApplicationEvent::Withdraw].into_iter().filter(|event| state.after(*event).is_ok()).collect()
}

/// When an application was taken back.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawApplicationBody {
    /// The day; today when absent.
    pub withdrawn_on: Option<Day>,
}
