//! Whether a decision may still rest on its calculation: looked at when it is drafted and again when it is signed.

use chrono::NaiveDate;
use domain::benefits::calculation::stored::Calculation;
use domain::benefits::law_book::LawBook;
use domain::casework::case::Case;
use domain::decisions::grounds;
use domain::decisions::terms::GrantTerms;
use domain::kernel::ids::{EvidenceId, PersonId};
use domain::payments::award::AwardKind;
use domain::people::person::PersonState;
use persistence::people::evidence;
use persistence::tx::Read;
use serde_json::Value;

use super::facts::evidence_of;
use super::party::Party;
use crate::benefits::calculations::usecases::members;
use crate::http::error::{Error, Fault};

/// Refuses a calculation that does not hold on the day of the decision: its law is another day's, evidence it used is
/// not to be used any more, other people keep house with the applicant, or the applicant died.
pub(in crate::decisions) fn still_holds(
    read: &mut Read<'_>,
    case: &Case,
    calculation: &Calculation,
    party: &Party,
    day: NaiveDate,
) -> Result<(), Error> {
    let mut faults = Vec::new();
    if grounds::outdated(calculation, LawBook::embedded(), day) {
        let text = "expected a calculation by the law of the day of the decision";
        faults.push(Fault::new("/calculationId", "calculation_outdated", text));
    }
    let applicant = &party.person;
    if applicant.state == PersonState::Deceased || applicant.vitals.death_date.is_some() {
        let text = "the applicant died";
        faults.push(Fault::new(format!("/members/{}", applicant.id), "applicant_deceased", text));
    }
    let mut used: Vec<EvidenceId> = calculation.steps.iter().flat_map(evidence_of).collect();
    used.sort_unstable();
    used.dedup();
    let rows = if used.is_empty() { Vec::new() } else { evidence::with_ids(read, &used)? };
    for row in rows.iter().filter(|row| !row.standing.state().usable()) {
        let text = "the calculation used evidence that is disputed or voided";
        faults.push(Fault::new(format!("/evidence/{}", row.id), "evidence_voided", text));
    }
    let now = members(read, case, applicant.id, day)?;
    let then = counted(calculation);
    let came = now.iter().filter(|person| !then.contains(person));
    let left = then.iter().filter(|person| !now.contains(person));
    for person in came.chain(left) {
        let text = "expected a calculation for those who keep house with the applicant on the day of the decision";
        faults.push(Fault::new(format!("/members/{person}"), "household_changed", text));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Rule { code: "rule_violation", faults }) }
}

/// Whom the calculation counted.
fn counted(calculation: &Calculation) -> Vec<PersonId> {
    let persons = calculation.inputs.get("persons").and_then(Value::as_array).into_iter().flatten();
    persons.filter_map(|person| person.get("id")?.as_str()?.parse().ok()).collect()
}

/// Refuses one amount for months whose law gives different ones.
pub(in crate::decisions) fn same_law(
    calculation: &Calculation,
    terms: Option<&GrantTerms>,
    day: NaiveDate,
) -> Result<(), Error> {
    let monthly = terms.filter(|terms| terms.kind == AwardKind::Monthly);
    let other =
        monthly.and_then(|terms| grounds::month_of_other_law(calculation, LawBook::embedded(), terms.right, day));
    let Some(other) = other else { return Ok(()) };
    let text = format!("the amount was calculated for {}, the law of {other} differs", calculation.month);
    Err(Error::rule("/terms", "months_differ", format!("{text}; expected a calculation for each period by itself")))
}
