//! Worked examples of time limits and identifiers: a reader of the format, so that any such file can be checked.
//!
//! A line is a JSON object: `kind: deadline` names a rule, a trigger and the expected day or instant;
//! `kind: validate` names an identifier's kind, an input and what is expected of it.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Deserialize;

use super::rules::{ClockRule, ClockRules};
use crate::kernel::calendar::Calendar;
use crate::kernel::nip::{InvalidNip, Nip};
use crate::kernel::nrb::{InvalidNrb, Nrb};
use crate::kernel::pesel::{InvalidPesel, Pesel, Sex};
use crate::kernel::regon::{InvalidRegon, Regon};
use crate::kernel::time_limit::Unit;

/// What came of one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Everything agrees.
    Pass,
    /// The program answers otherwise.
    Fail {
        /// Each difference, in words.
        differences: Vec<String>,
    },
    /// The line asks for something the program does not know; counts as failed.
    Unsupported {
        /// What is not known.
        reason: String,
    },
}

/// One line with its verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// The line's id, when it could be read.
    pub id: Option<String>,
    /// What came of it.
    pub verdict: Verdict,
}

/// Remarks that lines of both kinds carry for the reader; nothing is computed from them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "named so that an unknown key is noticed; remarks are not compared")]
struct DeadlineLine {
    id: String,
    kind: Kind,
    rule: String,
    trigger: String,
    trigger_weekday: Option<String>,
    trigger_event: Option<String>,
    unit: Option<Unit>,
    length: Option<u16>,
    roll_forward: Option<bool>,
    expected: String,
    expected_weekday: Option<String>,
    reason: Option<String>,
    basis: Option<String>,
    confidence: Option<String>,
    source: Option<String>,
    comment: Option<String>,
    disputed: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "named so that an unknown key is noticed; remarks are not compared")]
struct ValidateLine {
    id: String,
    kind: Kind,
    rule: Identifier,
    input: String,
    expected: ExpectedValidation,
    reason: Option<String>,
    basis: Option<String>,
    confidence: Option<String>,
    source: Option<String>,
    comment: Option<String>,
    disputed: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Deadline,
    Validate,
}

#[derive(Deserialize)]
struct Head {
    id: Option<String>,
    kind: Kind,
}

/// The kinds of identifier that examples validate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Identifier {
    /// An account number with its country.
    #[serde(rename = "IBAN_PL")]
    IbanPl,
    /// A tax number.
    #[serde(rename = "NIP")]
    Nip,
    /// A PESEL number.
    #[serde(rename = "PESEL")]
    Pesel,
    /// A statistical number.
    #[serde(rename = "REGON")]
    Regon,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
struct ExpectedValidation {
    valid: bool,
    error: Option<String>,
    birth_date: Option<NaiveDate>,
    sex: Option<String>,
}

/// Why an identifier is refused, in the words of the examples.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Wrong length or characters.
    Format,
    /// No such date.
    Date,
    /// Control digits disagree.
    Checksum,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "format",
            Self::Date => "date",
            Self::Checksum => "checksum",
        })
    }
}

/// Checks an identifier of a kind.
///
/// # Errors
/// The [`Refusal`] when it is not one.
pub fn validate(kind: Identifier, input: &str) -> Result<(), Refusal> {
    match kind {
        Identifier::IbanPl => Nrb::from_iban(input).map(|_nrb| ()).map_err(|error| match error {
            InvalidNrb::Format => Refusal::Format,
            InvalidNrb::CheckDigits => Refusal::Checksum,
        }),
        Identifier::Nip => input.parse::<Nip>().map(|_nip| ()).map_err(|error| match error {
            InvalidNip::Format => Refusal::Format,
            InvalidNip::CheckDigit => Refusal::Checksum,
        }),
        Identifier::Pesel => input.parse::<Pesel>().map(|_pesel| ()).map_err(|error| match error {
            InvalidPesel::Format => Refusal::Format,
            InvalidPesel::Date => Refusal::Date,
            InvalidPesel::CheckDigit => Refusal::Checksum,
        }),
        Identifier::Regon => input.parse::<Regon>().map(|_regon| ()).map_err(|error| match error {
            InvalidRegon::Format => Refusal::Format,
            InvalidRegon::CheckDigit => Refusal::Checksum,
        }),
    }
}

