//! A draft from a calculation: kind, content and terms, with the texts filled from the trace and the facts of the case.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::benefits::calculation::BenefitCode;
use domain::benefits::calculation::stored::{Calculation, Verdict};
use domain::benefits::citations::{Act, Citations};
use domain::benefits::law_book::LawBook;
use domain::casework::application::Application;
use domain::casework::case::Case;
use domain::casework::case::status::CaseStatus;
use domain::casework::interview::{Interview, InterviewObstacle, InterviewState, basis_for_decision};
use domain::decisions::content::Extent;
use domain::decisions::decision::{DecisionKind, Revision};
use domain::decisions::reasoning::texts::ReasoningTexts;
use domain::decisions::reasoning::{Doubt, ReasoningFacts, draft_content, wording};
use domain::decisions::terms::GrantTerms;
use domain::kernel::day::{Day, DayRange, YearMonth};
use domain::kernel::digest::Digest;
use domain::kernel::ids::{EvidenceId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::text::Line;
use domain::kernel::trace::{Origin, Step};
use domain::payments::award::{ART_106_UST_3, AwardKind, MonthAmount, one_off, right_begins_on, schedule};
use domain::people::evidence::record::{Content as Shown, Evidence};
use domain::people::household::HouseholdRole;
use domain::people::person::address::{Address, AddressKind};
use domain::people::person::facts::{BankAccount, Held, Protection};
use domain::people::person::record::Person;
use domain::platform::access::Reach;
use domain::platform::centre::Centre;
use persistence::benefits::calculations;
use persistence::casework::{applications, cases, interviews};
use persistence::error::Error as StoreError;
use persistence::people::{evidence, facts, households, persons};
use persistence::platform::centre;
use persistence::tx::Read;

use super::bodies::{DecisionBody, TermsBody};
use super::refusals;
use crate::benefits::calculations::usecases::application_for;
use crate::http::error::{Error, Fault};

/// How many months a decision lists for a right without end.
const MONTHS_LISTED: u32 = 12;

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
    /// Where the law behind it is doubtful.
    pub(super) doubts: Vec<Doubt>,
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
    let application = application(read, &case, &calculation, body)?;
    let kind = kind(&calculation, body)?;
    let amount = if kind == DecisionKind::Grant { calculation.amount() } else { None };
    if kind == DecisionKind::Grant && amount.is_none() {
        let text = "expected a calculation with a chosen amount";
        return Err(Error::rule("/calculationId", "amount_not_chosen", text));
    }
    let interviewed_on = interview(read, &case, &calculation, kind)?;
    let party = party(read, &case, today)?;
    let terms = terms(read, &party, &calculation, application.as_ref(), amount, body, today)?;
    let extent = extent(kind, amount, application.as_ref(), body);
    let facts = Gathered { case: &case, calculation: &calculation, application: application.as_ref(), party: &party };
    let facts = facts.reasoning(read, body, terms.as_ref(), extent, interviewed_on, today)?;
    let steps = named_steps(read, &case, &calculation)?;
    let texts = ReasoningTexts::embedded().map_err(|fault| Error::Internal(fault.to_string()))?;
    let drafted = draft_content(texts, &facts, &steps).map_err(|refusal| refusals::drafting(&refusal))?;
    let mut content = drafted.content;
    content.party = party.printed();
    let benefit = benefit_line(calculation.benefit)?;
    let revision = Revision { kind, calculation: Some(calculation.origin.id), content, terms };
    Ok(Drafted { case, application, benefit, revision, doubts: drafted.doubts })
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
) -> Result<Option<Application>, Error> {
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

/// How far the request is met.
// INTERPRETATION: who names no amount asks for the benefit as such, so any amount inside the range meets the request.
fn extent(kind: DecisionKind, amount: Option<Money>, application: Option<&Application>, body: &DecisionBody) -> Extent {
    let requested = application.and_then(|application| application.requested_amount);
    body.extent.unwrap_or(match kind {
        DecisionKind::Refuse => Extent::NotAtAll,
        DecisionKind::Grant if requested.is_some_and(|requested| amount < Some(requested)) => Extent::InPart,
        DecisionKind::Grant => Extent::InFull,
    })
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

/// The party of the case.
struct Party {
    person: Person,
    address: Option<Address>,
}

impl Party {
    fn name(&self) -> String {
        format!("{} {}", self.person.given_names.as_str(), self.person.surname.as_str())
    }

    /// The name, with the address where it is printed.
    fn printed(&self) -> String {
        match &self.address {
            None => self.name(),
            Some(address) => format!("{}, {}", self.name(), address_line(address)),
        }
    }
}

fn address_line(address: &Address) -> String {
    let part = |text: &Option<Line<20>>| text.as_ref().map(|text| text.as_str().to_owned());
    let house = match (part(&address.house), part(&address.flat)) {
        (Some(house), Some(flat)) => format!(" {house} m. {flat}"),
        (Some(house), None) => format!(" {house}"),
        (None, _) => String::new(),
    };
    let town = match &address.postal_code {
        Some(code) => format!("{} {}", code.as_str(), address.locality.as_str()),
        None => address.locality.as_str().to_owned(),
    };
    match &address.street {
        Some(street) => format!("{}{house}, {town}", street.as_str()),
        None if house.is_empty() => town,
        None => format!("{}{house}, {town}", address.locality.as_str()),
    }
}

/// The party with the address to print: none while the record is protected.
fn party(read: &mut Read<'_>, case: &Case, today: NaiveDate) -> Result<Party, Error> {
    let Some(applicant) = case.applicant else {
        return Err(Error::rule("/calculationId", "case_without_party", "expected a case with an applicant"));
    };
    let person = persons::of_case(read, applicant)?;
    let protections: Vec<Held<Protection>> = facts::load(read, applicant, Some(today), None)?;
    let addresses: Vec<Held<Address>> = facts::load(read, applicant, Some(today), None)?;
    let of_kind = |kind| addresses.iter().map(|held| &held.value).find(|address| address.kind == kind).cloned();
    let address = of_kind(AddressKind::Korespondencyjny)
        .or_else(|| of_kind(AddressKind::Zamieszkania))
        .or_else(|| of_kind(AddressKind::Pobytu));
    Ok(Party { person, address: address.filter(|_| protections.is_empty()) })
}

/// What a grant obliges the centre to pay.
fn terms(
    read: &mut Read<'_>,
    party: &Party,
    calculation: &Calculation,
    application: Option<&Application>,
    amount: Option<Money>,
    body: &DecisionBody,
    today: NaiveDate,
) -> Result<Option<GrantTerms>, Error> {
    let (amount, terms) = match (amount, &body.terms) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err(Error::rule("/terms", "terms_mismatch", "a refusal has no terms")),
        (Some(_), None) => return Err(Error::rule("/terms", "terms_mismatch", "expected the terms of the grant")),
        (Some(amount), Some(terms)) => (amount, terms),
    };
    if let Some(account) = terms.account_id {
        let accounts: Vec<Held<BankAccount>> = facts::load(read, party.person.id, Some(today), None)?;
        if !accounts.iter().any(|held| held.id == account) {
            let text = "the person has no such account today";
            return Err(Error::rule("/terms/accountId", "unknown_reference", text));
        }
    }
    let kind = match calculation.benefit {
        BenefitCode::ZasilekStaly | BenefitCode::ZasilekOkresowy => AwardKind::Monthly,
        BenefitCode::ZasilekCelowy | BenefitCode::SpecjalnyZasilekCelowy => AwardKind::OneOff,
    };
    let right = right(calculation, application, kind, terms)?;
    Ok(Some(GrantTerms {
        person: party.person.id,
        benefit: benefit_line(calculation.benefit)?,
        kind,
        right,
        amount,
        method: terms.method,
        account: terms.account_id,
    }))
}

/// Art. 106 ust. 3 u.p.s.: the right begins with the month of the complete application, never earlier.
fn right(
    calculation: &Calculation,
    application: Option<&Application>,
    kind: AwardKind,
    terms: &TermsBody,
) -> Result<DayRange, Error> {
    let complete_on =
        application.and_then(|application| application.completed_on).unwrap_or(calculation.application_on);
    let earliest = right_begins_on(complete_on);
    let from = terms.from.map_or(earliest, Day::date);
    if from < earliest {
        let fault = Fault::new("/terms/from", "before_application", format!("expected a day not before {earliest}"));
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault.under(ART_106_UST_3)] });
    }
    let last = match (terms.to.map(Day::date), kind) {
        (Some(last), _) => Some(last),
        (None, AwardKind::OneOff) => Some(YearMonth::of(from).last_day()),
        (None, AwardKind::Monthly) => None,
    };
    if last.is_none() && calculation.benefit == BenefitCode::ZasilekOkresowy {
        let fault = Fault::new("/terms/to", "last_day_missing", "expected the last day of the benefit");
        return Err(Error::Rule { code: "rule_violation", faults: vec![fault.under("art. 38 ust. 5 u.p.s.")] });
    }
    DayRange::closed(from, last).map_err(|empty| Error::rule("/terms/to", "range", empty))
}

