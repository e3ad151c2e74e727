//! Classes of the centre's file plan (*jednolity rzeczowy wykaz akt*).
//!
//! A centre has a plan of its own, agreed with the state archive (art. 6 of the act on the archive resource). Symbols,
//! titles and categories are imported configuration: no rule of the program names a class.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::casework::case::number::MAX_CLASS;
use crate::kernel::day::DayRange;
use crate::kernel::ids::FilePlanClassId;
use crate::kernel::text::Line;

/// JSON Schema pattern of [`ClassSymbol`].
pub const SYMBOL_PATTERN: &str = "^[0-9]{1,8}$";
/// JSON Schema pattern of [`ArchivalCategory`].
pub const CATEGORY_PATTERN: &str = "^(A|Bc|BE?[1-9][0-9]?)$";

/// The text is not the symbol of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a class of 1 to {MAX_CLASS} digits")]
pub struct InvalidSymbol;

/// The symbol of a class: digits only, as a case mark has them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClassSymbol(String);

impl ClassSymbol {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClassSymbol {
    type Err = InvalidSymbol;

    fn from_str(text: &str) -> Result<Self, InvalidSymbol> {
        let fits = (1..=MAX_CLASS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidSymbol) }
    }
}

/// The text is not an archival category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an archival category: `A`, `Bc`, `B` or `BE` with 1 to 99 years")]
pub struct InvalidCategory;

/// How long material is kept. What the marks mean is general knowledge; which class has which is the centre's plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ArchivalCategory {
    /// `A`: archival material, kept for ever.
    Archival,
    /// `B5`: kept so many years, then destroyed with the state archive's consent.
    Kept {
        /// Years, from 1 January of the year after the case was closed.
        years: u8,
    },
    /// `BE10`: after so many years the archive looks at it and may change the category.
    Reviewed {
        /// Years, from 1 January of the year after the case was closed.
        years: u8,
    },
    /// `Bc`: short-lived, destroyed after use.
    ShortLived,
}

impl FromStr for ArchivalCategory {
    type Err = InvalidCategory;

    fn from_str(text: &str) -> Result<Self, InvalidCategory> {
        let years = |digits: &str| {
            let years: Option<u8> = digits.parse().ok().filter(|years| (1..=99).contains(years));
            years.filter(|years| years.to_string() == digits).ok_or(InvalidCategory)
        };
        match text {
            "A" => Ok(Self::Archival),
            "Bc" => Ok(Self::ShortLived),
            _ => {
                let kept = text.strip_prefix('B').ok_or(InvalidCategory)?;
                match kept.strip_prefix('E') {
                    Some(reviewed) => Ok(Self::Reviewed { years: years(reviewed)? }),
                    None => Ok(Self::Kept { years: years(kept)? }),
                }
            }
        }
    }
}

impl fmt::Display for ArchivalCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archival => f.write_str("A"),
            Self::Kept { years } => write!(f, "B{years}"),
            Self::Reviewed { years } => write!(f, "BE{years}"),
            Self::ShortLived => f.write_str("Bc"),
        }
    }
}

impl fmt::Display for ClassSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! as_text {
    ($($name:ident, $error:ident, $pattern:expr, $description:literal, $example:literal;)+) => { $(
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::kernel::schema::pattern($pattern, $description, $example)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+ };
}

as_text! {
    ClassSymbol, InvalidSymbol, SYMBOL_PATTERN, "The symbol of a class of the file plan: digits only", "5120";
    ArchivalCategory, InvalidCategory, CATEGORY_PATTERN, "An archival category: A, Bc, B or BE with years", "BE10";
}

/// A class of the file plan, for as long as the plan has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilePlanClass {
    /// Its id.
    pub id: FilePlanClassId,
    /// Counts changes.
    pub version: i64,
    /// The symbol.
    pub symbol: ClassSymbol,
    /// The title.
    pub title: Line<300>,
    /// How long its material is kept.
    pub category: ArchivalCategory,
    /// When cases may be opened in it.
    pub valid: DayRange,
}

impl FilePlanClass {
    /// Whether both stand for one symbol on the same day; a plan has a symbol once.
    #[must_use]
    pub fn clashes_with(&self, other: &Self) -> bool {
        self.id != other.id && self.symbol == other.symbol && self.valid.overlaps(other.valid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_symbol_has_one_to_eight_digits() {
        assert_eq!("5120".parse::<ClassSymbol>().unwrap().as_str(), "5120");
        for wrong in ["", "51.20", "A1", "123456789", "٥", " 1"] {
            assert_eq!(wrong.parse::<ClassSymbol>(), Err(InvalidSymbol), "{wrong}");
        }
    }

    #[test]
    fn the_four_kinds_of_category_are_told_apart() {
        use ArchivalCategory as C;
        for (text, category) in [
            ("A", C::Archival),
            ("Bc", C::ShortLived),
            ("B5", C::Kept { years: 5 }),
            ("B50", C::Kept { years: 50 }),
            ("BE10", C::Reviewed { years: 10 }),
        ] {
            assert_eq!(text.parse(), Ok(category));
            assert_eq!(category.to_string(), text);
        }
        for wrong in ["", "B", "BE", "B0", "B05", "B100", "B-5", "BC", "b5", "A5", "B+5", "C5", "B 5"] {
            assert_eq!(wrong.parse::<C>(), Err(InvalidCategory), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_the_pattern_allows_is_read(text in CATEGORY_PATTERN.trim_matches(['^', '$'])) {
            prop_assert_eq!(text.parse::<ArchivalCategory>().unwrap().to_string(), text);
        }
    }
}
