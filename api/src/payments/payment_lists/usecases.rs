//! What is done with payment lists.

use std::collections::BTreeSet;

use domain::kernel::day::YearMonth;
use domain::kernel::ids::{PaymentId, PaymentListId, UserId};
use domain::kernel::text::Line;
use domain::payments::export::{self, Destination, ExportRow};
use domain::payments::payment::PaymentState;
use domain::payments::payment_list::{
    DecisionDuties, PaymentList, PaymentListEvent, PaymentListRefusal, PaymentListState,
};
use domain::payments::preflight::{self, Finding, FindingCode, Severity};
use domain::platform::access::Reach;
use domain::platform::action::Marker;
use domain::platform::action::marker::{
    ApprovePaymentList, CheckPaymentList, CreatePaymentList, ExportPaymentList, LeaveOutPayments, VoidPaymentList,
};
use persistence::payments::checks;
use persistence::payments::drawing_up::{self, Run};
use persistence::payments::payment_lists;
use persistence::payments::payments::{self, Payment};
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Loaded, Read, Tx, expect_version};

use super::views::{CheckedListView, CreatePaymentListBody, PaymentFindingView, offered};
use crate::http::allowed::Allowed;
use crate::http::error::{Error, Fault};
use crate::platform::duties;

/// The most findings that one answer lists.
const MOST_FINDINGS: usize = 1000;
/// The most blockers that one refusal lists.
const MOST_FAULTS: usize = 100;

/// Draws a list up with everything due that is on no list yet; where nothing is new, answers with the last list that
/// was made for the same.
///
/// # Errors
/// [`Error::Rule`] for a month too far ahead, or when nothing is due and no such list was made.
pub fn create_payment_list(
    tx: &mut Tx<'_>,
    by: &Allowed<CreatePaymentList>,
    body: CreatePaymentListBody,
) -> Result<(PaymentList, Subject, Events), Error> {
    let latest = YearMonth::of(tx.context().today).next();
    if body.month > latest {
        return Err(Error::rule("/month", "month_too_far", "expected at the latest the month after this one"));
    }
    let benefit = body.benefit_code.as_ref().map(|code| Line::new(code.as_str())).transpose();
    let benefit = benefit.map_err(|wrong| Error::rule("/benefitCode", "schema_violation", wrong))?;
    let reach = by.reach();
    let run = Run { period: body.month, method: body.method, benefit, by: reach.user, employee: reach.employee };
    let (list, event) = match drawing_up::draw_up(tx, &run)? {
        Some(list) => (list, "payment_list.drawn_up"),
        None => {
            let standing = payment_lists::standing(tx, run.period, run.method, run.benefit.as_deref())?;
            let last = standing.into_iter().next_back();
            let nothing = || Error::rule("/month", "nothing_due", "nothing is due that is on no list yet");
            (last.ok_or_else(nothing)?, "payment_list.run_repeated")
        }
    };
    let subject = payment_lists::subject(list.head.id);
    let events = Events::one(event, subject, list.version);
    Ok((list, subject, events))
}

/// Runs the checks and notes what they find; without blockers the list is checked.
///
/// # Errors
/// [`Error::Version`], [`Error::Transition`] unless it is a draft, [`Error::Rule`] for a list without payments.
pub fn check_payment_list(
    tx: &mut Tx<'_>,
    by: &Allowed<CheckPaymentList>,
    id: PaymentListId,
    expected: i64,
) -> Result<(CheckedListView, Events), Error> {
    let mut list = load(tx, by, id, expected)?;
    let found = findings(tx, id)?;
    let only: Vec<Finding> = found.iter().map(|(_, finding)| *finding).collect();
    let sums = payments::sums_of(tx, id)?;
    let before = list.state;
    let today = tx.context().today;
    list.note(&only, today);
    let outcome = list.check(&only, sums);
    // Blockers are no refusal of the check: it says what they are, and the list stays a draft.
    if !matches!(outcome, Err(PaymentListRefusal::Blockers(_))) {
        outcome.map_err(|refused| refusal(refused, before))?;
    }
    payment_lists::update(tx, &mut list)?;
    let list = list.into_inner();
    let events = Events::one("payment_list.checked", payment_lists::subject(id), list.version);
    let findings = shown(&found);
    Ok((CheckedListView { version: list.version, list: list.into(), findings }, events))
}

