//! *Zasiłek celowy* for a necessary need: art. 39 u.p.s., supported since 2018-10-01.
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283. The benefit for a random event or disaster (art. 40) is not assessed here.

use super::general::{Law, NO_REASON, RuleError, Situation, has_reason, raised_criterion, statutory_criterion};
use super::{Entitlement, RefusalReason};
use crate::benefits::income::pomoc_spoleczna::HouseholdKind;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::Money;
use crate::kernel::trace::{Origin, Outcome, Shown, Step, Trace};

const ART_8_UST_1_PKT_1: LegalBasis = LegalBasis::new("art. 8 ust. 1 pkt 1 u.p.s.");
const ART_8_UST_1_PKT_3: LegalBasis = LegalBasis::new("art. 8 ust. 1 pkt 3 u.p.s.");
const ART_39_UST_1: LegalBasis = LegalBasis::new("art. 39 ust. 1 u.p.s.");
const ART_41: LegalBasis = LegalBasis::new("art. 41 u.p.s.");

/// What *zasiłek celowy* is assessed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The facts of every money benefit.
    pub situation: Situation<'a>,
    /// The amount applied for, if one was named.
    pub requested: Option<Money>,
}

/// *Zasiłek celowy* for a decision of a day (art. 39 with art. 8 ust. 1-2): income may equal the criterion.
///
/// # Errors
/// [`RuleError`] when a parameter has no value on the day.
pub fn assess(facts: &Facts<'_>, law: &Law<'_>, trace: &mut impl Trace) -> Result<Entitlement, RuleError> {
    let income = facts.situation.income;
    let reason = has_reason(&facts.situation, trace);
    let statutory = statutory_criterion(income, &law.decision, trace)?;
    let criterion = raised_criterion(&facts.situation, statutory, law.decision.day(), trace);
    let provision = match income.kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => ART_8_UST_1_PKT_1,
        HouseholdKind::Rodzina => ART_8_UST_1_PKT_3,
    };
    let within =
        trace.check(provision, "dochód nie przekracza kryterium", income.total <= criterion.household, || {
            let mut values = vec![Shown::computed("dochód", income.total)];
            values.extend(criterion.shown(income));
            values
        });
    trace.check(ART_39_UST_1, "zasiłek celowy może być przyznany", reason && within, || {
        facts.requested.iter().map(|amount| Shown::new("kwota wnioskowana", amount, Origin::Fact)).collect()
    });
    if !reason {
        return Ok(NO_REASON);
    }
    if within {
        return Ok(Entitlement::Discretionary { cap: None });
    }
    trace.step(|| {
        let text = "specjalny zasiłek celowy albo pomoc pod warunkiem zwrotu".to_owned();
        Step::new(ART_41, "inna możliwa pomoc", Outcome::Text { text }, Vec::new())
    });
    let too_much = RefusalReason::DochodPrzekraczaKryterium;
    Ok(Entitlement::Refuse { reason: too_much, legal_basis: provision, alternative: Some(ART_41) })
}

#[cfg(test)]
mod tests;
