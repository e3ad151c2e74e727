//! Numbers with control digits as bodies bring them: the shape is the contract's, the digits are a rule.

use domain::kernel::nrb::{self, InvalidNrb, Nrb};
use domain::kernel::pesel::{self, InvalidPesel, Pesel};
use serde::{Deserialize, Serialize};

use super::error::Fault;

/// A PESEL number whose date and control digit are not checked yet.
#[derive(Clone, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct PeselText(String);

impl PeselText {
    /// Checks the number; a fault is added under `pointer`.
    pub fn checked(&self, pointer: &str, faults: &mut Vec<Fault>) -> Option<Pesel> {
        let code = |wrong: InvalidPesel| match wrong {
            InvalidPesel::Format | InvalidPesel::Date => "pesel_date",
            InvalidPesel::CheckDigit => "pesel_check_digit",
        };
        self.0.parse().map_err(|wrong| faults.push(Fault::new(pointer, code(wrong), wrong))).ok()
    }
}

impl TryFrom<String> for PeselText {
    type Error = InvalidPesel;

    fn try_from(text: String) -> Result<Self, InvalidPesel> {
        let fits = text.len() == 11 && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text)) } else { Err(InvalidPesel::Format) }
    }
}

/// An account number whose check digits are not checked yet.
#[derive(Clone, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct NrbText(String);

impl NrbText {
    /// Checks the number; a fault is added under `pointer`.
    pub fn checked(&self, pointer: &str, faults: &mut Vec<Fault>) -> Option<Nrb> {
        self.0.parse().map_err(|wrong| faults.push(Fault::new(pointer, "account_check_digits", wrong))).ok()
    }
}

impl TryFrom<String> for NrbText {
    type Error = InvalidNrb;

    fn try_from(text: String) -> Result<Self, InvalidNrb> {
        if text.parse::<Nrb>() == Err(InvalidNrb::Format) { Err(InvalidNrb::Format) } else { Ok(Self(text)) }
    }
}

macro_rules! unchecked {
    ($($name:ident, $pattern:expr, $description:literal, $example:literal;)+) => { $(
        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        /// Masked: the number is personal data.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                domain::kernel::schema::pattern($pattern, $description, $example)
            }
        }

        impl utoipa::ToSchema for $name {}
    )+ };
}

unchecked! {
    PeselText, pesel::PATTERN, "A PESEL number; its control digit must agree", "44051401359";
    NrbText, nrb::PATTERN, "A Polish account number; its check digits must agree", "61109010140000071219812874";
}
