//! Bodies and views of cases.

use std::collections::BTreeSet;

use domain::casework::case::status::{CaseEvent, CaseStatus, SuspensionGround};
use domain::casework::case::{Case, CaseKind, CaseResult, Classification, Suspension, Urgency};
use domain::kernel::day::Day;
use domain::kernel::ids::{CaseId, EmployeeId, HouseholdId, OrgUnitId, PersonId};
use domain::kernel::text::Line;
use persistence::casework::cases::CaseFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// A suspension that lasts.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuspensionView {
    /// Why.
    pub ground: SuspensionGround,
    /// The provision.
    #[schema(example = "art. 97 § 1 KPA")]
    pub legal_basis: String,
    /// Since which day; limits stand still meanwhile (art. 103 KPA).
    pub since: Day,
}

impl From<Suspension> for SuspensionView {
    fn from(suspension: Suspension) -> Self {
        let Suspension { ground, since } = suspension;
        Self { ground, legal_basis: ground.legal_basis().to_string(), since: since.into() }
    }
}

/// A case.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    /// The id.
    pub id: CaseId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The mark (*znak sprawy*).
    #[schema(example = "MOPS.DŚ.5120.17.2026")]
    pub number: String,
    /// What it is about.
    pub kind: CaseKind,
    /// Whose case it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicant_id: Option<PersonId>,
    /// The household it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// The unit that leads it.
    pub org_unit_id: OrgUnitId,
    /// Who works on it; absent when nobody does yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<EmployeeId>,
    /// The day it was opened.
    pub opened_on: Day,
    /// How soon it has to be taken up.
    pub urgency: Urgency,
    /// How sensitive it is.
    pub classification: Classification,
    /// Where it stands.
    pub state: CaseStatus,
    /// What may happen to it next.
    pub allowed_transitions: Vec<CaseEvent>,
    /// The suspension that lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspension: Option<SuspensionView>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<CaseResult>,
    /// The day it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Day>,
    /// Where it was handed over to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub transferred_to: Option<Line<300>>,
}

impl From<Case> for CaseView {
    fn from(case: Case) -> Self {
        Self {
            id: case.id,
            version: case.version,
            number: case.number.to_string(),
            kind: case.kind,
            applicant_id: case.applicant,
            household_id: case.household,
            org_unit_id: case.org_unit,
            assignee_id: case.assignee,
            opened_on: case.opened_on.into(),
            urgency: case.urgency,
            classification: case.classification,
            state: case.status,
            allowed_transitions: possible(case.status),
            suspension: case.suspension.map(SuspensionView::from),
            result: case.result,
            closed_on: case.closed_on.map(Day::from),
            transferred_to: case.transferred_to,
        }
    }
}

impl Representation for CaseView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What may happen to a case in a status, of what has an operation. Closing begins and ends in one.
#[must_use]
pub fn possible(status: CaseStatus) -> Vec<CaseEvent> {
    let takes = |event: CaseEvent| status.after(event).is_ok();
    let closes = takes(CaseEvent::StartClosing) || takes(CaseEvent::Close);
    let all = [
        (CaseEvent::Suspend, takes(CaseEvent::Suspend)),
        (CaseEvent::Resume, takes(CaseEvent::Resume)),
        (CaseEvent::Close, closes),
    ];
    all.into_iter().filter(|(_, possible)| *possible).map(|(event, _)| event).collect()
}

page_of!(
    /// A page of cases, newest first.
    CasePage,
    CaseView
);

/// Which cases.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// In this state; repeated, in any of these.
    #[serde(default)]
    pub state: BTreeSet<CaseStatus>,
    /// Of this kind; repeated, of any of these.
    #[serde(default)]
    pub kind: BTreeSet<CaseKind>,
    /// Led by this unit.
    #[param(inline)]
    pub org_unit_id: Option<OrgUnitId>,
    /// That this employee works on.
    #[param(inline)]
    pub assignee_id: Option<EmployeeId>,
    /// Items of a page.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[serde(skip_serializing)]
    #[param(inline)]
    pub cursor: Option<CursorText>,
}

impl From<CaseQuery> for CaseFilter {
    fn from(query: CaseQuery) -> Self {
        Self {
            states: query.state.into_iter().collect(),
            kinds: query.kind.into_iter().collect(),
            org_unit: query.org_unit_id,
            assignee: query.assignee_id,
        }
    }
}

/// Who shall work on a case.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignCaseBody {
    /// The employee.
    pub employee_id: EmployeeId,
    /// The unit that leads the case from now on; the same as before when absent.
    pub org_unit_id: Option<OrgUnitId>,
}

/// Why proceedings are suspended.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuspendCaseBody {
    /// The ground.
    pub ground: SuspensionGround,
    /// Since which day; today when absent.
    pub since: Option<Day>,
}

/// When proceedings are taken up again.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResumeCaseBody {
    /// The day; today when absent.
    pub on: Option<Day>,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseCaseBody {
    /// The result.
    pub result: CaseResult,
    /// The day; today when absent.
    pub closed_on: Option<Day>,
}
