//! Views of clocks.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::casework::clock::case_clock::CaseClock;
use domain::casework::clock::due::{ClockDue, Risk};
use domain::casework::clock::rule_id::RuleId;
use domain::casework::clock::rules::{AT_RISK, ClockRules};
use domain::casework::clock::state::ClockState;
use domain::casework::clock::{Moment, Stop, StopReason};
use domain::kernel::calendar::Calendar;
use domain::kernel::day::Day;
use domain::kernel::ids::{CaseId, ClockId, EmployeeId, OrgUnitId};
use domain::kernel::legal_basis::Confidence;
use domain::kernel::time_limit::{Explained, Finding, Unit};
use persistence::casework::clocks::ClockFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::page::{CursorText, page_of};

/// An interval in which a clock stood still.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StopView {
    /// Why.
    pub reason: StopReason,
    /// The day of the event that stopped it.
    pub from: Day,
    /// The day of the event that ended the stop; absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl From<&Stop> for StopView {
    fn from(stop: &Stop) -> Self {
        Self { reason: stop.reason, from: stop.from.into(), to: stop.to.map(Day::from) }
    }
}

/// A time limit that runs, or ran, in a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// The id.
    pub id: ClockId,
    /// Counts changes.
    #[schema(example = 1)]
    pub version: i64,
    /// The case.
    pub case_id: CaseId,
    /// The rule it follows.
    pub rule: RuleId,
    /// What must happen, in Polish.
    #[schema(example = "Załatwienie sprawy")]
    pub label: String,
    /// The provision.
    #[schema(example = "art. 35 § 3 KPA")]
    pub legal_basis: String,
    /// The day of the event that started it, not counted.
    pub started_on: Day,
    /// The last day. While the clock stands still: as it was when the stop began.
    pub due_on: Day,
    /// Where it stands.
    pub state: ClockState,
    /// How near the end is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// The day it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// The intervals in which it stood still (art. 35 § 5 KPA).
    pub stops: Vec<StopView>,
    /// The unit that leads the case.
    pub org_unit_id: OrgUnitId,
    /// Who works on the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<EmployeeId>,
}

impl ClockView {
    /// Shows a clock as it stands today.
    #[must_use]
    pub fn of(clock: &CaseClock, today: NaiveDate, now: DateTime<Utc>) -> Self {
        let (record, rule) = (clock.clock().record(), clock.clock().rule());
        let margin = ClockRules::embedded().setting(AT_RISK);
        let risk =
            margin.and_then(|margin| clock.clock().risk(today, now, margin.limit(), &Calendar::statutory()).ok());
        Self {
            id: record.id,
            version: clock.version,
            case_id: record.case,
            rule: record.rule.clone(),
            label: rule.label_pl.clone(),
            legal_basis: rule.basis.clone(),
            started_on: clock.started_on().into(),
            due_on: clock.due_on().into(),
            state: record.state,
            risk,
            ended_on: clock.ended_on().map(Day::from),
            stops: record.stops.iter().map(StopView::from).collect(),
            org_unit_id: clock.org_unit(),
            assignee_id: clock.assignee(),
        }
    }
}

page_of!(
    /// A page of clocks, the nearest end first.
    ClockPage,
    ClockView
);

/// Which clocks.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClockQuery {
    /// In this state; repeated, in any of these.
    #[serde(default)]
    pub state: BTreeSet<ClockState>,
    /// That end before this day.
    #[param(inline)]
    pub due_before: Option<Day>,
    /// Of this case.
    #[param(inline)]
    pub case_id: Option<CaseId>,
    /// Items of a page.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[serde(skip_serializing)]
    #[param(inline)]
    pub cursor: Option<CursorText>,
}

impl From<ClockQuery> for ClockFilter {
    fn from(query: ClockQuery) -> Self {
        Self {
            states: query.state.into_iter().collect(),
            due_before: query.due_before.map(Day::date),
            case: query.case_id,
        }
    }
}

/// A step on the way to the last day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedView {
    /// The day the step speaks of.
    pub day: Day,
    /// What it says, as a code.
    pub finding: Finding,
    /// What it says, in Polish.
    #[schema(example = "Poniedziałek Wielkanocny")]
    pub text: String,
    /// The provision, where the step rests on one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
}

impl From<Explained> for ExplainedView {
    fn from(step: Explained) -> Self {
        Self { day: step.day.into(), finding: step.finding, text: step.text, legal_basis: step.basis }
    }
}

/// How the last day of a clock was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClockExplanationView {
    /// The clock.
    pub clock: ClockView,
    /// What starts such a clock, in Polish.
    #[schema(example = "wszczęcie postępowania")]
    pub trigger: String,
    /// How many units.
    #[schema(example = 14)]
    pub length: u16,
    /// What it is counted in.
    pub unit: Unit,
    /// How sure length, unit and provision are.
    pub confidence: Confidence,
    /// Which reading of the law was chosen, or what was not verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The last day; a stop that lasts is counted up to today.
    pub due_on: Day,
    /// Every day that was left out, every stop and every move, in order, with the reason.
    pub steps: Vec<ExplainedView>,
}

impl ClockExplanationView {
    /// Shows how `due` was found.
    #[must_use]
    pub fn of(clock: &CaseClock, due: ClockDue, today: NaiveDate, now: DateTime<Utc>) -> Self {
        let rule = clock.clock().rule();
        let limit = rule.limit();
        let last = match due.end {
            Moment::Day(day) => day,
            // INVARIANT: clocks of cases are counted in days.
            Moment::Instant(instant) => instant.date_naive(),
        };
        Self {
            clock: ClockView::of(clock, today, now),
            trigger: rule.trigger.clone(),
            length: clock.clock().record().set_length.unwrap_or(limit.length),
            unit: limit.unit,
            confidence: rule.confidence,
            note: rule.note.clone(),
            due_on: last.into(),
            steps: due.explanation.into_iter().map(ExplainedView::from).collect(),
        }
    }
}
