//! Countries, and the documents of persons without PESEL.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::codes::codes;
use crate::kernel::text::Line;

/// The text is not a country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a country code of two capital letters like `PL`")]
pub struct InvalidCountry;

/// JSON Schema pattern of [`CountryCode`].
pub const COUNTRY_PATTERN: &str = "^[A-Z]{2}$";

/// A country of ISO 3166-1 alpha-2, by shape: the list of countries is dated data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([char; 2]);

impl FromStr for CountryCode {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, InvalidCountry> {
        let mut letters = text.chars();
        match (letters.next(), letters.next(), letters.next()) {
            (Some(a), Some(b), None) if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(InvalidCountry),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.0;
        write!(f, "{a}{b}")
    }
}

impl TryFrom<String> for CountryCode {
    type Error = InvalidCountry;

    fn try_from(text: String) -> Result<Self, InvalidCountry> {
        text.parse()
    }
}

impl From<CountryCode> for String {
    fn from(country: CountryCode) -> Self {
        country.to_string()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for CountryCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::kernel::schema::pattern(COUNTRY_PATTERN, "A country of ISO 3166-1 alpha-2", "PL")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for CountryCode {}

codes! {
    /// The kind of a document or number that identifies a person without PESEL.
    pub enum ForeignIdKind {
        /// A passport.
        Passport = "passport", "Paszport";
        /// An identity document of another state.
        IdentityDocument = "identity_document", "Dokument tożsamości innego państwa";
        /// A Polish residence card (*karta pobytu*).
        KartaPobytu = "karta_pobytu", "Karta pobytu";
        /// Another document or number.
        Other = "other", "Inny dokument";
    }
}

/// A document or number that identifies a person; unique by kind, number and country.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ForeignId {
    /// What kind.
    pub kind: ForeignIdKind,
    /// Its number.
    pub number: Line<64>,
    /// The country that issued it.
    pub country: CountryCode,
    /// The last day of its validity, when it has one.
    pub valid_until: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_two_capital_letters() {
        assert_eq!("UA".parse::<CountryCode>().unwrap().to_string(), "UA");
        for wrong in ["", "P", "pl", "POL", "P1", "ŁŁ"] {
            assert_eq!(wrong.parse::<CountryCode>(), Err(InvalidCountry), "{wrong}");
        }
    }
}
