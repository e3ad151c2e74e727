//! Views of decisions.

use domain::decisions::content::{Content, Extent, Reasons};
use domain::decisions::decision::{Decision, DecisionKind, NextStep};
use domain::decisions::finality::facts::DeliveryWay;
use domain::decisions::finality::{BindingDay, Finality};
use domain::decisions::status::{DecisionEvent, DecisionStatus};
use domain::decisions::terms::GrantTerms;
use domain::kernel::calendar::Calendar;
use domain::kernel::day::Day;
use domain::kernel::digest::Digest;
use domain::kernel::ids::{CalculationId, CaseId, DecisionId, FactId, PersonId, UserId};
use domain::kernel::money::Money;
use domain::kernel::text::Prose;
use domain::payments::award::AwardKind;
use domain::payments::payment::PaymentMethod;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::usecases::reckoning;
use crate::http::answer::Representation;
use crate::http::error::Error;
use crate::http::page::{CursorText, page_of};

/// A step that the state takes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionStepView {
    /// The step.
    pub transition: DecisionEvent,
    /// The problem codes that the caller would be refused with; empty when it can be done.
    #[schema(value_type = Vec<String>)]
    pub blocked_by: Vec<&'static str>,
}

impl From<NextStep> for DecisionStepView {
    fn from(step: NextStep) -> Self {
        Self { transition: step.event, blocked_by: step.blocked_by }
    }
}

/// A day that binds, with the provision it rests on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BindingDayView {
    /// The day.
    pub on: Day,
    /// The provision.
    #[schema(example = "art. 129 § 2 w zw. z art. 57 KPA")]
    pub legal_basis: String,
}

impl From<BindingDay> for BindingDayView {
    fn from(day: BindingDay) -> Self {
        Self { on: day.on.into(), legal_basis: day.basis.to_string() }
    }
}

/// What a grant obliges the centre to pay.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TermsView {
    /// Who is entitled.
    pub person_id: PersonId,
    /// Paid every month of the right, or once.
    pub kind: AwardKind,
    /// The first day of the right.
    pub from: Day,
    /// The last day of the right; absent for an open end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// What is due for a whole month, or once.
    pub amount: Money,
    /// How the money reaches the person.
    pub method: PaymentMethod,
    /// The account, by the id of its record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<FactId>,
}

impl From<GrantTerms> for TermsView {
    fn from(terms: GrantTerms) -> Self {
        Self {
            person_id: terms.person,
            kind: terms.kind,
            from: terms.right.from().into(),
            to: terms.right.last().map(Day::from),
            amount: terms.amount,
            method: terms.method,
            account_id: terms.account,
        }
    }
}

/// What a decision says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionContentView {
    /// The body that decides.
    pub authority: String,
    /// The party, with the address where it is printed.
    pub party: String,
    /// The provisions it rests on.
    pub legal_basis: Vec<String>,
    /// The ruling.
    pub ruling: String,
    /// Reasons of fact; absent where the reasons were left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factual_reasons: Option<String>,
    /// Reasons of law; absent where the reasons were left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_reasons: Option<String>,
    /// Whether and how to appeal.
    pub appeal_instruction: String,
    /// The right to waive the appeal; absent where no appeal lies.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub waiver_instruction: String,
    /// What else the party is told.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub further_instructions: String,
    /// Name of the person who signed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub signatory_name: String,
    /// Position of the person who signed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub signatory_position: String,
}

impl From<Content> for DecisionContentView {
    fn from(content: Content) -> Self {
        let (factual_reasons, legal_reasons) = match content.reasons {
            Reasons::Given { factual, legal } => (Some(factual), Some(legal)),
            Reasons::LeftOut => (None, None),
        };
        Self {
            authority: content.authority,
            party: content.party,
            legal_basis: content.legal_basis,
            ruling: content.ruling,
            factual_reasons,
            legal_reasons,
            appeal_instruction: content.appeal_instruction,
            waiver_instruction: content.waiver_instruction,
            further_instructions: content.further_instructions,
            signatory_name: content.signatory_name,
            signatory_position: content.signatory_position,
        }
    }
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// The id.
    pub id: DecisionId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The case it ends.
    pub case_id: CaseId,
    /// Its number: the mark of the case.
    #[schema(example = "MOPS.DŚ.5120.17.2026")]
    pub number: String,
    /// What it does.
    pub kind: DecisionKind,
    /// The benefit.
    #[schema(example = "zasilek_okresowy")]
    pub benefit_code: String,
    /// The calculation it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculation_id: Option<CalculationId>,
    /// How far it meets the request.
    pub extent: Extent,
    /// Where it stands.
    pub state: DecisionStatus,
    /// What may happen to it next, and what keeps the caller from it.
    pub allowed_transitions: Vec<DecisionStepView>,
    /// What it says.
    pub content: DecisionContentView,
    /// What a grant obliges the centre to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsView>,
    /// The day it was first drafted.
    pub drafted_on: Day,
    /// Who wrote or last changed it.
    pub drafted_by: UserId,
    /// Who handed it in for approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepared_by: Option<UserId>,
    /// Who approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<UserId>,
    /// Who signed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<UserId>,
    /// Why it was last given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub return_note: Option<Prose<2000>>,
    /// The day of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Day>,
    /// SHA-256 over what was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_hash: Option<Digest>,
    /// The day it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispatched_on: Option<Day>,
    /// How it reached the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_way: Option<DeliveryWay>,
    /// The day of handing over, opening, refusal, first notice or arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_event_on: Option<Day>,
    /// The day on which it counts as delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Day>,
    /// The last day for an appeal; absent before delivery and where no appeal lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<BindingDayView>,
    /// The first day on which no appeal lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_on: Option<BindingDayView>,
    /// The first day on which the centre treats it as final: an appeal posted on the last day has arrived by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treated_as_final_on: Option<BindingDayView>,
    /// The first day on which it may be carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforceable_on: Option<BindingDayView>,
}

