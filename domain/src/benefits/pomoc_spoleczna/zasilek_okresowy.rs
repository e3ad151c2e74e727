//! *Zasiłek okresowy*: art. 38 u.p.s., supported since 2018-10-01.
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283; the cap of ust. 2 pkt 1 until 2021-05-29 in t.j. Dz.U. 2018 poz. 1508.
//! Ust. 4a-4b (continuation after taking up work under a social contract) are not assessed here.

use super::general::{
    Criterion, Law, NO_REASON, RuleError, Situation, has_reason, month_criterion, no_amount, raised_criterion,
    statutory_criterion,
};
use super::{Entitlement, RefusalReason};
use crate::benefits::choice::AmountRange;
use crate::benefits::income::pomoc_spoleczna::HouseholdKind;
use crate::benefits::local::{LocalCode, number_on};
use crate::benefits::parameter::ParamValue;
use crate::kernel::legal_basis::{Confidence, LegalBasis};
use crate::kernel::money::{Exact, Money};
use crate::kernel::trace::{Outcome, Shown, Silent, Step, Trace};
use rust_decimal::Decimal;

const ART_38_UST_1_PKT_1: LegalBasis = LegalBasis::new("art. 38 ust. 1 pkt 1 u.p.s.");
const ART_38_UST_1_PKT_2: LegalBasis = LegalBasis::new("art. 38 ust. 1 pkt 2 u.p.s.");
const ART_38_UST_2_PKT_1: LegalBasis = LegalBasis::new("art. 38 ust. 2 pkt 1 u.p.s.");
const ART_38_UST_2_PKT_2: LegalBasis = LegalBasis::new("art. 38 ust. 2 pkt 2 u.p.s.");
const ART_38_UST_3: LegalBasis = LegalBasis::new("art. 38 ust. 3 u.p.s.");
const ART_38_UST_4: LegalBasis = LegalBasis::new("art. 38 ust. 4 u.p.s.");
const ART_38_UST_6: LegalBasis = LegalBasis::new("art. 38 ust. 6 u.p.s.");
const ART_147: LegalBasis = LegalBasis::new("art. 147 u.p.s.");

/// What *zasiłek okresowy* is assessed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The facts of every money benefit.
    pub situation: Situation<'a>,
}

impl Facts<'_> {
    const fn ust_1(&self) -> LegalBasis {
        match self.situation.income.kind {
            HouseholdKind::OsobaSamotnieGospodarujaca => ART_38_UST_1_PKT_1,
            HouseholdKind::Rodzina => ART_38_UST_1_PKT_2,
        }
    }

    const fn ust_2(&self) -> LegalBasis {
        match self.situation.income.kind {
            HouseholdKind::OsobaSamotnieGospodarujaca => ART_38_UST_2_PKT_1,
            HouseholdKind::Rodzina => ART_38_UST_2_PKT_2,
        }
    }
}

/// Art. 38 ust. 1: the income of the person living alone or of the family is strictly lower than the criterion.
fn below_criterion(facts: &Facts<'_>, criterion: &Criterion<'_>, trace: &mut impl Trace) -> bool {
    let income = facts.situation.income;
    trace.check(facts.ust_1(), "dochód niższy od kryterium", income.total < criterion.household, || {
        let mut values = vec![Shown::computed("dochód", income.total)];
        values.extend(criterion.shown(income));
        values
    })
}

/// Art. 38 ust. 2: the difference between criterion and income; of a person living alone at most the cap.
// INTERPRETATION: a council's raise of the criterion does not raise the cap of pkt 1, which names the act's criterion.
fn highest(
    facts: &Facts<'_>,
    law: &Law<'_>,
    criterion: &Criterion<'_>,
    trace: &mut impl Trace,
) -> Result<(Exact, Exact), RuleError> {
    let income = facts.situation.income;
    let gap = (criterion.household - income.total).max(Exact::ZERO);
    trace.amount(facts.ust_2(), "różnica między kryterium a dochodem", gap, || {
        let mut values = criterion.shown(income);
        values.push(Shown::computed("dochód", income.total));
        values
    });
    match income.kind {
        HouseholdKind::Rodzina => Ok((gap, gap)),
        HouseholdKind::OsobaSamotnieGospodarujaca => {
            let cap = law.month.zasilek_okresowy_max_osoba_samotnie_gospodarujaca()?;
            let highest =
                trace.amount(ART_38_UST_2_PKT_1, "kwota nie wyższa niż limit", gap.min(cap.value.exact()), || {
                    vec![Shown::computed("różnica", gap), cap.shown()]
                });
            Ok((gap, highest))
        }
    }
}

