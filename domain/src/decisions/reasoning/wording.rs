//! How figures, days, months and steps of a trace are worded in a Polish decision.

use chrono::{Datelike, NaiveDate};

use crate::kernel::day::YearMonth;
use crate::kernel::money::Money;
use crate::kernel::trace::{Outcome, Shown, Step};

/// Name of a month in the nominative and the genitive.
const fn month_names(month: u32) -> (&'static str, &'static str) {
    match month {
        1 => ("styczeń", "stycznia"),
        2 => ("luty", "lutego"),
        3 => ("marzec", "marca"),
        4 => ("kwiecień", "kwietnia"),
        5 => ("maj", "maja"),
        6 => ("czerwiec", "czerwca"),
        7 => ("lipiec", "lipca"),
        8 => ("sierpień", "sierpnia"),
        9 => ("wrzesień", "września"),
        10 => ("październik", "października"),
        11 => ("listopad", "listopada"),
        _ => ("grudzień", "grudnia"),
    }
}

/// `1229,00 zł`, with a space that does not break.
#[must_use]
pub fn zloty(amount: Money) -> String {
    format!("{}\u{a0}zł", amount.to_string().replace('.', ","))
}

/// `25 listopada 2026 r.`
#[must_use]
pub fn day(day: NaiveDate) -> String {
    format!("{} {} {} r.", day.day(), month_names(day.month()).1, day.year())
}

fn month_nominative(month: YearMonth) -> String {
    let first = month.first_day();
    format!("{} {} r.", month_names(first.month()).0, first.year())
}

fn month_genitive(month: YearMonth) -> String {
    let first = month.first_day();
    format!("{} {} r.", month_names(first.month()).1, first.year())
}

/// `od listopada 2026 r. do stycznia 2027 r.`, `za miesiąc listopad 2026 r.` or, without a last month, `… bezterminowo`.
#[must_use]
pub fn period(first: YearMonth, last: Option<YearMonth>) -> String {
    match last {
        None => format!("od {} bezterminowo", month_genitive(first)),
        Some(last) if last == first => format!("za miesiąc {}", month_nominative(first)),
        Some(last) => format!("od {} do {}", month_genitive(first), month_genitive(last)),
    }
}

/// An item per run of months with the same amount.
#[must_use]
pub fn months(figures: &[(YearMonth, Money)]) -> String {
    let mut runs: Vec<(YearMonth, YearMonth, Money)> = Vec::new();
    for (month, amount) in figures {
        match runs.last_mut() {
            Some((_, last, same)) if last.next() == *month && same == amount => *last = *month,
            Some(_) | None => runs.push((*month, *month, *amount)),
        }
    }
    items(runs.into_iter().map(|(first, last, amount)| format!("{}: {}", period(first, Some(last)), zloty(amount))))
}

/// Lines that the printed decision shows as a list.
pub fn items(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().map(|text| format!("– {text}")).collect::<Vec<_>>().join("\n")
}

/// An item per step: what was found, its result, the values, the provision.
#[must_use]
pub fn steps(steps: &[Step]) -> String {
    items(steps.iter().map(|step| {
        let result = match &step.outcome {
            Outcome::Holds { holds: true } => "tak".to_owned(),
            Outcome::Holds { holds: false } => "nie".to_owned(),
            Outcome::Amount { rounded: Some(amount), exact } if amount.to_string() == *exact => zloty(*amount),
            Outcome::Amount { rounded: Some(amount), exact } => {
                format!("{} (przed zaokrągleniem {exact})", zloty(*amount))
            }
            Outcome::Amount { rounded: None, exact } => exact.clone(),
            Outcome::Text { text } => text.clone(),
        };
        format!("{}: {result}{} – {}", step.finding, values(&step.values), step.provision)
    }))
}

fn values(shown: &[Shown]) -> String {
    let pairs: Vec<_> = shown.iter().map(|value| format!("{}: {}", value.name, value.value)).collect();
    if pairs.is_empty() { String::new() } else { format!(" ({})", pairs.join("; ")) }
}

/// The provisions of the steps, each once, in the order of the rule.
#[must_use]
pub fn provisions(steps: &[Step]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for step in steps {
        if !seen.contains(&step.provision) {
            seen.push(step.provision.clone());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::legal_basis::LegalBasis;
    use crate::kernel::trace::Origin;

    fn month(text: &str) -> YearMonth {
        text.parse().unwrap()
    }

    #[test]
    fn figures_and_days_are_worded_in_polish() {
        assert_eq!(zloty(Money::from_grosze(122_900)), "1229,00\u{a0}zł");
        assert_eq!(day("2026-02-03".parse().unwrap()), "3 lutego 2026 r.");
        let names: Vec<_> = (1..=12).map(month_names).collect();
        assert!(names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1), "{names:?}");
    }

    #[test]
    fn a_period_is_one_month_a_range_or_without_end() {
        assert_eq!(period(month("2026-11"), Some(month("2026-11"))), "za miesiąc listopad 2026 r.");
        assert_eq!(period(month("2026-11"), Some(month("2027-01"))), "od listopada 2026 r. do stycznia 2027 r.");
        assert_eq!(period(month("2026-11"), None), "od listopada 2026 r. bezterminowo");
    }

    #[test]
    fn months_with_the_same_amount_are_one_item() {
        let amount = Money::from_grosze;
        let figures = [
            (month("2026-11"), amount(100)),
            (month("2026-12"), amount(200)),
            (month("2027-01"), amount(200)),
            (month("2027-03"), amount(200)),
        ];
        insta::assert_snapshot!(months(&figures), @r"
        – za miesiąc listopad 2026 r.: 1,00 zł
        – od grudnia 2026 r. do stycznia 2027 r.: 2,00 zł
        – za miesiąc marzec 2027 r.: 2,00 zł
        ");
    }

    #[test]
    fn a_step_shows_its_result_values_and_provision() {
        const BASIS: LegalBasis = LegalBasis::new("art. 37 ust. 1 u.p.s.");
        let third = Money::from_grosze(1000).exact().split(3).unwrap();
        let trace = [
            Step::new(BASIS, "osoba pełnoletnia", Outcome::Holds { holds: true }, vec![]),
            Step::new(BASIS, "zbieg uprawnień", Outcome::Holds { holds: false }, vec![]),
            Step::new(
                LegalBasis::new("art. 8 ust. 3 u.p.s."),
                "dochód na osobę",
                Outcome::amount(third),
                vec![Shown::new("osoby", 3, Origin::Fact), Shown::computed("dochód rodziny", "10.00")],
            ),
            Step::new(BASIS, "kwota", Outcome::amount(Money::from_grosze(50_500).exact()), vec![]),
        ];
        insta::assert_snapshot!(steps(&trace), @r"
        – osoba pełnoletnia: tak – art. 37 ust. 1 u.p.s.
        – zbieg uprawnień: nie – art. 37 ust. 1 u.p.s.
        – dochód na osobę: 3,33 zł (przed zaokrągleniem 1000/3 gr) (osoby: 3; dochód rodziny: 10.00) – art. 8 ust. 3 u.p.s.
        – kwota: 505,00 zł – art. 37 ust. 1 u.p.s.
        ");
        assert_eq!(provisions(&trace), ["art. 37 ust. 1 u.p.s.", "art. 8 ust. 3 u.p.s."]);
    }
}
