//! Income under art. 8 of the act of 12 March 2004 on social assistance (u.p.s.).
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283 with t.j. Dz.U. 2018 poz. 1508 for earlier days. Income is exact; nothing is
//! rounded here.
// INTERPRETATION: what is counted and what is deducted follows the law of the day of the decision, because the acts
// of 2021 (poz. 803 art. 3) and 2025 (poz. 620) apply to pending cases.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::benefits::income_kind::{ClassPeriod, IncomeClass, IncomeKind};
use crate::benefits::law_book::LawOn;
use crate::benefits::parameter::NotInForce;
use crate::kernel::day::YearMonth;
use crate::kernel::ids::{EvidenceId, PersonId};
use crate::kernel::legal_basis::{Confidence, LegalBasis};
use crate::kernel::money::{Exact, Money};
use crate::kernel::text::Prose;
use crate::kernel::trace::{Origin, Outcome, Shown, Step, Trace};

const ART_6_PKT_3: LegalBasis = LegalBasis::new("art. 6 pkt 3 u.p.s.");
const ART_6_PKT_4: LegalBasis = LegalBasis::new("art. 6 pkt 4 u.p.s.");
const ART_8_UST_3: LegalBasis = LegalBasis::new("art. 8 ust. 3 u.p.s.");
const ART_8_UST_3_PKT_1: LegalBasis = LegalBasis::new("art. 8 ust. 3 pkt 1 u.p.s.");
const ART_8_UST_3_PKT_2: LegalBasis = LegalBasis::new("art. 8 ust. 3 pkt 2 u.p.s.");
const ART_8_UST_3_PKT_3: LegalBasis = LegalBasis::new("art. 8 ust. 3 pkt 3 u.p.s.");
const ART_10_UST_1: LegalBasis = LegalBasis::new("art. 10 ust. 1 u.p.s.");

/// What the income is set for: some kinds are counted for one purpose and not for another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purpose {
    /// *Zasiłek stały*.
    ZasilekStaly,
    /// *Zasiłek okresowy*.
    ZasilekOkresowy,
    /// Another money benefit of the act.
    InneSwiadczeniePieniezne,
    /// The fee of relatives for a care home (art. 61 ust. 2 pkt 2).
    OplataRodzinyZaDps,
    /// Any other fee or benefit, among them the resident's own fee for a care home.
    SwiadczenieNiepieniezneLubOplata,
}

impl Purpose {
    /// Art. 8 ust. 4a: *świadczenie uzupełniające* is left out for money benefits and the relatives' fee only.
    const fn leaves_out_swiadczenie_uzupelniajace(self) -> bool {
        match self {
            Self::ZasilekStaly | Self::ZasilekOkresowy | Self::InneSwiadczeniePieniezne | Self::OplataRodzinyZaDps => {
                true
            }
            Self::SwiadczenieNiepieniezneLubOplata => false,
        }
    }

    /// Art. 37 ust. 6: *zasiłek okresowy* is left out for *zasiłek stały* only.
    const fn leaves_out_zasilek_okresowy(self) -> bool {
        match self {
            Self::ZasilekStaly => true,
            Self::ZasilekOkresowy
            | Self::InneSwiadczeniePieniezne
            | Self::OplataRodzinyZaDps
            | Self::SwiadczenieNiepieniezneLubOplata => false,
        }
    }

    /// Art. 10 ust. 1: children in foster care are left out of the family for *zasiłek stały* and *okresowy*.
    const fn leaves_out_foster_care(self) -> bool {
        match self {
            Self::ZasilekStaly | Self::ZasilekOkresowy => true,
            Self::InneSwiadczeniePieniezne | Self::OplataRodzinyZaDps | Self::SwiadczenieNiepieniezneLubOplata => false,
        }
    }
}

/// Art. 8 ust. 3 pkt 1-3: what is taken off receipts, złoty in the month of the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Deductions {
    /// Monthly income tax.
    pub income_tax: Money,
    /// Costs of earning; taken off since 2021-05-30.
    pub costs_of_earning: Money,
    /// Health insurance contributions.
    pub health_insurance: Money,
    /// Social insurance contributions.
    pub social_insurance: Money,
    /// Maintenance paid to other persons.
    pub maintenance_paid: Money,
}

/// An official's ruling that one row counts or does not, against its class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassOverride {
    /// Whether the row counts as income.
    pub counted: bool,
    /// Why.
    pub reason: Prose<500>,
}

