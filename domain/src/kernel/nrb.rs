//! Polish bank account numbers (NRB): 26 digits, with `PL` in front an IBAN.
//!
//! The algorithm (ISO 13616, mod 97) is general knowledge, tested on published numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::identifier::{digits, identifier, weighted_sum};

/// JSON Schema pattern of [`Nrb`]: the prefix and single spaces between digits may be there and are dropped.
pub const PATTERN: &str = "^(PL)?( ?[0-9]){26}$";

/// `PL` as digits (P = 25, L = 21) with room for the check digits.
const COUNTRY: u128 = 252_100;
const ACCOUNT_SPACE: u128 = 1_000_000_000_000_000_000_000_000;

/// What is wrong with an account number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNrb {
    /// Not 26 digits after the prefix and spaces are dropped.
    #[error("expected 26 digits, with or without `PL` in front")]
    Format,
    /// The first two digits do not agree with the others.
    #[error("expected an account number whose check digits agree")]
    CheckDigits,
}

/// An account number in its canonical form: 26 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nrb(u128);

identifier!(Nrb, InvalidNrb, PATTERN, "A Polish account number: 26 digits", "61109010140000071219812874");

/// The check digits of a bank and account number: 2 to 98.
fn check_digits(bank_and_account: u128) -> u128 {
    98 - (bank_and_account * 1_000_000 + COUNTRY) % 97
}

fn drop_spaces(text: &str) -> Option<String> {
    (!text.contains("  ") && !text.ends_with(' ')).then(|| text.replace(' ', ""))
}

impl Nrb {
    /// Computes the number from a bank's sort code (8 digits) and an account (16 digits).
    #[must_use]
    pub fn compose(bank: &str, account: &str) -> Option<Self> {
        let whole = digits(bank).is_some_and(|d| d.len() == 8) && digits(account).is_some_and(|d| d.len() == 16);
        let rest: u128 = whole.then(|| format!("{bank}{account}"))?.parse().ok()?;
        Some(Self(check_digits(rest) * ACCOUNT_SPACE + rest))
    }

    /// Reads an IBAN, which needs the country in front: a bare NRB is refused.
    ///
    /// # Errors
    /// [`InvalidNrb`].
    pub fn from_iban(text: &str) -> Result<Self, InvalidNrb> {
        if text.starts_with("PL") { text.parse() } else { Err(InvalidNrb::Format) }
    }

    /// The bank's sort code (*numer rozliczeniowy*): digits 3 to 10.
    #[must_use]
    pub fn bank_sort_code(self) -> String {
        format!("{:08}", self.0 % ACCOUNT_SPACE / 10_000_000_000_000_000)
    }

    /// Whether the sort code's own last digit agrees. A disagreement is a warning only.
    #[must_use]
    pub fn bank_sort_code_agrees(self) -> bool {
        let code = digits(&self.bank_sort_code()).unwrap_or_default();
        code.last() == Some(&((10 - weighted_sum(&code, &[3, 9, 7, 1, 3, 9, 7]) % 10) % 10))
    }
}

impl FromStr for Nrb {
    type Err = InvalidNrb;

    fn from_str(text: &str) -> Result<Self, InvalidNrb> {
        let bare = drop_spaces(text.strip_prefix("PL").unwrap_or(text)).ok_or(InvalidNrb::Format)?;
        if bare.len() != 26 || digits(&bare).is_none() {
            return Err(InvalidNrb::Format);
        }
        let number: u128 = bare.parse().map_err(|_overflow| InvalidNrb::Format)?;
        let agrees = check_digits(number % ACCOUNT_SPACE) == number / ACCOUNT_SPACE;
        if agrees { Ok(Self(number)) } else { Err(InvalidNrb::CheckDigits) }
    }
}

impl fmt::Display for Nrb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:026}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_prefix_and_spaces_are_dropped() {
        for text in [
            "61109010140000071219812874",
            "PL61109010140000071219812874",
            "PL 61 1090 1014 0000 0712 1981 2874",
            "61 1090 1014 0000 0712 1981 2874",
        ] {
            assert_eq!(text.parse::<Nrb>().unwrap().to_string(), "61109010140000071219812874");
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        for text in
            ["", "PL", "6110901014000007121981287", "DE61109010140000071219812874", "611090101400000712198128740"]
        {
            assert_eq!(text.parse::<Nrb>(), Err(InvalidNrb::Format), "{text}");
        }
        for text in ["61109010140000071219812874 ", "61  109010140000071219812874", "pl61109010140000071219812874"] {
            assert_eq!(text.parse::<Nrb>(), Err(InvalidNrb::Format), "{text}");
        }
        assert_eq!("61109010140000071219812875".parse::<Nrb>(), Err(InvalidNrb::CheckDigits));
        assert_eq!(Nrb::from_iban("61109010140000071219812874"), Err(InvalidNrb::Format));
    }

    #[test]
    fn the_sort_code_has_its_own_check_digit() {
        let known: Nrb = "61109010140000071219812874".parse().unwrap();
        assert_eq!((known.bank_sort_code().as_str(), known.bank_sort_code_agrees()), ("10901014", true));
        assert!(!Nrb::compose("10901015", "0000071219812874").unwrap().bank_sort_code_agrees());
        assert_eq!(Nrb::compose("1090101", "0000071219812874"), None);
        assert_eq!(Nrb::compose("10901014", "+000071219812874"), None);
    }

    #[test]
    fn debug_shows_no_digit() {
        assert_eq!(format!("{:?}", Nrb::compose("10901014", "0000071219812874").unwrap()), "Nrb(***)");
    }

    proptest! {
        #[test]
        fn a_composed_number_is_read_back(bank in "[0-9]{8}", account in "[0-9]{16}") {
            let nrb = Nrb::compose(&bank, &account).unwrap();
            prop_assert_eq!(nrb.to_string().parse::<Nrb>(), Ok(nrb));
            prop_assert!(nrb.to_string().ends_with(&account));
            prop_assert_eq!(nrb.bank_sort_code(), bank);
        }

        #[test]
        fn only_one_pair_of_check_digits_fits(bank in "[0-9]{8}", account in "[0-9]{16}") {
            let fitting = (0..100).filter(|check| format!("{check:02}{bank}{account}").parse::<Nrb>().is_ok()).count();
            prop_assert_eq!(fitting, 1);
        }
    }
}
