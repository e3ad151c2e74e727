//! What a decision says, and whether it has every part that art. 107 KPA demands.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::codes::codes;
use crate::kernel::digest::Digest;
use crate::kernel::legal_basis::LegalBasis;

/// Reasons may be left out when the request is granted in full.
pub const ART_107_PAR_4_KPA: LegalBasis = LegalBasis::new("art. 107 § 4 KPA");
/// A decision whose reasons were left out because it grants the request in full is final at once.
pub const ART_127_PAR_1A_KPA: LegalBasis = LegalBasis::new("art. 127 § 1a KPA");

codes! {
    /// How far a decision grants what was asked for.
    pub enum Extent {
        InFull = "in_full", "Żądanie uwzględnione w całości";
        InPart = "in_part", "Żądanie uwzględnione w części";
        NotAtAll = "not_at_all", "Żądanie nieuwzględnione";
    }

    /// A mandatory part of a decision.
    pub enum MandatoryPart {
        Authority = "authority", "Oznaczenie organu";
        IssuedOn = "issued_on", "Data wydania";
        Party = "party", "Oznaczenie strony";
        LegalBasis = "legal_basis", "Powołanie podstawy prawnej";
        Ruling = "ruling", "Rozstrzygnięcie";
        FactualReasons = "factual_reasons", "Uzasadnienie faktyczne";
        LegalReasons = "legal_reasons", "Uzasadnienie prawne";
        AppealInstruction = "appeal_instruction", "Pouczenie, czy i w jakim trybie służy odwołanie";
        WaiverInstruction = "waiver_instruction", "Pouczenie o prawie do zrzeczenia się odwołania i jego skutkach";
        SignatoryName = "signatory_name", "Imię i nazwisko osoby upoważnionej do wydania decyzji";
        SignatoryPosition = "signatory_position", "Stanowisko służbowe osoby upoważnionej do wydania decyzji";
    }
}

impl MandatoryPart {
    /// The point of art. 107 § 1 KPA that demands it.
    #[must_use]
    pub const fn legal_basis(self) -> LegalBasis {
        match self {
            Self::Authority => LegalBasis::new("art. 107 § 1 pkt 1 KPA"),
            Self::IssuedOn => LegalBasis::new("art. 107 § 1 pkt 2 KPA"),
            Self::Party => LegalBasis::new("art. 107 § 1 pkt 3 KPA"),
            Self::LegalBasis => LegalBasis::new("art. 107 § 1 pkt 4 KPA"),
            Self::Ruling => LegalBasis::new("art. 107 § 1 pkt 5 KPA"),
            Self::FactualReasons | Self::LegalReasons => LegalBasis::new("art. 107 § 1 pkt 6 KPA"),
            Self::AppealInstruction | Self::WaiverInstruction => LegalBasis::new("art. 107 § 1 pkt 7 KPA"),
            Self::SignatoryName | Self::SignatoryPosition => LegalBasis::new("art. 107 § 1 pkt 8 KPA"),
        }
    }

    /// Whether the part comes only with the signature: the day of issue, name and position.
    #[must_use]
    pub const fn comes_with_signature(self) -> bool {
        match self {
            Self::IssuedOn | Self::SignatoryName | Self::SignatoryPosition => true,
            Self::Authority
            | Self::Party
            | Self::LegalBasis
            | Self::Ruling
            | Self::FactualReasons
            | Self::LegalReasons
            | Self::AppealInstruction
            | Self::WaiverInstruction => false,
        }
    }
}

/// The reasons of a decision.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Reasons {
    /// Reasons of fact and of law.
    Given {
        /// The facts found, the evidence relied on, why other evidence was not believed.
        factual: String,
        /// The provisions and why they lead to the ruling.
        legal: String,
    },
    /// Left out by explicit choice (art. 107 § 4 KPA); the decision is final at once (art. 127 § 1a KPA).
    LeftOut,
}

/// What a decision says. Plain text; blank means absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Content {
    /// The body that decides.
    pub authority: String,
    /// The mark of the case.
    pub case_number: String,
    /// The day of issue.
    pub issued_on: Option<NaiveDate>,
    /// The party, with the address when it is printed.
    pub party: String,
    /// The provisions the decision rests on, with the citation of their texts.
    pub legal_basis: Vec<String>,
    /// How far it grants the request.
    pub extent: Extent,
    /// The ruling.
    pub ruling: String,
    /// The reasons.
    pub reasons: Reasons,
    /// Whether and how to appeal.
    pub appeal_instruction: String,
    /// The right to waive the appeal and its effects; blank where no appeal lies.
    pub waiver_instruction: String,
    /// What else the party is told, for example its duty to report changes.
    pub further_instructions: String,
    /// Name of the authorised person.
    pub signatory_name: String,
    /// Position of the authorised person.
    pub signatory_position: String,
    /// The hash of the calculation that the ruling follows.
    pub calculation: Option<Digest>,
}

/// Masked: a decision is personal data throughout.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("case_number", &self.case_number)
            .field("issued_on", &self.issued_on)
            .field("extent", &self.extent)
            .finish_non_exhaustive()
    }
}

/// Masked like [`Content`].
impl fmt::Debug for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Given { .. } => "Given",
            Self::LeftOut => "LeftOut",
        })
    }
}

impl Content {
    /// SHA-256 over the content as canonical JSON.
    ///
    /// # Errors
    /// The error of `serde_json`, which text, days and lists never cause.
    pub fn digest(&self) -> Result<Digest, serde_json::Error> {
        serde_json::to_value(self).map(|json| Digest::of_json(&json))
    }

