//! Why a step of a decision is refused.

use domain::casework::interview::InterviewObstacle;
use domain::decisions::content::{ART_107_PAR_4_KPA, MandatoryPart};
use domain::decisions::decision::DecisionRefusal;
use domain::decisions::reasoning::ReasoningRefusal;
use domain::decisions::reasoning::texts::{Slot, TextPart};
use domain::decisions::status::DecisionStatus;
use domain::decisions::terms::InvalidTerms;

use crate::http::error::{Error, Fault};

/// The refusal of a step; `pointer` is where a day stands that lies too early.
pub(super) fn decision(refusal: &DecisionRefusal, now: DecisionStatus, pointer: &str) -> Error {
    match refusal {
        DecisionRefusal::Transition(_) | DecisionRefusal::ContentFixed { .. } => transition(refusal, now),
        DecisionRefusal::SeparationOfDuties { .. } => Error::SeparationOfDuties,
        DecisionRefusal::MissingParts(parts) => missing(parts),
        DecisionRefusal::ExtentMismatch { .. } => Error::rule("/extent", "extent_mismatch", refusal),
        DecisionRefusal::TermsMismatch { .. } => Error::rule("/terms", "terms_mismatch", refusal),
        DecisionRefusal::Terms(invalid) => terms(*invalid),
        DecisionRefusal::TooEarly { .. } => Error::rule(pointer, "day_too_early", refusal),
        DecisionRefusal::Unhashable => Error::Internal(refusal.to_string()),
    }
}

fn transition(refusal: &DecisionRefusal, now: DecisionStatus) -> Error {
    let allowed = now.allowed().into_iter().map(|event| event.code()).collect();
    Error::Transition { detail: refusal.to_string(), allowed }
}

/// Mandatory parts that are missing (art. 107 § 1 KPA).
pub(super) fn missing(parts: &[MandatoryPart]) -> Error {
    let fault = |part: &MandatoryPart| {
        let pointer = match part {
            MandatoryPart::FactualReasons => "/reasons/factual",
            MandatoryPart::LegalReasons => "/reasons/legal",
            MandatoryPart::Authority
            | MandatoryPart::IssuedOn
            | MandatoryPart::Party
            | MandatoryPart::LegalBasis
            | MandatoryPart::Ruling
            | MandatoryPart::AppealInstruction
            | MandatoryPart::WaiverInstruction
            | MandatoryPart::SignatoryName
            | MandatoryPart::SignatoryPosition => "",
        };
        Fault::new(pointer, part.code(), "this part of the decision is missing").under(part.legal_basis())
    };
    Error::Rule { code: "reasoning_incomplete", faults: parts.iter().map(fault).collect() }
}

fn terms(invalid: InvalidTerms) -> Error {
    match invalid {
        InvalidTerms::NotPositive => Error::rule("/calculationId", "amount_not_positive", invalid),
        InvalidTerms::AccountMissing => Error::rule("/terms/accountId", "account_missing", invalid),
        InvalidTerms::AccountUnused => Error::rule("/terms/accountId", "account_unused", invalid),
        InvalidTerms::EndlessOneOff => Error::rule("/terms/to", "last_day_missing", invalid),
    }
}

/// A draft that cannot be written.
pub(super) fn drafting(refusal: &ReasoningRefusal) -> Error {
    match refusal {
        ReasoningRefusal::Incomplete { part, slot } => {
            let pointer = match slot {
                Slot::Cel => "/purpose",
                Slot::Przyczyny => "/refusalReasons",
                Slot::Kwota | Slot::Okres | Slot::Miesiace => "/terms",
                Slot::Strona
                | Slot::NumerSprawy
                | Slot::Swiadczenie
                | Slot::DataWniosku
                | Slot::DataWywiadu
                | Slot::Kryterium
                | Slot::Dochod
                | Slot::LiczbaOsob
                | Slot::Dowody
                | Slot::Ustalenia
                | Slot::Przepisy
                | Slot::TekstJednolity
                | Slot::Osrodek
                | Slot::OrganOdwolawczy => own_words(*part),
            };
            let fault = Fault::new(pointer, "slot_empty", refusal);
            Error::Rule { code: "reasoning_incomplete", faults: vec![fault] }
        }
        ReasoningRefusal::NoText { .. } => Error::Internal(refusal.to_string()),
        ReasoningRefusal::ReasonsRequired => {
            let fault = Fault::new("/leaveOutReasons", "reasons_required", refusal).under(ART_107_PAR_4_KPA);
            Error::Rule { code: "reasoning_incomplete", faults: vec![fault] }
        }
    }
}

/// Where the author may write a part that cannot be drafted.
const fn own_words(part: TextPart) -> &'static str {
    match part {
        TextPart::FactualReasons => "/reasons/factual",
        TextPart::LegalReasons => "/reasons/legal",
        TextPart::Ruling
        | TextPart::AppealInstruction
        | TextPart::WaiverInstruction
        | TextPart::NoAppealInstruction
        | TextPart::FurtherInstructions => "",
    }
}

/// A case whose interviews do not carry a decision yet.
pub(super) fn interview(obstacle: InterviewObstacle) -> Error {
    let (code, text) = match obstacle {
        InterviewObstacle::Missing => ("missing_evidence", "the decision needs a completed interview"),
        InterviewObstacle::Outdated => {
            ("interview_outdated", "the decision needs an interview made for this application")
        }
    };
    let fault = Fault::new("/calculationId", obstacle.code(), text).under(obstacle.legal_basis());
    Error::Rule { code, faults: vec![fault] }
}
