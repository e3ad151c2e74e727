//! A calculation as it is kept with its case: inputs, result, explanation, and the choice that was made.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Assessment, AssessmentRequest, BenefitCode, ParameterVersion, RULE_SET, canonical};
use crate::benefits::choice::{AmountRange, Choice};
use crate::benefits::income::pomoc_spoleczna::HouseholdIncome;
use crate::benefits::pomoc_spoleczna::{Entitlement, RefusalReason};
use crate::kernel::day::YearMonth;
use crate::kernel::ids::{CalculationId, CaseId, UserId};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::{Exact, Money};
use crate::kernel::trace::{Outcome, Step};

/// What the law gives, in a form that survives storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Due in exactly this amount.
    Grant {
        /// The amount.
        amount: Money,
    },
    /// Due in an amount that the official chooses inside a range.
    GrantRange {
        /// The lowest and the highest amount.
        range: AmountRange,
        /// The part that the statute itself guarantees.
        statutory_minimum: Money,
    },
    /// May be granted, up to a cap if there is one.
    Discretionary {
        /// The highest amount.
        cap: Option<Money>,
    },
    /// Not due.
    Refuse {
        /// The first reason, in the order of the rule.
        reason: RefusalReason,
        /// The provision that the reason rests on.
        legal_basis: String,
        /// Where the act offers something else for the same need.
        alternative: Option<String>,
    },
}

impl From<Entitlement> for Verdict {
    fn from(entitlement: Entitlement) -> Self {
        match entitlement {
            Entitlement::Grant { amount } => Self::Grant { amount },
            Entitlement::GrantRange { range, statutory_minimum } => Self::GrantRange { range, statutory_minimum },
            Entitlement::Discretionary { cap } => Self::Discretionary { cap },
            Entitlement::Refuse { reason, legal_basis, alternative } => Self::Refuse {
                reason,
                legal_basis: legal_basis.to_string(),
                alternative: alternative.map(|other| other.to_string()),
            },
        }
    }
}

impl Verdict {
    /// The range in which the official chooses; none where the law leaves no choice.
    #[must_use]
    pub fn choice(&self) -> Option<AmountRange> {
        match self {
            Self::GrantRange { range, .. } => Some(*range),
            Self::Discretionary { cap } => Some(AmountRange::up_to(*cap)),
            Self::Grant { .. } | Self::Refuse { .. } => None,
        }
    }
}

/// An exact figure and what people read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Figure {
    /// Rounded half up to grosze.
    pub rounded: Money,
    /// Exact: the same figure, or a fraction of grosze.
    pub exact: String,
}

impl From<Exact> for Figure {
    fn from(exact: Exact) -> Self {
        // INVARIANT: incomes are sums of amounts that were checked, so they fit.
        Self { rounded: exact.round_half_up().unwrap_or_default(), exact: exact.to_string() }
    }
}

/// The income a benefit was assessed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IncomeFigures {
    /// How many persons count.
    pub persons: u32,
    /// The applicant's own.
    pub applicant: Figure,
    /// Of all.
    pub total: Figure,
    /// Of all, divided by the persons.
    pub per_person: Figure,
}

impl From<&HouseholdIncome> for IncomeFigures {
    fn from(income: &HouseholdIncome) -> Self {
        Self {
            persons: income.persons,
            applicant: income.applicant.into(),
            total: income.total.into(),
            per_person: income.per_person().into(),
        }
    }
}

/// Whose calculation it is, and when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Its identity.
    pub id: CalculationId,
    /// The case.
    pub case: CaseId,
    /// Who made it.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A stored calculation. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculation {
    /// Whose it is.
    pub origin: Origin,
    /// The benefit.
    pub benefit: BenefitCode,
    /// The day of the application.
    pub application_on: NaiveDate,
    /// The day of the decision.
    pub decision_on: NaiveDate,
    /// The month the benefit is for.
    pub month: YearMonth,
    /// What was asked, as [`AssessmentRequest::snapshot`] writes it.
    pub inputs: Value,
    /// What the law gives.
    pub verdict: Verdict,
    /// The income it was found from.
    pub income: IncomeFigures,
    /// Every step, in the order of the rule.
    pub steps: Vec<Step>,
    /// The parameter versions that the steps used.
    pub parameters: Vec<ParameterVersion>,
    /// The version of the rules.
    pub rule_set: String,
    /// SHA-256 over rules, inputs, parameter versions and steps.
    pub hash: String,
    /// The amount that the official chose, with the reason.
    pub choice: Option<Choice>,
}

/// A stored calculation whose inputs, parameters and steps do not give its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored calculation is not what was calculated")]
pub struct Altered;

impl Calculation {
    /// What is kept of an assessment.
    #[must_use]
    pub fn new(origin: Origin, request: &AssessmentRequest, assessment: Assessment, choice: Option<Choice>) -> Self {
        Self {
            origin,
            benefit: request.benefit,
            application_on: request.application_on,
            decision_on: request.decision_on,
            month: request.month,
            inputs: request.snapshot(),
            verdict: assessment.entitlement.into(),
            income: IncomeFigures::from(&assessment.income),
            steps: assessment.steps,
            parameters: assessment.parameters,
            rule_set: RULE_SET.to_owned(),
            hash: assessment.hash,
            choice,
        }
    }

    /// Checks what storage kept.
    ///
    /// # Errors
    /// [`Altered`] when the hash is another.
    pub fn verified(self) -> Result<Self, Altered> {
        let hash = canonical::hash(&self.rule_set, &self.inputs, &self.parameters, &self.steps);
        if hash == self.hash { Ok(self) } else { Err(Altered) }
    }

    /// The steps of the rule and, last, the choice that was made.
    #[must_use]
    pub fn explained(&self) -> Vec<Step> {
        let choice = self.choice.iter().map(|choice| choice.step(choice_basis(self.benefit)));
        self.steps.iter().cloned().chain(choice).collect()
    }

    /// The amount to grant: chosen, or fixed by law; none while it has to be chosen, and for a refusal.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        match &self.verdict {
            Verdict::Grant { amount } => Some(*amount),
            Verdict::GrantRange { .. } | Verdict::Discretionary { .. } => {
                self.choice.as_ref().map(|choice| choice.amount)
            }
            Verdict::Refuse { .. } => None,
        }
    }

    /// The income criterion that was applied to the household: the last that the steps found.
    #[must_use]
    pub fn criterion(&self) -> Option<Money> {
        self.steps.iter().rev().filter(|step| step.finding.starts_with("kryterium dochodowe")).find_map(|step| {
            match &step.outcome {
                Outcome::Amount { rounded, .. } => *rounded,
                Outcome::Holds { .. } | Outcome::Text { .. } => None,
            }
        })
    }
}

/// The provision that leaves the amount of a benefit to the official.
const fn choice_basis(benefit: BenefitCode) -> LegalBasis {
    match benefit {
        BenefitCode::ZasilekStaly => LegalBasis::new("art. 37 ust. 2 u.p.s."),
        BenefitCode::ZasilekOkresowy => LegalBasis::new("art. 38 ust. 2-4 u.p.s."),
        BenefitCode::ZasilekCelowy => LegalBasis::new("art. 39 ust. 1 u.p.s."),
        BenefitCode::SpecjalnyZasilekCelowy => LegalBasis::new("art. 41 pkt 1 u.p.s."),
    }
}
