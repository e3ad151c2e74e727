//! Kinds of income and what art. 8 u.p.s. makes of each, as dated data.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::legal_basis::Confidence;

/// The kinds of income under the act on social assistance.
const INCOME_KINDS: &str = include_str!("../../law/income_kinds.toml");

/// The first day that the list speaks of; rules support no earlier one.
pub const LISTED_SINCE: NaiveDate = match NaiveDate::from_ymd_opt(2018, 10, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

// INVARIANT: the file is part of the program and a test reads it; a fault in it stops every start.
static EMBEDDED: LazyLock<IncomeKinds> = LazyLock::new(|| match IncomeKinds::from_toml(INCOME_KINDS) {
    Ok(kinds) => kinds,
    Err(error) => panic!("domain/law/income_kinds.toml: {error}"),
});

/// The code of a kind of income, for example `zasilek_pielegnacyjny`.
///
/// The codes are data and grow without a change of code; whether one is known, [`IncomeKinds::find`] tells.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IncomeKind(String);

/// JSON Schema pattern of [`IncomeKind`].
pub const PATTERN: &str = r"^[a-z][a-z0-9_]{1,63}$";

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a code like `zasilek_pielegnacyjny`")]
pub struct InvalidIncomeKind;

impl IncomeKind {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IncomeKind {
    type Err = InvalidIncomeKind;

    fn from_str(text: &str) -> Result<Self, InvalidIncomeKind> {
        let bytes = text.as_bytes();
        let letters = bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_');
        let first = bytes.first().is_some_and(u8::is_ascii_lowercase);
        if letters && first && (2..=64).contains(&bytes.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidIncomeKind)
        }
    }
}

impl fmt::Display for IncomeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for IncomeKind {
    type Error = InvalidIncomeKind;

    fn try_from(text: String) -> Result<Self, InvalidIncomeKind> {
        text.parse()
    }
}

impl From<IncomeKind> for String {
    fn from(kind: IncomeKind) -> Self {
        kind.0
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for IncomeKind {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::kernel::schema::pattern(PATTERN, "The code of a kind of income", "zasilek_pielegnacyjny")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for IncomeKind {}

/// What the law makes of a kind of income.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncomeClass {
    /// It is income (art. 8 ust. 3).
    Counted,
    /// It is on the closed list of what is not counted (art. 8 ust. 4).
    NotCounted,
    /// It has a rule of its own.
    Special,
}

/// What the law makes of a kind from one day to another, both inside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClassPeriod {
    /// The first day; none when it lies before every supported day.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<NaiveDate>,
    /// The last day; none while the period is open.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<NaiveDate>,
    /// What the law makes of the kind.
    pub class: IncomeClass,
    /// The provision.
    pub legal_basis: String,
    /// How sure the class and its days are.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

/// A kind of income with its label and its periods.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncomeKindEntry {
    /// The code.
    pub code: IncomeKind,
    /// The label in Polish.
    pub label_pl: String,
    /// What the law makes of it: periods without gaps.
    pub periods: Vec<ClassPeriod>,
}

impl IncomeKindEntry {
    /// The period of a day; the periods leave no day out.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&ClassPeriod> {
        self.periods.iter().rev().find(|period| period.from.is_none_or(|from| from <= day))
    }
}

/// Why a text is not a list of income kinds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IncomeKindsError {
    /// The text is not TOML of the expected shape.
    #[error("expected a file of income kinds: {0}")]
    Syntax(String),
    /// Two kinds have one code.
    #[error("income kind `{0}` occurs twice")]
    Duplicate(IncomeKind),
    /// The periods of a kind leave days out or overlap.
    #[error("income kind `{0}`: the periods have a gap or overlap")]
    Periods(IncomeKind),
}