/// Takes what blocks off a draft; the lines are due again.
///
/// # Errors
/// [`Error::Version`], [`Error::Transition`] unless it is a draft, [`Error::Rule`] when nothing blocks.
pub fn leave_out_payments(
    tx: &mut Tx<'_>,
    by: &Allowed<LeaveOutPayments>,
    id: PaymentListId,
    expected: i64,
) -> Result<(PaymentList, Events), Error> {
    let mut list = load(tx, by, id, expected)?;
    let before = list.state;
    takes(before, PaymentListEvent::LeaveOut)?;
    let found = findings(tx, id)?;
    let mut blocked: Vec<PaymentId> = blocking(&found).map(|(payment, _)| *payment).collect();
    blocked.dedup();
    if blocked.is_empty() {
        return Err(Error::rule("", "nothing_blocks", "no payment of the list is blocked"));
    }
    payments::cancel(tx, id, &blocked)?;
    let left = payments::sums_of(tx, id)?;
    list.leave_out(left).map_err(|refused| refusal(refused, before))?;
    save(tx, list, "payment_list.payments_left_out")
}

/// Approves a list.
///
/// # Errors
/// [`Error::Version`], [`Error::Blocked`] while the checks find blockers, [`Error::Transition`] unless it is checked,
/// [`Error::SeparationOfDuties`] for whoever drew the list up or had a hand in a decision on it.
pub fn approve_payment_list(
    tx: &mut Tx<'_>,
    by: &Allowed<ApprovePaymentList>,
    id: PaymentListId,
    expected: i64,
) -> Result<(PaymentList, Events), Error> {
    let mut list = load(tx, by, id, expected)?;
    let before = list.state;
    if before == PaymentListState::Draft {
        unblocked(tx, id)?;
    }
    let (preparers, approvers) = payment_lists::duties(tx, id)?;
    takes(before, PaymentListEvent::Approve)?;
    let hands: BTreeSet<UserId> = preparers.iter().chain(&approvers).copied().chain([list.prepared_by]).collect();
    duties::none_of(tx, by, &hands)?;
    let duties = DecisionDuties { preparers: &preparers, approvers: &approvers };
    let sums = payments::sums_of(tx, id)?;
    list.approve(by.reach().user, duties, sums).map_err(|refused| refusal(refused, before))?;
    // What was in order when it was checked may not be so today.
    unblocked(tx, id)?;
    save(tx, list, "payment_list.approved")
}

/// Hands a list out for payment.
///
/// # Errors
/// As [`approve_payment_list`].
pub fn export_payment_list(
    tx: &mut Tx<'_>,
    by: &Allowed<ExportPaymentList>,
    id: PaymentListId,
    expected: i64,
) -> Result<(PaymentList, Subject, Events), Error> {
    let mut list = load(tx, by, id, expected)?;
    let before = list.state;
    takes(before, PaymentListEvent::Export)?;
    duties::none_of(tx, by, &BTreeSet::from([list.prepared_by]))?;
    let sums = payments::sums_of(tx, id)?;
    list.export(by.reach().user, sums).map_err(|refused| refusal(refused, before))?;
    unblocked(tx, id)?;
    payments::move_all(tx, id, PaymentState::Exported)?;
    let (list, events) = save(tx, list, "payment_list.exported")?;
    Ok((list, payment_lists::subject(id), events))
}

/// Takes a list back before its export; its lines are due again.
///
/// # Errors
/// [`Error::Version`], [`Error::Transition`] once it was exported.
pub fn void_payment_list(
    tx: &mut Tx<'_>,
    _by: &Allowed<VoidPaymentList>,
    id: PaymentListId,
    expected: i64,
) -> Result<(PaymentList, Events), Error> {
    let mut list = payment_lists::load(tx, id)?;
    expect_version(list.version, expected)?;
    let before = list.state;
    list.void().map_err(|refused| refusal(refused, before))?;
    payments::move_all(tx, id, PaymentState::Cancelled)?;
    save(tx, list, "payment_list.voided")
}

/// The file of an exported list.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Transition`] before its export.
pub fn file(read: &mut Read<'_>, reach: &Reach, id: PaymentListId) -> Result<String, Error> {
    let list = payment_lists::load(read, id)?.into_inner();
    let exported = match list.state {
        PaymentListState::Exported | PaymentListState::Settled | PaymentListState::Closed => list.control,
        PaymentListState::Draft | PaymentListState::Checked | PaymentListState::Approved | PaymentListState::Void => {
            None
        }
    };
    let Some(control) = exported else { return Err(Error::NotFound) };
    if payments::touches_excluded(read, reach, id)? {
        return Err(Error::SeparationOfDuties);
    }
    let mut rows = Vec::new();
    for payment in payments::all_of(read, id)? {
        rows.push(export_row(&list, payment)?);
    }
    Ok(export::csv(list.head.period, &rows, &control))
}

fn export_row(list: &PaymentList, payment: Payment) -> Result<ExportRow, Error> {
    let broken = |wrong: domain::kernel::text::InvalidText| Error::Internal(wrong.to_string());
    let month = payment.month.to_string();
    let (year, month) = month.split_once('-').unwrap_or((month.as_str(), ""));
    let destination = match payment.account {
        Some(account) => Destination::Account(Line::new(&account.to_string()).map_err(broken)?),
        None => Destination::Method(list.head.method),
    };
    let title = Line::new(&format!("Świadczenie {month}/{year}")).map_err(broken)?;
    Ok(ExportRow { payee: payment.payee, destination, amount: payment.amount, title })
}

