//! The id of a time limit or setting, such as `KPA-35-1M`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// JSON Schema pattern of [`RuleId`].
pub const PATTERN: &str = "^[A-Z0-9]+(-[A-Z0-9]+)*$";

/// The id of a rule or setting, such as `KPA-35-1M`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RuleId(String);

/// The text is not the id of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the id of a time limit like `KPA-35-1M`")]
pub struct InvalidRuleId;

impl RuleId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RuleId {
    type Err = InvalidRuleId;

    fn from_str(text: &str) -> Result<Self, InvalidRuleId> {
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if text.split('-').all(plain) { Ok(Self(text.to_owned())) } else { Err(InvalidRuleId) }
    }
}

impl TryFrom<String> for RuleId {
    type Error = InvalidRuleId;

    fn try_from(text: String) -> Result<Self, InvalidRuleId> {
        text.parse()
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RuleId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::kernel::schema::pattern(PATTERN, "The id of a time limit", "KPA-35-1M")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RuleId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_upper_case_words_with_dashes() {
        for wrong in ["", "kpa-35", "KPA--35", "KPA-35-", "KPA 35"] {
            assert_eq!(wrong.parse::<RuleId>(), Err(InvalidRuleId), "{wrong}");
        }
    }
}
