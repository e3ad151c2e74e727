//! The way of a decision: drafted, approved, signed, delivered.

use chrono::NaiveDate;
use domain::casework::case::CaseResult;
use domain::casework::clock::case_clock::SETTLING;
use domain::casework::clock::rules::{self, ClockRules};
use domain::decisions::content::{Extent, MandatoryPart};
use domain::decisions::decision::{Decision, DecisionRefusal, Draft, Signatory};
use domain::decisions::finality::facts::{Delivery, DeliveryWay};
use domain::decisions::finality::{FinalityRefusal, Reckoning};
use domain::decisions::status::DecisionStatus;
use domain::kernel::calendar::Calendar;
use domain::kernel::ids::{DecisionId, UserId};
use domain::kernel::text::{Line, Prose};
use domain::platform::action::Marker;
use domain::platform::action::marker::{
    ApproveDecision, PrepareDecision, RecordDelivery, ReturnDecision, ReworkDecision, SignDecision,
};
use persistence::benefits::calculations;
use persistence::casework::{applications, cases, clocks};
use persistence::decisions::decisions;
use persistence::error::Error as StoreError;
use persistence::platform::journal::{Events, Subject};
use persistence::platform::{employees, users};
use persistence::tx::{Loaded, Tx, expect_version};

use super::bodies::{DecisionBody, DeliveryBody};
use super::drafting::{self, Drafted, require_open};
use super::refusals;
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};
use crate::payments::awards::usecases as awards;
use crate::platform::duties;

fn user<A: Marker>(by: &Allowed<A>) -> Result<UserId, Error> {
    by.context().actor.user().ok_or_else(|| Error::Internal("a decision without a user".to_owned()))
}

fn refused(decision: &Decision, pointer: &'static str) -> impl FnOnce(DecisionRefusal) -> Error {
    let now = decision.parts().status;
    move |refusal| refusals::decision(&refusal, now, pointer)
}

/// What finality and delivery are counted with.
///
/// # Errors
/// [`Error::Internal`] when the margin for the post is missing, which a test of the domain rules out.
pub fn reckoning(calendar: &Calendar) -> Result<Reckoning<'_>, Error> {
    let known = ClockRules::embedded();
    let margin =
        known.setting(rules::POST_MARGIN).ok_or_else(|| Error::Internal("no margin for the post".to_owned()))?;
    Ok(Reckoning { rules: known, calendar, post_margin: margin.limit() })
}

/// Drafts a decision from a calculation and hands it in for approval.
///
/// # Errors
/// [`Error::Rule`] when the law or the facts do not carry it, [`Error::Transition`] when the case is not open,
/// [`Error::Duplicate`] when another decision follows the calculation.
pub fn prepare_decision(
    tx: &mut Tx<'_>,
    by: &Allowed<PrepareDecision>,
    body: &DecisionBody,
) -> Result<(Decision, Subject, Events), Error> {
    let (author, today) = (user(by)?, by.context().today);
    let Drafted { case, application, benefit, revision } = drafting::draft(tx, by.reach(), body, today)?;
    let id = DecisionId::new(tx.context().ids.next());
    let draft = Draft {
        id,
        case: case.id,
        kind: revision.kind,
        benefit,
        calculation: revision.calculation,
        content: revision.content,
        terms: revision.terms,
    };
    let mut decision = Decision::draft(draft, author, today);
    decision.prepare(author).map_err(refused(&decision.clone(), ""))?;
    decisions::insert(tx, &decision).map_err(taken)?;
    let subject = decisions::subject(id);
    let mut events = Events::one("decision.prepared", subject, decision.version);
    if let Some(found) = application {
        let mut stored = applications::load(tx, by.reach(), found.id)?;
        if stored.completed_on != found.completed_on {
            (stored.state, stored.completed_on) = (found.state, found.completed_on);
            applications::update(tx, &mut stored)?;
            events = events.and("application.completed", applications::subject(found.id), stored.version);
        }
    }
    Ok((decision, subject, events))
}

