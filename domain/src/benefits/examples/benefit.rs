//! Lines about a benefit: they become a request and go through [`assess`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

use super::line::{Line, PersonText, person_id};
use super::{Answer, Unanswered};
use crate::benefits::calculation::{Adult, Assessment, AssessmentRequest, BenefitCode, assess};
use crate::benefits::circumstance::Circumstance;
use crate::benefits::law_book::LawBook;
use crate::benefits::local::{LocalCode, LocalParameter};
use crate::benefits::pomoc_spoleczna::Entitlement;
use crate::benefits::pomoc_spoleczna::zasilek_staly::{NiezdolnoscDoPracy, ZbiegUprawnien};
use crate::kernel::day::YearMonth;
use crate::kernel::money::Exact;

pub(super) fn answer(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let request = request(line)?;
    line.inputs.finish()?;
    let assessment = assess(&request, book)?;
    let provisions = assessment.steps.iter().map(|step| step.provision.clone()).collect();
    Ok(Answer { found: found(&assessment), provisions })
}

fn request(line: &Line) -> Result<AssessmentRequest, Unanswered> {
    let applicant = line.household.applicant();
    let facts = line.household.persons.get(applicant).ok_or_else(|| Unanswered("no persons".to_owned()))?;
    let persons = line.household.persons.iter().enumerate();
    Ok(AssessmentRequest {
        benefit: word::<BenefitCode>(&line.benefit)?,
        application_on: line.as_of,
        decision_on: line.as_of,
        month: YearMonth::of(line.as_of),
        household: line.household.kind()?,
        persons: persons.map(|(index, person)| person.person(index, line.as_of)).collect::<Result<_, _>>()?,
        applicant: person_id(applicant),
        circumstances: circumstances(line)?,
        other_circumstances: line.inputs.flag("inne_okolicznosci")?.unwrap_or(false),
        // The format says `adult` where the answer turns on it.
        adult: Adult::Stated(facts.adult.unwrap_or(true)),
        niezdolnosc: facts.niezdolnosc_do_pracy.as_deref().map(word::<NiezdolnoscDoPracy>).transpose()?,
        entitled_to: entitled_to(facts)?,
        requested: line.inputs.money("requested")?,
        local: local(line)?,
        gmina_of_stay: false,
    })
}

/// Without `reasons` the format assumes a circumstance of art. 7 pkt 2-15; disability stands for it.
fn circumstances(line: &Line) -> Result<Vec<Circumstance>, Unanswered> {
    let Some(codes) = &line.household.reasons else { return Ok(vec![Circumstance::Niepelnosprawnosc]) };
    let known = |code: &String| {
        Circumstance::with_code(code).ok_or_else(|| Unanswered(format!("reason `{code}` is not in art. 7")))
    };
    codes.iter().map(known).collect()
}

fn entitled_to(person: &PersonText) -> Result<Vec<ZbiegUprawnien>, Unanswered> {
    person.entitled_to.iter().map(|code| word(code)).collect()
}

fn local(line: &Line) -> Result<Vec<LocalParameter>, Unanswered> {
    let keys = [
        ("lokalne_kryterium_samotnie", LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej),
        ("lokalne_kryterium_rodzina", LocalCode::LokalneKryteriumNaOsobeWRodzinie),
    ];
    let mut local = Vec::new();
    for (key, code) in keys {
        if let Some(amount) = line.inputs.text(key)? {
            local.push(LocalParameter::new(code, amount.parse::<Decimal>()?, line.as_of, None, "uchwała rady gminy")?);
        }
    }
    Ok(local)
}

/// A code of an enum that reads itself from JSON.
fn word<T: serde::de::DeserializeOwned>(code: &str) -> Result<T, Unanswered> {
    serde_json::from_value(Value::String(code.to_owned())).map_err(Unanswered::from)
}

/// The unit of a benefit's amount: a one-off payment or one a month.
const fn unit(benefit: BenefitCode) -> &'static str {
    match benefit {
        BenefitCode::ZasilekStaly | BenefitCode::ZasilekOkresowy => "PLN/month",
        BenefitCode::ZasilekCelowy | BenefitCode::SpecjalnyZasilekCelowy => "PLN",
    }
}

fn found(assessment: &Assessment) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::from([("income", rounded(assessment.income.total))]);
    let granted = |found: &mut BTreeMap<_, _>, decision: &str| {
        found.insert("decision", decision.to_owned());
        found.insert("unit", unit(assessment.benefit).to_owned());
    };
    match assessment.entitlement {
        Entitlement::Grant { amount } => {
            granted(&mut found, "grant");
            found.insert("amount", amount.to_string());
        }
        Entitlement::GrantRange { range, .. } => {
            granted(&mut found, "grant");
            found.insert("min", range.min.to_string());
            found.insert("max", range.max.to_string());
        }
        Entitlement::Discretionary { cap: Some(cap) } => {
            granted(&mut found, "grant");
            found.insert("max", cap.to_string());
        }
        Entitlement::Discretionary { cap: None } => granted(&mut found, "eligible_at_discretion"),
        Entitlement::Refuse { reason, alternative, .. } => {
            found.insert("decision", "refuse".to_owned());
            found.insert("reason", reason.code().to_owned());
            if let Some(alternative) = alternative {
                found.insert("alternative", alternative.to_string());
            }
        }
    }
    found
}

/// An income as the format writes it.
pub(super) fn rounded(exact: Exact) -> String {
    exact.round_half_up().map_or_else(|| exact.to_string(), |money| money.to_string())
}
