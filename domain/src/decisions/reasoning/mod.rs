//! Drafts what a decision says from the calculation's trace and the facts of the case.
//!
//! The texts are data (`law/reasoning_texts.toml`); nothing is drafted with a gap in it.

pub mod texts;
pub mod wording;

use std::fmt;

use chrono::NaiveDate;

use super::content::{Content, Extent, Reasons};
use super::decision::DecisionKind;
use crate::kernel::day::YearMonth;
use crate::kernel::digest::Digest;
use crate::kernel::legal_basis::Confidence;
use crate::kernel::money::Money;
use crate::kernel::trace::Step;

use texts::{ReasoningText, ReasoningTexts, Slot, TextPart};

/// What the slots are filled from, besides the trace. Absent facts stop the draft only where a text needs them.
#[derive(Clone, PartialEq, Eq)]
pub struct ReasoningFacts {
    /// The body that decides, as printed.
    pub authority: String,
    /// The centre through which an appeal is filed.
    pub centre: String,
    /// The appeal body.
    pub appeal_body: String,
    /// The mark of the case.
    pub case_number: String,
    /// The party, as printed.
    pub party: String,
    /// The benefit's code.
    pub benefit: String,
    /// The benefit's name.
    pub benefit_label: String,
    /// The day the application was filed or the case was opened ex officio.
    pub filed_on: NaiveDate,
    /// The day of the interview the decision rests on.
    pub interviewed_on: Option<NaiveDate>,
    /// First and last month of the award; no last month for an award without end.
    pub period: Option<(YearMonth, Option<YearMonth>)>,
    /// The amount granted: of a whole month, or of the one-off benefit.
    pub amount: Option<Money>,
    /// The amount of each month.
    pub months: Vec<(YearMonth, Money)>,
    /// The income criterion that was applied.
    pub criterion: Option<Money>,
    /// The income that was compared with it.
    pub income: Option<Money>,
    /// How many persons the application covers.
    pub persons: Option<u32>,
    /// What a purpose-bound benefit is for.
    pub purpose: Option<String>,
    /// The evidence relied on, one entry each.
    pub evidence: Vec<String>,
    /// Why the benefit is refused, one entry each.
    pub refusal_reasons: Vec<String>,
    /// The act with the citation of its consolidated text on the day of the decision, for example
    /// `ustawa z dnia 12 marca 2004 r. o pomocy społecznej (t.j. Dz.U. 2026 poz. 639 z późn. zm.)`.
    pub citation: String,
    /// How far the request is granted.
    pub extent: Extent,
    /// Factual reasons in the author's own words, instead of the drafted ones.
    pub factual: Option<String>,
    /// Legal reasons in the author's own words, instead of the drafted ones.
    pub legal: Option<String>,
    /// The explicit choice to leave the reasons out (art. 107 § 4 KPA).
    pub leave_out_reasons: bool,
    /// The hash of the calculation.
    pub calculation: Option<Digest>,
}

/// Masked: the facts of a case are personal data.
impl fmt::Debug for ReasoningFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReasoningFacts")
            .field("case_number", &self.case_number)
            .field("benefit", &self.benefit)
            .finish_non_exhaustive()
    }
}

/// Why no draft was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReasoningRefusal {
    /// `reasoning_incomplete`: a slot has no value.
    #[error("no value for the slot `{slot}` of the part `{part}`")]
    Incomplete {
        /// The part that was being drafted.
        part: TextPart,
        /// The slot without a value.
        slot: Slot,
    },
    /// No text serves this benefit, outcome and part.
    #[error("no text for the part `{part}`")]
    NoText {
        /// The part.
        part: TextPart,
    },
    /// Art. 107 § 4 KPA: reasons are left out only when the request is granted in full.
    #[error("reasons are left out only when the request is granted in full")]
    ReasonsRequired,
}

/// A step whose law is less sure than its text; shown to the author of the draft, not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The provision.
    pub provision: String,
    /// How sure its reading is.
    pub confidence: Confidence,
    /// Which reading was chosen.
    pub note: Option<String>,
}

/// A draft: the content, how sure its wording is, and where the law behind it is doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftedContent {
    /// The content, without day of issue and signatory.
    pub content: Content,
    /// How sure the wording of the texts is.
    pub wording: Confidence,
    /// Steps of the calculation to look at twice.
    pub doubts: Vec<Doubt>,
}