fn taken(error: StoreError) -> Error {
    if error.is_duplicate("decisions", "calculation_id") {
        return Error::Duplicate { pointer: "/calculationId".into() };
    }
    error.into()
}

/// Loads a decision for a step of a caller who saw a version of it.
fn load<A: Marker>(tx: &mut Tx<'_>, by: &Allowed<A>, id: DecisionId, expected: i64) -> Result<Loaded<Decision>, Error> {
    let decision = decisions::load(tx, by.reach(), id)?;
    expect_version(decision.version, expected)?;
    Ok(decision)
}

fn save(tx: &mut Tx<'_>, mut decision: Loaded<Decision>, event: &'static str) -> Result<(Decision, Events), Error> {
    decisions::update(tx, &mut decision).map_err(taken)?;
    let events = Events::one(event, decisions::subject(decision.parts().id), decision.version);
    Ok((decision.into_inner(), events))
}

/// Drafts a decision anew that was given back, and hands it in again.
///
/// # Errors
/// As [`prepare_decision`]; [`Error::Transition`] unless it was given back; [`Error::Version`].
pub fn rework_decision(
    tx: &mut Tx<'_>,
    by: &Allowed<ReworkDecision>,
    id: DecisionId,
    expected: i64,
    body: &DecisionBody,
) -> Result<(Decision, Events), Error> {
    let (author, today) = (user(by)?, by.context().today);
    let mut decision = load(tx, by, id, expected)?;
    let before = decision.original().clone();
    decision.rework().map_err(refused(&before, ""))?;
    let drafted = drafting::draft(tx, by.reach(), body, today)?;
    if drafted.case.id != before.parts().case || drafted.benefit != before.parts().benefit {
        let text = "expected a calculation of the same case and benefit";
        return Err(Error::rule("/calculationId", "other_matter", text));
    }
    decision.edit(drafted.revision, author).map_err(refused(&before, ""))?;
    decision.prepare(author).map_err(refused(&before, ""))?;
    save(tx, decision, "decision.reworked")
}

/// Gives a prepared decision back to its author.
///
/// # Errors
/// [`Error::Transition`] unless it is prepared, [`Error::Version`].
pub fn return_decision(
    tx: &mut Tx<'_>,
    by: &Allowed<ReturnDecision>,
    id: DecisionId,
    expected: i64,
    note: Prose<2000>,
) -> Result<(Decision, Events), Error> {
    let mut decision = load(tx, by, id, expected)?;
    let before = decision.original().clone();
    decision.send_back(note).map_err(refused(&before, ""))?;
    save(tx, decision, "decision.returned")
}

/// Approves a decision that another person prepared.
///
/// # Errors
/// [`Error::SeparationOfDuties`] for its author, [`Error::Transition`] unless it is prepared, [`Error::Version`].
pub fn approve_decision(
    tx: &mut Tx<'_>,
    by: &Allowed<ApproveDecision>,
    id: DecisionId,
    expected: i64,
) -> Result<(Decision, Events), Error> {
    let mut decision = load(tx, by, id, expected)?;
    let before = decision.original().clone();
    decision.approve(user(by)?).map_err(refused(&before, ""))?;
    not_the_author(tx, by, &before)?;
    save(tx, decision, "decision.approved")
}

