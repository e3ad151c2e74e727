//! Statutory days off: the act of 18 January 1951 on days off (Dz.U. 2020 poz. 1920, changed by Dz.U. 2024 poz. 1965).
//!
//! Good Friday, 2 May and 31 December are working days; Saturday is no statutory day off, it only is no working day.
//! The list is that of the act as read; earlier decades had fewer days, and no clock runs there.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::legal_basis::LegalBasis;

const DAYS_OFF: LegalBasis = LegalBasis::new("art. 1 ustawy z 18.01.1951 o dniach wolnych od pracy");
const WIGILIA: LegalBasis =
    LegalBasis::new("art. 1 ustawy z 18.01.1951 o dniach wolnych od pracy (Dz.U. 2024 poz. 1965)");
const CENTENARY: LegalBasis =
    LegalBasis::new("ustawa o ustanowieniu Święta Narodowego z okazji Setnej Rocznicy Odzyskania Niepodległości");

/// A statutory day off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOff {
    /// Its name in Polish.
    pub name: String,
    /// The provision that makes it a day off.
    pub basis: String,
}

impl DayOff {
    fn statutory(name: &str, basis: LegalBasis) -> Self {
        Self { name: name.to_owned(), basis: basis.as_str().to_owned() }
    }
}

/// Why a day is no working day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NonWorkingDay {
    /// A Saturday that is no day off.
    Saturday,
    /// A Sunday or holiday.
    DayOff(DayOff),
}

/// Easter Sunday of a Gregorian year (Meeus, Jones, Butcher).
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let whole = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(whole / 31).ok()?, u32::try_from(whole % 31 + 1).ok()?)
}

fn fixed(day: NaiveDate) -> Option<DayOff> {
    let name = match (day.month(), day.day()) {
        (1, 1) => "Nowy Rok",
        (1, 6) => "Święto Trzech Króli",
        (5, 1) => "Święto Państwowe 1 maja",
        (5, 3) => "Święto Narodowe Trzeciego Maja",
        (8, 15) => "Wniebowzięcie Najświętszej Maryi Panny",
        (11, 1) => "Wszystkich Świętych",
        (11, 11) => "Narodowe Święto Niepodległości",
        (12, 24) if day.year() >= 2025 => return Some(DayOff::statutory("Wigilia Bożego Narodzenia", WIGILIA)),
        (12, 25) => "pierwszy dzień Bożego Narodzenia",
        (12, 26) => "drugi dzień Bożego Narodzenia",
        (11, 12) if day.year() == 2018 => {
            return Some(DayOff::statutory(
                "Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości",
                CENTENARY,
            ));
        }
        _ => return None,
    };
    Some(DayOff::statutory(name, DAYS_OFF))
}

fn movable(day: NaiveDate) -> Option<DayOff> {
    let name = match day.signed_duration_since(easter(day.year())?).num_days() {
        0 => "pierwszy dzień Wielkiej Nocy",
        1 => "drugi dzień Wielkiej Nocy",
        49 => "pierwszy dzień Zielonych Świątek",
        60 => "dzień Bożego Ciała",
        _ => return None,
    };
    Some(DayOff::statutory(name, DAYS_OFF))
}

/// The days off of the act, and days added by ordinance (art. 1a) that the centre entered.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    added: BTreeMap<NaiveDate, DayOff>,
}

impl Calendar {
    /// The days off of the act alone.
    #[must_use]
    pub const fn statutory() -> Self {
        Self { added: BTreeMap::new() }
    }

    /// Adds a single day off, with its name and the provision that made it.
    #[must_use]
    pub fn with(mut self, day: NaiveDate, off: DayOff) -> Self {
        self.added.insert(day, off);
        self
    }

    /// The day off that a day is. Sundays are days off; Saturdays are not.
    #[must_use]
    pub fn is_day_off(&self, day: NaiveDate) -> Option<DayOff> {
        let sunday = || (day.weekday() == Weekday::Sun).then(|| DayOff::statutory("niedziela", DAYS_OFF));
        fixed(day).or_else(|| movable(day)).or_else(|| self.added.get(&day).cloned()).or_else(sunday)
    }

    /// Why a day is no working day; `None` for a working day.
    #[must_use]
    pub fn non_working(&self, day: NaiveDate) -> Option<NonWorkingDay> {
        let saturday = || (day.weekday() == Weekday::Sat).then_some(NonWorkingDay::Saturday);
        self.is_day_off(day).map(NonWorkingDay::DayOff).or_else(saturday)
    }

