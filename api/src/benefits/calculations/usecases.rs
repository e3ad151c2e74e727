//! A calculation from the facts of a case.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::benefits::calculation::stored::{Calculation, Origin, Verdict};
use domain::benefits::calculation::{Adult, AssessmentRequest, BenefitCode, assess};
use domain::benefits::choice::{Choice, ChoiceError, choose};
use domain::benefits::income::pomoc_spoleczna::{
    ClassOverride, Deductions, HouseholdKind, IncomeRow, Person, PersonIncome, reference_month,
};
use domain::benefits::law_book::LawBook;
use domain::casework::application::Application;
use domain::casework::case::Case;
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::{CalculationId, PersonId};
use domain::kernel::money::{MAX_INPUT, Money};
use domain::people::person::record::Person as Record;
use domain::platform::access::Reach;
use domain::platform::action::marker::CreateCalculation;
use persistence::benefits::calculations;
use persistence::casework::{applications, cases};
use persistence::error::Error as StoreError;
use persistence::people::evidence::{self, Income};
use persistence::people::{households, persons};
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Read, Tx};

use super::bodies::CreateCalculationBody;
use super::{preview, refusals};
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};

/// Calculates a benefit for a case and keeps the result.
///
/// # Errors
/// [`Error::Rule`] with every fault of meaning; its code is `missing_evidence` when income is not known of a member.
pub fn create_calculation(
    tx: &mut Tx<'_>,
    by: &Allowed<CreateCalculation>,
    body: &CreateCalculationBody,
) -> Result<(Calculation, Subject, Events), Error> {
    let context = tx.context();
    let user = context.actor.user().ok_or_else(|| Error::Internal("a calculation without a user".to_owned()))?;
    let case = load_case(tx, by.reach(), body)?;
    let request = gather(tx, &case, body, context.today)?;
    let assessment = assess(&request, LawBook::embedded()).map_err(|error| refusals::assessment(&error))?;
    let choice = chosen(&assessment.entitlement.into(), body)?;
    let id = CalculationId::new(context.ids.next());
    let origin = Origin { id, case: case.id, by: user, at: context.now };
    let calculation = Calculation::new(origin, &request, assessment, choice);
    calculations::insert(tx, &calculation)?;
    let subject = calculations::subject(id);
    Ok((calculation, subject, Events::one("calculation.created", subject, calculations::VERSION)))
}

fn load_case(read: &mut Read<'_>, reach: &Reach, body: &CreateCalculationBody) -> Result<Case, Error> {
    let found = cases::load(read, reach, body.case_id).map_err(|error| {
        if matches!(error, StoreError::NotFound) {
            return Error::rule("/caseId", "unknown_reference", "there is no such case within reach");
        }
        error.into()
    })?;
    Ok(found.into_inner())
}

/// The choice inside the range, where the law leaves one.
fn chosen(verdict: &Verdict, body: &CreateCalculationBody) -> Result<Option<Choice>, Error> {
    let Some(amount) = body.chosen_amount else {
        let alone = "expected a chosen amount for this reason";
        return match body.choice_reason {
            Some(_) => Err(Error::rule("/choiceReason", "amount_not_chosen", alone)),
            None => Ok(None),
        };
    };
    let Some(range) = verdict.choice() else {
        return Err(Error::rule("/chosenAmount", "no_choice", "the law leaves no choice of the amount"));
    };
    choose(range, amount, body.choice_reason.clone()).map(Some).map_err(|refused| match refused {
        ChoiceError::OutOfRange { .. } => Error::rule("/chosenAmount", "amount_out_of_range", refused),
        ChoiceError::MissingReason => Error::rule("/choiceReason", "choice_reason_missing", refused),
    })
}

/// The application for a benefit in a case: the open one, else the latest.
#[must_use]
pub fn application_for(applications: Vec<Application>, benefit: BenefitCode) -> Option<Application> {
    let matching = applications.into_iter().filter(|application| application.benefit.as_str() == benefit.code());
    matching.max_by_key(|application| (application.state.is_open(), application.id))
}

