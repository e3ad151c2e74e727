//! Money in whole grosze, and exact fractions of a grosz for what happens before rounding.
//!
//! Rounding happens once, at the amount that goes into a decision: [`Exact::round_half_up`].

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

use num_rational::Ratio;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount in Polish złoty, kept as whole grosze.
///
/// In JSON: `{"amount": "123.45", "currency": "PLN"}`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "MoneyJson", into = "MoneyJson")]
pub struct Money {
    grosze: i64,
}

/// The largest amount accepted from outside: 9 999 999 999.99 zł.
///
/// It leaves room for the sum of nine million such amounts in 64 bits.
pub const MAX_INPUT: Money = Money { grosze: 999_999_999_999 };

/// How an amount is written: optional minus, up to ten digits, a dot, two digits.
pub const PATTERN: &str = r"^-?(0|[1-9][0-9]{0,9})\.[0-9]{2}$";

/// The text is not an amount with two decimals in złoty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an amount like `123.45`, two decimals, at most ten digits before the dot")]
pub struct InvalidMoney;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self { grosze: 0 };

    /// An amount of whole grosze.
    #[must_use]
    pub const fn from_grosze(grosze: i64) -> Self {
        Self { grosze }
    }

    /// The amount in grosze.
    #[must_use]
    pub const fn grosze(self) -> i64 {
        self.grosze
    }

    /// The sum, or `None` past 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.grosze.checked_add(other.grosze).map(Self::from_grosze)
    }

    /// The sum of many amounts, or `None` past 64 bits.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.grosze < 0
    }

    /// The same amount as an exact fraction.
    #[must_use]
    pub fn exact(self) -> Exact {
        Exact(Ratio::from_integer(i128::from(self.grosze)))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.grosze < 0 { "-" } else { "" };
        let absolute = self.grosze.unsigned_abs();
        write!(f, "{sign}{}.{:02}", absolute / 100, absolute % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

impl FromStr for Money {
    type Err = InvalidMoney;

    fn from_str(text: &str) -> Result<Self, InvalidMoney> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, cents) = digits.split_once('.').ok_or(InvalidMoney)?;
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let canonical = whole == "0" || !whole.starts_with('0');
        if !all_digits(whole) || !all_digits(cents) || cents.len() != 2 || whole.len() > 10 || !canonical {
            return Err(InvalidMoney);
        }
        let number = |part: &str| part.parse::<i64>().map_err(|_overflow| InvalidMoney);
        let grosze = number(whole)? * 100 + number(cents)?;
        Ok(Self::from_grosze(if negative { -grosze } else { grosze }))
    }
}

/// The JSON form of [`Money`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyJson {
    amount: String,
    currency: Currency,
}

#[derive(Serialize, Deserialize)]
enum Currency {
    #[serde(rename = "PLN")]
    Pln,
}

impl TryFrom<MoneyJson> for Money {
    type Error = InvalidMoney;

    fn try_from(json: MoneyJson) -> Result<Self, InvalidMoney> {
        json.amount.parse()
    }
}

impl From<Money> for MoneyJson {
    fn from(money: Money) -> Self {
        Self { amount: money.to_string(), currency: Currency::Pln }
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

    impl utoipa::PartialSchema for super::Money {
        fn schema() -> RefOr<Schema> {
            let amount =
                crate::kernel::schema::pattern(super::PATTERN, "Złoty and grosze, always two decimals", "123.45");
            let currency = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["PLN"]));
            RefOr::T(Schema::Object(
                ObjectBuilder::new()
                    .property("amount", amount)
                    .property("currency", currency)
                    .required("amount")
                    .required("currency")
                    .additional_properties(Some(utoipa::openapi::schema::AdditionalProperties::<Schema>::FreeForm(
                        false,
                    )))
                    .description(Some("An amount in Polish złoty"))
                    .build(),
            ))
        }
    }

    impl utoipa::ToSchema for super::Money {}
}