/// What the texts are filled from.
struct Gathered<'a> {
    case: &'a Case,
    calculation: &'a Calculation,
    application: Option<&'a Application>,
    party: &'a Party,
}

impl Gathered<'_> {
    fn reasoning(
        &self,
        read: &mut Read<'_>,
        body: &DecisionBody,
        terms: Option<&GrantTerms>,
        extent: Extent,
        interviewed_on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<ReasoningFacts, Error> {
        let Self { case, calculation, application, party } = self;
        let centre = centre(read)?;
        let citation = Citations::embedded().on(Act::Ups, today);
        let citation = citation.map_err(|error| Error::rule("/calculationId", "law_not_in_force", error))?;
        let last = terms.and_then(|terms| terms.right.last()).map(YearMonth::of);
        let demand = || application.and_then(|application| application.requested.as_ref());
        let purpose = body.purpose.as_ref().map(|purpose| purpose.as_str().to_owned());
        Ok(ReasoningFacts {
            authority: centre.authority.as_str().to_owned(),
            centre: centre.name.as_str().to_owned(),
            appeal_body: centre.appeal_body.as_str().to_owned(),
            case_number: case.number.to_string(),
            party: party.name(),
            benefit: calculation.benefit.code().to_owned(),
            benefit_label: calculation.benefit.label_pl().to_owned(),
            filed_on: calculation.application_on,
            interviewed_on,
            period: terms.map(|terms| (YearMonth::of(terms.right.from()), last)),
            amount: terms.map(|terms| terms.amount),
            months: months(terms)?,
            criterion: calculation.criterion(),
            income: Some(calculation.income.total.rounded),
            persons: Some(calculation.income.persons),
            purpose: purpose.or_else(|| demand().map(|demand| demand.as_str().to_owned())),
            evidence: evidence_lines(read, calculation, interviewed_on)?,
            refusal_reasons: refusal_reasons(calculation, body),
            citation: citation.printed(),
            extent,
            factual: body.reasons.factual.as_ref().map(|text| text.as_str().to_owned()),
            legal: body.reasons.legal.as_ref().map(|text| text.as_str().to_owned()),
            leave_out_reasons: body.leave_out_reasons,
            calculation: calculation.hash.parse::<Digest>().ok(),
        })
    }
}

