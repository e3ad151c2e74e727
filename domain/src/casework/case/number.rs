//! The case mark (*znak sprawy*), for example `MOPS.DŚ.5120.17.2026`.
//!
//! Its parts are stored apart and only printed together. A printed mark is ambiguous (the unit may hold dots, the
//! class and the base of a group are both digits), so nothing here reads one back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::kernel::text::Line;

/// The greatest length of a unit symbol, in characters.
pub const MAX_UNIT: usize = 32;
/// The greatest length of a class symbol, in digits.
pub const MAX_CLASS: usize = 8;

/// A part of a case mark is not written as the pattern asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCaseNumber {
    /// The unit symbol.
    #[error("expected a unit symbol like `MOPS.DŚ`: letters and digits, single dots or hyphens between")]
    Unit,
    /// The class of the file plan.
    #[error("expected a class of 1 to {MAX_CLASS} digits")]
    Class,
    /// The base of a group of cases.
    #[error("expected the base of a group to be 1 or more")]
    Base,
    /// The running number.
    #[error("expected a running number of 1 or more")]
    Number,
    /// The year of opening.
    #[error("expected a year from 1900 to 2199")]
    Year,
}

/// JSON Schema pattern of [`FileClass`].
pub const CLASS_PATTERN: &str = "^[0-9]{1,8}$";

/// The symbol of an end class of the centre's file plan (JRWA): digits only, no dots.
///
/// Every centre has its own plan, so which classes exist is not checked here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileClass(String);

impl FileClass {
    /// The symbol as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileClass {
    type Error = InvalidCaseNumber;

    fn try_from(text: String) -> Result<Self, InvalidCaseNumber> {
        if is_class(&text) { Ok(Self(text)) } else { Err(InvalidCaseNumber::Class) }
    }
}