fn gather(
    read: &mut Read<'_>,
    case: &Case,
    body: &CreateCalculationBody,
    today: NaiveDate,
) -> Result<AssessmentRequest, Error> {
    let mut faults = body.faults();
    let benefit = body.benefit_code;
    let decision_on = body.as_of.map_or(today, Day::date);
    let application = application_for(applications::of_case(read, case.id)?, benefit);
    // Without an application the proceedings were opened ex officio (art. 102 ust. 2 u.p.s.).
    let application_on = application.as_ref().map_or(case.opened_on, |application| application.filed_on);
    if application_on > decision_on {
        faults.push(Fault::new("/asOf", "application_after_decision", "expected a day not before the application"));
        return Err(refusals::refuse(faults));
    }
    let Some(applicant) = case.applicant else {
        return Err(Error::rule("/caseId", "case_without_party", "expected a case with an applicant"));
    };
    let members = members(read, case, applicant, decision_on)?;
    let incomes = incomes(read, &members, application_on, decision_on)?;
    let persons = persons(body, &members, &incomes, application_on, &mut faults)?;
    let record = persons::of_case(read, applicant)?;
    let local = preview::local(&body.local_parameters, &mut faults);
    let requested = body.requested_amount.or_else(|| application.and_then(|application| application.requested_amount));
    let request = AssessmentRequest {
        benefit,
        application_on,
        decision_on,
        month: body.month.unwrap_or_else(|| YearMonth::of(decision_on)),
        household: if persons.len() == 1 { HouseholdKind::OsobaSamotnieGospodarujaca } else { HouseholdKind::Rodzina },
        persons,
        applicant,
        circumstances: cases::circumstances(read, case.id)?.into_iter().collect(),
        other_circumstances: body.other_circumstances,
        adult: adult(body, &record, &mut faults),
        niezdolnosc: body.inability_to_work,
        entitled_to: body.concurrence.clone(),
        requested,
        local,
        gmina_of_stay: body.gmina_of_stay,
    };
    faults.extend(refusals::faults_of_case(&request, LawBook::embedded()));
    if faults.is_empty() { Ok(request) } else { Err(refusals::refuse(faults)) }
}

/// Who keeps house with the applicant on the day of the decision, the applicant first.
///
/// # Errors
/// Only those of the database.
pub fn members(
    read: &mut Read<'_>,
    case: &Case,
    applicant: PersonId,
    day: NaiveDate,
) -> Result<Vec<PersonId>, StoreError> {
    let mut others = Vec::new();
    if let Some(household) = case.household {
        let members = households::members_of(read, household, day)?;
        let counted = members.iter().filter(|member| member.wspolne_gospodarowanie && member.person != applicant);
        others.extend(counted.map(|member| member.person));
    }
    Ok(std::iter::once(applicant).chain(others).collect())
}

/// The income on file of each, from the month before the application to the month of the decision.
fn incomes(
    read: &mut Read<'_>,
    members: &[PersonId],
    application_on: NaiveDate,
    decision_on: NaiveDate,
) -> Result<BTreeMap<PersonId, Vec<Income>>, StoreError> {
    let first = reference_month(application_on, false);
    let mut by_person: BTreeMap<PersonId, Vec<Income>> = BTreeMap::new();
    for income in evidence::income_rows(read, members, first, YearMonth::of(decision_on))? {
        by_person.entry(income.person).or_default().push(income);
    }
    Ok(by_person)
}

