//! A dated statutory amount: its unit, its values and how one of them shows itself in a trace.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::kernel::legal_basis::Confidence;
use crate::kernel::money::{MAX_INPUT, Money};
use crate::kernel::trace::{Origin, Shown};

/// The law has no value, or no rule, for the day that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{parameter}` is not in force on {on}")]
pub struct NotInForce {
    /// The id of the parameter, or the code of the rule.
    pub parameter: String,
    /// The day asked for.
    pub on: NaiveDate,
}

/// What a parameter counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ParameterUnit))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Złoty, once.
    Pln,
    /// Złoty a month.
    PlnPerMonth,
    /// Złoty a month for each comparative hectare (*hektar przeliczeniowy*).
    PlnPerMonthPerHa,
    /// Comparative hectares.
    HaPrzeliczeniowe,
    /// Per cent.
    Percent,
    /// A part of one.
    Fraction,
    /// How many times something.
    Multiple,
    /// How many of something.
    Count,
    /// Yes (1) or no (0).
    Flag,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Calendar days in a calendar year.
    DaysPerCalendarYear,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Unit {
    /// Whether values of the unit are money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        match self {
            Self::Pln | Self::PlnPerMonth | Self::PlnPerMonthPerHa => true,
            Self::HaPrzeliczeniowe
            | Self::Percent
            | Self::Fraction
            | Self::Multiple
            | Self::Count
            | Self::Flag
            | Self::Days
            | Self::WorkingDays
            | Self::DaysPerCalendarYear
            | Self::Months
            | Self::Years => false,
        }
    }

    /// Reads a number as a value of the unit; `None` when it is negative or finer than the unit allows.
    ///
    /// Money has at most two decimals, other numbers at most four.
    #[must_use]
    pub fn value(self, number: Decimal) -> Option<Value> {
        let number = number.normalize();
        if number.is_sign_negative() && !number.is_zero() {
            return None;
        }
        if !self.is_money() {
            return (number.scale() <= 4 && number <= Decimal::from(1_000_000)).then_some(Value::Number(number));
        }
        let grosze = number.checked_mul(Decimal::ONE_HUNDRED)?;
        let money = Money::from_grosze(grosze.is_integer().then(|| grosze.to_i64()).flatten()?);
        (money <= MAX_INPUT).then_some(Value::Money(money))
    }
}

/// A value of a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// An amount of money.
    Money(Money),
    /// A number of the parameter's unit.
    Number(Decimal),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(money) => fmt::Display::fmt(money, f),
            Self::Number(number) => fmt::Display::fmt(number, f),
        }
    }
}

/// A parameter with all its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its stable id, for example `zasilek_staly_max`.
    pub id: String,
    /// Its name in Polish.
    pub name_pl: String,
    /// What it counts.
    pub unit: Unit,
    /// The provision that sets it.
    pub legal_basis: String,
    /// Its values, days ascending.
    pub(super) rows: Vec<Row>,
}

impl Parameter {
    /// The row in force on a day.
    pub(super) fn row_on(&self, day: NaiveDate) -> Option<&Row> {
        let latest = self.rows.iter().rev().find(|row| row.from <= day)?;
        latest.to.is_none_or(|to| day <= to).then_some(latest)
    }
}

/// One value of a parameter with its days and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    pub(super) content: Content,
    pub(super) act: String,
    pub(super) source: String,
    pub(super) confidence: Confidence,
    pub(super) note: Option<String>,
}

/// A figure of its own, or the figure of another parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Is(Value),
    DerivedFrom(String),
}

/// One value of a parameter's history, as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedValue<'b> {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, when the value ends without a next one or the next one begins.
    pub to: Option<NaiveDate>,
    /// The value.
    pub value: Value,
    /// The parameter that the value equals, if it is not a figure of its own.
    pub derived_from: Option<&'b str>,
    /// The act that set the value.
    pub act: &'b str,
    /// Where the value was read.
    pub source: &'b str,
    /// How sure the value is.
    pub confidence: Confidence,
    /// What a reader should know besides.
    pub note: Option<&'b str>,
}

/// The value of a parameter on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamValue<'b, T> {
    /// The value: [`Money`], or a [`Decimal`] of the parameter's unit.
    pub value: T,
    /// The parameter's id.
    pub id: &'b str,
    /// The parameter's name in Polish.
    pub name_pl: &'b str,
    /// The first day of the value.
    pub from: NaiveDate,
    /// The act or resolution that set it.
    pub act: &'b str,
    /// How sure it is.
    pub confidence: Confidence,
    /// The provision that sets the parameter.
    pub legal_basis: &'b str,
}

impl<'b, T> ParamValue<'b, T> {
    /// The same value under another type.
    pub(super) fn map<U>(self, value: U) -> ParamValue<'b, U> {
        ParamValue {
            value,
            id: self.id,
            name_pl: self.name_pl,
            from: self.from,
            act: self.act,
            confidence: self.confidence,
            legal_basis: self.legal_basis,
        }
    }
}

impl<T: fmt::Display> ParamValue<'_, T> {
    /// The value for a trace, with its version.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let origin = Origin::Parameter {
            id: self.id.to_owned(),
            from: self.from,
            act: self.act.to_owned(),
            confidence: self.confidence,
        };
        Shown::new(self.name_pl, &self.value, origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_two_decimals_and_no_number_is_negative() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(Unit::Pln.value(number("1010.01")), Some(Value::Money(Money::from_grosze(101_001))));
        assert_eq!(Unit::Pln.value(number("1010")), Some(Value::Money(Money::from_grosze(101_000))));
        assert_eq!(Unit::Pln.value(number("0.001")), None);
        assert_eq!(Unit::Pln.value(number("-1")), None);
        assert_eq!(Unit::Percent.value(number("19.52")), Some(Value::Number(number("19.52"))));
        assert_eq!(Unit::Percent.value(number("0.00001")), None);
    }
}