fn centre(read: &mut Read<'_>) -> Result<Centre, Error> {
    let found = centre::load(read).map_err(|error| {
        if matches!(error, StoreError::NotFound) {
            let fault = Fault::new("", "centre_unknown", "the profile of the centre has not been set");
            return Error::Rule { code: "reasoning_incomplete", faults: vec![fault.under("art. 107 § 1 pkt 1 KPA")] };
        }
        error.into()
    })?;
    Ok(found.into_inner())
}

/// The amounts of the months, up to a year of a right without end.
fn months(terms: Option<&GrantTerms>) -> Result<Vec<(YearMonth, Money)>, Error> {
    let Some(terms) = terms else { return Ok(Vec::new()) };
    let first = YearMonth::of(terms.right.from());
    let until = terms.right.last().map_or(first.plus(MONTHS_LISTED.saturating_sub(1)), YearMonth::of);
    let lines = match terms.kind {
        AwardKind::Monthly => schedule(terms.right, until, |_month| terms.amount),
        AwardKind::OneOff => one_off(first, terms.amount),
    };
    let lines: Vec<MonthAmount> = lines.map_err(|refusal| Error::rule("/terms", "schedule_refused", refusal))?;
    Ok(lines.into_iter().map(|line| (line.month, line.amount)).collect())
}

