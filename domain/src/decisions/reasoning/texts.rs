//! The texts that decisions are drafted from: `law/reasoning_texts.toml`, read and checked once.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::decisions::decision::DecisionKind;
use crate::kernel::codes::codes;
use crate::kernel::legal_basis::Confidence;

/// The benefit code of a text that serves every benefit without one of its own.
pub const ANY_BENEFIT: &str = "any";

const EMBEDDED: &str = include_str!("../../../law/reasoning_texts.toml");

codes! {
    /// The part of a decision that a text drafts.
    pub enum TextPart {
        Ruling = "ruling", "Rozstrzygnięcie";
        FactualReasons = "factual_reasons", "Uzasadnienie faktyczne";
        LegalReasons = "legal_reasons", "Uzasadnienie prawne";
        AppealInstruction = "appeal_instruction", "Pouczenie o odwołaniu";
        WaiverInstruction = "waiver_instruction", "Pouczenie o zrzeczeniu się odwołania";
        /// Where reasons are left out and the decision is final at once (art. 127 § 1a KPA).
        NoAppealInstruction = "no_appeal_instruction", "Pouczenie o ostateczności";
        FurtherInstructions = "further_instructions", "Inne pouczenia";
    }

    /// A gap in a text, filled from the facts of the case and the calculation's trace.
    pub enum Slot {
        Strona = "strona", "Strona";
        NumerSprawy = "numer_sprawy", "Znak sprawy";
        Swiadczenie = "swiadczenie", "Nazwa świadczenia";
        DataWniosku = "data_wniosku", "Data wniosku";
        DataWywiadu = "data_wywiadu", "Data wywiadu";
        Okres = "okres", "Okres";
        Kwota = "kwota", "Kwota";
        Miesiace = "miesiace", "Kwoty w miesiącach";
        Kryterium = "kryterium", "Kryterium dochodowe";
        Dochod = "dochod", "Dochód";
        LiczbaOsob = "liczba_osob", "Liczba osób";
        Cel = "cel", "Cel zasiłku";
        Dowody = "dowody", "Dowody";
        Przyczyny = "przyczyny", "Przyczyny odmowy";
        /// The steps of the trace, one item each.
        Ustalenia = "ustalenia", "Ustalenia";
        /// The provisions of the trace.
        Przepisy = "przepisy", "Zastosowane przepisy";
        /// The citation of the consolidated text on the day of the decision.
        TekstJednolity = "tekst_jednolity", "Tekst jednolity ustawy";
        Osrodek = "osrodek", "Ośrodek";
        OrganOdwolawczy = "organ_odwolawczy", "Organ odwoławczy";
    }
}

/// What is wrong with a file of texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextsFault {
    /// Not TOML, or not the fields of a text.
    #[error("the reasoning texts cannot be read: {0}")]
    Syntax(String),
    /// A brace that opens no known slot.
    #[error("unknown slot `{slot}` in the text `{text}`")]
    UnknownSlot {
        /// The text's name.
        text: String,
        /// What stands in the braces.
        slot: String,
    },
    /// A text without words, outcome or provision.
    #[error("the text `{text}` has no words, no outcome or no provision")]
    Empty {
        /// The text's name.
        text: String,
    },
    /// Two texts for the same benefit, outcome and part.
    #[error("two texts serve `{text}`")]
    Twice {
        /// The text's name.
        text: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema_version")]
    _schema_version: String,
    confidence: Confidence,
    #[serde(rename = "note")]
    _note: String,
    text: Vec<TextRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextRow {
    benefit: String,
    outcomes: Vec<DecisionKind>,
    part: TextPart,
    legal_basis: Vec<String>,
    text: String,
}

/// One text with its slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasoningText {
    /// The benefit's code, or [`ANY_BENEFIT`].
    pub benefit: String,
    /// The outcomes it serves.
    pub outcomes: Vec<DecisionKind>,
    /// The part it drafts.
    pub part: TextPart,
    /// The provisions it rests on.
    pub legal_basis: Vec<String>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Slot(Slot),
}

impl ReasoningText {
    /// Fills every slot.
    ///
    /// # Errors
    /// The first slot without a value.
    pub fn fill(&self, value: impl Fn(Slot) -> Option<String>) -> Result<String, Slot> {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                // A value such as `25 listopada 2026 r.` ends the sentence by itself.
                Piece::Words(words) if filled.ends_with('.') => {
                    filled.push_str(words.strip_prefix('.').unwrap_or(words));
                }
                Piece::Words(words) => filled.push_str(words),
                Piece::Slot(slot) => {
                    filled.push_str(&value(*slot).filter(|text| !text.trim().is_empty()).ok_or(*slot)?);
                }
            }
        }
        Ok(filled)
    }
}

/// Every text, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasoningTexts {
    /// How sure the wording is.
    pub confidence: Confidence,
    texts: Vec<ReasoningText>,
}

impl ReasoningTexts {
    /// The texts that the service carries.
    ///
    /// # Errors
    /// [`TextsFault`], which a test rules out.
    pub fn embedded() -> Result<&'static Self, &'static TextsFault> {
        static TEXTS: OnceLock<Result<ReasoningTexts, TextsFault>> = OnceLock::new();
        TEXTS.get_or_init(|| Self::from_toml(EMBEDDED)).as_ref()
    }

