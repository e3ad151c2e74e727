//! Addresses, with the codes of the register of localities (TERYT) where they are known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::foreign_id::CountryCode;
use crate::kernel::codes::codes;
use crate::kernel::text::Line;

codes! {
    /// What an address is for.
    pub enum AddressKind {
        /// Where the person lives: decides which gmina is competent (art. 101 ust. 1 u.p.s.).
        Zamieszkania = "zamieszkania", "Adres zamieszkania";
        /// Where the person stays.
        Pobytu = "pobytu", "Adres pobytu";
        /// Where letters go.
        Korespondencyjny = "korespondencyjny", "Adres korespondencyjny";
        /// Where the person is registered; the last permanent one counts for a homeless person (art. 101 ust. 2 u.p.s.).
        Zameldowania = "zameldowania", "Adres zameldowania";
    }
}

/// The text is not a code of the register of localities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {digits} digits")]
pub struct InvalidTeryt {
    /// How many digits the code has.
    pub digits: usize,
}

/// A code of the register of localities: `Teryt<7>` for TERC and SIMC, `Teryt<5>` for ULIC. By shape only.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Teryt<const DIGITS: usize>(String);

impl<const DIGITS: usize> FromStr for Teryt<DIGITS> {
    type Err = InvalidTeryt;

    fn from_str(text: &str) -> Result<Self, InvalidTeryt> {
        let fits = text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidTeryt { digits: DIGITS }) }
    }
}

impl<const DIGITS: usize> TryFrom<String> for Teryt<DIGITS> {
    type Error = InvalidTeryt;

    fn try_from(text: String) -> Result<Self, InvalidTeryt> {
        text.parse()
    }
}

impl<const DIGITS: usize> From<Teryt<DIGITS>> for String {
    fn from(code: Teryt<DIGITS>) -> Self {
        code.0
    }
}

impl<const DIGITS: usize> fmt::Display for Teryt<DIGITS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "openapi")]
impl<const DIGITS: usize> utoipa::PartialSchema for Teryt<DIGITS> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let example: String = "0986283".chars().take(DIGITS).collect();
        let pattern = format!("^[0-9]{{{DIGITS}}}$");
        crate::kernel::schema::pattern(&pattern, "A code of the register of localities (TERYT)", &example)
    }
}

#[cfg(feature = "openapi")]
impl<const DIGITS: usize> utoipa::ToSchema for Teryt<DIGITS> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Teryt{DIGITS}").into()
    }
}

/// An address of one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// What it is for.
    pub kind: AddressKind,
    /// The street; villages have none.
    pub street: Option<Line<120>>,
    /// The number of the house.
    pub house: Option<Line<20>>,
    /// The number of the flat.
    pub flat: Option<Line<20>>,
    /// The postal code; in Poland two digits, a hyphen, three digits.
    pub postal_code: Option<Line<16>>,
    /// The locality.
    pub locality: Line<100>,
    /// The country.
    pub country: CountryCode,
    /// The gmina (TERC).
    pub terc: Option<Teryt<7>>,
    /// The locality (SIMC).
    pub simc: Option<Teryt<7>>,
    /// The street (ULIC).
    pub ulic: Option<Teryt<5>>,
}

impl Address {
    /// Whether the postal code has the shape of its country; only Poland's is known.
    #[must_use]
    pub fn postal_code_fits(&self) -> bool {
        let Some(code) = self.postal_code.as_deref().filter(|_| self.country.is_poland()) else { return true };
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        code.split_once('-').is_some_and(|(area, office)| digits(area, 2) && digits(office, 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polish_postal_code_has_its_shape() {
        let fits = |country: &str, code: &str| {
            let address = Address {
                kind: AddressKind::Zamieszkania,
                street: None,
                house: Some(Line::new("4a").unwrap()),
                flat: None,
                postal_code: Some(Line::new(code).unwrap()),
                locality: Line::new("Łódź").unwrap(),
                country: country.parse().unwrap(),
                terc: None,
                simc: None,
                ulic: None,
            };
            address.postal_code_fits()
        };
        assert!(fits("PL", "90-001") && fits("DE", "10115"));
        assert!(!fits("PL", "90001") && !fits("PL", "9-0001") && !fits("PL", "90-00a"));
    }

    #[test]
    fn a_teryt_code_has_its_digits() {
        assert!("0986283".parse::<Teryt<7>>().is_ok() && "10268".parse::<Teryt<5>>().is_ok());
        assert!("098628".parse::<Teryt<7>>().is_err() && "1026a".parse::<Teryt<5>>().is_err());
    }
}