    /// Whether no appeal lies: reasons left out because the request is granted in full (art. 127 § 1a KPA).
    #[must_use]
    pub fn is_final_at_once(&self) -> bool {
        self.extent == Extent::InFull && self.reasons == Reasons::LeftOut
    }
}

/// Art. 107 § 1 KPA: the mandatory parts that a decision lacks, in the order of the points.
///
/// Point 9 (action, objection or complaint to a court) concerns no decision that is made here: from all of them an
/// appeal lies, or, under art. 127 § 1a, none because the request was granted in full.
// INTERPRETATION: whether the latter needs the instruction of point 9 is not settled here; a lawyer should check.
#[must_use]
pub fn check_mandatory_parts(content: &Content) -> Vec<MandatoryPart> {
    use MandatoryPart as Part;
    let blank = |text: &str| text.trim().is_empty();
    let (factual, legal) = match &content.reasons {
        Reasons::Given { factual, legal } => (blank(factual), blank(legal)),
        Reasons::LeftOut => (content.extent != Extent::InFull, content.extent != Extent::InFull),
    };
    [
        (Part::Authority, blank(&content.authority)),
        (Part::IssuedOn, content.issued_on.is_none()),
        (Part::Party, blank(&content.party)),
        (Part::LegalBasis, content.legal_basis.iter().all(|basis| blank(basis))),
        (Part::Ruling, blank(&content.ruling)),
        (Part::FactualReasons, factual),
        (Part::LegalReasons, legal),
        (Part::AppealInstruction, blank(&content.appeal_instruction)),
        (Part::WaiverInstruction, !content.is_final_at_once() && blank(&content.waiver_instruction)),
        (Part::SignatoryName, blank(&content.signatory_name)),
        (Part::SignatoryPosition, blank(&content.signatory_position)),
    ]
    .into_iter()
    .filter_map(|(part, missing)| missing.then_some(part))
    .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn content() -> Content {
        Content {
            authority: "Prezydent Miasta Przykładowo".into(),
            case_number: "MOPS.DŚ.5120.17.2026".into(),
            issued_on: "2026-11-25".parse().ok(),
            party: "Żaneta Wymyślona".into(),
            legal_basis: vec!["art. 37 ust. 1 pkt 1 u.p.s.".into()],
            extent: Extent::InFull,
            ruling: "Przyznaję zasiłek stały.".into(),
            reasons: Reasons::Given { factual: "Ustalono, że…".into(), legal: "Zgodnie z art. 37…".into() },
            appeal_instruction: "Służy odwołanie.".into(),
            waiver_instruction: "Można się zrzec odwołania.".into(),
            further_instructions: String::new(),
            signatory_name: "Jan Zmyślony".into(),
            signatory_position: "Dyrektor".into(),
            calculation: None,
        }
    }

    #[test]
    fn art_107_par_1_every_part_that_is_missing_is_named_with_its_point() {
        assert_eq!(check_mandatory_parts(&content()), []);
        let blank = Content {
            authority: " ".into(),
            issued_on: None,
            party: String::new(),
            legal_basis: vec![String::new()],
            ruling: "\n".into(),
            reasons: Reasons::Given { factual: String::new(), legal: String::new() },
            appeal_instruction: String::new(),
            waiver_instruction: String::new(),
            signatory_name: String::new(),
            signatory_position: String::new(),
            ..content()
        };
        assert_eq!(check_mandatory_parts(&blank), MandatoryPart::ALL);
        let points: Vec<_> = MandatoryPart::ALL.iter().map(|part| part.legal_basis().as_str()).collect();
        assert!(points.is_sorted() && points[10] == "art. 107 § 1 pkt 8 KPA", "{points:?}");
    }

    #[test]
    fn art_107_par_4_reasons_are_left_out_only_when_granted_in_full() {
        let left_out = |extent| Content { reasons: Reasons::LeftOut, extent, ..content() };
        assert_eq!(check_mandatory_parts(&left_out(Extent::InFull)), []);
        for extent in [Extent::InPart, Extent::NotAtAll] {
            let expected = [MandatoryPart::FactualReasons, MandatoryPart::LegalReasons];
            assert_eq!(check_mandatory_parts(&left_out(extent)), expected, "{extent}");
        }
    }

    #[test]
    fn art_127_par_1a_without_an_appeal_there_is_nothing_to_waive() {
        let no_waiver = |reasons| Content { reasons, waiver_instruction: String::new(), ..content() };
        assert_eq!(check_mandatory_parts(&no_waiver(Reasons::LeftOut)), []);
        assert_eq!(check_mandatory_parts(&no_waiver(content().reasons)), [MandatoryPart::WaiverInstruction]);
    }

    #[test]
    fn the_digest_follows_every_field_and_survives_storage() {
        let digest = content().digest().unwrap();
        let stored = serde_json::to_string(&content()).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&stored).unwrap().digest().unwrap(), digest);
        let changed = Content { ruling: "Przyznaję zasiłek stały".into(), ..content() };
        assert_ne!(changed.digest().unwrap(), digest);
        let other_day = Content { issued_on: "2026-11-26".parse().ok(), ..content() };
        assert_ne!(other_day.digest().unwrap(), digest);
    }

    #[test]
    fn debug_shows_no_person() {
        let shown = format!("{:?} {:?}", content(), content().reasons);
        assert!(!shown.contains("Wymyślona") && !shown.contains("Ustalono"), "{shown}");
    }
}