/// One receipt of one month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncomeRow {
    /// The evidence behind it, when it is in the file.
    pub evidence: Option<EvidenceId>,
    /// The kind of income.
    pub kind: IncomeKind,
    /// The month in which it was received.
    pub month: YearMonth,
    /// The receipt before deductions, or the net amount when the deductions are zero.
    pub amount: Money,
    /// What is taken off.
    pub deductions: Deductions,
    /// A ruling against the class of the kind.
    pub class_override: Option<ClassOverride>,
}

impl IncomeRow {
    /// A row without deductions, ruling or evidence.
    #[must_use]
    pub fn net(kind: IncomeKind, month: YearMonth, amount: Money) -> Self {
        Self { evidence: None, kind, month, amount, deductions: Deductions::default(), class_override: None }
    }

    fn origin(&self) -> Origin {
        self.evidence.map_or(Origin::Fact, |id| Origin::Evidence { ids: vec![id] })
    }
}

/// Where a person's income is taken from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PersonIncome {
    /// An income that is already set, złoty a month.
    Declared(Money),
    /// Receipts of which the law makes an income.
    Rows(Vec<IncomeRow>),
}

/// A person of a household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Receipts or a set income.
    pub income: PersonIncome,
    /// Whether income was lost, so that the month of the application is the reference month.
    pub income_lost: bool,
    /// Whether the person is a child in foster care or a former ward (art. 10 ust. 1).
    pub foster_care: bool,
}

/// How people live: alone, or in a family (art. 6 pkt 10 and 14).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HouseholdKind {
    /// A one-person household.
    OsobaSamotnieGospodarujaca,
    /// Persons who live and keep house together.
    Rodzina,
}

/// Why an income cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IncomeError {
    /// The law has no value for the day.
    #[error(transparent)]
    NotInForce(#[from] NotInForce),
    /// The kind is not on the list.
    #[error("income kind `{kind}` is unknown")]
    UnknownKind {
        /// The kind.
        kind: IncomeKind,
    },
    /// The kind has a rule of its own that needs more than an amount; an official may rule on the row.
    #[error("income kind `{kind}` has a special rule and cannot be counted from an amount alone")]
    SpecialRule {
        /// The kind.
        kind: IncomeKind,
    },
    /// An amount or a deduction is below zero.
    #[error("expected amounts that are not below zero, found `{0}`")]
    Negative(Money),
    /// A household of one has other than one person, a family fewer than two, or the applicant is not in it.
    #[error("expected one person living alone or at least two in a family, with the applicant among them")]
    Household,
}

/// What the income is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'b> {
    /// The day of the application.
    pub application_on: NaiveDate,
    /// The purpose.
    pub purpose: Purpose,
    /// The law of the day of the decision.
    pub law: LawOn<'b>,
}

/// The income of a household, exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HouseholdIncome {
    /// How the people live.
    pub kind: HouseholdKind,
    /// How many persons count.
    pub persons: u32,
    /// The applicant's own income a month.
    pub applicant: Exact,
    /// The income of all a month; of a person living alone, the same as the applicant's.
    pub total: Exact,
}

impl HouseholdIncome {
    /// Art. 6 pkt 3: the income of the family divided by its persons, never rounded.
    #[must_use]
    pub fn per_person(&self) -> Exact {
        self.total.split(self.persons).unwrap_or(self.total)
    }
}

/// Art. 8 ust. 3: the month before the application, or the month of the application when income was lost.
#[must_use]
pub fn reference_month(application_on: NaiveDate, income_lost: bool) -> YearMonth {
    let month = YearMonth::of(application_on);
    if income_lost { month } else { month.previous() }
}