/// Art. 38 ust. 3 and 6: the least part of the difference, which the council may raise.
fn least_percent<'x>(
    facts: &Facts<'x>,
    law: &Law<'x>,
    trace: &mut impl Trace,
) -> Result<ParamValue<'x, Decimal>, RuleError> {
    let statutory = law.month.zasilek_okresowy_min_procent_roznicy()?;
    let code = LocalCode::LokalnyMinProcentZasilkuOkresowego;
    let Some(local) = number_on(facts.situation.local, code, law.month.day()) else { return Ok(statutory) };
    if local.value <= statutory.value {
        trace.check(ART_38_UST_6, "część uchwalona jest wyższa od ustawowej", false, || {
            vec![local.shown(), statutory.shown()]
        });
        return Ok(statutory);
    }
    trace.step(|| {
        let text = local.value.to_string();
        Step::new(ART_38_UST_6, "minimalna część podwyższona uchwałą", Outcome::Text { text }, vec![local.shown()])
    });
    Ok(local)
}

/// Art. 38 ust. 2-4: the range, rounded once to whole grosze.
///
/// The floor of ust. 4 wins even over the difference itself.
fn range(
    facts: &Facts<'_>,
    law: &Law<'_>,
    criterion: &Criterion<'_>,
    percent: &ParamValue<'_, Decimal>,
    trace: &mut impl Trace,
) -> Result<AmountRange, RuleError> {
    let (gap, highest) = highest(facts, law, criterion, trace)?;
    let part = gap.percent(percent.value).ok_or(RuleError::TooLarge)?.min(highest);
    trace.amount(ART_38_UST_3, "minimalna część różnicy", part, || {
        vec![Shown::computed("różnica", gap), percent.shown(), Shown::computed("kwota najwyższa", highest)]
    });
    let floor = law.month.zasilek_okresowy_min()?;
    let lowest = trace.amount(ART_38_UST_4, "kwota nie niższa niż minimalna", part.max(floor.value.exact()), || {
        vec![Shown::computed("minimalna część różnicy", part), floor.shown()]
    });
    let highest = if highest < lowest {
        trace.amount(ART_38_UST_4, "kwota najwyższa podniesiona do minimalnej", lowest, || {
            vec![Shown::computed("kwota najwyższa", highest), floor.shown()]
        })
    } else {
        highest
    };
    let rounded = |exact: Exact| exact.round_half_up().ok_or(RuleError::TooLarge);
    Ok(AmountRange { min: rounded(lowest)?, max: rounded(highest)? })
}

/// Art. 147: the part that the state pays, which is the minimum without any local raise.
// INTERPRETATION: art. 147 was not read; practice finances the statutory minimum, so a household above the statutory
// criterion has none.
fn statutory_minimum(facts: &Facts<'_>, law: &Law<'_>, statutory: &Criterion<'_>) -> Result<Money, RuleError> {
    if facts.situation.income.total >= statutory.household {
        return Ok(Money::ZERO);
    }
    let percent = law.month.zasilek_okresowy_min_procent_roznicy()?;
    Ok(range(facts, law, statutory, &percent, &mut Silent)?.min)
}

/// *Zasiłek okresowy* for a decision of a day about a month (art. 38 with art. 8 ust. 1-2).
///
/// # Errors
/// [`RuleError`] when a parameter has no value on the day.
pub fn assess(facts: &Facts<'_>, law: &Law<'_>, trace: &mut impl Trace) -> Result<Entitlement, RuleError> {
    let income = facts.situation.income;
    let reason = has_reason(&facts.situation, trace);
    let statutory = statutory_criterion(income, &law.decision, trace)?;
    let criterion = raised_criterion(&facts.situation, statutory, law.decision.day(), trace);
    let below = below_criterion(facts, &criterion, trace);
    if !(reason && below) {
        [facts.ust_2(), ART_38_UST_3, ART_38_UST_4].into_iter().for_each(|provision| no_amount(provision, trace));
        let too_much = RefusalReason::DochodNieJestNizszyOdKryterium;
        let refused = Entitlement::Refuse { reason: too_much, legal_basis: facts.ust_1(), alternative: None };
        return Ok(if reason { refused } else { NO_REASON });
    }
    let statutory = month_criterion(income, law, statutory, trace)?;
    let same_day = law.decision.day() == law.month.day();
    let criterion =
        if same_day { criterion } else { raised_criterion(&facts.situation, statutory, law.month.day(), trace) };
    let percent = least_percent(facts, law, trace)?;
    let range = range(facts, law, &criterion, &percent, trace)?;
    let raised = criterion.raised || percent.id == LocalCode::LokalnyMinProcentZasilkuOkresowego.code();
    let statutory_minimum = if raised { statutory_minimum(facts, law, &statutory)? } else { range.min };
    trace.step(|| {
        let values = vec![statutory.parameter.shown()];
        let outcome = Outcome::amount(statutory_minimum.exact());
        Step::new(ART_147, "część minimalna bez podwyższeń lokalnych", outcome, values)
            .with_confidence(Confidence::Unverified, "przepisu nie przeczytano")
    });
    Ok(Entitlement::GrantRange { range, statutory_minimum })
}

#[cfg(test)]
mod tests;