/// An exact amount in grosze with a fraction: the result of divisions and percentages before rounding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Exact(Ratio<i128>);

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// Divides into equal parts, for example an income among the persons of a family.
    ///
    /// `None` for zero parts.
    #[must_use]
    pub fn split(self, parts: u32) -> Option<Self> {
        (parts != 0).then(|| Self(self.0 / Ratio::from_integer(i128::from(parts))))
    }

    /// Multiplies by a decimal rate, exactly. `None` when the result leaves 128 bits.
    #[must_use]
    pub fn rate(self, rate: Decimal) -> Option<Self> {
        let denominator = 10_i128.checked_pow(rate.scale())?;
        let product = self.0.numer().checked_mul(rate.mantissa())?;
        Some(Self(Ratio::new(product, self.0.denom().checked_mul(denominator)?)))
    }

    /// Takes a percentage, exactly. `None` when the result leaves 128 bits.
    #[must_use]
    pub fn percent(self, percent: Decimal) -> Option<Self> {
        self.rate(percent).map(|hundredfold| Self(hundredfold.0 / Ratio::from_integer(100)))
    }

    /// Multiplies by a whole number, for example a criterion by the number of persons.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0 * Ratio::from_integer(i128::from(count)))
    }

    /// Rounds to whole grosze; half a grosz goes up (away from zero).
    ///
    /// `None` when the amount leaves 64 bits.
    #[must_use]
    pub fn round_half_up(self) -> Option<Money> {
        i64::try_from(self.0.round().to_integer()).ok().map(Money::from_grosze)
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }
}

impl fmt::Display for Exact {
    /// Writes whole grosze as an amount; a fraction is shown as złoty with the exact fraction, e.g. `1000/3 gr`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.is_integer(), self.round_half_up()) {
            (true, Some(money)) => fmt::Display::fmt(&money, f),
            _ => write!(f, "{}/{} gr", self.0.numer(), self.0.denom()),
        }
    }
}

impl From<Money> for Exact {
    fn from(money: Money) -> Self {
        money.exact()
    }
}

impl Add for Exact {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Exact {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Exact {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<u32> for Exact {
    type Output = Self;

    fn mul(self, count: u32) -> Self {
        self.times(count)
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_has_two_decimals_and_no_other_spelling() {
        assert_eq!("505.00".parse::<Money>().unwrap().grosze(), 50_500);
        assert_eq!("-0.01".parse::<Money>().unwrap().grosze(), -1);
        for wrong in
            ["", "1", "1.5", "01.00", "1,00", ".50", "1.", "+1.00", "1e2", "12345678901.00", "1.000", "--1.00", " 1.00"]
        {
            assert_eq!(wrong.parse::<Money>(), Err(InvalidMoney), "{wrong}");
        }
    }

    #[test]
    fn ten_of_thirty_one_days_round_once() {
        let full = "1229.00".parse::<Money>().unwrap();
        assert_eq!(full.exact().split(31).unwrap().times(10).round_half_up().unwrap().to_string(), "396.45");
    }

    #[test]
    fn half_a_grosz_goes_up() {
        assert_eq!(Money::from_grosze(5).exact().split(2).unwrap().round_half_up(), Some(Money::from_grosze(3)));
        assert_eq!(Money::from_grosze(-5).exact().split(2).unwrap().round_half_up(), Some(Money::from_grosze(-3)));
    }

    proptest! {
        #[test]
        fn text_and_json_round_trip(grosze in -999_999_999_999_i64..=999_999_999_999) {
            let money = Money::from_grosze(grosze);
            prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn equal_parts_add_up_to_the_whole(grosze in -1_000_000_000_i64..1_000_000_000, parts in 1_u32..60) {
            let whole = Money::from_grosze(grosze).exact();
            let part = whole.split(parts).unwrap();
            prop_assert_eq!((0..parts).map(|_| part).sum::<Exact>(), whole);
        }

        #[test]
        fn rounding_moves_by_at_most_half_a_grosz(grosze in -1_000_000_000_i64..1_000_000_000, parts in 1_u32..60) {
            let part = Money::from_grosze(grosze).exact().split(parts).unwrap();
            let off = part - part.round_half_up().unwrap().exact();
            prop_assert!(off * 2 <= Money::from_grosze(1).exact() && -off * 2 <= Money::from_grosze(1).exact());
        }
    }
}