/// The income of a household (art. 6 pkt 3-4, art. 8 ust. 3-4a, art. 10 ust. 1).
///
/// # Errors
/// [`IncomeError`] for a household of the wrong size, negative amounts, unknown or special kinds.
pub fn household_income(
    kind: HouseholdKind,
    persons: &[Person],
    applicant: PersonId,
    question: &Question<'_>,
    trace: &mut impl Trace,
) -> Result<HouseholdIncome, IncomeError> {
    let fits = match kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => persons.len() == 1,
        HouseholdKind::Rodzina => persons.len() >= 2,
    };
    if !fits {
        return Err(IncomeError::Household);
    }
    let (mut own, mut total, mut count) = (None, Exact::ZERO, 0_u32);
    for person in persons {
        if question.purpose.leaves_out_foster_care() && person.foster_care && person.id != applicant {
            trace.check(ART_10_UST_1, "osobę w pieczy zastępczej uwzględnia się w rodzinie", false, || {
                vec![Shown::new("osoba", person.id, Origin::Fact)]
            });
            continue;
        }
        let income = person_income(person, question, trace)?;
        if person.id == applicant && own.replace(income).is_some() {
            return Err(IncomeError::Household);
        }
        total = total + income;
        count = count.saturating_add(1);
    }
    let applicant = own.ok_or(IncomeError::Household)?;
    let income = HouseholdIncome { kind, persons: count, applicant, total };
    match kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => {}
        HouseholdKind::Rodzina => {
            trace.amount(ART_6_PKT_4, "dochód rodziny", total, || vec![Shown::new("liczba osób", count, Origin::Fact)]);
            trace.amount(ART_6_PKT_3, "dochód na osobę w rodzinie", income.per_person(), || {
                vec![Shown::computed("dochód rodziny", total), Shown::new("liczba osób", count, Origin::Fact)]
            });
        }
    }
    Ok(income)
}

/// The income of one person in the reference month (art. 8 ust. 3).
///
/// # Errors
/// [`IncomeError`] for negative amounts, unknown or special kinds.
pub fn person_income(person: &Person, question: &Question<'_>, trace: &mut impl Trace) -> Result<Exact, IncomeError> {
    let rows = match &person.income {
        PersonIncome::Declared(amount) => {
            let income = not_negative(*amount)?;
            return Ok(trace.amount(ART_8_UST_3, "dochód osoby", income, || {
                vec![
                    Shown::new("osoba", person.id, Origin::Fact),
                    Shown::new("dochód ustalony", amount, Origin::Fact),
                ]
            }));
        }
        PersonIncome::Rows(rows) => rows,
    };
    let month = reference_month(question.application_on, person.income_lost);
    trace.step(|| reference_step(person, question.application_on, month));
    let (mut receipts, mut maintenance) = (Exact::ZERO, Exact::ZERO);
    for row in rows {
        let counted = counted(row, question, trace)?;
        let current = row.month == month;
        if !current {
            trace.check(ART_8_UST_3, "przychód z miesiąca odniesienia", false, || row_values(row));
            continue;
        }
        maintenance = maintenance + not_negative(row.deductions.maintenance_paid)?;
        if counted {
            receipts = receipts + row_income(row, question, trace)?;
        }
    }
    let after = receipts - maintenance;
    if maintenance > Exact::ZERO {
        trace.amount(ART_8_UST_3_PKT_3, "alimenty świadczone na rzecz innych osób", maintenance, || {
            maintenance_values(rows, month)
        });
    }
    let income = after.max(Exact::ZERO);
    trace.step(|| {
        let values = vec![Shown::new("osoba", person.id, Origin::Fact), Shown::computed("suma dochodów", receipts)];
        floored(Step::new(ART_8_UST_3, "dochód osoby", Outcome::amount(income), values), after)
    });
    Ok(income)
}

/// Whether a row counts as income (art. 8 ust. 3, 4 and 4a, art. 37 ust. 6), or an official ruled so.
fn counted(row: &IncomeRow, question: &Question<'_>, trace: &mut impl Trace) -> Result<bool, IncomeError> {
    let day = question.law.day();
    let unknown = || IncomeError::UnknownKind { kind: row.kind.clone() };
    let entry = question.law.book().income_kinds().find(&row.kind).ok_or_else(unknown)?;
    let period = entry.on(day).ok_or_else(unknown)?;
    if let Some(ruling) = &row.class_override {
        trace.step(|| {
            let mut values = row_values(row);
            values.push(Shown::new("uzasadnienie", &*ruling.reason, Origin::Choice));
            let outcome = Outcome::Holds { holds: ruling.counted };
            Step::new(ART_8_UST_3, "przychód wlicza się z rozstrzygnięcia pracownika", outcome, values)
        });
        return Ok(ruling.counted);
    }
    let counted = match period.class {
        IncomeClass::Counted => true,
        IncomeClass::NotCounted => false,
        IncomeClass::Special => special(&row.kind, question.purpose)?,
    };
    trace.step(|| class_step(row, period, counted));
    Ok(counted)
}

/// The kinds whose rule depends on the purpose alone; every other special kind needs more than an amount.
fn special(kind: &IncomeKind, purpose: Purpose) -> Result<bool, IncomeError> {
    match kind.as_str() {
        "swiadczenie_uzupelniajace" => Ok(!purpose.leaves_out_swiadczenie_uzupelniajace()),
        "zasilek_okresowy" => Ok(!purpose.leaves_out_zasilek_okresowy()),
        _ => Err(IncomeError::SpecialRule { kind: kind.clone() }),
    }
}

