//! Facts for the tests of the rules.

use chrono::NaiveDate;

use super::general::{Law, Situation};
use crate::benefits::circumstance::Circumstance;
use crate::benefits::income::pomoc_spoleczna::{HouseholdIncome, HouseholdKind};
use crate::benefits::law_book::LawBook;
use crate::benefits::local::{LocalCode, LocalParameter};
use crate::kernel::day::YearMonth;
use crate::kernel::money::{Exact, Money};

pub(super) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A household by the incomes of its persons in grosze, the applicant first.
pub(super) fn household(incomes: &[i64]) -> HouseholdIncome {
    let kind = if incomes.len() == 1 { HouseholdKind::OsobaSamotnieGospodarujaca } else { HouseholdKind::Rodzina };
    let exact = |grosze: &i64| Money::from_grosze(*grosze).exact();
    HouseholdIncome {
        kind,
        persons: u32::try_from(incomes.len()).unwrap(),
        applicant: exact(&incomes[0]),
        total: incomes.iter().map(exact).sum::<Exact>(),
    }
}

pub(super) fn situation(income: &HouseholdIncome) -> Situation<'_> {
    Situation {
        income,
        circumstances: &[Circumstance::Niepelnosprawnosc],
        other_circumstances: false,
        local: &[],
        gmina_of_stay: false,
    }
}

/// The law of a day for a decision of that day about its month.
pub(super) fn law(day: &str) -> Law<'static> {
    let day: NaiveDate = day.parse().unwrap();
    Law::new(LawBook::embedded(), "test", day, YearMonth::of(day)).unwrap()
}

pub(super) fn local(code: LocalCode, value: &str) -> LocalParameter {
    LocalParameter::new(code, value.parse().unwrap(), "2020-01-01".parse().unwrap(), None, "uchwała nr 1").unwrap()
}
