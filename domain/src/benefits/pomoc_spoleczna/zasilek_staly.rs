//! *Zasiłek stały*: art. 37 u.p.s., supported since 2018-10-01.
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283; ust. 2-3 until 2023-12-31 in t.j. Dz.U. 2018 poz. 1508.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::general::{
    Criterion, Law, NO_REASON, RuleError, Situation, has_reason, month_criterion, no_amount, statutory_criterion,
};
use super::{Entitlement, RefusalReason};
use crate::benefits::income::pomoc_spoleczna::HouseholdKind;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::{Exact, Money};
use crate::kernel::trace::{Origin, Shown, Trace};

const ART_37_UST_1_PKT_1: LegalBasis = LegalBasis::new("art. 37 ust. 1 pkt 1 u.p.s.");
const ART_37_UST_1_PKT_2: LegalBasis = LegalBasis::new("art. 37 ust. 1 pkt 2 u.p.s.");
const ART_37_UST_2_PKT_1: LegalBasis = LegalBasis::new("art. 37 ust. 2 pkt 1 u.p.s.");
const ART_37_UST_2_PKT_2: LegalBasis = LegalBasis::new("art. 37 ust. 2 pkt 2 u.p.s.");
const ART_37_UST_3: LegalBasis = LegalBasis::new("art. 37 ust. 3 u.p.s.");
const ART_37_UST_4: LegalBasis = LegalBasis::new("art. 37 ust. 4 u.p.s.");

/// Why a person cannot work (art. 6 pkt 1 and 7).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NiezdolnoscDoPracy {
    /// Totally unable to work (art. 6 pkt 1).
    Calkowita,
    /// Of pension age (art. 6 pkt 7).
    Wiek,
}

impl NiezdolnoscDoPracy {
    const fn label_pl(self) -> &'static str {
        match self {
            Self::Calkowita => "całkowita niezdolność do pracy (art. 6 pkt 1)",
            Self::Wiek => "niezdolność do pracy z tytułu wieku (art. 6 pkt 7)",
        }
    }
}

/// Art. 37 ust. 4: a benefit next to which *zasiłek stały* is not due.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ZbiegUprawnien {
    /// The social pension.
    RentaSocjalna,
    /// The benefit of a carer.
    SwiadczeniePielegnacyjne,
    /// The special allowance of a carer.
    SpecjalnyZasilekOpiekunczy,
    /// The supplement for lone parents who lost unemployment benefit.
    DodatekDlaSamotnieWychowujacychPoUtracieZasilkuDlaBezrobotnych,
    /// The allowance of a carer who lost *świadczenie pielęgnacyjne* in 2013.
    ZasilekDlaOpiekuna,
}

impl ZbiegUprawnien {
    const fn label_pl(self) -> &'static str {
        match self {
            Self::RentaSocjalna => "renta socjalna",
            Self::SwiadczeniePielegnacyjne => "świadczenie pielęgnacyjne",
            Self::SpecjalnyZasilekOpiekunczy => "specjalny zasiłek opiekuńczy",
            Self::DodatekDlaSamotnieWychowujacychPoUtracieZasilkuDlaBezrobotnych => {
                "dodatek z tytułu samotnego wychowywania dziecka i utraty prawa do zasiłku dla bezrobotnych"
            }
            Self::ZasilekDlaOpiekuna => "zasiłek dla opiekuna",
        }
    }
}

/// What *zasiłek stały* is assessed from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The facts of every money benefit.
    pub situation: Situation<'a>,
    /// Whether the applicant is of age.
    pub adult: bool,
    /// Why the applicant cannot work, if so.
    pub niezdolnosc: Option<NiezdolnoscDoPracy>,
    /// Benefits of art. 37 ust. 4 that are due to the applicant.
    pub entitled_to: &'a [ZbiegUprawnien],
}

impl Facts<'_> {
    const fn alone(&self) -> bool {
        match self.situation.income.kind {
            HouseholdKind::OsobaSamotnieGospodarujaca => true,
            HouseholdKind::Rodzina => false,
        }
    }

    const fn ust_1(&self) -> LegalBasis {
        if self.alone() { ART_37_UST_1_PKT_1 } else { ART_37_UST_1_PKT_2 }
    }

    const fn ust_2(&self) -> LegalBasis {
        if self.alone() { ART_37_UST_2_PKT_1 } else { ART_37_UST_2_PKT_2 }
    }
}

/// Art. 37 ust. 1: adult and unable to work because of age or totally.
fn personal_conditions(facts: &Facts<'_>, trace: &mut impl Trace) -> Option<RefusalReason> {
    let adult = trace.check(facts.ust_1(), "osoba pełnoletnia", facts.adult, || {
        vec![Shown::new("pełnoletność", if facts.adult { "tak" } else { "nie" }, Origin::Fact)]
    });
    let unable = trace.check(facts.ust_1(), "niezdolność do pracy", facts.niezdolnosc.is_some(), || {
        let label = facts.niezdolnosc.map_or("brak", NiezdolnoscDoPracy::label_pl);
        vec![Shown::new("niezdolność", label, Origin::Fact)]
    });
    match (adult, unable) {
        (false, _) => Some(RefusalReason::OsobaNiepelnoletnia),
        (true, false) => Some(RefusalReason::BrakNiezdolnosciDoPracy),
        (true, true) => None,
    }
}