/// A receipt less tax, costs and contributions (art. 8 ust. 3 pkt 1-2), at least zero.
fn row_income(row: &IncomeRow, question: &Question<'_>, trace: &mut impl Trace) -> Result<Exact, IncomeError> {
    let Deductions { income_tax, costs_of_earning, health_insurance, social_insurance, maintenance_paid: _ } =
        row.deductions;
    let costs_flag = question.law.koszty_uzyskania_przychodu_odliczane()?;
    let costs = not_negative(costs_of_earning)?;
    let costs = if costs_flag.value == Decimal::ONE { costs } else { Exact::ZERO };
    let tax_and_costs = not_negative(income_tax)? + costs;
    if tax_and_costs > Exact::ZERO || costs_of_earning > Money::ZERO {
        trace.amount(ART_8_UST_3_PKT_1, "podatek i koszty uzyskania przychodu", tax_and_costs, || {
            vec![
                Shown::new("podatek dochodowy", income_tax, row.origin()),
                Shown::new("koszty uzyskania przychodu", costs_of_earning, row.origin()),
                costs_flag.shown(),
            ]
        });
    }
    let contributions = not_negative(health_insurance)? + not_negative(social_insurance)?;
    if contributions > Exact::ZERO {
        trace.amount(ART_8_UST_3_PKT_2, "składki zdrowotne i społeczne", contributions, || {
            vec![
                Shown::new("składka zdrowotna", health_insurance, row.origin()),
                Shown::new("składki społeczne", social_insurance, row.origin()),
            ]
        });
    }
    let net = not_negative(row.amount)? - tax_and_costs - contributions;
    let income = net.max(Exact::ZERO);
    trace.step(|| floored(Step::new(ART_8_UST_3, "dochód ze źródła", Outcome::amount(income), row_values(row)), net));
    Ok(income)
}

fn not_negative(amount: Money) -> Result<Exact, IncomeError> {
    if amount.is_negative() { Err(IncomeError::Negative(amount)) } else { Ok(amount.exact()) }
}

// INTERPRETATION: the act does not say what a negative result is; each source and each person counts as zero at least.
fn floored(step: Step, before: Exact) -> Step {
    if before.is_negative() {
        step.with_confidence(Confidence::Unverified, "wynik ujemny przyjęto jako zero")
    } else {
        step
    }
}

fn reference_step(person: &Person, application_on: NaiveDate, month: YearMonth) -> Step {
    let values = vec![
        Shown::new("osoba", person.id, Origin::Fact),
        Shown::new("dzień wniosku", application_on, Origin::Fact),
        Shown::new("utrata dochodu", if person.income_lost { "tak" } else { "nie" }, Origin::Fact),
    ];
    let step = Step::new(ART_8_UST_3, "miesiąc odniesienia", Outcome::Text { text: month.to_string() }, values);
    // INTERPRETATION: loss of one source moves the reference month of the person's whole income (practice).
    if person.income_lost {
        step.with_confidence(Confidence::Unverified, "utrata dochodu zmienia miesiąc dla całego dochodu osoby")
    } else {
        step
    }
}

fn class_step(row: &IncomeRow, period: &ClassPeriod, counted: bool) -> Step {
    let outcome = Outcome::Holds { holds: counted };
    let unsure = match period.confidence {
        Confidence::Read => None,
        unsure @ (Confidence::Secondary | Confidence::Computed | Confidence::Unverified | Confidence::Disputed) => {
            Some(unsure)
        }
    };
    Step {
        provision: period.legal_basis.clone(),
        confidence: unsure,
        note: period.note.clone(),
        ..Step::new(ART_8_UST_3, "przychód wlicza się do dochodu", outcome, row_values(row))
    }
}

fn row_values(row: &IncomeRow) -> Vec<Shown> {
    vec![
        Shown::new("rodzaj przychodu", &row.kind, row.origin()),
        Shown::new("miesiąc", row.month, row.origin()),
        Shown::new("kwota", row.amount, row.origin()),
    ]
}

fn maintenance_values(rows: &[IncomeRow], month: YearMonth) -> Vec<Shown> {
    rows.iter()
        .filter(|row| row.month == month && row.deductions.maintenance_paid > Money::ZERO)
        .map(|row| Shown::new("alimenty", row.deductions.maintenance_paid, row.origin()))
        .collect()
}

#[cfg(test)]
mod tests;
