//! What a calculation found, as it is shown.

use domain::benefits::calculation::{Assessment, BenefitCode, ParameterVersion, RULE_SET};
use domain::benefits::income::pomoc_spoleczna::HouseholdIncome;
use domain::benefits::parameter::Unit;
use domain::benefits::pomoc_spoleczna::{Entitlement, RefusalReason};
use domain::kernel::money::{Exact, Money};
use domain::kernel::trace::Step;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the law gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentOutcome {
    /// Due in exactly this amount.
    Grant,
    /// Due in an amount that the official chooses from `min` to `max`.
    GrantRange,
    /// May be granted; the amount is the official's, up to `max` if there is one.
    Discretionary,
    /// Not due.
    Refuse,
}

/// An income, exact and rounded.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExactView {
    /// Rounded half up to grosze; what people read.
    pub rounded: Money,
    /// Exact: the same figure, or a fraction of grosze. Rules compare this one.
    #[schema(example = "100000/3 gr")]
    pub exact: String,
}

impl ExactView {
    fn new(exact: Exact) -> Self {
        // INVARIANT: incomes were rounded before they got here, so they fit.
        Self { rounded: exact.round_half_up().unwrap_or_default(), exact: exact.to_string() }
    }
}

/// The income that a benefit was assessed from, złoty a month.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountedIncomeView {
    /// How many persons count.
    #[schema(example = 3)]
    pub persons: u32,
    /// The applicant's own.
    pub applicant: ExactView,
    /// Of all.
    pub total: ExactView,
    /// Of all, divided by the persons; never rounded before it is compared.
    pub per_person: ExactView,
}

impl From<&HouseholdIncome> for CountedIncomeView {
    fn from(income: &HouseholdIncome) -> Self {
        Self {
            persons: income.persons,
            applicant: ExactView::new(income.applicant),
            total: ExactView::new(income.total),
            per_person: ExactView::new(income.per_person()),
        }
    }
}

/// Why a benefit is not due.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusalView {
    /// The first reason, in the order of the rule.
    pub reason: RefusalReason,
    /// The provision it rests on.
    #[schema(example = "art. 37 ust. 1 pkt 1 u.p.s.")]
    pub legal_basis: String,
    /// Where the act offers something else for the same need.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "art. 41 u.p.s.")]
    pub alternative: Option<String>,
}

/// An explained assessment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssessmentView {
    /// The benefit.
    pub benefit_code: BenefitCode,
    /// What the law gives.
    pub outcome: AssessmentOutcome,
    /// What the amounts count: złoty a month, or once.
    pub unit: Unit,
    /// The amount, where it is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The lowest amount, where the official chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Money>,
    /// The highest amount, where the official chooses and the act sets one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Money>,
    /// The part that the statute itself guarantees, without local raises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory_minimum: Option<Money>,
    /// Why it is not due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalView>,
    /// The income it was assessed from.
    pub income: CountedIncomeView,
    /// Every step, in the order of the rule.
    pub steps: Vec<Step>,
    /// The versions of the parameters that the steps used.
    pub parameters: Vec<ParameterVersion>,
    /// The version of the rules.
    #[schema(example = "pomoc_spoleczna/1")]
    pub rule_set: String,
    /// SHA-256 over rules, inputs, parameter versions and steps.
    pub hash: String,
}

impl From<Assessment> for AssessmentView {
    fn from(assessment: Assessment) -> Self {
        let mut view = Self {
            benefit_code: assessment.benefit,
            outcome: AssessmentOutcome::Refuse,
            unit: assessment.benefit.unit(),
            amount: None,
            min: None,
            max: None,
            statutory_minimum: None,
            refusal: None,
            income: CountedIncomeView::from(&assessment.income),
            steps: assessment.steps,
            parameters: assessment.parameters,
            rule_set: RULE_SET.to_owned(),
            hash: assessment.hash,
        };
        match assessment.entitlement {
            Entitlement::Grant { amount } => {
                view.outcome = AssessmentOutcome::Grant;
                view.amount = Some(amount);
            }
            Entitlement::GrantRange { range, statutory_minimum } => {
                view.outcome = AssessmentOutcome::GrantRange;
                view.min = Some(range.min);
                view.max = Some(range.max);
                view.statutory_minimum = Some(statutory_minimum);
            }
            Entitlement::Discretionary { cap } => {
                view.outcome = AssessmentOutcome::Discretionary;
                view.max = cap;
            }
            Entitlement::Refuse { reason, legal_basis, alternative } => {
                view.refusal = Some(RefusalView {
                    reason,
                    legal_basis: legal_basis.to_string(),
                    alternative: alternative.map(|other| other.to_string()),
                });
            }
        }
        view
    }
}