fn persons(
    body: &CreateCalculationBody,
    members: &[PersonId],
    incomes: &BTreeMap<PersonId, Vec<Income>>,
    application_on: NaiveDate,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Person>, Error> {
    strangers(&body.no_income_person_ids, "/noIncomePersonIds", members, faults);
    strangers(&body.income_lost_person_ids, "/incomeLostPersonIds", members, faults);
    strangers(&body.foster_care_person_ids, "/fosterCarePersonIds", members, faults);
    check_rulings(body, incomes, application_on, faults);
    let mut missing = Vec::new();
    let mut persons = Vec::new();
    let mut sum = Some(Money::ZERO);
    for id in members {
        let income_lost = body.income_lost_person_ids.contains(id);
        let reference = reference_month(application_on, income_lost);
        let known = incomes.get(id).into_iter().flatten().filter(|income| income.row.month() == reference);
        let rows: Vec<IncomeRow> = known.map(|income| row(income, body)).collect::<Result<_, _>>()?;
        for row in &rows {
            sum = sum.and_then(|sum| sum.checked_add(row.amount));
        }
        let states_none = body.no_income_person_ids.iter().position(|none| none == id);
        match states_none {
            Some(at) if !rows.is_empty() => {
                let text = "income of the reference month is on file for this person";
                faults.push(Fault::new(format!("/noIncomePersonIds/{at}"), "income_recorded", text));
            }
            None if rows.is_empty() => {
                let text = format!("expected evidence of income in {reference}, or the person in `noIncomePersonIds`");
                missing
                    .push(Fault::new(format!("/members/{id}"), "income_missing", text).under("art. 8 ust. 3 u.p.s."));
            }
            Some(_) | None => {}
        }
        let foster_care = body.foster_care_person_ids.contains(id);
        persons.push(Person { id: *id, income: PersonIncome::Rows(rows), income_lost, foster_care });
    }
    // Sums then stay inside what an answer can show.
    if sum.is_none_or(|sum| sum > MAX_INPUT) {
        faults.push(Fault::new("/caseId", "amount_too_large", "expected amounts of at most ten digits in all"));
    }
    if missing.is_empty() { Ok(persons) } else { Err(Error::Rule { code: "missing_evidence", faults: missing }) }
}

fn strangers(ids: &[PersonId], list: &str, members: &[PersonId], faults: &mut Vec<Fault>) {
    for (at, _) in ids.iter().enumerate().filter(|(_, id)| !members.contains(id)) {
        let text = "expected a member who keeps house with the applicant on the day of the decision";
        faults.push(Fault::new(format!("{list}/{at}"), "unknown_reference", text));
    }
}

/// A ruling is about a row of a reference month; later income does not bear on the application.
fn check_rulings(
    body: &CreateCalculationBody,
    incomes: &BTreeMap<PersonId, Vec<Income>>,
    application_on: NaiveDate,
    faults: &mut Vec<Fault>,
) {
    for (at, ruling) in body.rulings.iter().enumerate() {
        let pointer = format!("/rulings/{at}/evidenceId");
        let mut rows = incomes.values().flatten().filter(|income| income.evidence == ruling.evidence_id).peekable();
        if rows.peek().is_none() {
            let text = "expected evidence of income of a member in the reference month";
            faults.push(Fault::new(pointer, "unknown_reference", text));
        } else if !rows.any(|income| income.row.received_by_application(application_on)) {
            let text = "expected income received not later than in the month of the application";
            faults.push(Fault::new(pointer, "income_month_after_application", text).under("art. 8 ust. 3 u.p.s."));
        }
    }
}

fn row(income: &Income, body: &CreateCalculationBody) -> Result<IncomeRow, Error> {
    let kind = income.row.kind().to_string();
    let kind = kind.parse().map_err(|_broken| {
        Error::rule(format!("/rulings/{}", income.evidence), "unknown_income_kind", "expected a known kind of income")
    })?;
    let taken = income.row.deductions();
    let ruling = body.rulings.iter().find(|ruling| ruling.evidence_id == income.evidence);
    Ok(IncomeRow {
        evidence: Some(income.evidence),
        kind,
        month: income.row.month(),
        amount: income.row.received(),
        deductions: Deductions {
            income_tax: taken.tax,
            costs_of_earning: taken.costs_of_earning,
            health_insurance: taken.health_contribution,
            social_insurance: taken.social_contributions,
            maintenance_paid: taken.maintenance_paid,
        },
        class_override: ruling.map(|ruling| ClassOverride { counted: ruling.counted, reason: ruling.reason.clone() }),
    })
}

/// Whether the applicant is of age: by the day of birth, where it is known.
fn adult(body: &CreateCalculationBody, record: &Record, faults: &mut Vec<Fault>) -> Adult {
    let asks = match body.benefit_code {
        BenefitCode::ZasilekStaly => true,
        BenefitCode::ZasilekOkresowy | BenefitCode::ZasilekCelowy | BenefitCode::SpecjalnyZasilekCelowy => false,
    };
    let born = record.vitals.birth_date.or_else(|| record.vitals.pesel.map(domain::kernel::pesel::Pesel::birth_date));
    match (born, body.adult) {
        (Some(born), None) => Adult::BornOn(born),
        (Some(born), Some(_)) => {
            let text = "the day of birth is on file; expected no `adult`";
            faults.push(Fault::new("/adult", "age_stated_twice", text));
            Adult::BornOn(born)
        }
        (None, Some(adult)) => Adult::Stated(adult),
        (None, None) => {
            if asks {
                faults.push(Fault::new("/adult", "age_unknown", "expected `adult`, the day of birth is not on file"));
            }
            Adult::Stated(true)
        }
    }
}
