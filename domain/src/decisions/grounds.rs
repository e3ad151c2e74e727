//! Whether a calculation still carries a decision: the law it used is the law of the day, and of every month it pays.

use chrono::NaiveDate;
use serde_json::Value;

use crate::benefits::calculation::RULE_SET;
use crate::benefits::calculation::stored::Calculation;
use crate::benefits::law_book::LawBook;
use crate::kernel::day::{DayRange, YearMonth};
use crate::payments::award::MAX_MONTHS;

/// How the parameters begin that set the amount of a benefit: they follow the month it is for, not the day.
const AMOUNT_OF: &str = "zasilek_";

/// Whether a calculation was made for another day's law: for a day after today, by other rules, or with another version
/// of a parameter than the one of today. The criterion follows the day of the decision, the amount its month.
#[must_use]
pub fn outdated(calculation: &Calculation, book: &LawBook, today: NaiveDate) -> bool {
    let (then, now) = (amount_day(calculation.month, calculation.decision_on), amount_day(calculation.month, today));
    let found = |id: &str, day| version(book, id, day);
    let other_version = |id: &str, from: NaiveDate| {
        let by_day = !id.starts_with(AMOUNT_OF) && found(id, calculation.decision_on) != found(id, today);
        let known = [today, now].into_iter().any(|day| found(id, day) == Some(from));
        by_day || !known || found(id, then) != found(id, now)
    };
    let law = calculation.parameters.iter().filter(|used| book.parameter(&used.id).is_some());
    calculation.decision_on > today
        || calculation.rule_set != RULE_SET
        || law.into_iter().any(|used| other_version(&used.id, used.from))
        || local_differs(calculation, calculation.decision_on, today)
        || local_differs(calculation, then, now)
}

/// The first month of a right, up to the one of today, whose law gives another amount than the month calculated.
#[must_use]
pub fn month_of_other_law(
    calculation: &Calculation,
    book: &LawBook,
    right: DayRange,
    today: NaiveDate,
) -> Option<YearMonth> {
    let last = right.last().map_or(today, |last| last.min(today));
    let months = std::iter::successors(Some(YearMonth::of(right.from())), |month| Some(month.next()));
    let mut due = months.take_while(|month| *month <= YearMonth::of(last)).take(MAX_MONTHS);
    let calculated = amount_day(calculation.month, today);
    due.find(|month| {
        let day = amount_day(*month, today);
        local_differs(calculation, day, calculated)
            || calculation
                .parameters
                .iter()
                .any(|used| version(book, &used.id, day) != version(book, &used.id, calculated))
    })
}

/// The day whose law sets the amount of a month.
fn amount_day(month: YearMonth, decision_on: NaiveDate) -> NaiveDate {
    decision_on.clamp(month.first_day(), month.last_day())
}

fn version(book: &LawBook, id: &str, day: NaiveDate) -> Option<NaiveDate> {
    book.on(day).find(id).ok().map(|value| value.from)
}

/// Whether a resolution of the council that the calculation names holds on one of the days only.
fn local_differs(calculation: &Calculation, one: NaiveDate, other: NaiveDate) -> bool {
    let local = calculation.inputs.get("local").and_then(Value::as_array).into_iter().flatten();
    local.into_iter().any(|row| holds(row, one) != holds(row, other))
}

fn holds(row: &Value, day: NaiveDate) -> bool {
    let at = |name: &str| row.get(name).and_then(Value::as_str).and_then(|text| text.parse::<NaiveDate>().ok());
    at("from").is_none_or(|from| from <= day) && at("to").is_none_or(|to| day <= to)
}
