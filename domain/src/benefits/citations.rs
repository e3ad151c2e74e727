//! Which consolidated text of an act a decision cites on its day.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::parameter::NotInForce;
use crate::kernel::legal_basis::Confidence;

const CITATIONS: &str = include_str!("../../law/citations.toml");

// INVARIANT: the file is part of the program and a test reads it; a fault in it stops every start.
static EMBEDDED: LazyLock<Citations> = LazyLock::new(|| match Citations::from_toml(CITATIONS) {
    Ok(citations) => citations,
    Err(error) => panic!("domain/law/citations.toml: {error}"),
});

/// An act that decisions cite.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Act {
    /// The act on social assistance (*ustawa o pomocy społecznej*).
    #[serde(rename = "u.p.s.")]
    Ups,
    /// The code of administrative procedure (*Kodeks postępowania administracyjnego*).
    #[serde(rename = "k.p.a.")]
    Kpa,
}

impl Act {
    /// The abbreviation used in provisions.
    #[must_use]
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Ups => "u.p.s.",
            Self::Kpa => "k.p.a.",
        }
    }
}

/// Why a text is not a list of citations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CitationsError {
    /// The text is not TOML of the expected shape.
    #[error("expected a file of citations: {0}")]
    Syntax(String),
    /// An act has no text, or its days do not ascend.
    #[error("the texts of `{0}` are missing or do not ascend")]
    Days(&'static str),
}

/// A consolidated text with its first day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActText {
    /// The first day on which it is cited.
    pub from: NaiveDate,
    /// Where it was published, for example `Dz.U. z 2025 r. poz. 1214`.
    pub journal: String,
    /// Whether it was amended since (*z późn. zm.*).
    pub amended: bool,
    /// The address of the text.
    pub source: String,
    /// How sure the position in the journal is.
    pub confidence: Confidence,
    /// How sure the first day is.
    pub from_confidence: Confidence,
    /// What a reader should know besides.
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActEntry {
    code: Act,
    title_pl: String,
    text: Vec<ActText>,
}

/// What to cite on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation<'c> {
    /// The title of the act, in Polish.
    pub title_pl: &'c str,
    /// The text in force.
    pub text: &'c ActText,
}

impl Citation<'_> {
    /// The citation as a decision prints it.
    #[must_use]
    pub fn printed(&self) -> String {
        let amended = if self.text.amended { " z późn. zm." } else { "" };
        format!("{} (t.j. {}{amended})", self.title_pl, self.text.journal)
    }
}

/// The consolidated texts of the acts that decisions cite.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citations {
    act: Vec<ActEntry>,
}

impl Citations {
    /// The citations that this program was built with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a list of citations.
    ///
    /// # Errors
    /// [`CitationsError`] when an act has no text or its days do not ascend.
    pub fn from_toml(text: &str) -> Result<Self, CitationsError> {
        let citations: Self = toml::from_str(text).map_err(|error| CitationsError::Syntax(error.to_string()))?;
        let ascending = |act: &&ActEntry| act.text.is_empty() || !act.text.is_sorted_by(|a, b| a.from < b.from);
        match citations.act.iter().find(ascending) {
            Some(act) => Err(CitationsError::Days(act.code.abbreviation())),
            None => Ok(citations),
        }
    }

    /// What to cite for an act on a day.
    ///
    /// # Errors
    /// [`NotInForce`] for days before the first known text.
    pub fn on(&self, act: Act, day: NaiveDate) -> Result<Citation<'_>, NotInForce> {
        let found = self.act.iter().find(|entry| entry.code == act).and_then(|entry| {
            let text = entry.text.iter().rev().find(|text| text.from <= day)?;
            Some(Citation { title_pl: &entry.title_pl, text })
        });
        found.ok_or_else(|| NotInForce { parameter: act.abbreviation().to_owned(), on: day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(act: Act, day: &str) -> Option<String> {
        Citations::embedded().on(act, day.parse().unwrap()).ok().map(|citation| citation.text.journal.clone())
    }

    #[test]
    fn the_day_of_the_decision_chooses_the_text() {
        let ups = |day| journal(Act::Ups, day);
        assert_eq!(ups("2018-07-18"), None);
        assert_eq!(ups("2024-08-12").unwrap(), "Dz.U. z 2018 r. poz. 1508");
        assert_eq!(ups("2025-08-21").unwrap(), "Dz.U. z 2024 r. poz. 1283");
        assert_eq!(ups("2025-08-22").unwrap(), "Dz.U. z 2025 r. poz. 1214");
        assert_eq!(ups("2026-05-12").unwrap(), "Dz.U. z 2025 r. poz. 1214");
        assert_eq!(ups("2026-05-13").unwrap(), "Dz.U. z 2026 r. poz. 639");
        assert_eq!(journal(Act::Kpa, "2025-12-02").unwrap(), "Dz.U. z 2024 r. poz. 572");
        assert_eq!(journal(Act::Kpa, "2025-12-03").unwrap(), "Dz.U. z 2025 r. poz. 1691");
    }

    #[test]
    fn a_citation_is_printed_with_its_amendments() {
        let citation = Citations::embedded().on(Act::Ups, "2026-11-21".parse().unwrap()).unwrap();
        assert_eq!(
            citation.printed(),
            "ustawa z dnia 12 marca 2004 r. o pomocy społecznej (t.j. Dz.U. z 2026 r. poz. 639 z późn. zm.)"
        );
        assert_eq!(citation.text.from_confidence, Confidence::Unverified);
    }

    #[test]
    fn texts_out_of_order_are_refused() {
        let swapped = CITATIONS.replacen("2025-08-22", "2026-08-22", 1);
        assert_eq!(Citations::from_toml(&swapped), Err(CitationsError::Days("u.p.s.")));
    }
}