impl DecisionView {
    /// Shows a decision to somebody.
    ///
    /// # Errors
    /// [`Error::Internal`] when its finality cannot be counted.
    pub fn of(decision: Decision, to: Option<UserId>) -> Result<Self, Error> {
        let finality = finality(&decision)?;
        let steps = to.map(|user| decision.next_steps(user)).unwrap_or_default();
        let version = decision.version;
        let parts = decision.into_parts();
        Ok(Self {
            id: parts.id,
            version,
            case_id: parts.case,
            number: parts.content.case_number.clone(),
            kind: parts.kind,
            benefit_code: parts.benefit.into(),
            calculation_id: parts.calculation,
            extent: parts.content.extent,
            state: parts.status,
            allowed_transitions: steps.into_iter().map(DecisionStepView::from).collect(),
            issued_on: parts.content.issued_on.map(Day::from),
            content: parts.content.into(),
            terms: parts.terms.map(TermsView::from),
            drafted_on: parts.drafted_on.into(),
            drafted_by: parts.drafted_by,
            prepared_by: parts.prepared_by,
            approved_by: parts.approved_by,
            signed_by: parts.signed_by,
            return_note: parts.return_note,
            content_hash: parts.content_hash,
            dispatched_on: parts.dispatched_on.map(Day::from),
            delivery_way: parts.delivery.map(|delivery| delivery.way),
            delivery_event_on: parts.delivery.map(|delivery| delivery.event_on.into()),
            delivered_on: parts.delivered_on.map(Day::from),
            appeal_until: finality.appeal_until.map(BindingDayView::from),
            final_on: finality.final_on.map(BindingDayView::from),
            treated_as_final_on: finality.treated_as_final_on.map(BindingDayView::from),
            enforceable_on: finality.enforceable_on.map(BindingDayView::from),
        })
    }
}

/// Where the delivery of a decision stands: what the registry sees of a decision, which has no word of its content.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// The id of the decision.
    pub id: DecisionId,
    /// Counts changes of the decision; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The case it ends.
    pub case_id: CaseId,
    /// Its number: the mark of the case.
    #[schema(example = "MOPS.DŚ.5120.17.2026")]
    pub number: String,
    /// Where it stands.
    pub state: DecisionStatus,
    /// What may happen to it next.
    pub allowed_transitions: Vec<DecisionStepView>,
    /// The day of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Day>,
    /// The day it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispatched_on: Option<Day>,
    /// How it reached the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_way: Option<DeliveryWay>,
    /// The day of handing over, opening, refusal, first notice or arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_event_on: Option<Day>,
    /// The day on which it counts as delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Day>,
    /// The last day for an appeal; absent before delivery and where no appeal lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<BindingDayView>,
    /// The first day on which no appeal lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_on: Option<BindingDayView>,
    /// The first day on which the centre treats it as final: an appeal posted on the last day has arrived by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treated_as_final_on: Option<BindingDayView>,
    /// The first day on which it may be carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforceable_on: Option<BindingDayView>,
}

/// A decision as the registry sees it.
impl From<DecisionView> for DeliveryView {
    fn from(decision: DecisionView) -> Self {
        Self {
            id: decision.id,
            version: decision.version,
            case_id: decision.case_id,
            number: decision.number,
            state: decision.state,
            allowed_transitions: decision.allowed_transitions,
            issued_on: decision.issued_on,
            dispatched_on: decision.dispatched_on,
            delivery_way: decision.delivery_way,
            delivery_event_on: decision.delivery_event_on,
            delivered_on: decision.delivered_on,
            appeal_until: decision.appeal_until,
            final_on: decision.final_on,
            treated_as_final_on: decision.treated_as_final_on,
            enforceable_on: decision.enforceable_on,
        }
    }
}

impl Representation for DeliveryView {
    fn version(&self) -> i64 {
        self.version
    }
}

fn finality(decision: &Decision) -> Result<Finality, Error> {
    let calendar = Calendar::statutory();
    decision.finality(reckoning(&calendar)?).map_err(|refused| Error::Internal(refused.to_string()))
}

impl Representation for DecisionView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of decisions, the newest first.
    DecisionPage,
    DecisionView
);

/// Whose decisions.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DecisionQuery {
    /// The case.
    #[param(inline)]
    pub case_id: CaseId,
    /// Items of a page.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[serde(skip_serializing)]
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
