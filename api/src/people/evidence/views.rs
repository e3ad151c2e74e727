//! Views of evidence.

use domain::kernel::code::CodeText;
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::{EvidenceId, HouseholdId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::text::Line;
use domain::people::evidence::disability::DisabilityRuling;
use domain::people::evidence::income::Deductions;
use domain::people::evidence::record::{About, Content, Evidence};
use domain::people::evidence::{EvidenceEvent, EvidenceKind, EvidenceSource, EvidenceState};
use domain::platform::access::{Facet, Reach};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};
use crate::people::times::{first_day, last_day};

/// A row of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// The id.
    pub id: EvidenceId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// What it is about.
    pub kind: EvidenceKind,
    /// About whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// About which household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// The month of the receipts, or the first of several with the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<YearMonth>,
    /// The last of the months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month_to: Option<YearMonth>,
    /// The first day it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// The kind of income.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub income_kind: Option<CodeText>,
    /// Receipts of a month, the rent of a month, or the value of property.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What is taken off the receipts of a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deductions: Option<Deductions>,
    /// The ruling on disability or incapacity; absent when `restricted` names `health`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<DisabilityRuling>,
    /// What it says; absent when `restricted` names `health`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub note: Option<Line<500>>,
    /// Where it comes from.
    pub source: EvidenceSource,
    /// The document, as the file names it; absent when `restricted` names `health`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub document: Option<Line<200>>,
    /// How far it is trusted.
    pub state: EvidenceState,
    /// Why it is in doubt or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub state_reason: Option<Line<500>>,
    /// What may happen to it next.
    pub allowed_transitions: Vec<EvidenceEvent>,
    /// Groups of fields that the caller's roles do not show.
    #[schema(value_type = Vec<String>)]
    pub restricted: Vec<&'static str>,
}

impl EvidenceView {
    /// Shows a row as far as the caller may see it.
    #[must_use]
    pub fn of(evidence: Evidence, reach: &Reach) -> Self {
        let kind = evidence.content.kind();
        let health = matches!(kind, EvidenceKind::Disability | EvidenceKind::Health);
        let hidden = health && !reach.sees(Facet::Health);
        let state = evidence.standing.state();
        let (person_id, household_id) = match evidence.about {
            About::Person(id) => (Some(id), None),
            About::Household(id) => (None, Some(id)),
        };
        let mut view = Self {
            id: evidence.id,
            version: evidence.version,
            kind,
            person_id,
            household_id,
            month: None,
            month_to: None,
            from: first_day(evidence.range),
            to: last_day(evidence.range),
            income_kind: None,
            amount: None,
            deductions: None,
            ruling: None,
            note: None,
            source: evidence.source,
            document: evidence.document.filter(|_| !hidden),
            state,
            state_reason: evidence.standing.reason().cloned().filter(|_| !hidden),
            allowed_transitions: possible(state),
            restricted: if hidden { vec![Facet::Health.code()] } else { Vec::new() },
        };
        if !hidden {
            view.show(evidence.content);
        }
        if kind == EvidenceKind::Income {
            view.month = view.from.take().map(|day| YearMonth::of(day.date()));
            view.month_to = view.to.take().map(|day| YearMonth::of(day.date()));
        }
        view
    }

    fn show(&mut self, content: Content) {
        match content {
            Content::Income { kind, received, deductions } => {
                self.income_kind = Some(kind);
                self.amount = Some(received);
                self.deductions = Some(deductions);
            }
            Content::Rent { amount } => self.amount = Some(amount),
            Content::Disability { ruling, note } => {
                self.ruling = Some(ruling);
                self.note = note;
            }
            Content::Employment { note } | Content::Schooling { note } | Content::Health { note } => {
                self.note = Some(note);
            }
            Content::Property { note, value } => {
                self.note = Some(note);
                self.amount = value;
            }
        }
    }
}

/// What may happen to evidence in a state.
#[must_use]
pub fn possible(state: EvidenceState) -> Vec<EvidenceEvent> {
    EvidenceEvent::ALL.iter().copied().filter(|event| state.after(*event).is_ok()).collect()
}

impl Representation for EvidenceView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of evidence, the latest first.
    EvidencePage,
    EvidenceView
);

/// Which evidence: about one person or one household.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvidenceQuery {
    /// About this person.
    #[param(inline)]
    pub person_id: Option<PersonId>,
    /// About this household.
    #[param(inline)]
    pub household_id: Option<HouseholdId>,
    /// Of this kind.
    pub kind: Option<EvidenceKind>,
    /// In this state.
    pub state: Option<EvidenceState>,
    /// Items of a page.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[serde(skip_serializing)]
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
