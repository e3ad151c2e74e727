//! Local parameters: what a gmina council resolved in place of a statutory figure.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::parameter::{ParamValue, Unit, Value};
use crate::kernel::legal_basis::Confidence;
use crate::kernel::money::Money;

/// What a council may set for the money benefits of u.p.s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LocalCode {
    /// Art. 8 ust. 2: the raised criterion of a person living alone, złoty a month.
    LokalneKryteriumOsobySamotnieGospodarujacej,
    /// Art. 8 ust. 2: the raised criterion of a person in a family, złoty a month.
    LokalneKryteriumNaOsobeWRodzinie,
    /// Art. 38 ust. 6: the raised least part of the difference, per cent.
    LokalnyMinProcentZasilkuOkresowego,
}

impl LocalCode {
    /// The code as text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LokalneKryteriumOsobySamotnieGospodarujacej => "lokalne_kryterium_osoby_samotnie_gospodarujacej",
            Self::LokalneKryteriumNaOsobeWRodzinie => "lokalne_kryterium_na_osobe_w_rodzinie",
            Self::LokalnyMinProcentZasilkuOkresowego => "lokalny_min_procent_zasilku_okresowego",
        }
    }

    /// The name in Polish.
    #[must_use]
    pub const fn name_pl(self) -> &'static str {
        match self {
            Self::LokalneKryteriumOsobySamotnieGospodarujacej => {
                "Podwyższone kryterium dochodowe osoby samotnie gospodarującej"
            }
            Self::LokalneKryteriumNaOsobeWRodzinie => "Podwyższone kryterium dochodowe na osobę w rodzinie",
            Self::LokalnyMinProcentZasilkuOkresowego => "Podwyższona minimalna część różnicy (zasiłek okresowy)",
        }
    }

    /// The provision that lets the council set it.
    #[must_use]
    pub const fn legal_basis(self) -> &'static str {
        match self {
            Self::LokalneKryteriumOsobySamotnieGospodarujacej | Self::LokalneKryteriumNaOsobeWRodzinie => {
                "art. 8 ust. 2 u.p.s."
            }
            Self::LokalnyMinProcentZasilkuOkresowego => "art. 38 ust. 6 u.p.s.",
        }
    }

    /// The unit of its values.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::LokalneKryteriumOsobySamotnieGospodarujacej | Self::LokalneKryteriumNaOsobeWRodzinie => {
                Unit::PlnPerMonth
            }
            Self::LokalnyMinProcentZasilkuOkresowego => Unit::Percent,
        }
    }
}

/// JSON Schema pattern of [`LocalValue`].
pub const VALUE_PATTERN: &str = r"^[0-9]{1,6}(\.[0-9]{1,4})?$";

/// The text is not a number that a council resolves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a number like `1515.00`, at most six digits before the dot and four after it")]
pub struct InvalidLocalValue;

/// A number as a resolution states it: złoty or per cent, by the parameter's unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalValue(Decimal);

impl LocalValue {
    /// The number.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }
}

impl TryFrom<String> for LocalValue {
    type Error = InvalidLocalValue;

    fn try_from(text: String) -> Result<Self, InvalidLocalValue> {
        let digits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let fits = match text.split_once('.') {
            None => digits(&text, 6),
            Some((whole, part)) => digits(whole, 6) && digits(part, 4),
        };
        fits.then(|| text.parse().ok()).flatten().map(Self).ok_or(InvalidLocalValue)
    }
}