impl From<FileClass> for String {
    fn from(class: FileClass) -> Self {
        class.0
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for FileClass {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::kernel::schema::pattern(CLASS_PATTERN, "A class of the file plan", "5120")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for FileClass {}

/// The parts of a case mark, unchecked: as a form or a row holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CaseNumberParts {
    /// The symbol of the organisational unit.
    pub unit: String,
    /// The class of the file plan (JRWA).
    pub class: String,
    /// The number that is the base of a separate group of cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u32>,
    /// The running number in that unit, class and year.
    pub number: u32,
    /// The year in which the case was opened.
    pub year: u16,
}

/// A case mark: unique by all its parts, never changed, never used twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "CaseNumberParts", into = "CaseNumberParts")]
pub struct CaseNumber {
    unit: String,
    class: String,
    base: Option<u32>,
    number: u32,
    year: u16,
}

impl CaseNumber {
    /// The symbol of the organisational unit.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The class of the file plan.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The base of a separate group of cases.
    #[must_use]
    pub const fn base(&self) -> Option<u32> {
        self.base
    }

    /// The running number in unit, class, base and year.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The year of opening.
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }
}

/// Letters of any script in composed form and digits, in groups joined by single dots or hyphens.
fn is_unit(text: &str) -> bool {
    text.split(['.', '-']).all(|group| !group.is_empty() && group.chars().all(char::is_alphanumeric))
}

fn is_class(text: &str) -> bool {
    (1..=MAX_CLASS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

impl TryFrom<CaseNumberParts> for CaseNumber {
    type Error = InvalidCaseNumber;

    fn try_from(parts: CaseNumberParts) -> Result<Self, InvalidCaseNumber> {
        use InvalidCaseNumber as Invalid;
        let unit = Line::<MAX_UNIT>::new(&parts.unit).map_err(|_text| Invalid::Unit)?;
        if !is_unit(&unit) {
            return Err(Invalid::Unit);
        }
        if !is_class(&parts.class) {
            return Err(Invalid::Class);
        }
        if parts.base == Some(0) {
            return Err(Invalid::Base);
        }
        if parts.number == 0 {
            return Err(Invalid::Number);
        }
        if !(1900..2200).contains(&parts.year) {
            return Err(Invalid::Year);
        }
        Ok(Self { unit: unit.into(), class: parts.class, base: parts.base, number: parts.number, year: parts.year })
    }
}

impl From<CaseNumber> for CaseNumberParts {
    fn from(number: CaseNumber) -> Self {
        Self { unit: number.unit, class: number.class, base: number.base, number: number.number, year: number.year }
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.", self.unit, self.class)?;
        if let Some(base) = self.base {
            write!(f, "{base}.")?;
        }
        write!(f, "{}.{}", self.number, self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(unit: &str, class: &str, base: Option<u32>, number: u32, year: u16) -> CaseNumberParts {
        CaseNumberParts { unit: unit.to_owned(), class: class.to_owned(), base, number, year }
    }

    #[test]
    fn the_mark_is_printed_from_its_parts() {
        let plain = CaseNumber::try_from(parts("MOPS.DŚ", "5120", None, 17, 2026)).unwrap();
        assert_eq!(plain.to_string(), "MOPS.DŚ.5120.17.2026");
        let grouped = CaseNumber::try_from(parts("ABC", "123", Some(78), 2, 2026)).unwrap();
        assert_eq!(grouped.to_string(), "ABC.123.78.2.2026");
    }

    #[test]
    fn two_marks_may_print_alike_and_still_differ() {
        let unit = CaseNumber::try_from(parts("A.5", "12", None, 3, 2026)).unwrap();
        let group = CaseNumber::try_from(parts("A", "5", Some(12), 3, 2026)).unwrap();
        assert_eq!(unit.to_string(), group.to_string());
        assert_ne!(unit, group);
    }

    #[test]
    fn a_wrong_part_is_named() {
        use InvalidCaseNumber as Invalid;
        let long = "X".repeat(MAX_UNIT + 1);
        for unit in ["", ".DŚ", "DŚ.", "MOPS..DŚ", "MO PS", "MOPS/DŚ", "MOPS\n", &long] {
            assert_eq!(CaseNumber::try_from(parts(unit, "5120", None, 1, 2026)), Err(Invalid::Unit), "{unit:?}");
        }
        for class in ["", "51.20", "51a", "٥", "123456789", "-1"] {
            assert_eq!(CaseNumber::try_from(parts("DŚ", class, None, 1, 2026)), Err(Invalid::Class), "{class:?}");
        }
        assert_eq!(CaseNumber::try_from(parts("DŚ", "1", Some(0), 1, 2026)), Err(Invalid::Base));
        assert_eq!(CaseNumber::try_from(parts("DŚ", "1", None, 0, 2026)), Err(Invalid::Number));
        assert_eq!(CaseNumber::try_from(parts("DŚ", "1", None, 1, 1899)), Err(Invalid::Year));
    }

    #[test]
    fn json_has_the_parts_and_refuses_a_wrong_one() {
        let number = CaseNumber::try_from(parts("MOPS.DŚ", "5120", None, 17, 2026)).unwrap();
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(json, r#"{"unit":"MOPS.DŚ","class":"5120","number":17,"year":2026}"#);
        assert_eq!(serde_json::from_str::<CaseNumber>(&json).unwrap(), number);
        assert!(serde_json::from_str::<CaseNumber>(&json.replace("5120", "51x0")).is_err());
    }

    proptest! {
        #[test]
        fn every_part_survives_its_parts(unit in "[A-ZĄĆĘŁŃÓŚŹŻ]{1,6}(\\.[A-ZĄĆĘŁŃÓŚŹŻ0-9]{1,4}){0,2}", class in "[0-9]{1,8}", base in proptest::option::of(1_u32..), number in 1_u32.., year in 1900_u16..2200) {
            let parts = parts(&unit, &class, base, number, year);
            let checked = CaseNumber::try_from(parts.clone()).unwrap();
            prop_assert_eq!(CaseNumberParts::from(checked), parts);
        }
    }
}