/// The list of income kinds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncomeKinds {
    by_code: BTreeMap<IncomeKind, IncomeKindEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    kind: Vec<KindText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindText {
    code: IncomeKind,
    label_pl: String,
    period: Vec<PeriodText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodText {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    class: IncomeClass,
    legal_basis: String,
    confidence: Confidence,
    note: Option<String>,
}

impl From<PeriodText> for ClassPeriod {
    fn from(text: PeriodText) -> Self {
        let PeriodText { from, to, class, legal_basis, confidence, note } = text;
        Self { from, to, class, legal_basis, confidence, note }
    }
}

impl IncomeKinds {
    /// The list that this program was built with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a list.
    ///
    /// # Errors
    /// [`IncomeKindsError`] when a code occurs twice or the periods of a kind leave days out.
    pub fn from_toml(text: &str) -> Result<Self, IncomeKindsError> {
        let file: KindsFile = toml::from_str(text).map_err(|error| IncomeKindsError::Syntax(error.to_string()))?;
        let mut by_code = BTreeMap::new();
        for kind in file.kind {
            let periods: Vec<ClassPeriod> = kind.period.into_iter().map(ClassPeriod::from).collect();
            if !without_gaps(&periods) {
                return Err(IncomeKindsError::Periods(kind.code));
            }
            let entry = IncomeKindEntry { code: kind.code.clone(), label_pl: kind.label_pl, periods };
            if by_code.insert(kind.code.clone(), entry).is_some() {
                return Err(IncomeKindsError::Duplicate(kind.code));
            }
        }
        Ok(Self { by_code })
    }

    /// A kind by its code.
    #[must_use]
    pub fn find(&self, code: &IncomeKind) -> Option<&IncomeKindEntry> {
        self.by_code.get(code)
    }

    /// Every kind, ordered by code.
    pub fn iter(&self) -> impl Iterator<Item = &IncomeKindEntry> {
        self.by_code.values()
    }
}

/// Whether the first period is open at its start, the last at its end, and each begins the day after the one before.
fn without_gaps(periods: &[ClassPeriod]) -> bool {
    let mut expected = None;
    let mut open = true;
    for period in periods {
        if !open || period.from != expected {
            return false;
        }
        expected = period.to.and_then(|to| to.checked_add_days(Days::new(1)));
        open = expected.is_some();
    }
    !periods.is_empty() && !open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(code: &str, day: &str) -> IncomeClass {
        let entry = IncomeKinds::embedded().find(&code.parse().unwrap()).unwrap();
        entry.on(day.parse().unwrap()).unwrap().class
    }

    #[test]
    fn art_8_ust_4_pkt_14_was_not_counted_from_2022_to_september_2024() {
        assert_eq!(class("rodzinny_kapital_opiekunczy", "2021-12-31"), IncomeClass::Counted);
        assert_eq!(class("rodzinny_kapital_opiekunczy", "2022-01-01"), IncomeClass::NotCounted);
        assert_eq!(class("rodzinny_kapital_opiekunczy", "2024-09-30"), IncomeClass::NotCounted);
        assert_eq!(class("rodzinny_kapital_opiekunczy", "2024-10-01"), IncomeClass::Counted);
    }

    #[test]
    fn aktywny_rodzic_is_not_counted_since_2025_05_13() {
        assert_eq!(class("swiadczenia_aktywny_rodzic", "2025-05-12"), IncomeClass::Counted);
        assert_eq!(class("swiadczenia_aktywny_rodzic", "2025-05-13"), IncomeClass::NotCounted);
    }

    #[test]
    fn every_kind_has_a_class_on_every_day_and_a_citation() {
        let kinds = IncomeKinds::embedded();
        assert!(kinds.iter().count() >= 50);
        for entry in kinds.iter() {
            let day = LISTED_SINCE;
            assert!(entry.on(day).is_some() && !entry.label_pl.is_empty(), "{}", entry.code);
            assert!(entry.periods.iter().all(|period| period.legal_basis.starts_with("art. ")), "{}", entry.code);
        }
    }

    #[test]
    fn a_gap_between_periods_is_refused() {
        let gap = INCOME_KINDS.replacen("to = \"2025-05-12\"", "to = \"2025-05-11\"", 1);
        assert!(
            matches!(IncomeKinds::from_toml(&gap), Err(IncomeKindsError::Periods(code)) if code.as_str() == "swiadczenia_aktywny_rodzic")
        );
    }

    #[test]
    fn a_code_is_lower_case_ascii() {
        assert!("zasilek_staly".parse::<IncomeKind>().is_ok());
        for wrong in ["", "a", "Zasilek", "zasiłek", "1a", "a b"] {
            assert_eq!(wrong.parse::<IncomeKind>(), Err(InvalidIncomeKind), "{wrong}");
        }
    }
}
