//! Every fault of a request at once, each with its place; [`assess`](super::assess) stops at the first.

use super::AssessmentRequest;
use crate::benefits::income::pomoc_spoleczna::{HouseholdKind, IncomeError, PersonIncome, Question, check_row};
use crate::benefits::law_book::LawBook;
use crate::benefits::parameter::NotInForce;
use crate::benefits::pomoc_spoleczna::{Law, SUPPORTED_SINCE};

/// A fault of a request and where it lies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// The rule or a parameter is not in force on the day of the decision.
    #[error(transparent)]
    Decision(NotInForce),
    /// The rule or a parameter is not in force in the month.
    #[error(transparent)]
    Month(NotInForce),
    /// The persons do not fit the household, or the applicant is not among them.
    #[error(transparent)]
    Household(IncomeError),
    /// The income that is declared for a person is not an income.
    #[error("{error}")]
    Declared {
        /// The place of the person.
        person: usize,
        /// Why.
        error: IncomeError,
    },
    /// A row of a person's income cannot be counted.
    #[error("{error}")]
    Row {
        /// The place of the person.
        person: usize,
        /// The place of the row.
        row: usize,
        /// Why.
        error: IncomeError,
    },
}

/// The faults for which a request cannot be assessed, in the order of its parts; none for one that can.
///
/// Only the size of sums is not looked at.
#[must_use]
pub fn faults(request: &AssessmentRequest, book: &LawBook) -> Vec<RequestFault> {
    let mut found = Vec::new();
    let question = match Law::new(book, request.benefit.code(), request.decision_on, request.month) {
        Ok(law) => Some(Question {
            application_on: request.application_on,
            purpose: request.benefit.purpose(),
            law: law.decision,
        }),
        Err(error) if request.decision_on < SUPPORTED_SINCE => {
            found.push(RequestFault::Decision(error));
            None
        }
        Err(error) => {
            found.push(RequestFault::Month(error));
            None
        }
    };
    let fits = match request.household {
        HouseholdKind::OsobaSamotnieGospodarujaca => request.persons.len() == 1,
        HouseholdKind::Rodzina => request.persons.len() >= 2,
    };
    if !fits || request.persons.iter().filter(|person| person.id == request.applicant).count() != 1 {
        found.push(RequestFault::Household(IncomeError::Household));
    }
    for (at, person) in request.persons.iter().enumerate() {
        match (&person.income, &question) {
            (PersonIncome::Declared(amount), _) if amount.is_negative() => {
                found.push(RequestFault::Declared { person: at, error: IncomeError::Negative(*amount) });
            }
            (PersonIncome::Rows(rows), Some(question)) => {
                let refused = rows.iter().enumerate().filter_map(|(row, income)| {
                    let error = check_row(income, question).err()?;
                    Some(RequestFault::Row { person: at, row, error })
                });
                found.extend(refused);
            }
            (PersonIncome::Declared(_), _) | (PersonIncome::Rows(_), None) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefits::calculation::{Adult, BenefitCode, assess};
    use crate::benefits::circumstance::Circumstance;
    use crate::benefits::income::pomoc_spoleczna::{IncomeRow, Person};
    use crate::kernel::ids::PersonId;
    use crate::kernel::money::Money;

    fn person(number: u128, rows: &[(&str, i64)]) -> Person {
        let month = "2025-02".parse().unwrap();
        let row =
            |(kind, grosze): &(&str, i64)| IncomeRow::net(kind.parse().unwrap(), month, Money::from_grosze(*grosze));
        let income = PersonIncome::Rows(rows.iter().map(row).collect());
        Person { id: PersonId::new(uuid::Uuid::from_u128(number)), income, income_lost: false, foster_care: false }
    }

    fn request(day: &str, persons: Vec<Person>) -> AssessmentRequest {
        AssessmentRequest {
            benefit: BenefitCode::ZasilekOkresowy,
            application_on: day.parse().unwrap(),
            decision_on: day.parse().unwrap(),
            month: "2025-03".parse().unwrap(),
            household: HouseholdKind::Rodzina,
            applicant: PersonId::new(uuid::Uuid::from_u128(1)),
            persons,
            circumstances: vec![Circumstance::Bezrobocie],
            other_circumstances: false,
            adult: Adult::Stated(true),
            niezdolnosc: None,
            entitled_to: Vec::new(),
            requested: None,
            local: Vec::new(),
            gmina_of_stay: false,
        }
    }

    fn check(request: &AssessmentRequest, expected: &[&str]) {
        let book = LawBook::embedded();
        let found: Vec<String> = faults(request, book).iter().map(|fault| format!("{fault:?}")).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
        assert_eq!(assess(request, book).is_err(), !expected.is_empty());
    }

    #[test]
    fn all_faults_are_found_at_once_and_assess_refuses_the_same_requests() {
        let good = || vec![person(1, &[("wynagrodzenie", 50_000)]), person(2, &[])];
        check(&request("2025-03-01", good()), &[]);
        check(&request("2018-09-30", good()), &["Decision"]);
        let early = AssessmentRequest { month: "2018-09".parse().unwrap(), ..request("2025-03-01", good()) };
        check(&early, &["Month"]);
        let bad = vec![
            person(2, &[("wynagrodzenie", -1), ("gospodarstwo_rolne", 100)]),
            Person { income: PersonIncome::Declared(Money::from_grosze(-1)), ..person(3, &[]) },
            person(4, &[("wygrana_w_totka", 100), ("zasilek_okresowy", 100)]),
        ];
        check(
            &request("2025-03-01", bad),
            &[
                "Household",
                "Row { person: 0, row: 0, error: Negative",
                "Row { person: 0, row: 1, error: SpecialRule",
                "Declared { person: 1",
                "Row { person: 2, row: 0, error: UnknownKind",
            ],
        );
    }
}