/// Signs a decision: it is issued today, its application is decided, the limit for settling ends, and what
/// it grants becomes an award.
///
/// # Errors
/// [`Error::SeparationOfDuties`] for its author, [`Error::Rule`] with the mandatory parts that are missing or when its
/// calculation does not hold any more, [`Error::Transition`] unless it is approved and the case open, [`Error::OverlappingAward`] when the person has the
/// benefit in the period, [`Error::Version`].
pub fn sign_decision(
    tx: &mut Tx<'_>,
    by: &Allowed<SignDecision>,
    id: DecisionId,
    expected: i64,
) -> Result<(Decision, Events), Error> {
    let today = by.context().today;
    let mut decision = load(tx, by, id, expected)?;
    let before = decision.original().clone();
    let case = cases::load(tx, by.reach(), before.parts().case)?.into_inner();
    let signatory = signatory(tx, user(by)?)?;
    let party = drafting::party(tx, &case, today)?;
    if party.protected {
        decision.name_party(party.name()).map_err(refused(&before, ""))?;
    }
    decision.sign(&signatory, today).map_err(refused(&before, ""))?;
    not_the_author(tx, by, &before)?;
    require_open(&case)?;
    if let Some(id) = before.parts().calculation {
        let calculation = calculations::load(tx, by.reach(), id)?;
        drafting::still_holds(tx, &case, &calculation, &party, today)?;
        drafting::same_law(&calculation, before.parts().terms.as_ref(), today)?;
    }
    let (decision, events) = save(tx, decision, "decision.signed")?;
    // INVARIANT: whatever a signature brings about is written in this transaction.
    let mut events = settle(tx, by, &decision, today, events)?;
    if let Some(terms) = &before.parts().terms {
        events = events.join(awards::grant(tx, id, case.id, terms)?);
    }
    Ok((decision, events))
}

/// Keeps an employee who drafted or prepared the decision under another log-in from approving or signing it.
fn not_the_author<A: Marker>(tx: &mut Tx<'_>, by: &Allowed<A>, decision: &Decision) -> Result<(), Error> {
    let parts = decision.parts();
    let users = std::iter::once(parts.drafted_by).chain(parts.prepared_by).collect();
    duties::none_of(tx, by, &users)
}

/// Name and position of the employee behind a log-in, as decisions print them.
fn signatory(tx: &mut Tx<'_>, user: UserId) -> Result<Signatory, Error> {
    let Some(employee) = users::load(tx, user)?.employee else {
        return Err(refusals::missing(&[MandatoryPart::SignatoryName, MandatoryPart::SignatoryPosition]));
    };
    let employee = employees::load(tx, employee)?;
    let name = format!("{} {}", employee.given_name.as_str(), employee.surname.as_str());
    let name = Line::new(&name).or_else(|_long| Line::new(employee.surname.as_str()));
    let name = name.map_err(|wrong| Error::Internal(wrong.to_string()))?;
    Ok(Signatory { user, name, position: employee.position.clone() })
}

/// Marks the application as decided; the limit for settling the case ends with its last open application.
fn settle<A: Marker>(
    tx: &mut Tx<'_>,
    by: &Allowed<A>,
    decision: &Decision,
    today: NaiveDate,
    mut events: Events,
) -> Result<Events, Error> {
    let parts = decision.parts();
    let all = applications::of_case(tx, parts.case)?;
    let applied = all.iter().any(|one| one.benefit == parts.benefit);
    let (of_benefit, others): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|one| one.state.is_open()).partition(|one| one.benefit == parts.benefit);
    if applied && of_benefit.is_empty() {
        let detail = "the application was decided, withdrawn or left unexamined meanwhile".to_owned();
        return Err(Error::Transition { detail, allowed: Vec::new() });
    }
    for application in of_benefit {
        let mut stored = applications::load(tx, by.reach(), application.id)?;
        stored.decide().map_err(|refused| Error::Transition { detail: refused.to_string(), allowed: Vec::new() })?;
        applications::update(tx, &mut stored)?;
        events = events.and("application.decided", applications::subject(application.id), stored.version);
    }
    if !others.is_empty() {
        return Ok(events);
    }
    let result = match parts.content.extent {
        Extent::InFull => CaseResult::Granted,
        Extent::InPart => CaseResult::GrantedInPart,
        Extent::NotAtAll => CaseResult::Refused,
    };
    for mut clock in clocks::of_case(tx, parts.case)? {
        if clock.follows(&SETTLING) && clock.clock().state().is_open() {
            clock.end_with(result, today).map_err(|refused| Error::Internal(refused.to_string()))?;
            clocks::update(tx, &mut clock)?;
            events = events.and("clock.ended", clocks::subject(clock.clock().record().id), clock.version);
        }
    }
    Ok(events)
}

