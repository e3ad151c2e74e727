//! What a calculation found, as it is shown.

use chrono::{DateTime, Utc};
use domain::benefits::calculation::stored::{Calculation, Figure, IncomeFigures, Verdict};
use domain::benefits::calculation::{Assessment, BenefitCode, ParameterVersion, RULE_SET};
use domain::benefits::parameter::Unit;
use domain::benefits::pomoc_spoleczna::RefusalReason;
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::{CalculationId, CaseId, UserId};
use domain::kernel::money::Money;
use domain::kernel::text::Prose;
use domain::kernel::trace::Step;
use persistence::benefits::calculations;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::answer::Representation;

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

impl From<Figure> for ExactView {
    fn from(figure: Figure) -> Self {
        Self { rounded: figure.rounded, exact: figure.exact }
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

impl From<IncomeFigures> for CountedIncomeView {
    fn from(income: IncomeFigures) -> Self {
        Self {
            persons: income.persons,
            applicant: income.applicant.into(),
            total: income.total.into(),
            per_person: income.per_person.into(),
        }
    }
}

/// Why a benefit is not due.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BenefitRefusalView {
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
    pub refusal: Option<BenefitRefusalView>,
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
        let Assessment { benefit, entitlement, income, steps, parameters, hash } = assessment;
        let (rule_set, income) = (RULE_SET.to_owned(), IncomeFigures::from(&income));
        Self::new(benefit, income, Explanation { steps, parameters, rule_set, hash }).saying(entitlement.into())
    }
}

impl From<&Calculation> for AssessmentView {
    fn from(kept: &Calculation) -> Self {
        let explanation = Explanation {
            steps: kept.explained(),
            parameters: kept.parameters.clone(),
            rule_set: kept.rule_set.clone(),
            hash: kept.hash.clone(),
        };
        Self::new(kept.benefit, kept.income.clone(), explanation).saying(kept.verdict.clone())
    }
}

/// How a result was found.
struct Explanation {
    steps: Vec<Step>,
    parameters: Vec<ParameterVersion>,
    rule_set: String,
    hash: String,
}

impl AssessmentView {
    fn new(benefit: BenefitCode, income: IncomeFigures, explanation: Explanation) -> Self {
        let Explanation { steps, parameters, rule_set, hash } = explanation;
        Self {
            benefit_code: benefit,
            outcome: AssessmentOutcome::Refuse,
            unit: benefit.unit(),
            amount: None,
            min: None,
            max: None,
            statutory_minimum: None,
            refusal: None,
            income: income.into(),
            steps,
            parameters,
            rule_set,
            hash,
        }
    }

    fn saying(mut self, verdict: Verdict) -> Self {
        match verdict {
            Verdict::Grant { amount } => {
                self.outcome = AssessmentOutcome::Grant;
                self.amount = Some(amount);
            }
            Verdict::GrantRange { range, statutory_minimum } => {
                self.outcome = AssessmentOutcome::GrantRange;
                self.min = Some(range.min);
                self.max = Some(range.max);
                self.statutory_minimum = Some(statutory_minimum);
            }
            Verdict::Discretionary { cap } => {
                self.outcome = AssessmentOutcome::Discretionary;
                self.max = cap;
            }
            Verdict::Refuse { reason, legal_basis, alternative } => {
                self.refusal = Some(BenefitRefusalView { reason, legal_basis, alternative });
            }
        }
        self
    }
}

/// A stored calculation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalculationView {
    /// The id.
    pub id: CalculationId,
    /// Always 1: a calculation never changes.
    #[schema(example = 1)]
    pub version: i64,
    /// The case it was made for.
    pub case_id: CaseId,
    /// The day of the application.
    pub application_day: Day,
    /// The day of the decision.
    pub as_of: Day,
    /// The month the benefit is for.
    pub month: YearMonth,
    /// What was asked, as it went into the hash.
    #[schema(value_type = Object)]
    pub inputs: Value,
    /// What the law gives, with every step; the last is the choice, where one was made.
    pub result: AssessmentView,
    /// The amount chosen inside the range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_amount: Option<Money>,
    /// Why this amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub choice_reason: Option<Prose<2000>>,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl From<Calculation> for CalculationView {
    fn from(kept: Calculation) -> Self {
        let result = AssessmentView::from(&kept);
        let (chosen_amount, choice_reason) = kept.choice.map(|choice| (choice.amount, choice.reason)).unzip();
        Self {
            id: kept.origin.id,
            version: calculations::VERSION,
            case_id: kept.origin.case,
            application_day: kept.application_on.into(),
            as_of: kept.decision_on.into(),
            month: kept.month,
            inputs: kept.inputs,
            result,
            chosen_amount,
            choice_reason,
            created_by: kept.origin.by,
            created_at: kept.origin.at,
        }
    }
}

impl Representation for CalculationView {
    fn version(&self) -> i64 {
        self.version
    }
}
