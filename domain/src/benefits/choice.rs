//! A choice inside a range that the law leaves to the official.

use serde::{Deserialize, Serialize};

use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::{MAX_INPUT, Money};
use crate::kernel::text::Prose;
use crate::kernel::trace::{Origin, Outcome, Shown, Step};

/// The amounts that may be granted, both ends inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AmountRange {
    /// The lowest amount.
    pub min: Money,
    /// The highest amount.
    pub max: Money,
}

impl AmountRange {
    /// Any amount above zero up to a cap, or up to the largest amount the service takes.
    #[must_use]
    pub fn up_to(cap: Option<Money>) -> Self {
        Self { min: Money::from_grosze(1), max: cap.unwrap_or(MAX_INPUT) }
    }

    /// Whether an amount lies inside.
    #[must_use]
    pub fn contains(self, amount: Money) -> bool {
        self.min <= amount && amount <= self.max
    }
}

/// Why a choice is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The amount lies outside the range.
    #[error("expected an amount from `{min}` to `{max}`")]
    OutOfRange {
        /// The lowest amount.
        min: Money,
        /// The highest amount.
        max: Money,
    },
    /// No reason was given.
    #[error("expected a reason for the chosen amount")]
    MissingReason,
}

/// An amount chosen inside a range, with its reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The amount.
    pub amount: Money,
    /// Why this amount.
    pub reason: Prose<2000>,
}

impl Choice {
    /// The choice as a step of a trace, under the provision that leaves it open.
    #[must_use]
    pub fn step(&self, provision: LegalBasis) -> Step {
        let values = vec![Shown::new("uzasadnienie", &*self.reason, Origin::Choice)];
        Step::new(provision, "wybrana kwota", Outcome::amount(self.amount.exact()), values)
    }
}

/// Chooses an amount inside a range and records why.
///
/// # Errors
/// [`ChoiceError`] when the amount lies outside or there is no reason.
pub fn choose(range: AmountRange, amount: Money, reason: Option<Prose<2000>>) -> Result<Choice, ChoiceError> {
    if !range.contains(amount) {
        return Err(ChoiceError::OutOfRange { min: range.min, max: range.max });
    }
    reason.map(|reason| Choice { amount, reason }).ok_or(ChoiceError::MissingReason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_lies_inside_the_range_and_has_a_reason() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        let range = AmountRange { min: money("505.00"), max: money("823.00") };
        let reason = || Prose::new("zadłużenie za energię").ok();
        assert_eq!(choose(range, money("505.00"), reason()).unwrap().amount, money("505.00"));
        assert_eq!(choose(range, money("823.00"), reason()).unwrap().amount, money("823.00"));
        for outside in ["504.99", "823.01"] {
            let refused = Err(ChoiceError::OutOfRange { min: range.min, max: range.max });
            assert_eq!(choose(range, money(outside), reason()), refused);
        }
        assert_eq!(choose(range, money("600.00"), None), Err(ChoiceError::MissingReason));
        assert!(!AmountRange::up_to(None).contains(Money::ZERO));
    }
}
