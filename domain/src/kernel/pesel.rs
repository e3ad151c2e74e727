//! PESEL numbers: art. 15 of the population registration act (Dz.U. 2024 poz. 736).
//!
//! The structure and the centuries were read in the act; the weights of the control digit are general knowledge,
//! tested on textbook numbers.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::identifier::{digits, identifier, number, weighted_sum};

/// JSON Schema pattern of [`Pesel`]; the date and the control digit are checked besides.
pub const PATTERN: &str = "^[0-9]{11}$";

const WEIGHTS: [u32; 10] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

codes! {
    /// The sex that a register shows.
    pub enum Sex {
        /// A woman.
        Female = "female", "Kobieta";
        /// A man.
        Male = "male", "Mężczyzna";
    }
}

/// What is wrong with a PESEL number. Format and date always block; a control digit may be an old error of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPesel {
    /// Not eleven digits.
    #[error("expected eleven digits")]
    Format,
    /// The first six digits are not a day of the years 1800 to 2099.
    #[error("expected a PESEL number that begins with a date of birth of the years 1800 to 2099")]
    Date,
    /// The last digit does not agree with the others.
    #[error("expected a PESEL number whose control digit agrees")]
    CheckDigit,
}

/// A PESEL number with an existing date and the right control digit. The date may lie in the future.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pesel {
    number: u64,
    born: NaiveDate,
}

identifier!(Pesel, InvalidPesel, PATTERN, "A PESEL number: eleven digits with a control digit", "44051401359");

fn check_digit(first_ten: &[u32]) -> u32 {
    (10 - weighted_sum(first_ten, &WEIGHTS) % 10) % 10
}

/// The date that six digits code. The act knows 80, 0 and 20 added to the month; 40 and 60 are not law.
fn birth_date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let (century, month) = match month {
        1..=12 => (1900, month),
        21..=32 => (2000, month - 20),
        81..=92 => (1800, month - 80),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(century + year).ok()?, month, day)
}

impl Pesel {
    /// Computes the number of a person: `serial` is 0 to 9999, even for a woman, odd for a man.
    ///
    /// `None` for a birth outside 1800 to 2099 or a longer serial. For invented persons; real numbers are given.
    #[must_use]
    pub fn compose(birth_date: NaiveDate, serial: u16) -> Option<Self> {
        let offset = match birth_date.year() {
            1800..=1899 => 80,
            1900..=1999 => 0,
            2000..=2099 => 20,
            _ => return None,
        };
        let year = birth_date.year() % 100;
        let month = birth_date.month() + offset;
        let first_ten = format!("{year:02}{month:02}{:02}{serial:04}", birth_date.day());
        let check = check_digit(&digits(&first_ten)?);
        format!("{first_ten}{check}").parse().ok()
    }

    /// The date of birth the number codes.
    #[must_use]
    pub const fn birth_date(self) -> NaiveDate {
        self.born
    }

    /// The sex the tenth digit codes: even (with 0) a woman, odd a man.
    #[must_use]
    pub const fn sex(self) -> Sex {
        if (self.number / 10).is_multiple_of(2) { Sex::Female } else { Sex::Male }
    }
}

impl FromStr for Pesel {
    type Err = InvalidPesel;

    fn from_str(text: &str) -> Result<Self, InvalidPesel> {
        let all = digits(text).ok_or(InvalidPesel::Format)?;
        let [y1, y2, m1, m2, d1, d2, _, _, _, _, check] = all.as_slice() else {
            return Err(InvalidPesel::Format);
        };
        let born = birth_date(y1 * 10 + y2, m1 * 10 + m2, d1 * 10 + d2).ok_or(InvalidPesel::Date)?;
        if check_digit(&all) != *check {
            return Err(InvalidPesel::CheckDigit);
        }
        Ok(Self { number: number(&all), born })
    }
}

impl fmt::Display for Pesel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:011}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn art_15_the_number_tells_birth_and_sex() {
        for (text, born, sex) in [
            ("44051401359", "1944-05-14", Sex::Male),
            ("99923100021", "1899-12-31", Sex::Female),
            ("88222900014", "2088-02-29", Sex::Male),
        ] {
            let pesel: Pesel = text.parse().unwrap();
            assert_eq!((pesel.to_string().as_str(), pesel.birth_date().to_string().as_str()), (text, born));
            assert_eq!(pesel.sex(), sex, "{text}");
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        for text in ["", "4405140135", "440514013590", "4405140135x", " 4405140135", "４４０５１４０１３５９"]
        {
            assert_eq!(text.parse::<Pesel>(), Err(InvalidPesel::Format), "{text}");
        }
        for text in ["00410100024", "00000000000", "99022900010", "44611401359"] {
            assert_eq!(text.parse::<Pesel>(), Err(InvalidPesel::Date), "{text}");
        }
        assert_eq!("44051401358".parse::<Pesel>(), Err(InvalidPesel::CheckDigit));
    }

    #[test]
    fn debug_shows_no_digit_and_json_is_text() {
        let pesel: Pesel = "44051401359".parse().unwrap();
        assert_eq!(format!("{pesel:?}"), "Pesel(***)");
        assert_eq!(serde_json::to_string(&pesel).unwrap(), "\"44051401359\"");
        assert!(serde_json::from_str::<Pesel>("\"44051401358\"").is_err());
    }

    #[test]
    fn numbers_are_composed_for_three_centuries_only() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Pesel::compose(day("1944-05-14"), 135).unwrap().to_string(), "44051401359");
        assert_eq!(Pesel::compose(day("1799-12-31"), 1), None);
        assert_eq!(Pesel::compose(day("2100-01-01"), 1), None);
        assert_eq!(Pesel::compose(day("1944-05-14"), 10_000), None);
    }

    proptest! {
        #[test]
        fn a_composed_number_keeps_its_parts(days in 0_u64..109_572, serial in 0_u16..10_000) {
            let born = NaiveDate::from_ymd_opt(1800, 1, 1).unwrap() + chrono::Days::new(days);
            let pesel = Pesel::compose(born, serial).unwrap();
            prop_assert_eq!(pesel.birth_date(), born);
            prop_assert_eq!(pesel.sex() == Sex::Male, serial % 2 == 1);
            prop_assert_eq!(pesel.to_string().parse::<Pesel>(), Ok(pesel));
        }

        #[test]
        fn one_wrong_digit_is_always_found(days in 0_u64..109_572, serial in 0_u16..10_000, at in 0_usize..11, by in 1_u32..10) {
            let born = NaiveDate::from_ymd_opt(1800, 1, 1).unwrap() + chrono::Days::new(days);
            let text = Pesel::compose(born, serial).unwrap().to_string();
            let wrong: String = text
                .chars()
                .enumerate()
                .map(|(n, c)| if n == at { char::from_digit((c.to_digit(10).unwrap() + by) % 10, 10).unwrap() } else { c })
                .collect();
            prop_assert!(wrong.parse::<Pesel>().is_err(), "{} for {}", wrong, text);
        }
    }
}
