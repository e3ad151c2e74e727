//! What the money benefits of u.p.s. share: the days of the law, the circumstances of art. 7, the criteria of art. 8.

use chrono::NaiveDate;

use super::{Entitlement, RefusalReason, SUPPORTED_SINCE};
use crate::benefits::circumstance::Circumstance;
use crate::benefits::income::pomoc_spoleczna::{HouseholdIncome, HouseholdKind};
use crate::benefits::law_book::{LawBook, LawOn};
use crate::benefits::local::{LocalCode, LocalParameter, money_on};
use crate::benefits::parameter::{NotInForce, ParamValue};
use crate::kernel::day::YearMonth;
use crate::kernel::legal_basis::{Confidence, LegalBasis};
use crate::kernel::money::{Exact, Money};
use crate::kernel::trace::{Origin, Outcome, Shown, Step, Trace};

const ART_8_UST_1: LegalBasis = LegalBasis::new("art. 8 ust. 1 u.p.s.");
const ART_8_UST_1_PKT_1: LegalBasis = LegalBasis::new("art. 8 ust. 1 pkt 1 u.p.s.");
const ART_8_UST_1_PKT_2: LegalBasis = LegalBasis::new("art. 8 ust. 1 pkt 2 u.p.s.");
const ART_8_UST_1_PKT_3: LegalBasis = LegalBasis::new("art. 8 ust. 1 pkt 3 u.p.s.");
const ART_8_UST_2: LegalBasis = LegalBasis::new("art. 8 ust. 2 u.p.s.");
const ART_101_UST_5: LegalBasis = LegalBasis::new("art. 101 ust. 5 u.p.s.");

/// Why a rule cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The rule or one of its parameters is not in force on the day.
    #[error(transparent)]
    NotInForce(#[from] NotInForce),
    /// An amount leaves the range of whole grosze in 64 bits.
    #[error("an amount is too large")]
    TooLarge,
}

/// The law a benefit is assessed under: the criterion by the day of the decision, the amount by the month.
// INTERPRETATION: of a month in which the law changes, the amount follows the day of the decision when it lies in the
// month, the last day of an earlier month, the first day of a later one; so no month takes its first day by habit.
#[derive(Clone, Copy, Debug)]
pub struct Law<'b> {
    /// The law of the day of the decision.
    pub decision: LawOn<'b>,
    /// The law of the month that the benefit is for.
    pub month: LawOn<'b>,
}

impl<'b> Law<'b> {
    /// The law for a decision on a day about a month.
    ///
    /// # Errors
    /// [`NotInForce`] with the rule's code for days before [`SUPPORTED_SINCE`].
    pub fn new(
        book: &'b LawBook,
        rule: &'static str,
        decision_on: NaiveDate,
        month: YearMonth,
    ) -> Result<Self, NotInForce> {
        let amount_on = decision_on.clamp(month.first_day(), month.last_day());
        match [decision_on, amount_on].into_iter().find(|day| *day < SUPPORTED_SINCE) {
            Some(on) => Err(NotInForce { parameter: rule.to_owned(), on }),
            None => Ok(Self { decision: book.on(decision_on), month: book.on(amount_on) }),
        }
    }
}

/// The facts that every money benefit looks at.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The income of the household, set for the benefit's purpose.
    pub income: &'a HouseholdIncome,
    /// The circumstances of art. 7.
    pub circumstances: &'a [Circumstance],
    /// Whether other circumstances justify help (art. 8 ust. 1).
    pub other_circumstances: bool,
    /// What the council resolved.
    pub local: &'a [LocalParameter],
    /// Whether the gmina of stay helps instead of that of residence (art. 101 ust. 3).
    pub gmina_of_stay: bool,
}

/// Art. 8 ust. 1: a money benefit needs a circumstance of art. 7 pkt 2-15, or others that justify help.
pub(super) fn has_reason(facts: &Situation<'_>, trace: &mut impl Trace) -> bool {
    for circumstance in facts.circumstances {
        let opens = circumstance.opens_money_benefit();
        trace.check(circumstance.legal_basis(), "powód uzasadniający świadczenie pieniężne", opens, || {
            vec![Shown::new("okoliczność", circumstance.label_pl(), Origin::Fact)]
        });
    }
    let listed = facts.circumstances.iter().any(|circumstance| circumstance.opens_money_benefit());
    let holds = listed || facts.other_circumstances;
    trace.check(ART_8_UST_1, "powód z art. 7 pkt 2-15 albo inne okoliczności", holds, || {
        let other = if facts.other_circumstances { "tak" } else { "nie" };
        vec![Shown::new("inne okoliczności uzasadniające pomoc", other, Origin::Fact)]
    })
}

/// The refusal of [`has_reason`].
pub(super) const NO_REASON: Entitlement =
    Entitlement::Refuse { reason: RefusalReason::BrakPowodu, legal_basis: ART_8_UST_1, alternative: None };

/// An income criterion with the parameter it was taken from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Criterion<'b> {
    /// The criterion of a person living alone, or of one person in a family.
    pub(super) parameter: ParamValue<'b, Money>,
    /// The criterion of the whole household.
    pub(super) household: Exact,
    /// Whether a council raised it.
    pub(super) raised: bool,
}