impl From<LocalValue> for String {
    fn from(value: LocalValue) -> Self {
        value.0.to_string()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for LocalValue {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::kernel::schema::pattern(VALUE_PATTERN, "Złoty with at most two decimals, or per cent", "1515.00")
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for LocalValue {}

/// The number is not a value of the parameter's unit, or the range of days is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a value of `{code}` with at most two decimals for money, and days that do not end before they begin")]
pub struct InvalidLocalParameter {
    /// The parameter.
    pub code: &'static str,
}

/// A dated local value with the resolution that set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalParameter {
    code: LocalCode,
    value: Value,
    from: NaiveDate,
    to: Option<NaiveDate>,
    act: String,
}

impl LocalParameter {
    /// A local value from a day to a last day (inside), or open, under a resolution.
    ///
    /// # Errors
    /// [`InvalidLocalParameter`] for a number the unit does not allow, a percentage above 100 or an empty range.
    pub fn new(
        code: LocalCode,
        value: Decimal,
        from: NaiveDate,
        to: Option<NaiveDate>,
        act: &str,
    ) -> Result<Self, InvalidLocalParameter> {
        let invalid = InvalidLocalParameter { code: code.code() };
        let value = code.unit().value(value).ok_or(invalid)?;
        let too_much = matches!(value, Value::Number(percent) if percent > Decimal::ONE_HUNDRED);
        if too_much || to.is_some_and(|to| to < from) {
            return Err(invalid);
        }
        Ok(Self { code, value, from, to, act: act.to_owned() })
    }

    /// Which parameter it is.
    #[must_use]
    pub const fn code(&self) -> LocalCode {
        self.code
    }

    /// Its value.
    #[must_use]
    pub const fn value(&self) -> Value {
        self.value
    }

    /// Its first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Its last day, unless it is open.
    #[must_use]
    pub const fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// The resolution that set it.
    #[must_use]
    pub fn act(&self) -> &str {
        &self.act
    }

    fn as_param<T>(&self, value: T) -> ParamValue<'_, T> {
        ParamValue {
            value,
            id: self.code.code(),
            name_pl: self.code.name_pl(),
            from: self.from,
            act: &self.act,
            confidence: Confidence::Read,
            legal_basis: self.code.legal_basis(),
        }
    }
}

/// The newest local value in force on a day.
fn on(rows: &[LocalParameter], code: LocalCode, day: NaiveDate) -> Option<&LocalParameter> {
    rows.iter()
        .filter(|row| row.code == code && row.from <= day && row.to.is_none_or(|to| day <= to))
        .max_by_key(|row| row.from)
}

/// The local amount in force on a day.
#[must_use]
pub fn money_on(rows: &[LocalParameter], code: LocalCode, day: NaiveDate) -> Option<ParamValue<'_, Money>> {
    let row = on(rows, code, day)?;
    match row.value {
        Value::Money(money) => Some(row.as_param(money)),
        Value::Number(_) => None,
    }
}

/// The local number in force on a day.
#[must_use]
pub fn number_on(rows: &[LocalParameter], code: LocalCode, day: NaiveDate) -> Option<ParamValue<'_, Decimal>> {
    let row = on(rows, code, day)?;
    match row.value {
        Value::Number(number) => Some(row.as_param(number)),
        Value::Money(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_value_holds_on_its_days_only() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let code = LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej;
        let row = |amount: &str, from, to: Option<&str>| {
            LocalParameter::new(code, amount.parse().unwrap(), date(from), to.map(date), "uchwała XX/1/2020").unwrap()
        };
        let rows = [row("1542.20", "2020-12-01", Some("2021-12-31")), row("1700.00", "2021-06-01", None)];
        let amount = |day| money_on(&rows, code, date(day)).map(|found| found.value.to_string());
        assert_eq!(amount("2020-11-30"), None);
        assert_eq!(amount("2020-12-01").unwrap(), "1542.20");
        assert_eq!(amount("2021-06-01").unwrap(), "1700.00");
        assert!(
            LocalParameter::new(code, "1".parse().unwrap(), date("2021-01-02"), Some(date("2021-01-01")), "u").is_err()
        );
        let value = |text: &str| LocalValue::try_from(text.to_owned()).map(LocalValue::decimal);
        assert_eq!(value("1542.20").unwrap().to_string(), "1542.20");
        for wrong in ["", ".5", "5.", "-1", "+1", "1e3", "1234567", "1.23456", "1,5"] {
            assert_eq!(value(wrong), Err(InvalidLocalValue), "{wrong}");
        }
        let percent = LocalCode::LokalnyMinProcentZasilkuOkresowego;
        assert!(LocalParameter::new(percent, "100.01".parse().unwrap(), date("2021-01-02"), None, "u").is_err());
    }
}