/// Checks every line of a file; blank lines are skipped.
#[must_use]
pub fn check_file(rules: &ClockRules, text: &str) -> Vec<Checked> {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| check_line(rules, line)).collect()
}

/// Checks one line.
#[must_use]
pub fn check_line(rules: &ClockRules, line: &str) -> Checked {
    let head: Head = match serde_json::from_str(line) {
        Ok(head) => head,
        Err(error) => return Checked { id: None, verdict: unsupported(&error) },
    };
    let verdict = match head.kind {
        Kind::Deadline => serde_json::from_str(line).map(|line| check_deadline(rules, &line)),
        Kind::Validate => serde_json::from_str(line).map(|line| check_validation(&line)),
    };
    Checked { id: head.id, verdict: verdict.unwrap_or_else(|error| unsupported(&error)) }
}

fn unsupported(reason: &impl fmt::Display) -> Verdict {
    Verdict::Unsupported { reason: reason.to_string() }
}

fn verdict(differences: Vec<String>) -> Verdict {
    if differences.is_empty() { Verdict::Pass } else { Verdict::Fail { differences } }
}

/// Notes a difference between what the program says and what the line expects.
fn compare<T: PartialEq + fmt::Debug>(differences: &mut Vec<String>, what: &str, ours: &T, expected: Option<&T>) {
    if let Some(expected) = expected.filter(|expected| *expected != ours) {
        differences.push(format!("{what}: expected {expected:?}, found {ours:?}"));
    }
}

fn check_deadline(rules: &ClockRules, line: &DeadlineLine) -> Verdict {
    let Some(rule) = rules.rule(&line.rule) else {
        return unsupported(&format_args!("no time limit `{}`", line.rule));
    };
    let mut differences = Vec::new();
    let limit = rule.limit();
    compare(&mut differences, "unit", &limit.unit, line.unit.as_ref());
    compare(&mut differences, "length", &limit.length, line.length.as_ref());
    compare(&mut differences, "roll_forward", &limit.roll_forward, line.roll_forward.as_ref());
    let outcome = match limit.unit {
        Unit::Hours => check_instant(rule, line, &mut differences),
        Unit::CalendarDays
        | Unit::WorkingDays
        | Unit::Weeks
        | Unit::Months
        | Unit::Years
        | Unit::CalendarDaysBefore
        | Unit::WorkingDaysBefore => check_day(rule, line, &mut differences),
    };
    match outcome {
        Ok(()) => verdict(differences),
        Err(reason) => unsupported(&reason),
    }
}

fn check_day(rule: &ClockRule, line: &DeadlineLine, differences: &mut Vec<String>) -> Result<(), String> {
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|error| format!("`{text}`: {error}"));
    let (trigger, expected) = (day(&line.trigger)?, day(&line.expected)?);
    let due = rule.due(trigger, &Calendar::statutory()).map_err(|error| error.to_string())?;
    compare(differences, "expected", &due.on, Some(&expected));
    compare(differences, "trigger_weekday", &trigger.weekday().to_string(), line.trigger_weekday.as_ref());
    compare(differences, "expected_weekday", &due.on.weekday().to_string(), line.expected_weekday.as_ref());
    Ok(())
}

fn check_instant(rule: &ClockRule, line: &DeadlineLine, differences: &mut Vec<String>) -> Result<(), String> {
    let instant = |text: &str| text.parse::<DateTime<Utc>>().map_err(|error| format!("`{text}`: {error}"));
    let (trigger, expected) = (instant(&line.trigger)?, instant(&line.expected)?);
    let due = rule.limit().due_at(trigger).map_err(|error| error.to_string())?;
    compare(differences, "expected", &due, Some(&expected));
    Ok(())
}