/// Refuses a step that the list does not take where it stands.
fn takes(state: PaymentListState, step: PaymentListEvent) -> Result<(), Error> {
    state.after(step).map(drop).map_err(|illegal| refusal(illegal.into(), state))
}

/// Loads a list for a step that lets its payments go on. Whoever is excluded from a case (art. 24 KPA) takes no part.
fn load<A: Marker>(
    tx: &mut Tx<'_>,
    by: &Allowed<A>,
    id: PaymentListId,
    expected: i64,
) -> Result<Loaded<PaymentList>, Error> {
    let list = payment_lists::load(tx, id)?;
    expect_version(list.version, expected)?;
    if payments::touches_excluded(tx, by.reach(), id)? {
        return Err(Error::SeparationOfDuties);
    }
    Ok(list)
}

fn save(tx: &mut Tx<'_>, mut list: Loaded<PaymentList>, event: &'static str) -> Result<(PaymentList, Events), Error> {
    payment_lists::update(tx, &mut list)?;
    let events = Events::one(event, payment_lists::subject(list.head.id), list.version);
    Ok((list.into_inner(), events))
}

/// What the checks find today, each with its payment, in the order of the list.
fn findings(tx: &mut Tx<'_>, id: PaymentListId) -> Result<Vec<(PaymentId, Finding)>, Error> {
    let today = tx.context().today;
    let checked = checks::candidates(tx, id, today)?;
    let paid = checks::paid_elsewhere(tx, id)?;
    let by_line: std::collections::HashMap<_, _> =
        checked.iter().map(|checked| (checked.candidate.line, checked.payment)).collect();
    let candidates: Vec<_> = checked.into_iter().map(|checked| checked.candidate).collect();
    let found = preflight::check(&candidates, &paid, today);
    Ok(found.into_iter().filter_map(|finding| by_line.get(&finding.line).map(|id| (*id, finding))).collect())
}

fn blocking(found: &[(PaymentId, Finding)]) -> impl Iterator<Item = &(PaymentId, Finding)> {
    found.iter().filter(|(_, finding)| finding.severity() == Severity::Blocker)
}

fn shown(found: &[(PaymentId, Finding)]) -> Vec<PaymentFindingView> {
    let warnings = found.iter().filter(|(_, finding)| finding.severity() == Severity::Warning);
    let view = |(payment_id, finding): &(PaymentId, Finding)| PaymentFindingView {
        payment_id: *payment_id,
        code: finding.code,
        severity: finding.severity(),
        label: finding.code.label_pl().to_owned(),
        legal_basis: finding.code.legal_basis().map(|basis| basis.to_string()),
    };
    blocking(found).chain(warnings).take(MOST_FINDINGS).map(view).collect()
}

/// Refuses a list with blockers.
fn unblocked(tx: &mut Tx<'_>, id: PaymentListId) -> Result<(), Error> {
    let found = findings(tx, id)?;
    let fault = |(payment, finding): &(PaymentId, Finding)| {
        let fault = Fault::new(format!("/payments/{payment}"), finding.code.code(), in_english(finding.code));
        match finding.code.legal_basis() {
            Some(basis) => fault.under(basis),
            None => fault,
        }
    };
    let faults: Vec<Fault> = blocking(&found).take(MOST_FAULTS).map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Blocked(faults)) }
}

const fn in_english(code: FindingCode) -> &'static str {
    match code {
        FindingCode::PayeeDead => "the person entitled is dead",
        FindingCode::DecisionNotEnforceable => "the decision may not be carried out yet",
        FindingCode::AwardNotActive => "the award is not paid",
        FindingCode::AccountMissing => "there is no account",
        FindingCode::AccountInvalid => "the person does not have this account any more",
        FindingCode::AccountOfOtherPerson => "the account belongs to somebody else",
        FindingCode::DoubleMonth => "the month is paid already, or twice on the list",
    }
}

fn refusal(refused: PaymentListRefusal, state: PaymentListState) -> Error {
    match refused {
        PaymentListRefusal::Transition(illegal) => Error::Transition {
            detail: illegal.to_string(),
            allowed: offered(state).into_iter().map(|event| event.code()).collect(),
        },
        PaymentListRefusal::SeparationOfDuties { .. } => Error::SeparationOfDuties,
        PaymentListRefusal::Blockers(_) => Error::Blocked(Vec::new()),
        PaymentListRefusal::Empty => Error::rule("", "empty_list", refused),
        PaymentListRefusal::Changed => Error::rule("", "list_changed", refused),
    }
}
