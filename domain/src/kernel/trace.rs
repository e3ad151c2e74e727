//! The explanation of a result, written by the rule while it runs.
//!
//! A rule takes `trace: &mut impl Trace`. [`Explain`] keeps every step, [`Silent`] compiles to nothing; so one
//! rule text serves the explained decision and the mass run.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::EvidenceId;
use super::legal_basis::{Confidence, LegalBasis};
use super::money::{Exact, Money};

/// Where a rule writes what it found.
pub trait Trace {
    /// Keeps one step; the closure runs only when steps are kept.
    fn step(&mut self, step: impl FnOnce() -> Step);

    /// Records whether a condition holds and hands the answer back.
    fn check(
        &mut self,
        provision: LegalBasis,
        finding: &'static str,
        holds: bool,
        values: impl FnOnce() -> Vec<Shown>,
    ) -> bool {
        self.step(|| Step::new(provision, finding, Outcome::Holds { holds }, values()));
        holds
    }

    /// Records an exact amount and hands it back.
    fn amount(
        &mut self,
        provision: LegalBasis,
        finding: &'static str,
        amount: Exact,
        values: impl FnOnce() -> Vec<Shown>,
    ) -> Exact {
        self.step(|| Step::new(provision, finding, Outcome::amount(amount), values()));
        amount
    }
}

/// Keeps every step, in the order of the rule.
#[derive(Debug, Default, Clone)]
pub struct Explain {
    /// The steps so far.
    pub steps: Vec<Step>,
}

impl Trace for Explain {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        self.steps.push(step());
    }
}

/// Keeps nothing and costs nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Silent;

impl Trace for Silent {
    fn step(&mut self, _step: impl FnOnce() -> Step) {}
}

/// One step: a provision, what was found under it, and the values it was found from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The provision, as a decision cites it.
    pub provision: String,
    /// What was found, in Polish.
    pub finding: String,
    /// The result of the step.
    pub outcome: Outcome,
    /// What the result was found from.
    pub values: Vec<Shown>,
    /// Set where the reading of the law is less sure than its text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<Confidence>,
    /// Which reading was chosen, where there are two.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

impl Step {
    /// A step of settled law.
    #[must_use]
    pub fn new(provision: LegalBasis, finding: &str, outcome: Outcome, values: Vec<Shown>) -> Self {
        Self {
            provision: provision.as_str().to_owned(),
            finding: finding.to_owned(),
            outcome,
            values,
            confidence: None,
            note: None,
        }
    }

    /// Marks a step whose law is read one way of two, or not read in the statute.
    #[must_use]
    pub fn with_confidence(mut self, confidence: Confidence, note: &str) -> Self {
        self.confidence = Some(confidence);
        self.note = Some(note.to_owned());
        self
    }
}

/// The result of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Outcome {
    /// A condition that holds or does not.
    Holds {
        /// Whether it holds.
        holds: bool,
    },
    /// An amount of money.
    Amount {
        /// The amount rounded half up to grosze; absent past 64 bits.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        rounded: Option<Money>,
        /// The exact amount: the same figure, or a fraction of grosze such as `1000/3 gr`.
        exact: String,
    },
    /// A finding without a figure.
    Text {
        /// The finding's value, for example a code or a month.
        text: String,
    },
}

impl Outcome {
    /// An exact amount with its rounded form.
    #[must_use]
    pub fn amount(exact: Exact) -> Self {
        Self::Amount { rounded: exact.round_half_up(), exact: exact.to_string() }
    }
}

/// A value that a step was found from, with its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// What the value is, in Polish.
    pub name: String,
    /// The value as text: an amount, a number, a date, a code.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl Shown {
    /// A value with its origin.
    #[must_use]
    pub fn new(name: &str, value: impl ToString, origin: Origin) -> Self {
        Self { name: name.to_owned(), value: value.to_string(), origin }
    }

    /// A value that an earlier step of the same trace found.
    #[must_use]
    pub fn computed(name: &str, value: impl ToString) -> Self {
        Self::new(name, value, Origin::Computed)
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Origin {
    /// A dated statutory or local amount.
    #[serde(rename_all = "camelCase")]
    Parameter {
        /// The parameter's id.
        id: String,
        /// The first day of the value used.
        from: NaiveDate,
        /// The act or resolution that set the value.
        act: String,
        /// How sure the value is.
        confidence: Confidence,
    },
    /// Rows of evidence in the file.
    Evidence {
        /// Their ids.
        ids: Vec<EvidenceId>,
    },
    /// A fact of the case that the caller stated, for example the size of the household.
    Fact,
    /// Found by an earlier step of this trace.
    Computed,
    /// Chosen by the official inside a range that the law leaves open.
    Choice,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silent_never_builds_a_step() {
        let holds = Silent.check(LegalBasis::new("art. 1"), "warunek", true, || unreachable!("values were built"));
        assert!(holds);
    }

    #[test]
    fn a_trace_survives_json() {
        let mut trace = Explain::default();
        let third = Money::from_grosze(1000).exact().split(3).unwrap_or(Exact::ZERO);
        trace.amount(LegalBasis::new("art. 38 ust. 2 pkt 1 u.p.s."), "różnica", third, || {
            vec![Shown::new("osoby", 3, Origin::Fact)]
        });
        let json = serde_json::to_string(&trace.steps).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Step>>(&json).unwrap(), trace.steps);
        assert!(json.contains("1000/3 gr"), "{json}");
    }
}
