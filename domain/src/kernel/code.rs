//! Codes of dated lists: short names such as `swiadczenie_pielegnacyjne` whose list lives outside the program.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// JSON Schema pattern of [`CodeText`].
pub const PATTERN: &str = "^[a-z0-9_]{1,64}$";

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a code of at most 64 lower-case letters, digits and underscores")]
pub struct InvalidCode;

/// A code in snake case. Whether the list has it is checked where the list is at hand.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeText(String);

impl CodeText {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CodeText {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(allowed);
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidCode) }
    }
}

impl TryFrom<String> for CodeText {
    type Error = InvalidCode;

    fn try_from(text: String) -> Result<Self, InvalidCode> {
        text.parse()
    }
}

impl From<CodeText> for String {
    fn from(code: CodeText) -> Self {
        code.0
    }
}

impl fmt::Display for CodeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for CodeText {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        super::schema::pattern(PATTERN, "A code of a dated list", "wynagrodzenie")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for CodeText {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_snake_case_of_bounded_length_is_a_code() {
        assert_eq!("renta_500_plus".parse::<CodeText>().unwrap().as_str(), "renta_500_plus");
        for wrong in ["", "Renta", "zasiłek", "a b", "a-b", &"a".repeat(65)] {
            assert_eq!(wrong.parse::<CodeText>(), Err(InvalidCode), "{wrong}");
        }
    }
}