/// Records that a decision was sent, and how it reached the party.
///
/// # Errors
/// [`Error::Rule`] for days that cannot be, [`Error::Transition`] before it is signed, [`Error::Version`].
pub fn record_delivery(
    tx: &mut Tx<'_>,
    by: &Allowed<RecordDelivery>,
    id: DecisionId,
    expected: i64,
    body: &DeliveryBody,
) -> Result<(Decision, Events), Error> {
    let today = by.context().today;
    let delivery = delivery(body, today)?;
    let mut decision = load(tx, by, id, expected)?;
    let before = decision.original().clone();
    let mut event = "decision.dispatched";
    if let Some(on) = body.dispatched_on {
        decision.dispatch(on.date()).map_err(refused(&before, "/dispatchedOn"))?;
    } else if before.parts().status == DecisionStatus::Signed {
        return Err(Error::rule("/dispatchedOn", "required", "expected the day it was sent"));
    }
    if let Some((delivery, counts_on)) = delivery {
        decision.deliver(delivery, counts_on).map_err(refused(&before, "/deliveredOn"))?;
        event = "decision.delivered";
    }
    let (decision, mut events) = save(tx, decision, event)?;
    let calendar = Calendar::statutory();
    let finality = decision.finality(reckoning(&calendar)?);
    let finality = finality.map_err(|refused| Error::rule("/deliveredOn", "day_out_of_range", refused))?;
    let enforceable_on = finality.enforceable_on.map(|day| day.on);
    if let Some(noted) = awards::note_enforceable(tx, id, enforceable_on)? {
        events = events.join(noted);
    }
    Ok((decision, events))
}

/// The delivery of a body, and the day on which it counts.
fn delivery(body: &DeliveryBody, today: NaiveDate) -> Result<Option<(Delivery, NaiveDate)>, Error> {
    let mut faults = Vec::new();
    for (pointer, day) in [("/dispatchedOn", body.dispatched_on), ("/deliveredOn", body.delivered_on)] {
        if day.is_some_and(|day| day.date() > today) {
            faults.push(Fault::new(pointer, "day_in_future", "expected a day not after today"));
        }
    }
    let given = match (body.delivered_on, body.way) {
        (Some(on), Some(way)) => Some(Delivery { way, event_on: on.date() }),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            faults.push(Fault::new(
                "/deliveredOn",
                "delivery_incomplete",
                "expected both the day and the way, or neither",
            ));
            None
        }
    };
    if given.is_none() && body.dispatched_on.is_none() && faults.is_empty() {
        faults.push(Fault::new("", "nothing_given", "expected a day of dispatch or of delivery"));
    }
    if !faults.is_empty() {
        return Err(Error::Rule { code: "rule_violation", faults });
    }
    let Some(delivery) = given else { return Ok(None) };
    let counts_on = counted(delivery)?;
    if counts_on > today {
        let basis = match delivery.way {
            DeliveryWay::FikcjaElektroniczna => "art. 42 ust. 2 ustawy o doręczeniach elektronicznych",
            DeliveryWay::FikcjaPocztowa
            | DeliveryWay::Doreczenie
            | DeliveryWay::OdebranieElektroniczne
            | DeliveryWay::OdmowaPrzyjecia => "art. 44 § 4 KPA",
        };
        let text = format!("it counts as delivered only on {counts_on}");
        let fault = Fault::new("/deliveredOn", "not_delivered_yet", text).under(basis);
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault] });
    }
    Ok(Some((delivery, counts_on)))
}

fn counted(delivery: Delivery) -> Result<NaiveDate, Error> {
    let calendar = Calendar::statutory();
    let due = reckoning(&calendar)?.delivered_on(delivery);
    due.map(|due| due.on).map_err(|refused: FinalityRefusal| Error::rule("/deliveredOn", "day_out_of_range", refused))
}