fn check_validation(line: &ValidateLine) -> Verdict {
    let pesel = match line.rule {
        Identifier::Pesel => line.input.parse::<Pesel>().ok(),
        Identifier::IbanPl | Identifier::Nip | Identifier::Regon => None,
    };
    let refusal = validate(line.rule, &line.input).err();
    let ours = ExpectedValidation {
        valid: refusal.is_none(),
        error: refusal.map(|refusal| refusal.to_string()),
        birth_date: pesel.map(Pesel::birth_date),
        sex: pesel.map(|pesel| match pesel.sex() {
            Sex::Female => "F".to_owned(),
            Sex::Male => "M".to_owned(),
        }),
    };
    let mut differences = Vec::new();
    compare(&mut differences, "valid", &ours.valid, Some(&line.expected.valid));
    compare_named(&mut differences, "error", ours.error.as_ref(), line.expected.error.as_ref());
    compare_named(&mut differences, "birth_date", ours.birth_date.as_ref(), line.expected.birth_date.as_ref());
    compare_named(&mut differences, "sex", ours.sex.as_ref(), line.expected.sex.as_ref());
    verdict(differences)
}

/// Compares what the line names; what it leaves out is not asked for.
fn compare_named<T: PartialEq + fmt::Debug>(
    differences: &mut Vec<String>,
    what: &str,
    ours: Option<&T>,
    expected: Option<&T>,
) {
    if expected.is_some() {
        compare(differences, what, &ours, Some(&expected));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLES: &str = include_str!("../../../law/examples/deadlines.jsonl");

    fn check(line: &str) -> Verdict {
        check_line(ClockRules::embedded(), line).verdict
    }

    #[test]
    fn every_worked_example_passes() {
        let checked = check_file(ClockRules::embedded(), EXAMPLES);
        assert_eq!(checked.len(), 58);
        for line in checked {
            assert_eq!(line.verdict, Verdict::Pass, "{:?}", line.id);
        }
    }

    #[test]
    fn each_kind_of_difference_is_named() {
        let line = r#"{"id":"X","kind":"deadline","rule":"KPA-35-1M","trigger":"2026-03-31","unit":"weeks","length":2,
            "roll_forward":false,"expected":"2026-05-01","expected_weekday":"Fri"}"#;
        let Verdict::Fail { differences } = check(line) else { panic!("expected differences") };
        insta::assert_snapshot!(differences.join("\n"), @r#"
        unit: expected Weeks, found Months
        length: expected 2, found 1
        roll_forward: expected false, found true
        expected: expected 2026-05-01, found 2026-04-30
        expected_weekday: expected "Fri", found "Thu"
        "#);
        let line = r#"{"id":"X","kind":"validate","rule":"PESEL","input":"44051401359",
            "expected":{"valid":false,"error":"date","sex":"F","birth_date":"1944-05-15"}}"#;
        let Verdict::Fail { differences } = check(line) else { panic!("expected differences") };
        insta::assert_snapshot!(differences.join("\n"), @r#"
        valid: expected false, found true
        error: expected Some("date"), found None
        birth_date: expected Some(1944-05-15), found Some(1944-05-14)
        sex: expected Some("F"), found Some("M")
        "#);
    }

    #[test]
    fn what_is_not_known_is_unsupported() {
        for line in [
            "not json",
            r#"{"id":"X","kind":"riddle"}"#,
            r#"{"id":"X","kind":"deadline","rule":"NO-SUCH-RULE","trigger":"2026-03-31","expected":"2026-04-01"}"#,
            r#"{"id":"X","kind":"deadline","rule":"KPA-35-1M","trigger":"yesterday","expected":"2026-04-01"}"#,
            r#"{"id":"X","kind":"deadline","rule":"NK-12A5-COURT-24H","trigger":"2026-03-31","expected":"2026-04-01"}"#,
            r#"{"id":"X","kind":"deadline","rule":"KPA-35-1M","trigger":"2026-03-31","expected":"2026-04-30","odd":1}"#,
            r#"{"id":"X","kind":"validate","rule":"PASSPORT","input":"1","expected":{"valid":true}}"#,
            r#"{"id":"X","kind":"validate","rule":"NIP","input":"1","expected":{"valid":true,"odd":1}}"#,
        ] {
            assert!(matches!(check(line), Verdict::Unsupported { .. }), "{line}");
        }
    }
}
