//! The calculation: one entry point that joins income, rule and law book, and a hash that fixes what was found.

mod canonical;
mod faults;
mod request;
pub mod stored;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::faults::{RequestFault, faults};
pub use self::request::{Adult, AssessmentRequest, BenefitCode};
use super::income::pomoc_spoleczna::{HouseholdIncome, IncomeError, Question, household_income};
use super::law_book::LawBook;
use super::parameter::NotInForce;
use super::pomoc_spoleczna::{
    Entitlement, Law, RuleError, Situation, specjalny_zasilek_celowy, zasilek_celowy, zasilek_okresowy, zasilek_staly,
};
use crate::kernel::legal_basis::Confidence;
use crate::kernel::trace::{Explain, Origin, Step, Trace};

/// The version of the rules; part of every hash, raised when a rule's answer or wording changes.
pub const RULE_SET: &str = "pomoc_spoleczna/1";

/// Why a calculation cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssessmentError {
    /// A rule or a parameter is not in force on the day.
    #[error(transparent)]
    NotInForce(#[from] NotInForce),
    /// The income cannot be set.
    #[error(transparent)]
    Income(IncomeError),
    /// An amount leaves the range of whole grosze in 64 bits.
    #[error("an amount is too large")]
    TooLarge,
}

impl From<IncomeError> for AssessmentError {
    fn from(error: IncomeError) -> Self {
        match error {
            IncomeError::NotInForce(error) => Self::NotInForce(error),
            IncomeError::UnknownKind { .. }
            | IncomeError::SpecialRule { .. }
            | IncomeError::Negative(_)
            | IncomeError::Household => Self::Income(error),
        }
    }
}

impl From<RuleError> for AssessmentError {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::NotInForce(error) => Self::NotInForce(error),
            RuleError::TooLarge => Self::TooLarge,
        }
    }
}

/// What a rule found, without its explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What the law gives.
    pub entitlement: Entitlement,
    /// The income it was found from.
    pub income: HouseholdIncome,
}

/// A version of a parameter that a calculation used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParameterVersion {
    /// The parameter's id.
    pub id: String,
    /// The first day of the value used.
    pub from: NaiveDate,
    /// The act or resolution that set the value.
    pub act: String,
    /// How sure the value is.
    pub confidence: Confidence,
}

/// An explained calculation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The benefit.
    pub benefit: BenefitCode,
    /// What the law gives.
    pub entitlement: Entitlement,
    /// The income it was found from, exact.
    pub income: HouseholdIncome,
    /// Every step, in the order of the rule.
    pub steps: Vec<Step>,
    /// The parameter versions that the steps used, each once.
    pub parameters: Vec<ParameterVersion>,
    /// SHA-256 in hexadecimal over the canonical JSON of rule set, inputs, parameter versions and steps.
    pub hash: String,
}

/// Assesses a benefit and explains every step.
///
/// # Errors
/// [`AssessmentError`] when the law has no answer for the days or the facts are not of a shape it knows.
pub fn assess(request: &AssessmentRequest, book: &LawBook) -> Result<Assessment, AssessmentError> {
    let mut trace = Explain::default();
    let finding = assess_with(request, book, &mut trace)?;
    let parameters = parameters_of(&trace.steps);
    let hash = canonical::hash(RULE_SET, &request.snapshot(), &parameters, &trace.steps);
    Ok(Assessment {
        benefit: request.benefit,
        entitlement: finding.entitlement,
        income: finding.income,
        steps: trace.steps,
        parameters,
        hash,
    })
}

/// Assesses a benefit and writes the steps to any trace; with [`Silent`](crate::kernel::trace::Silent) to none.
///
/// # Errors
/// [`AssessmentError`] when the law has no answer for the days or the facts are not of a shape it knows.
pub fn assess_with(
    request: &AssessmentRequest,
    book: &LawBook,
    trace: &mut impl Trace,
) -> Result<Finding, AssessmentError> {
    let law = Law::new(book, request.benefit.code(), request.decision_on, request.month)?;
    let question =
        Question { application_on: request.application_on, purpose: request.benefit.purpose(), law: law.decision };
    let income = household_income(request.household, &request.persons, request.applicant, &question, trace)?;
    let situation = Situation {
        income: &income,
        circumstances: &request.circumstances,
        other_circumstances: request.other_circumstances,
        local: &request.local,
        gmina_of_stay: request.gmina_of_stay,
    };
    let requested = request.requested;
    let entitlement = match request.benefit {
        BenefitCode::ZasilekStaly => {
            let facts = zasilek_staly::Facts {
                situation,
                adult: request.adult.on(request.decision_on),
                niezdolnosc: request.niezdolnosc,
                entitled_to: &request.entitled_to,
            };
            zasilek_staly::assess(&facts, &law, trace)?
        }
        BenefitCode::ZasilekOkresowy => zasilek_okresowy::assess(&zasilek_okresowy::Facts { situation }, &law, trace)?,
        BenefitCode::ZasilekCelowy => {
            zasilek_celowy::assess(&zasilek_celowy::Facts { situation, requested }, &law, trace)?
        }
        BenefitCode::SpecjalnyZasilekCelowy => {
            specjalny_zasilek_celowy::assess(&specjalny_zasilek_celowy::Facts { situation, requested }, &law, trace)?
        }
    };
    Ok(Finding { entitlement, income })
}

/// The parameter versions that the values of some steps name, each once, ordered by id and day.
fn parameters_of(steps: &[Step]) -> Vec<ParameterVersion> {
    let versions: BTreeSet<ParameterVersion> = steps
        .iter()
        .flat_map(|step| &step.values)
        .filter_map(|value| match &value.origin {
            Origin::Parameter { id, from, act, confidence } => {
                Some(ParameterVersion { id: id.clone(), from: *from, act: act.clone(), confidence: *confidence })
            }
            Origin::Evidence { .. } | Origin::Fact | Origin::Computed | Origin::Choice => None,
        })
        .collect();
    versions.into_iter().collect()
}

#[cfg(test)]
mod tests;