    /// Whether a day is Monday to Friday and no day off.
    ///
    /// The acts that count working days do not define them; this is the general understanding.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.non_working(day).is_none()
    }

    /// The day itself when it is a working day, else the first working day after it.
    #[must_use]
    pub fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(day)
    }

    /// The first working day after a day.
    #[must_use]
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.add_working_days(day, 1).unwrap_or(day)
    }

    /// The last working day before a day.
    #[must_use]
    pub fn previous_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.subtract_working_days(day, 1).unwrap_or(day)
    }

    /// The working day so many working days after a day, which itself is not counted.
    ///
    /// `None` past the end of the calendar.
    #[must_use]
    pub fn add_working_days(&self, day: NaiveDate, count: u16) -> Option<NaiveDate> {
        self.count_working_days(day.iter_days().skip(1), day, count)
    }

    /// The working day so many working days before a day, which itself is not counted.
    ///
    /// `None` past the beginning of the calendar.
    #[must_use]
    pub fn subtract_working_days(&self, day: NaiveDate, count: u16) -> Option<NaiveDate> {
        let backwards = std::iter::successors(day.pred_opt(), |day| day.checked_sub_days(Days::new(1)));
        self.count_working_days(backwards, day, count)
    }

    fn count_working_days(
        &self,
        days: impl Iterator<Item = NaiveDate>,
        start: NaiveDate,
        count: u16,
    ) -> Option<NaiveDate> {
        match count.checked_sub(1) {
            None => Some(start),
            Some(before) => days.filter(|day| self.is_working_day(*day)).nth(usize::from(before)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_and_its_feasts_follow_the_table() {
        for (sunday, monday, pentecost, corpus_christi) in [
            ("2025-04-20", "2025-04-21", "2025-06-08", "2025-06-19"),
            ("2026-04-05", "2026-04-06", "2026-05-24", "2026-06-04"),
            ("2027-03-28", "2027-03-29", "2027-05-16", "2027-05-27"),
            ("2028-04-16", "2028-04-17", "2028-06-04", "2028-06-15"),
            ("2029-04-01", "2029-04-02", "2029-05-20", "2029-05-31"),
            ("2030-04-21", "2030-04-22", "2030-06-09", "2030-06-20"),
        ] {
            assert_eq!(easter(date(sunday).year()), Some(date(sunday)));
            let calendar = Calendar::statutory();
            let named = |day: &str| calendar.is_day_off(date(day)).unwrap().name;
            assert_eq!(named(sunday), "pierwszy dzień Wielkiej Nocy");
            assert_eq!(named(monday), "drugi dzień Wielkiej Nocy");
            assert_eq!(named(pentecost), "pierwszy dzień Zielonych Świątek");
            assert_eq!(named(corpus_christi), "dzień Bożego Ciała");
        }
    }

    #[test]
    fn the_days_off_of_2026_are_those_of_the_act() {
        let calendar = Calendar::statutory();
        let off: Vec<String> = date("2026-01-01")
            .iter_days()
            .take(365)
            .filter(|day| calendar.is_day_off(*day).is_some_and(|off| off.name != "niedziela"))
            .map(|day| day.format("%m-%d").to_string())
            .collect();
        let expected = "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26";
        assert_eq!(off.join(" "), expected);
    }

    #[test]
    fn days_that_look_like_holidays_are_working_days() {
        let calendar = Calendar::statutory();
        // Good Friday, 2 May, New Year's Eve, Christmas Eve before 2025, 12 November in other years.
        for day in ["2026-04-03", "2025-05-02", "2026-12-31", "2024-12-24", "2019-11-12"] {
            assert!(calendar.is_working_day(date(day)), "{day}");
        }
        for day in ["2025-12-24", "2018-11-12", "2026-04-04", "2026-04-05"] {
            assert!(!calendar.is_working_day(date(day)), "{day}");
        }
        assert_eq!(calendar.is_day_off(date("2026-04-04")), None);
    }

    #[test]
    fn art_1a_a_day_may_be_added() {
        let off = DayOff { name: "dzień dodany".into(), basis: "rozporządzenie".into() };
        let calendar = Calendar::statutory().with(date("2026-03-10"), off.clone());
        assert_eq!(calendar.non_working(date("2026-03-10")), Some(NonWorkingDay::DayOff(off)));
        assert_eq!(calendar.next_working_day(date("2026-03-09")), date("2026-03-11"));
        assert_eq!(calendar.previous_working_day(date("2026-03-11")), date("2026-03-09"));
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_of_march_or_april(year in 1800_i32..2200) {
            let sunday = easter(year).unwrap();
            prop_assert_eq!(sunday.weekday(), Weekday::Sun);
            let (first, last) = (NaiveDate::from_ymd_opt(year, 3, 22).unwrap(), NaiveDate::from_ymd_opt(year, 4, 25).unwrap());
            prop_assert!((first..=last).contains(&sunday));
        }

        #[test]
        fn counting_there_and_back_ends_on_the_same_working_day(offset in 0_u64..20_000, count in 0_u16..60) {
            let calendar = Calendar::statutory();
            let start = calendar.working_day_from(date("2000-01-03") + Days::new(offset));
            let end = calendar.add_working_days(start, count).unwrap();
            prop_assert_eq!(calendar.subtract_working_days(end, count), Some(start));
            let between = start.iter_days().skip(1).take_while(|day| *day <= end).filter(|day| calendar.is_working_day(*day));
            prop_assert_eq!(between.count(), usize::from(count));
        }

        #[test]
        fn neighbours_are_working_days_with_none_between(offset in 0_u64..20_000) {
            let calendar = Calendar::statutory();
            let day = date("2000-01-01") + Days::new(offset);
            let (before, after) = (calendar.previous_working_day(day), calendar.next_working_day(day));
            prop_assert!(before < day && day < after);
            prop_assert!(calendar.is_working_day(before) && calendar.is_working_day(after));
            let inside = before.iter_days().skip(1).take_while(|d| *d < after).filter(|d| *d != day);
            prop_assert!(inside.clone().all(|d| !calendar.is_working_day(d)));
            prop_assert!((after - before).num_days() <= 10);
        }
    }
}