fn refusal_reasons(calculation: &Calculation, body: &DecisionBody) -> Vec<String> {
    let found = match &calculation.verdict {
        Verdict::Refuse { reason, legal_basis, .. } => Some(format!("{} ({legal_basis})", reason.label_pl())),
        Verdict::Grant { .. } | Verdict::GrantRange { .. } | Verdict::Discretionary { .. } => None,
    };
    found.into_iter().chain(body.refusal_reasons.iter().map(|reason| reason.as_str().to_owned())).collect()
}

/// The evidence relied on: the interview, and each row of income.
fn evidence_lines(
    read: &mut Read<'_>,
    calculation: &Calculation,
    interviewed_on: Option<NaiveDate>,
) -> Result<Vec<String>, Error> {
    let mut ids: Vec<EvidenceId> = calculation.steps.iter().flat_map(evidence_of).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = if ids.is_empty() { Vec::new() } else { evidence::with_ids(read, &ids)? };
    let interview = interviewed_on.map(|on| format!("rodzinny wywiad środowiskowy z dnia {}", wording::day(on)));
    Ok(interview.into_iter().chain(rows.iter().map(|row| evidence_line(row, calculation.decision_on))).collect())
}

fn evidence_of(step: &Step) -> impl Iterator<Item = EvidenceId> {
    step.values
        .iter()
        .flat_map(|value| match &value.origin {
            Origin::Evidence { ids } => ids.as_slice(),
            Origin::Parameter { .. } | Origin::Fact | Origin::Computed | Origin::Choice => &[],
        })
        .copied()
}

/// `dochód: wynagrodzenie, od 2026-10; dokument: zaświadczenie pracodawcy`.
fn evidence_line(row: &Evidence, day: NaiveDate) -> String {
    let what = row.content.kind().label_pl().to_lowercase();
    let kind = match &row.content {
        Shown::Income { kind, .. } => {
            let kinds = LawBook::embedded().income_kinds();
            let known = kind.to_string().parse().ok().and_then(|kind| kinds.find(&kind));
            let label = known.filter(|entry| entry.on(day).is_some()).map(|entry| entry.label_pl.clone());
            format!(": {}, {}", label.unwrap_or_else(|| kind.to_string()), YearMonth::of(row.range.from()))
        }
        Shown::Rent { .. }
        | Shown::Disability { .. }
        | Shown::Employment { .. }
        | Shown::Schooling { .. }
        | Shown::Health { .. }
        | Shown::Property { .. } => String::new(),
    };
    let source = row.source.label_pl().to_lowercase();
    match &row.document {
        Some(document) => format!("{what}{kind}; {source}: {}", document.as_str()),
        None => format!("{what}{kind}; {source}"),
    }
}

/// The steps with the members' roles in place of their ids.
fn named_steps(read: &mut Read<'_>, case: &Case, calculation: &Calculation) -> Result<Vec<Step>, Error> {
    let mut names: BTreeMap<String, &'static str> = BTreeMap::new();
    if let Some(household) = case.household {
        for member in households::members_of(read, household, calculation.decision_on)? {
            names.insert(member.person.to_string(), member.role.label_pl());
        }
    }
    let applicant = case.applicant.map(|person: PersonId| person.to_string());
    names.extend(applicant.map(|id| (id, HouseholdRole::Wnioskodawca.label_pl())));
    let mut steps = calculation.explained();
    for value in steps.iter_mut().flat_map(|step| step.values.iter_mut()).filter(|value| value.name == "osoba") {
        if let Some(name) = names.get(&value.value) {
            value.value = name.to_lowercase();
        }
    }
    Ok(steps)
}