/// Art. 37 ust. 1: income strictly lower than the criterion; in a family the own income and the income per person.
///
/// The test stays at 100 % of the criterion although the amount is computed from 130 % since 2024.
fn income_below_criterion(
    facts: &Facts<'_>,
    criterion: &Criterion<'_>,
    trace: &mut impl Trace,
) -> Option<RefusalReason> {
    let income = facts.situation.income;
    let each = criterion.parameter.value.exact();
    let values =
        |name: &'static str, amount: Exact| move || vec![Shown::computed(name, amount), criterion.parameter.shown()];
    if facts.alone() {
        let lower = trace.check(
            ART_37_UST_1_PKT_1,
            "dochód niższy od kryterium",
            income.applicant < each,
            values("dochód osoby", income.applicant),
        );
        return (!lower).then_some(RefusalReason::DochodNieJestNizszyOdKryterium);
    }
    let own = trace.check(
        ART_37_UST_1_PKT_2,
        "dochód osoby niższy od kryterium na osobę w rodzinie",
        income.applicant < each,
        values("dochód osoby", income.applicant),
    );
    let per_person = trace.check(
        ART_37_UST_1_PKT_2,
        "dochód na osobę w rodzinie niższy od kryterium",
        income.total < criterion.household,
        values("dochód na osobę w rodzinie", income.per_person()),
    );
    match (own, per_person) {
        (false, _) => Some(RefusalReason::WlasnyDochodNieJestNizszyOdKryterium),
        (true, false) => Some(RefusalReason::DochodNaOsobeNieJestNizszyOdKryterium),
        (true, true) => None,
    }
}

/// Art. 37 ust. 2: the part of a criterion that income is subtracted from, exact; `None` past 128 bits.
#[must_use]
pub fn part_of_criterion(criterion: Money, percent: Decimal) -> Option<Exact> {
    criterion.exact().percent(percent)
}

/// Art. 37 ust. 2-3: the part of the criterion less the income, within the highest and the lowest amount.
fn amount(
    facts: &Facts<'_>,
    law: &Law<'_>,
    criterion: &Criterion<'_>,
    trace: &mut impl Trace,
) -> Result<Money, RuleError> {
    let income = facts.situation.income;
    let percent = law.month.zasilek_staly_procent_kryterium()?;
    let base = part_of_criterion(criterion.parameter.value, percent.value).ok_or(RuleError::TooLarge)?;
    trace.amount(facts.ust_2(), "część kryterium", base, || vec![criterion.parameter.shown(), percent.shown()]);
    let counted = if facts.alone() { income.applicant } else { income.per_person() };
    let mut amount =
        trace.amount(facts.ust_2(), "różnica między częścią kryterium a dochodem", base - counted, || {
            let name = if facts.alone() { "dochód osoby" } else { "dochód na osobę w rodzinie" };
            vec![Shown::computed("część kryterium", base), Shown::computed(name, counted)]
        });
    if facts.alone() {
        let max = law.month.zasilek_staly_max()?;
        amount = trace.amount(
            ART_37_UST_2_PKT_1,
            "kwota nie wyższa niż maksymalna",
            amount.min(max.value.exact()),
            || vec![Shown::computed("różnica", amount), max.shown()],
        );
    }
    let min = law.month.zasilek_staly_min()?;
    let amount = trace.amount(ART_37_UST_3, "kwota nie niższa niż minimalna", amount.max(min.value.exact()), || {
        vec![Shown::computed("kwota", amount), min.shown()]
    });
    amount.round_half_up().ok_or(RuleError::TooLarge)
}

/// Art. 37 ust. 4: not due next to the benefits it names.
fn without_concurrence(facts: &Facts<'_>, trace: &mut impl Trace) -> bool {
    trace.check(ART_37_UST_4, "brak zbiegu uprawnień", facts.entitled_to.is_empty(), || {
        facts.entitled_to.iter().map(|other| Shown::new("uprawnienie", other.label_pl(), Origin::Fact)).collect()
    })
}

/// *Zasiłek stały* for a decision of a day about a month (art. 37 with art. 8 ust. 1).
///
/// # Errors
/// [`RuleError`] when a parameter has no value on the day.
pub fn assess(facts: &Facts<'_>, law: &Law<'_>, trace: &mut impl Trace) -> Result<Entitlement, RuleError> {
    let reason = has_reason(&facts.situation, trace);
    let criterion = statutory_criterion(facts.situation.income, &law.decision, trace)?;
    let personal = personal_conditions(facts, trace);
    let income = income_below_criterion(facts, &criterion, trace);
    let alone = without_concurrence(facts, trace);

    let refuse = |reason, legal_basis| Entitlement::Refuse { reason, legal_basis, alternative: None };
    let refused = match (personal, alone, reason, income) {
        (Some(personal), _, _, _) => refuse(personal, facts.ust_1()),
        (None, false, _, _) => refuse(RefusalReason::ZbiegUprawnien, ART_37_UST_4),
        (None, true, false, _) => NO_REASON,
        (None, true, true, Some(income)) => refuse(income, facts.ust_1()),
        (None, true, true, None) => {
            let criterion = month_criterion(facts.situation.income, law, criterion, trace)?;
            return Ok(Entitlement::Grant { amount: amount(facts, law, &criterion, trace)? });
        }
    };
    no_amount(facts.ust_2(), trace);
    no_amount(ART_37_UST_3, trace);
    Ok(refused)
}

#[cfg(test)]
mod tests;