    /// Reads and checks a file of texts.
    ///
    /// # Errors
    /// [`TextsFault`] for the first text that is not usable.
    pub fn from_toml(toml: &str) -> Result<Self, TextsFault> {
        let file: File = toml::from_str(toml).map_err(|error| TextsFault::Syntax(error.message().to_owned()))?;
        let mut texts: Vec<ReasoningText> = Vec::with_capacity(file.text.len());
        for row in file.text {
            let name = format!("{}.{}", row.benefit, row.part);
            let words = row.text.trim();
            if words.is_empty() || row.outcomes.is_empty() || row.legal_basis.is_empty() {
                return Err(TextsFault::Empty { text: name });
            }
            let same = |other: &ReasoningText| other.benefit == row.benefit && other.part == row.part;
            if texts.iter().any(|other| same(other) && other.outcomes.iter().any(|o| row.outcomes.contains(o))) {
                return Err(TextsFault::Twice { text: name });
            }
            let pieces = cut(words).map_err(|slot| TextsFault::UnknownSlot { text: name, slot })?;
            let TextRow { benefit, outcomes, part, legal_basis, text: _ } = row;
            texts.push(ReasoningText { benefit, outcomes, part, legal_basis, pieces });
        }
        Ok(Self { confidence: file.confidence, texts })
    }

    /// The text for a part: the benefit's own, else the one for any benefit.
    #[must_use]
    pub fn find(&self, benefit: &str, outcome: DecisionKind, part: TextPart) -> Option<&ReasoningText> {
        let of = |wanted: &str| {
            self.texts
                .iter()
                .find(|text| text.benefit == wanted && text.part == part && text.outcomes.contains(&outcome))
        };
        of(benefit).or_else(|| of(ANY_BENEFIT))
    }

    /// Every text, for the list that people read.
    #[must_use]
    pub fn all(&self) -> &[ReasoningText] {
        &self.texts
    }
}

/// Cuts a text at its braces; the error is what stands in the first brace that names no slot.
fn cut(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| after.chars().take(20).collect::<String>())?;
        pieces.push(Piece::Words(words.to_owned()));
        pieces.push(Piece::Slot(name.parse().map_err(|_unknown| name.to_owned())?));
        rest = tail;
    }
    pieces.push(Piece::Words(rest.to_owned()));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema_version = '1.0'\nconfidence = 'unverified'\nnote = ''\n";
    const TEXT: &str = "[[text]]\nbenefit = 'any'\noutcomes = ['grant']\npart = 'ruling'\nlegal_basis = ['art. 104 KPA']\ntext = 'Przyznaję {kwota}.'\n";

    fn fault(text: &str) -> TextsFault {
        ReasoningTexts::from_toml(&format!("{HEAD}{text}")).unwrap_err()
    }

    #[test]
    fn the_carried_texts_are_usable_and_say_that_they_are_not_checked() {
        let texts = ReasoningTexts::embedded().unwrap();
        assert_eq!(texts.confidence, Confidence::Unverified);
        for benefit in ["zasilek_staly", "zasilek_okresowy", "zasilek_celowy", "unknown"] {
            for outcome in DecisionKind::ALL {
                for part in [TextPart::Ruling, TextPart::FactualReasons, TextPart::LegalReasons] {
                    assert!(texts.find(benefit, *outcome, part).is_some(), "{benefit} {outcome} {part}");
                }
            }
        }
    }

    #[test]
    fn the_text_of_the_benefit_goes_before_the_one_for_any() {
        let texts = ReasoningTexts::embedded().unwrap();
        let of = |benefit| texts.find(benefit, DecisionKind::Grant, TextPart::Ruling).unwrap().benefit.as_str();
        assert_eq!((of("zasilek_staly"), of("zasilek_rodzinny")), ("zasilek_staly", ANY_BENEFIT));
        assert_eq!(texts.find("zasilek_staly", DecisionKind::Refuse, TextPart::NoAppealInstruction), None);
    }

    #[test]
    fn a_faulty_file_is_refused_with_the_text_at_fault() {
        let name = || "any.ruling".to_owned();
        let unknown = TextsFault::UnknownSlot { text: name(), slot: "kwotta".into() };
        assert_eq!(fault(&TEXT.replace("{kwota}", "{kwotta}")), unknown);
        let open = TextsFault::UnknownSlot { text: name(), slot: "kwota.".into() };
        assert_eq!(fault(&TEXT.replace("{kwota}", "{kwota")), open);
        assert_eq!(fault(&TEXT.replace("'art. 104 KPA'", "")), TextsFault::Empty { text: name() });
        assert_eq!(fault(&format!("{TEXT}{TEXT}")), TextsFault::Twice { text: name() });
        assert!(matches!(fault(&TEXT.replace("ruling", "sentencja")), TextsFault::Syntax(_)));
    }

    #[test]
    fn every_slot_is_filled_or_named() {
        let texts = ReasoningTexts::from_toml(&format!("{HEAD}{TEXT}")).unwrap();
        let text = &texts.all()[0];
        assert_eq!(text.fill(|_slot| Some("5 zł".into())).unwrap(), "Przyznaję 5 zł.");
        assert_eq!(
            text.fill(|_slot| Some("5 zł za listopad 2026 r.".into())).unwrap(),
            "Przyznaję 5 zł za listopad 2026 r."
        );
        assert_eq!(text.fill(|_slot| None), Err(Slot::Kwota));
        assert_eq!(text.fill(|_slot| Some(" ".into())), Err(Slot::Kwota));
    }
}
