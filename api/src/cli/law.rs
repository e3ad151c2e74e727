//! `mops law`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::benefits::examples::{self as benefits, CheckOutcome, Difference};
use domain::benefits::law_book::LawBook;
use domain::casework::clock::examples::{self as clocks, Verdict};
use domain::casework::clock::rules::ClockRules;

use super::{Failure, print};

/// Look after the law that this binary was built with.
#[derive(Debug, Args)]
pub(super) struct Law {
    #[command(subcommand)]
    command: LawCommand,
}

#[derive(Debug, Subcommand)]
enum LawCommand {
    /// Check worked examples: one JSON object a line, about benefits, time limits or identifiers.
    Check(Check),
}

/// Check worked examples.
///
/// Prints a line for each example, the differences below it, and the totals. Fails when an example fails or asks
/// something that is not answered; one that is marked disputed never fails.
#[derive(Debug, Args)]
struct Check {
    /// The file.
    file: PathBuf,
}

impl Law {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.command {
            LawCommand::Check(check) => check.run(),
        }
    }
}

impl Check {
    fn run(self) -> Result<(), Failure> {
        let text = std::fs::read_to_string(&self.file)
            .map_err(|error| Failure::new(format!("{}: {error}", self.file.display())))?;
        let report = check(&text);
        print(&report.text)?;
        if report.failed + report.unsupported == 0 {
            return Ok(());
        }
        Err(Failure::new(format!("{}: not every example agrees", self.file.display())))
    }
}

/// What a file of worked examples came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Report {
    /// The lines to print, totals included.
    text: String,
    passed: usize,
    failed: usize,
    disputed: usize,
    unsupported: usize,
}

/// How one example came out.
enum Found {
    Passed,
    Failed,
    Disputed,
    Unsupported,
}

impl Report {
    fn add(&mut self, id: &str, found: &Found, details: &[String]) {
        let word = match found {
            Found::Passed => {
                self.passed += 1;
                "pass"
            }
            Found::Failed => {
                self.failed += 1;
                "FAIL"
            }
            Found::Disputed => {
                self.disputed += 1;
                "disputed"
            }
            Found::Unsupported => {
                self.unsupported += 1;
                "UNSUPPORTED"
            }
        };
        // Writing to a String does not fail.
        let _infallible = writeln!(self.text, "{word:<11} {id}");
        for detail in details {
            let _infallible = writeln!(self.text, "            {detail}");
        }
    }
}

/// Checks every line that is not blank with the reader that fits it.
fn check(text: &str) -> Report {
    let mut report = Report::default();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = format!("line {}", index + 1);
        if is_about_clocks(line) {
            check_clock(line, &number, &mut report)
        } else {
            check_benefit(line, &number, &mut report)
        }
    }
    let Report { passed, failed, disputed, unsupported, .. } = report;
    let _infallible =
        writeln!(report.text, "{passed} passed, {failed} failed, {disputed} disputed, {unsupported} unsupported");
    report
}

/// Lines about time limits and identifiers have a `rule` and a `kind`; those about benefits have neither.
fn is_about_clocks(line: &str) -> bool {
    let json: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
    let kind = json.get("kind").and_then(serde_json::Value::as_str);
    json.get("rule").is_some() && matches!(kind, Some("deadline" | "validate"))
}

fn check_clock(line: &str, number: &str, report: &mut Report) {
    let checked = clocks::check_line(ClockRules::embedded(), line);
    let id = checked.id.unwrap_or_else(|| number.to_owned());
    match checked.verdict {
        Verdict::Pass => report.add(&id, &Found::Passed, &[]),
        Verdict::Fail { differences } => report.add(&id, &Found::Failed, &differences),
        Verdict::Unsupported { reason } => report.add(&id, &Found::Unsupported, &[reason]),
    }
}

fn check_benefit(line: &str, number: &str, report: &mut Report) {
    let checked = benefits::check_line(line, number, LawBook::embedded());
    match checked.outcome {
        CheckOutcome::Pass => report.add(&checked.id, &Found::Passed, &[]),
        CheckOutcome::Fail { differences } => report.add(&checked.id, &Found::Failed, &in_words(&differences)),
        CheckOutcome::Disputed { differences } => report.add(&checked.id, &Found::Disputed, &in_words(&differences)),
        CheckOutcome::Unsupported { kind: _, cause } => report.add(&checked.id, &Found::Unsupported, &[cause]),
    }
}

fn in_words(differences: &[Difference]) -> Vec<String> {
    let word = |difference: &Difference| {
        let found = difference.found.as_deref().unwrap_or("nothing");
        format!("{}: expected {}, found {found}", difference.key, difference.expected)
    };
    differences.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BENEFITS: &str = include_str!("../../../domain/law/examples/pomoc-spoleczna.jsonl");
    const DEADLINES: &str = include_str!("../../../domain/law/examples/deadlines.jsonl");

    #[test]
    fn every_line_of_the_carried_examples_goes_to_its_reader() {
        let report = check(&format!("{BENEFITS}\n{DEADLINES}"));
        let lines = [BENEFITS, DEADLINES].concat().lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!((report.failed, report.unsupported), (0, 0), "{}", report.text);
        assert_eq!(report.passed + report.disputed, lines);
    }

    #[test]
    fn a_wrong_figure_a_wrong_day_and_an_unknown_question_are_shown() {
        let figure = BENEFITS.lines().next().unwrap().replace("2255.72", "2255.73");
        let day = DEADLINES.lines().next().unwrap().replace("\"2026-11-16\"", "\"2026-11-17\"");
        let text = format!("{figure}\n\n{day}\n{{\"id\":\"x\",\"benefit\":\"dps\"}}\nno json\n");
        let report = check(&text);
        assert_eq!((report.passed, report.failed, report.unsupported), (0, 2, 2), "{}", report.text);
        assert!(report.text.contains("UNSUPPORTED line 5"), "{}", report.text);
        assert!(report.text.contains("income: expected 2255.73, found 2255.72"), "{}", report.text);
    }
}
