//! Worked examples: a reader of the JSON Lines format that checks published cases against the rules.
//!
//! Each line goes through the same public functions as the service. A line whose kind or key is not known here is
//! [`CheckOutcome::Unsupported`] and counts as failed; a line marked `disputed` is reported and never fails.

mod benefit;
mod figures;
mod income;
mod line;
pub mod provisions;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

use self::line::Line;
use super::law_book::LawBook;

/// The result of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The line's id, or its number when it has none.
    pub id: String,
    /// The kind of question.
    pub benefit: String,
    /// How it came out.
    pub outcome: CheckOutcome,
    /// Provisions that the line cites and the trace does not; they are reported and fail no line.
    pub missing_provisions: Vec<String>,
}

impl Checked {
    /// Whether the line counts as failed.
    #[must_use]
    pub const fn failed(&self) -> bool {
        match self.outcome {
            CheckOutcome::Fail { .. } | CheckOutcome::Unsupported { .. } => true,
            CheckOutcome::Pass | CheckOutcome::Disputed { .. } => false,
        }
    }
}

/// How a line came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckOutcome {
    /// Every expected key agrees.
    Pass,
    /// Some expected keys differ.
    Fail {
        /// Each key that differs.
        differences: Vec<Difference>,
    },
    /// The law is read in two ways; what differs is shown.
    Disputed {
        /// Each key that differs; none when the reading coded here agrees.
        differences: Vec<Difference>,
    },
    /// The line asks something that is not answered here.
    Unsupported {
        /// The kind of question.
        kind: String,
        /// Why it is not answered.
        cause: String,
    },
}

/// An expected key with another value, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The key.
    pub key: String,
    /// What the line expects.
    pub expected: String,
    /// What was found; none when the answer has no such key.
    pub found: Option<String>,
}

/// What a line's question is answered with.
pub(super) struct Answer {
    found: BTreeMap<&'static str, String>,
    provisions: Vec<String>,
}

/// Why a line's question is not answered.
pub(super) struct Unanswered(String);

impl<E: std::error::Error> From<E> for Unanswered {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Checks every line of a file that is not blank.
#[must_use]
pub fn check_lines(text: &str, book: &LawBook) -> Vec<Checked> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| check_line(line, &format!("line {}", index.saturating_add(1)), book)).collect()
}

/// Checks one line; `name` stands in for a missing id.
#[must_use]
pub fn check_line(text: &str, name: &str, book: &LawBook) -> Checked {
    let json: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let word = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
    let id = word("id").unwrap_or_else(|| name.to_owned());
    let benefit = word("benefit").unwrap_or_default();
    let answered = serde_json::from_str::<Line>(text).map_err(Unanswered::from).and_then(|line| {
        let answer = answer(&line, book)?;
        Ok((line, answer))
    });
    match answered {
        Err(Unanswered(cause)) => Checked {
            outcome: CheckOutcome::Unsupported { kind: benefit.clone(), cause },
            id,
            benefit,
            missing_provisions: Vec::new(),
        },
        Ok((line, answer)) => {
            Checked { outcome: outcome(&line, &answer), missing_provisions: missing(&line, &answer), id, benefit }
        }
    }
}

fn answer(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    match line.benefit.as_str() {
        "zasilek_staly" | "zasilek_okresowy" | "zasilek_celowy" | "specjalny_zasilek_celowy" => {
            benefit::answer(line, book)
        }
        "zasilek_okresowy_minimum" => figures::zasilek_okresowy_minimum(line, book),
        "limity_zasilku_stalego" => figures::limity_zasilku_stalego(line, book),
        "podstawa_zasilku_stalego" => figures::podstawa_zasilku_stalego(line, book),
        "parametry" => figures::parametry(line, book),
        "kryterium_dochodowe_rodziny" => figures::kryterium_dochodowe_rodziny(line, book),
        "dochod" => income::answer(line, book),
        other => Err(Unanswered(format!("kind `{other}` is not answered here"))),
    }
}

fn outcome(line: &Line, answer: &Answer) -> CheckOutcome {
    let differences: Vec<Difference> = line
        .expected
        .iter()
        .filter_map(|(key, expected)| {
            let expected = plain(expected);
            let found = answer.found.get(key.as_str());
            let agrees = found.is_some_and(|found| same(&expected, found));
            (!agrees).then(|| Difference { key: key.clone(), expected, found: found.cloned() })
        })
        .collect();
    match (line.disputed, differences.is_empty()) {
        (true, _) => CheckOutcome::Disputed { differences },
        (false, true) => CheckOutcome::Pass,
        (false, false) => CheckOutcome::Fail { differences },
    }
}

fn missing(line: &Line, answer: &Answer) -> Vec<String> {
    line.legal_basis.iter().filter(|cited| !provisions::covered(cited, &answer.provisions)).cloned().collect()
}

/// The text of an expected value without JSON quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// Equal as numbers, else as texts.
fn same(expected: &str, found: &str) -> bool {
    match (expected.parse::<Decimal>(), found.parse::<Decimal>()) {
        (Ok(expected), Ok(found)) => expected == found,
        _ => expected == found,
    }
}

#[cfg(test)]
mod tests;
