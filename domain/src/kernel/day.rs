//! Days, months and half-open ranges of days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// JSON Schema pattern of [`Day`]; which days a month has is checked besides.
pub const PATTERN: &str = r"^(1[89]|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// The open end of a range; a date and not NULL, so that ranges compare as ordinary filters.
pub const OPEN_END: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The earliest day there is: the start of what has always been so.
pub const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1800, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The text is not a day or month of the years 1800 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDay {
    /// Not a day.
    #[error("expected a date like `2025-02-01` of the years 1800 to 2199")]
    Day,
    /// Not a month.
    #[error("expected a month like `2025-02` of the years 1800 to 2199")]
    Month,
    /// The range ends before it begins.
    #[error("expected a range that does not end before it begins")]
    Range,
}

/// A day from outside, of the years 1800 to 2199. Inside the domain days are plain [`NaiveDate`]s.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The date inside.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl From<NaiveDate> for Day {
    /// Wraps a date the service itself made or read back.
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        if text.len() != 10 || !text.is_ascii() {
            return Err(InvalidDay::Day);
        }
        let date: NaiveDate = text.parse().map_err(|_syntax| InvalidDay::Day)?;
        let plain = date.to_string() == text;
        if plain && (1800..2200).contains(&date.year()) { Ok(Self(date)) } else { Err(InvalidDay::Day) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl TryFrom<String> for Day {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// A calendar month, written `2025-02`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    first: NaiveDate,
}

impl YearMonth {
    /// The month a day lies in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        // INVARIANT: every month has a first day.
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// The first day of the month.
    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day of the month.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let next = self.next().first;
        next.pred_opt().unwrap_or(next)
    }

    /// The number of days of the month.
    #[must_use]
    pub fn days(self) -> u32 {
        self.last_day().day()
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(1)).unwrap_or(self.first) }
    }

    /// The month so many months later.
    #[must_use]
    pub fn plus(self, months: u32) -> Self {
        Self { first: self.first.checked_add_months(Months::new(months)).unwrap_or(self.first) }
    }

    /// Whether a day lies in the month.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl fmt::Debug for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "YearMonth({self})")
    }
}

impl FromStr for YearMonth {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let day: Day = format!("{text}-01").parse().map_err(|_syntax| InvalidDay::Month)?;
        Ok(Self::of(day.date()))
    }
}

impl TryFrom<String> for YearMonth {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

/// A half-open range of days: `from` is inside, `to` is not. An open end is [`OPEN_END`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DayRange {
    from: NaiveDate,
    to: NaiveDate,
}

impl DayRange {
    /// A half-open range as storage keeps it.
    ///
    /// # Errors
    /// [`InvalidDay::Range`] when it would be empty.
    pub fn half_open(from: NaiveDate, to: NaiveDate) -> Result<Self, InvalidDay> {
        if from < to { Ok(Self { from, to }) } else { Err(InvalidDay::Range) }
    }

    /// A range as people and JSON write it: both days inside, no last day for an open end.
    ///
    /// # Errors
    /// [`InvalidDay::Range`] when the last day lies before the first.
    pub fn closed(from: NaiveDate, last: Option<NaiveDate>) -> Result<Self, InvalidDay> {
        let to = last.map_or(OPEN_END, |last| last.checked_add_days(Days::new(1)).unwrap_or(OPEN_END));
        Self::half_open(from, to)
    }

    /// The first day inside.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The first day after the range, or [`OPEN_END`].
    #[must_use]
    pub const fn to(self) -> NaiveDate {
        self.to
    }

    /// The last day inside; `None` for an open end.
    #[must_use]
    pub fn last(self) -> Option<NaiveDate> {
        if self.to == OPEN_END { None } else { self.to.pred_opt() }
    }

    /// Whether a day lies inside.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// Whether two ranges share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// What is left when another range is cut out: nothing, one piece or two.
    pub fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::half_open(self.from, self.to.min(other.from)).ok();
        let after = Self::half_open(self.from.max(other.to), self.to).ok();
        before.into_iter().chain(after)
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::Schema;

    impl utoipa::PartialSchema for super::Day {
        fn schema() -> RefOr<Schema> {
            crate::kernel::schema::day()
        }
    }

    impl utoipa::ToSchema for super::Day {}

    impl utoipa::PartialSchema for super::YearMonth {
        fn schema() -> RefOr<Schema> {
            crate::kernel::schema::pattern(
                r"^(1[89]|2[01])[0-9]{2}-(0[1-9]|1[0-2])$",
                "A calendar month of the years 1800 to 2199",
                "2025-02",
            )
        }
    }

    impl utoipa::ToSchema for super::YearMonth {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_plain_days_of_four_centuries_are_read() {
        assert_eq!("2024-02-29".parse::<Day>().unwrap().date(), date("2024-02-29"));
        for wrong in [
            "2025-02-29",
            "12026-01-01",
            "+2026-01-01",
            "1799-12-31",
            "2200-01-01",
            "2026-1-01",
            "26-01-01",
            "2026-01-01 ",
            "٢٠٢٦-٠١-٠١",
        ] {
            assert_eq!(wrong.parse::<Day>(), Err(InvalidDay::Day), "{wrong}");
        }
    }

    #[test]
    fn months_know_their_neighbours_and_length() {
        let february: YearMonth = "2024-02".parse().unwrap();
        assert_eq!((february.days(), february.last_day()), (29, date("2024-02-29")));
        assert_eq!(february.plus(11).next().to_string(), "2025-02");
        assert_eq!("2025-01".parse::<YearMonth>().unwrap().previous().to_string(), "2024-12");
        assert_eq!("2025-13".parse::<YearMonth>(), Err(InvalidDay::Month));
    }

    #[test]
    fn ranges_touching_at_one_end_do_not_overlap() {
        let january = DayRange::closed(date("2025-01-01"), Some(date("2025-01-31"))).unwrap();
        let february = DayRange::closed(date("2025-02-01"), None).unwrap();
        assert!(!january.overlaps(february));
        assert_eq!((january.last(), february.last()), (Some(date("2025-01-31")), None));
        assert_eq!(DayRange::closed(date("2025-02-01"), Some(date("2025-01-31"))), Err(InvalidDay::Range));
    }

    proptest! {
        #[test]
        fn overlap_means_a_common_day(a in 0_u64..40, b in 1_u64..10, c in 0_u64..40, d in 1_u64..10) {
            let start = date("2025-01-01");
            let range = |from: u64, length: u64| DayRange::half_open(start + Days::new(from), start + Days::new(from + length)).unwrap();
            let (first, second) = (range(a, b), range(c, d));
            let common = (0..60).map(|n| start + Days::new(n)).any(|day| first.contains(day) && second.contains(day));
            prop_assert_eq!(first.overlaps(second), common);
        }
    }
}
