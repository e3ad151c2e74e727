//! What the texts of a decision are filled from: the trace and the facts of the case.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::benefits::calculation::stored::{Calculation, Verdict};
use domain::benefits::citations::{Act, Citations};
use domain::benefits::law_book::LawBook;
use domain::casework::application::Application;
use domain::casework::case::Case;
use domain::decisions::content::Extent;
use domain::decisions::decision::DecisionKind;
use domain::decisions::reasoning::{ReasoningFacts, wording};
use domain::decisions::terms::GrantTerms;
use domain::kernel::day::YearMonth;
use domain::kernel::digest::Digest;
use domain::kernel::ids::{EvidenceId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::trace::{Origin, Step};
use domain::payments::award::{AwardKind, MonthAmount, one_off, schedule};
use domain::people::evidence::record::{Content as Shown, Evidence};
use domain::people::household::HouseholdRole;
use domain::platform::centre::Centre;
use persistence::error::Error as StoreError;
use persistence::people::{evidence, households};
use persistence::platform::centre;
use persistence::tx::Read;

use super::party::Party;
use crate::decisions::bodies::DecisionBody;
use crate::http::error::{Error, Fault};

/// How many months a decision lists for a right without end.
const MONTHS_LISTED: u32 = 12;

/// What the texts are filled from.
pub(super) struct Gathered<'a> {
    pub(super) case: &'a Case,
    pub(super) calculation: &'a Calculation,
    pub(super) application: Option<&'a Application>,
    pub(super) party: &'a Party,
}

impl Gathered<'_> {
    /// How far the request is met; the body may say less than the amounts do, never more.
    // INTERPRETATION: who names no amount asks for the benefit as such, so any amount inside the range meets the request.
    pub(super) fn extent(
        &self,
        kind: DecisionKind,
        amount: Option<Money>,
        body: &DecisionBody,
    ) -> Result<Extent, Error> {
        let asked = self.calculation.inputs.get("requested").cloned();
        let asked = || asked.and_then(|asked| serde_json::from_value(asked).ok()).flatten();
        let requested: Option<Money> =
            self.application.and_then(|application| application.requested_amount).or_else(asked);
        let found = match kind {
            DecisionKind::Refuse => Extent::NotAtAll,
            DecisionKind::Grant if requested.is_some_and(|requested| amount < Some(requested)) => Extent::InPart,
            DecisionKind::Grant => Extent::InFull,
        };
        match (found, body.extent.unwrap_or(found)) {
            (Extent::InFull, Extent::InFull) => Ok(Extent::InFull),
            (Extent::InFull | Extent::InPart, Extent::InPart) => Ok(Extent::InPart),
            (Extent::NotAtAll, Extent::NotAtAll) => Ok(Extent::NotAtAll),
            (Extent::InFull | Extent::InPart, Extent::NotAtAll)
            | (Extent::InPart, Extent::InFull)
            | (Extent::NotAtAll, Extent::InFull | Extent::InPart) => {
                let text = format!("expected an extent that fits the kind and the amount, at most `{found}`");
                Err(Error::rule("/extent", "extent_mismatch", text))
            }
        }
    }

    pub(super) fn reasoning(
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

pub(super) fn evidence_of(step: &Step) -> impl Iterator<Item = EvidenceId> {
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
pub(super) fn named_steps(read: &mut Read<'_>, case: &Case, calculation: &Calculation) -> Result<Vec<Step>, Error> {
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
