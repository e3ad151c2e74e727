//! NIP: the tax number of a person or firm. The algorithm is general knowledge, tested on published numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::identifier::{digits, identifier, number, weighted_sum};

/// JSON Schema pattern of [`Nip`]: single dashes or spaces between digits may be there and are dropped.
pub const PATTERN: &str = "^[0-9]([- ]?[0-9]){9}$";

/// What is wrong with a NIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNip {
    /// Not ten digits after dashes and spaces are dropped.
    #[error("expected ten digits, with or without dashes")]
    Format,
    /// The last digit does not agree with the others.
    #[error("expected a NIP whose control digit agrees")]
    CheckDigit,
}

/// A NIP in its canonical form: ten digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nip(u64);

identifier!(Nip, InvalidNip, PATTERN, "A NIP: ten digits with a control digit", "5260250274");

impl FromStr for Nip {
    type Err = InvalidNip;

    fn from_str(text: &str) -> Result<Self, InvalidNip> {
        let separator = |c: char| c == '-' || c == ' ';
        let parts: Option<Vec<_>> =
            text.split(separator).map(|part| digits(part).filter(|part| !part.is_empty())).collect();
        let all = parts.ok_or(InvalidNip::Format)?.concat();
        if all.len() != 10 {
            return Err(InvalidNip::Format);
        }
        // A remainder of 10 agrees with no digit, so such a number is never valid.
        let remainder = weighted_sum(&all, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11;
        if all.last() == Some(&remainder) { Ok(Self(number(&all))) } else { Err(InvalidNip::CheckDigit) }
    }
}

impl fmt::Display for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_spaces_are_dropped() {
        for text in ["5260250274", "526-025-02-74", "526 025 02 74"] {
            assert_eq!(text.parse::<Nip>().unwrap().to_string(), "5260250274");
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        for text in ["", "526025027", "-5260250274", "526--0250274", "526025027x", "5260250274-"] {
            assert_eq!(text.parse::<Nip>(), Err(InvalidNip::Format), "{text}");
        }
        for text in ["5260250275", "1234567890"] {
            assert_eq!(text.parse::<Nip>(), Err(InvalidNip::CheckDigit), "{text}");
        }
    }
}