/// Drafts the content of a decision.
///
/// # Errors
/// [`ReasoningRefusal::Incomplete`] for the first slot without a value; [`ReasoningRefusal::ReasonsRequired`] when
/// reasons shall be left out of a decision that does not grant everything.
pub fn draft_content(
    texts: &ReasoningTexts,
    facts: &ReasoningFacts,
    steps: &[Step],
) -> Result<DraftedContent, ReasoningRefusal> {
    let draft = Draft { texts, facts, steps, outcome: outcome(facts.extent) };
    if facts.leave_out_reasons && facts.extent != Extent::InFull {
        return Err(ReasoningRefusal::ReasonsRequired);
    }
    let ruling_text = draft.text(TextPart::Ruling)?;
    let ruling = draft.fill(ruling_text)?;
    let (reasons, appeal, waiver) = if facts.leave_out_reasons {
        (Reasons::LeftOut, draft.part(TextPart::NoAppealInstruction)?, String::new())
    } else {
        let reasons = Reasons::Given {
            factual: draft.unless_given(facts.factual.as_deref(), TextPart::FactualReasons)?,
            legal: draft.unless_given(facts.legal.as_deref(), TextPart::LegalReasons)?,
        };
        (reasons, draft.part(TextPart::AppealInstruction)?, draft.part(TextPart::WaiverInstruction)?)
    };
    let content = Content {
        authority: facts.authority.clone(),
        case_number: facts.case_number.clone(),
        issued_on: None,
        party: facts.party.clone(),
        legal_basis: draft.legal_basis(ruling_text),
        extent: facts.extent,
        ruling,
        reasons,
        appeal_instruction: appeal,
        waiver_instruction: waiver,
        further_instructions: match draft.find(TextPart::FurtherInstructions) {
            Some(text) => draft.fill(text)?,
            None => String::new(),
        },
        signatory_name: String::new(),
        signatory_position: String::new(),
        calculation: facts.calculation,
    };
    Ok(DraftedContent { content, wording: texts.confidence, doubts: doubts(steps) })
}

const fn outcome(extent: Extent) -> DecisionKind {
    match extent {
        Extent::InFull | Extent::InPart => DecisionKind::Grant,
        Extent::NotAtAll => DecisionKind::Refuse,
    }
}

fn doubts(steps: &[Step]) -> Vec<Doubt> {
    steps
        .iter()
        .filter_map(|step| {
            step.confidence.map(|confidence| Doubt {
                provision: step.provision.clone(),
                confidence,
                note: step.note.clone(),
            })
        })
        .collect()
}

struct Draft<'a> {
    texts: &'a ReasoningTexts,
    facts: &'a ReasoningFacts,
    steps: &'a [Step],
    outcome: DecisionKind,
}

impl<'a> Draft<'a> {
    fn find(&self, part: TextPart) -> Option<&'a ReasoningText> {
        self.texts.find(&self.facts.benefit, self.outcome, part)
    }

    fn text(&self, part: TextPart) -> Result<&'a ReasoningText, ReasoningRefusal> {
        self.find(part).ok_or(ReasoningRefusal::NoText { part })
    }

    fn part(&self, part: TextPart) -> Result<String, ReasoningRefusal> {
        self.fill(self.text(part)?)
    }

    fn unless_given(&self, given: Option<&str>, part: TextPart) -> Result<String, ReasoningRefusal> {
        given.map_or_else(|| self.part(part), |given| Ok(given.to_owned()))
    }

    fn fill(&self, text: &ReasoningText) -> Result<String, ReasoningRefusal> {
        text.fill(|slot| self.value(slot)).map_err(|slot| ReasoningRefusal::Incomplete { part: text.part, slot })
    }

    /// The provisions of the ruling, then those of the trace that it does not name, then the text of the act.
    fn legal_basis(&self, ruling: &ReasoningText) -> Vec<String> {
        let mut basis = ruling.legal_basis.clone();
        for provision in wording::provisions(self.steps) {
            if !basis.contains(&provision) {
                basis.push(provision);
            }
        }
        basis.push(self.facts.citation.clone());
        basis
    }

    fn value(&self, slot: Slot) -> Option<String> {
        let facts = self.facts;
        let list = |entries: &[String]| (!entries.is_empty()).then(|| wording::items(entries.iter().cloned()));
        match slot {
            Slot::Strona => Some(facts.party.clone()),
            Slot::NumerSprawy => Some(facts.case_number.clone()),
            Slot::Swiadczenie => Some(facts.benefit_label.clone()),
            Slot::DataWniosku => Some(wording::day(facts.filed_on)),
            Slot::DataWywiadu => facts.interviewed_on.map(wording::day),
            Slot::Okres => facts.period.map(|(first, last)| wording::period(first, last)),
            Slot::Kwota => facts.amount.map(wording::zloty),
            Slot::Miesiace => (!facts.months.is_empty()).then(|| wording::months(&facts.months)),
            Slot::Kryterium => facts.criterion.map(wording::zloty),
            Slot::Dochod => facts.income.map(wording::zloty),
            Slot::LiczbaOsob => facts.persons.map(|count| count.to_string()),
            Slot::Cel => facts.purpose.clone(),
            Slot::Dowody => list(&facts.evidence),
            Slot::Przyczyny => list(&facts.refusal_reasons),
            Slot::Ustalenia => (!self.steps.is_empty()).then(|| wording::steps(self.steps)),
            Slot::Przepisy => Some(wording::provisions(self.steps).join(", ")),
            Slot::TekstJednolity => Some(facts.citation.clone()),
            Slot::Osrodek => Some(facts.centre.clone()),
            Slot::OrganOdwolawczy => Some(facts.appeal_body.clone()),
        }
    }
}

#[cfg(test)]
mod tests;
