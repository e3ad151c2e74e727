//! *Specjalny zasiłek celowy*: art. 41 pkt 1 u.p.s., supported since 2018-10-01.
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283. Whether the case is specially justified, the official decides.

use super::general::{
    Law, NO_REASON, RuleError, Situation, has_reason, month_criterion, no_amount, raised_criterion, statutory_criterion,
};
use super::{Entitlement, RefusalReason};
use crate::kernel::legal_basis::{Confidence, LegalBasis};
use crate::kernel::money::Money;
use crate::kernel::trace::{Origin, Outcome, Shown, Step, Trace};

const ART_39: LegalBasis = LegalBasis::new("art. 39 u.p.s.");
const ART_41_PKT_1: LegalBasis = LegalBasis::new("art. 41 pkt 1 u.p.s.");

/// What *specjalny zasiłek celowy* is assessed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The facts of every money benefit.
    pub situation: Situation<'a>,
    /// The amount applied for, if one was named.
    pub requested: Option<Money>,
}

/// *Specjalny zasiłek celowy* for a decision of a day about a month: income above the criterion, amount up to it.
///
/// # Errors
/// [`RuleError`] when a parameter has no value on the day.
// INTERPRETATION: where the council raised the criterion, *zasiłek celowy* reaches up to the raised one and art. 41
// begins above it; the cap stays the statutory criterion (unverified).
pub fn assess(facts: &Facts<'_>, law: &Law<'_>, trace: &mut impl Trace) -> Result<Entitlement, RuleError> {
    let income = facts.situation.income;
    let reason = has_reason(&facts.situation, trace);
    let statutory = statutory_criterion(income, &law.decision, trace)?;
    let criterion = raised_criterion(&facts.situation, statutory, law.decision.day(), trace);
    let above = trace.check(ART_41_PKT_1, "dochód przekracza kryterium", income.total > criterion.household, || {
        let mut values = vec![Shown::computed("dochód", income.total)];
        values.extend(criterion.shown(income));
        values
    });
    if !(reason && above) {
        no_amount(ART_41_PKT_1, trace);
        let too_little = RefusalReason::DochodNiePrzekraczaKryterium;
        let refused = Entitlement::Refuse { reason: too_little, legal_basis: ART_41_PKT_1, alternative: Some(ART_39) };
        return Ok(if reason { refused } else { NO_REASON });
    }
    let limit = month_criterion(income, law, statutory, trace)?;
    let cap = limit.household.round_half_up().ok_or(RuleError::TooLarge)?;
    trace.step(|| {
        let step = Step::new(ART_41_PKT_1, "kwota najwyższa", Outcome::amount(limit.household), limit.shown(income));
        if criterion.raised {
            step.with_confidence(Confidence::Unverified, "podwyższenie kryterium nie podwyższa limitu")
        } else {
            step
        }
    });
    if let Some(requested) = facts.requested {
        trace.check(ART_41_PKT_1, "kwota wnioskowana mieści się w limicie", requested <= cap, || {
            vec![Shown::new("kwota wnioskowana", requested, Origin::Fact), Shown::computed("kwota najwyższa", cap)]
        });
    }
    Ok(Entitlement::Discretionary { cap: Some(cap) })
}

#[cfg(test)]
mod tests;
