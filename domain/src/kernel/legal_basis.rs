//! Citations: a provision named the way Polish decisions name it.

use serde::{Deserialize, Serialize};

/// A provision, for example `art. 38 ust. 2 pkt 1 u.p.s.`.
///
/// A `&'static str` inside keeps rules free of allocation; the text is what a decision prints.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct LegalBasis(&'static str);

impl LegalBasis {
    /// Names a provision.
    #[must_use]
    pub const fn new(citation: &'static str) -> Self {
        Self(citation)
    }

    /// The citation as printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for LegalBasis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// How sure a figure, date or rule is. The words of the sources map onto these five.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the text of the act, ordinance or announcement.
    #[serde(alias = "statute", alias = "verified")]
    Read,
    /// Read in a legal portal, the press or a municipal page.
    Secondary,
    /// Computed from figures that were read.
    #[serde(alias = "derived")]
    Computed,
    /// From general knowledge; to be checked before it is relied on.
    Unverified,
    /// Two readings exist; the one in force here is named at the rule.
    Disputed,
}
