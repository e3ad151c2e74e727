//! Income under art. 8 of the act of 12 March 2004 on social assistance (u.p.s.).
//!
//! Text used: t.j. Dz.U. 2024 poz. 1283 with t.j. Dz.U. 2018 poz. 1508 for earlier days. Income is exact; nothing is
//! rounded here.
// INTERPRETATION: what is counted and what is deducted follows the law of the day of the decision, because the acts
// of 2021 (poz. 803 art. 3) and 2025 (poz. 620) apply to pending cases.

mod facts;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use self::facts::{
    ClassOverride, Deductions, HouseholdIncome, HouseholdKind, IncomeError, IncomeRow, Person, PersonIncome, Purpose,
    Question,
};
use crate::benefits::income_kind::{ClassPeriod, IncomeClass, IncomeKind};
use crate::kernel::day::YearMonth;
use crate::kernel::ids::PersonId;
use crate::kernel::legal_basis::{Confidence, LegalBasis};
use crate::kernel::money::{Exact, Money};
use crate::kernel::trace::{Origin, Outcome, Shown, Silent, Step, Trace};

const ART_6_PKT_3: LegalBasis = LegalBasis::new("art. 6 pkt 3 u.p.s.");
const ART_6_PKT_4: LegalBasis = LegalBasis::new("art. 6 pkt 4 u.p.s.");
const ART_8_UST_3: LegalBasis = LegalBasis::new("art. 8 ust. 3 u.p.s.");
const ART_8_UST_3_PKT_1: LegalBasis = LegalBasis::new("art. 8 ust. 3 pkt 1 u.p.s.");
const ART_8_UST_3_PKT_2: LegalBasis = LegalBasis::new("art. 8 ust. 3 pkt 2 u.p.s.");
const ART_8_UST_3_PKT_3: LegalBasis = LegalBasis::new("art. 8 ust. 3 pkt 3 u.p.s.");
const ART_10_UST_1: LegalBasis = LegalBasis::new("art. 10 ust. 1 u.p.s.");

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
    let mut each = Vec::new();
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
        each.push(income);
        count = count.saturating_add(1);
    }
    let applicant = own.ok_or(IncomeError::Household)?;
    let income = HouseholdIncome { kind, persons: count, applicant, total };
    match kind {
        HouseholdKind::OsobaSamotnieGospodarujaca => {}
        HouseholdKind::Rodzina => {
            trace.amount(ART_6_PKT_4, "dochód rodziny", total, || computed("dochód osoby", &each));
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
                vec![Shown::new("osoba", person.id, Origin::Fact), Shown::new("dochód ustalony", amount, Origin::Fact)]
            }));
        }
        PersonIncome::Rows(rows) => rows,
    };
    let month = reference_month(question.application_on, person.income_lost);
    trace.step(|| reference_step(person, question.application_on, month));
    let (mut sources, mut maintenance) = (Vec::new(), Exact::ZERO);
    for row in rows {
        let counted = counted(row, question, trace)?;
        let current = row.month == month;
        if !current {
            trace.check(ART_8_UST_3, "przychód z miesiąca odniesienia", false, || row_values(row));
            continue;
        }
        maintenance = maintenance + not_negative(row.deductions.maintenance_paid)?;
        if counted {
            sources.push(row_income(row, question, trace)?);
        }
    }
    let after = sources.iter().copied().sum::<Exact>() - maintenance;
    if maintenance > Exact::ZERO {
        trace.amount(ART_8_UST_3_PKT_3, "alimenty świadczone na rzecz innych osób", maintenance, || {
            maintenance_values(rows, month)
        });
    }
    let income = after.max(Exact::ZERO);
    trace.step(|| {
        let mut values = vec![Shown::new("osoba", person.id, Origin::Fact)];
        values.extend(computed("dochód ze źródła", &sources));
        values.extend((maintenance > Exact::ZERO).then(|| Shown::computed("alimenty", maintenance)));
        floored(Step::new(ART_8_UST_3, "dochód osoby", Outcome::amount(income), values), after)
    });
    Ok(income)
}

/// Checks one row by itself: its kind is known and can be counted from an amount, no amount is below zero.
///
/// # Errors
/// As [`person_income`].
pub fn check_row(row: &IncomeRow, question: &Question<'_>) -> Result<(), IncomeError> {
    counted(row, question, &mut Silent)?;
    not_negative(row.deductions.maintenance_paid)?;
    row_income(row, question, &mut Silent).map(|_income| ())
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
    let costs = not_negative(costs_of_earning)?;
    let flag = (costs > Exact::ZERO).then(|| question.law.koszty_uzyskania_przychodu_odliczane()).transpose()?;
    let deducted = flag.is_some_and(|flag| flag.value == Decimal::ONE);
    let tax_and_costs = not_negative(income_tax)? + if deducted { costs } else { Exact::ZERO };
    if tax_and_costs > Exact::ZERO || flag.is_some() {
        trace.amount(ART_8_UST_3_PKT_1, "podatek i koszty uzyskania przychodu", tax_and_costs, || {
            let mut values = vec![
                Shown::new("podatek dochodowy", income_tax, row.origin()),
                Shown::new("koszty uzyskania przychodu", costs_of_earning, row.origin()),
            ];
            values.extend(flag.map(|flag| flag.shown()));
            values
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

fn computed(name: &str, amounts: &[Exact]) -> Vec<Shown> {
    amounts.iter().map(|amount| Shown::computed(name, amount)).collect()
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
