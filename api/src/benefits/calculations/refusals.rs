//! Why a calculation is refused, with pointers into the body.

use domain::benefits::calculation::{AssessmentError, AssessmentRequest, RequestFault, faults as domain_faults};
use domain::benefits::income::pomoc_spoleczna::{IncomeError, PersonIncome};
use domain::benefits::law_book::LawBook;

use crate::http::error::{Error, Fault};

/// All faults together.
#[must_use]
pub fn refuse(faults: Vec<Fault>) -> Error {
    Error::Rule { code: "rule_violation", faults }
}

/// An amount below zero.
#[must_use]
pub fn negative(pointer: impl Into<String>) -> Fault {
    Fault::new(pointer, "negative_amount", "expected zero or more")
}

/// Every fault of a request, pointing into a body with `asOf`, `month`, `household` and `persons`.
#[must_use]
pub fn faults(request: &AssessmentRequest, book: &LawBook) -> Vec<Fault> {
    domain_faults(request, book).iter().map(fault).collect()
}

fn fault(fault: &RequestFault) -> Fault {
    match fault {
        RequestFault::Decision(error) => Fault::new("/asOf", "law_not_in_force", error),
        RequestFault::Month(error) => Fault::new("/month", "law_not_in_force", error),
        RequestFault::Household(error) => Fault::new("/household", "household_size", error),
        RequestFault::Declared { person, error: _ } => negative(format!("/persons/{person}/netIncome")),
        RequestFault::Row { person, row, error } => income(&format!("/persons/{person}/incomes/{row}"), error),
    }
}

fn income(row: &str, error: &IncomeError) -> Fault {
    match error {
        // Not the domain's words: they repeat the code, which is the sender's own text.
        IncomeError::UnknownKind { .. } => {
            let message = "expected a code of the list of income kinds";
            Fault::new(format!("{row}/kind"), "unknown_income_kind", message)
        }
        IncomeError::SpecialRule { .. } => Fault::new(format!("{row}/kind"), "income_kind_not_supported", error),
        IncomeError::Negative(_) => negative(row),
        IncomeError::NotInForce(error) => Fault::new(row, "law_not_in_force", error),
        IncomeError::Household => Fault::new("/household", "household_size", error),
    }
}

/// Every fault of a request that was put together from a case. A row of income is named by its evidence.
#[must_use]
pub fn faults_of_case(request: &AssessmentRequest, book: &LawBook) -> Vec<Fault> {
    domain_faults(request, book).iter().map(|fault| of_case(request, fault)).collect()
}

fn of_case(request: &AssessmentRequest, fault: &RequestFault) -> Fault {
    match fault {
        RequestFault::Decision(error) => Fault::new("/asOf", "law_not_in_force", error),
        RequestFault::Month(error) => Fault::new("/month", "law_not_in_force", error),
        RequestFault::Household(error) => Fault::new("/caseId", "household_size", error),
        RequestFault::Declared { person: _, error: _ } => negative("/caseId"),
        RequestFault::Row { person, row, error } => {
            let rows = request.persons.get(*person).map(|person| &person.income);
            let evidence = rows.and_then(|income| match income {
                PersonIncome::Rows(rows) => rows.get(*row)?.evidence,
                PersonIncome::Declared(_) => None,
            });
            let pointer = evidence.map_or_else(|| "/caseId".to_owned(), |id| format!("/rulings/{id}"));
            Fault { pointer, ..income("", error) }
        }
    }
}

/// The refusal of an assessment whose request has no fault.
#[must_use]
pub fn assessment(error: &AssessmentError) -> Error {
    match error {
        AssessmentError::NotInForce(error) => Error::rule("/asOf", "law_not_in_force", error),
        AssessmentError::Income(error) => refuse(vec![income("/persons", error)]),
        AssessmentError::TooLarge => Error::rule("/persons", "amount_too_large", error),
    }
}
