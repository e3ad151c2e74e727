//! REGON: the statistical number of a firm or unit. The algorithm is general knowledge, tested on textbook numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::identifier::{digits, identifier, number, weighted_sum};

/// JSON Schema pattern of [`Regon`].
pub const PATTERN: &str = "^[0-9]{9}([0-9]{5})?$";

/// What is wrong with a REGON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRegon {
    /// Neither 9 nor 14 digits.
    #[error("expected 9 or 14 digits")]
    Format,
    /// A control digit does not agree with the others.
    #[error("expected a REGON whose control digits agree")]
    CheckDigit,
}

/// A REGON: 9 digits, or 14 for a local unit of a firm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Regon {
    number: u64,
    local_unit: bool,
}

identifier!(Regon, InvalidRegon, PATTERN, "A REGON: 9 or 14 digits with control digits", "123456785");

fn agrees(all: &[u32], weights: &[u32]) -> bool {
    all.get(weights.len()) == Some(&(weighted_sum(all, weights) % 11 % 10))
}

impl FromStr for Regon {
    type Err = InvalidRegon;

    fn from_str(text: &str) -> Result<Self, InvalidRegon> {
        let all = digits(text).ok_or(InvalidRegon::Format)?;
        let local_unit = match all.len() {
            9 => false,
            14 => true,
            _ => return Err(InvalidRegon::Format),
        };
        let short = agrees(&all, &[8, 9, 2, 3, 4, 5, 6, 7]);
        let long = !local_unit || agrees(&all, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]);
        if short && long { Ok(Self { number: number(&all), local_unit }) } else { Err(InvalidRegon::CheckDigit) }
    }
}

impl fmt::Display for Regon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = if self.local_unit { 14 } else { 9 };
        write!(f, "{:0width$}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lengths_are_read() {
        for text in ["123456785", "12345678512347"] {
            assert_eq!(text.parse::<Regon>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_remainder_of_ten_counts_as_zero() {
        for text in ["123456160", "12345616000080"] {
            assert_eq!(text.parse::<Regon>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        for text in ["", "12345678", "1234567851", "123-456-785"] {
            assert_eq!(text.parse::<Regon>(), Err(InvalidRegon::Format), "{text}");
        }
        for text in ["123456784", "12345678512346", "12345678412347"] {
            assert_eq!(text.parse::<Regon>(), Err(InvalidRegon::CheckDigit), "{text}");
        }
    }
}