impl<'b> Criterion<'b> {
    fn new(parameter: ParamValue<'b, Money>, income: &HouseholdIncome, raised: bool) -> Self {
        let each = parameter.value.exact();
        let household = match income.kind {
            HouseholdKind::OsobaSamotnieGospodarujaca => each,
            HouseholdKind::Rodzina => family_criterion(parameter.value, income.persons),
        };
        Self { parameter, household, raised }
    }

    /// The values from which the household's criterion follows.
    pub(super) fn shown(&self, income: &HouseholdIncome) -> Vec<Shown> {
        match income.kind {
            HouseholdKind::OsobaSamotnieGospodarujaca => vec![self.parameter.shown()],
            HouseholdKind::Rodzina => {
                vec![self.parameter.shown(), Shown::new("liczba osób", income.persons, Origin::Fact)]
            }
        }
    }
}

/// Art. 8 ust. 1 pkt 3: the criterion of a family, złoty a month.
#[must_use]
pub fn family_criterion(per_person: Money, persons: u32) -> Exact {
    per_person.exact().times(persons)
}

/// Art. 8 ust. 1 pkt 1-3: the statutory criterion of a household on a day.
pub(super) fn statutory_criterion<'b>(
    income: &HouseholdIncome,
    law: &LawOn<'b>,
    trace: &mut impl Trace,
) -> Result<Criterion<'b>, NotInForce> {
    let (parameter, provision, name) = match income.kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => (
            law.kryterium_osoby_samotnie_gospodarujacej()?,
            ART_8_UST_1_PKT_1,
            "kryterium dochodowe osoby samotnie gospodarującej",
        ),
        HouseholdKind::Rodzina => {
            (law.kryterium_na_osobe_w_rodzinie()?, ART_8_UST_1_PKT_2, "kryterium dochodowe na osobę w rodzinie")
        }
    };
    trace.amount(provision, name, parameter.value.exact(), || vec![parameter.shown()]);
    let criterion = Criterion::new(parameter, income, false);
    match income.kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => {}
        HouseholdKind::Rodzina => {
            trace.amount(ART_8_UST_1_PKT_3, "kryterium dochodowe rodziny", criterion.household, || {
                criterion.shown(income)
            });
        }
    }
    Ok(criterion)
}

/// Art. 8 ust. 2: the criterion that the council raised for *zasiłek okresowy* and *celowy*, else the statutory one.
///
/// A resolved figure that the statutory one has caught up with raises nothing.
/// Art. 101 ust. 5: the gmina of stay never uses a raised criterion.
pub(super) fn raised_criterion<'x>(
    facts: &Situation<'x>,
    statutory: Criterion<'x>,
    day: NaiveDate,
    trace: &mut impl Trace,
) -> Criterion<'x> {
    let code = match facts.income.kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej,
        HouseholdKind::Rodzina => LocalCode::LokalneKryteriumNaOsobeWRodzinie,
    };
    let Some(parameter) = money_on(facts.local, code, day) else { return statutory };
    if facts.gmina_of_stay {
        trace.check(ART_101_UST_5, "kryterium podwyższone stosuje się", false, || vec![parameter.shown()]);
        return statutory;
    }
    if parameter.value <= statutory.parameter.value {
        trace.check(ART_8_UST_2, "kryterium uchwalone jest wyższe od ustawowego", false, || {
            vec![parameter.shown(), statutory.parameter.shown()]
        });
        return statutory;
    }
    let criterion = Criterion::new(parameter, facts.income, true);
    trace.amount(ART_8_UST_2, "kryterium dochodowe podwyższone uchwałą", criterion.household, || {
        criterion.shown(facts.income)
    });
    criterion
}

/// The criterion the amount of a month is computed from: silent when it is the one of the day of the decision.
pub(super) fn month_criterion<'b>(
    income: &HouseholdIncome,
    law: &Law<'b>,
    on_decision: Criterion<'b>,
    trace: &mut impl Trace,
) -> Result<Criterion<'b>, NotInForce> {
    let parameter = match income.kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => law.month.kryterium_osoby_samotnie_gospodarujacej()?,
        HouseholdKind::Rodzina => law.month.kryterium_na_osobe_w_rodzinie()?,
    };
    if parameter == on_decision.parameter {
        return Ok(on_decision);
    }
    let criterion = Criterion::new(parameter, income, false);
    trace.step(|| {
        Step::new(
            ART_8_UST_1,
            "kryterium miesiąca świadczenia",
            Outcome::amount(criterion.household),
            criterion.shown(income),
        )
        .with_confidence(Confidence::Unverified, "prawo według kryterium z dnia decyzji, kwota według miesiąca")
    });
    Ok(criterion)
}

/// Records that an amount is not set because the benefit is not due.
pub(super) fn no_amount(provision: LegalBasis, trace: &mut impl Trace) {
    trace.step(|| {
        Step::new(provision, "kwoty nie ustala się", Outcome::Text { text: "nie przysługuje".to_owned() }, Vec::new())
    });
}
