//! A draft from a calculation: kind, content and terms, with the texts filled from the trace and the facts of the case.

mod facts;
mod grant;
mod grounds;
mod party;

use chrono::NaiveDate;
use domain::benefits::calculation::BenefitCode;
use domain::benefits::calculation::stored::{Calculation, Verdict};
use domain::casework::application::Application;
use domain::casework::case::Case;
use domain::casework::case::status::CaseStatus;
use domain::casework::interview::{Interview, InterviewObstacle, InterviewState, basis_for_decision};
use domain::decisions::decision::{DecisionKind, Revision};
use domain::decisions::reasoning::draft_content;
use domain::decisions::reasoning::texts::ReasoningTexts;
use domain::kernel::text::Line;
use domain::payments::award::ART_106_UST_3;
use domain::platform::access::Reach;
use persistence::benefits::calculations;
use persistence::casework::{applications, cases, interviews};
use persistence::error::Error as StoreError;
use persistence::tx::Read;

use self::facts::{Gathered, named_steps};
use self::grant::terms;
pub(super) use self::grounds::{same_law, still_holds};
pub(super) use self::party::party;
use super::bodies::DecisionBody;
use super::refusals;
use crate::benefits::calculations::usecases::application_for;
use crate::http::error::{Error, Fault};

/// What was drafted, and for which case.
#[derive(Debug)]
pub(super) struct Drafted {
    /// The case.
    pub(super) case: Case,
    /// The application it decides on; none in proceedings that were opened ex officio.
    pub(super) application: Option<Application>,
    /// The code of the benefit.
    pub(super) benefit: Line<80>,
    /// What it says.
    pub(super) revision: Revision,
}

/// Refuses a case that nobody may decide in now.
pub(super) fn require_open(case: &Case) -> Result<(), Error> {
    if case.status == CaseStatus::Open {
        return Ok(());
    }
    let allowed = case.status.allowed().into_iter().map(|event| event.code()).collect();
    Err(Error::Transition { detail: format!("no decision is made in a case that is `{}`", case.status), allowed })
}

/// Drafts what a body asks for.
pub(super) fn draft(
    read: &mut Read<'_>,
    reach: &Reach,
    body: &DecisionBody,
    today: NaiveDate,
) -> Result<Drafted, Error> {
    let calculation = calculations::load(read, reach, body.calculation_id).map_err(|error| {
        if matches!(error, StoreError::NotFound) {
            return Error::rule("/calculationId", "unknown_reference", "there is no such calculation within reach");
        }
        error.into()
    })?;
    let case = cases::load(read, reach, calculation.origin.case)?.into_inner();
    require_open(&case)?;
    let application = application(read, &case, &calculation, body, today)?;
    let party = party(read, &case, today)?;
    still_holds(read, &case, &calculation, &party, today)?;
    let kind = kind(&calculation, body)?;
    let amount = if kind == DecisionKind::Grant { calculation.amount() } else { None };
    if kind == DecisionKind::Grant && amount.is_none() {
        let text = "expected a calculation with a chosen amount";
        return Err(Error::rule("/calculationId", "amount_not_chosen", text));
    }
    let interviewed_on = interview(read, &case, &calculation, kind)?;
    let facts = Gathered { case: &case, calculation: &calculation, application: application.as_ref(), party: &party };
    let extent = facts.extent(kind, amount, body)?;
    let terms = terms(read, &facts, amount, extent, body, today)?;
    same_law(&calculation, terms.as_ref(), today)?;
    let facts = facts.reasoning(read, body, terms.as_ref(), extent, interviewed_on, today)?;
    let steps = named_steps(read, &case, &calculation)?;
    let texts = ReasoningTexts::embedded().map_err(|fault| Error::Internal(fault.to_string()))?;
    let drafted = draft_content(texts, &facts, &steps).map_err(|refusal| refusals::drafting(&refusal))?;
    let mut content = drafted.content;
    content.party = party.printed();
    let benefit = benefit_line(calculation.benefit)?;
    let revision = Revision { kind, calculation: Some(calculation.origin.id), content, terms };
    Ok(Drafted { case, application, benefit, revision })
}

fn benefit_line(benefit: BenefitCode) -> Result<Line<80>, Error> {
    Line::new(benefit.code()).map_err(|wrong| Error::Internal(wrong.to_string()))
}

/// The application that the calculation is about, found complete.
fn application(
    read: &mut Read<'_>,
    case: &Case,
    calculation: &Calculation,
    body: &DecisionBody,
    today: NaiveDate,
) -> Result<Option<Application>, Error> {
    if body.complete_on.is_some_and(|day| day.date() > today) {
        return Err(Error::rule("/completeOn", "day_in_future", "expected a day not after today"));
    }
    let found = application_for(applications::of_case(read, case.id)?, calculation.benefit);
    let Some(mut application) = found else { return Ok(None) };
    if !application.state.is_open() {
        let detail = format!("the application is `{}`", application.state);
        return Err(Error::Transition { detail, allowed: Vec::new() });
    }
    if application.completed_on.is_none() {
        let Some(on) = body.complete_on else {
            let text = "the application has not been found complete; expected the day its last document was there";
            let fault = Fault::new("/completeOn", "application_incomplete", text).under(ART_106_UST_3);
            return Err(Error::Rule { code: "missing_evidence", faults: vec![fault] });
        };
        application
            .complete(on.date())
            .map_err(|refused| Error::rule("/completeOn", "application_incomplete", refused))?;
    }
    Ok(Some(application))
}

fn kind(calculation: &Calculation, body: &DecisionBody) -> Result<DecisionKind, Error> {
    let refused = matches!(calculation.verdict, Verdict::Refuse { .. });
    let kind = body.kind.unwrap_or(if refused { DecisionKind::Refuse } else { DecisionKind::Grant });
    match (kind, refused) {
        (DecisionKind::Grant, true) => {
            Err(Error::rule("/kind", "not_entitled", "the calculation found that the benefit is not due"))
        }
        (DecisionKind::Refuse, false) if body.refusal_reasons.is_empty() => {
            Err(Error::rule("/refusalReasons", "refusal_reason_missing", "expected why the benefit is refused"))
        }
        (DecisionKind::Grant, false) | (DecisionKind::Refuse, _) => Ok(kind),
    }
}

/// The day of the interview that the decision rests on (art. 106 ust. 4, art. 107 ust. 4 u.p.s.).
///
/// Who refused the interview may be refused without one (art. 107 ust. 4a u.p.s.).
fn interview(
    read: &mut Read<'_>,
    case: &Case,
    calculation: &Calculation,
    kind: DecisionKind,
) -> Result<Option<NaiveDate>, Error> {
    let made: Vec<Interview> = match case.household {
        Some(household) => interviews::of_household(read, household)?,
        None => interviews::of_case(read, case.id)?,
    };
    let refused = |interview: &&Interview| interview.case == case.id && interview.state == InterviewState::Refused;
    match basis_for_decision(calculation.application_on, &made) {
        Ok(id) => Ok(made.iter().find(|interview| interview.id == id).and_then(|interview| interview.visited_on)),
        Err(InterviewObstacle::Missing | InterviewObstacle::Outdated)
            if kind == DecisionKind::Refuse && made.iter().any(|interview| refused(&interview)) =>
        {
            Ok(None)
        }
        Err(obstacle) => Err(refusals::interview(obstacle)),
    }
}
