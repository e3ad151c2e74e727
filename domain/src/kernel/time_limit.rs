//! Time limits and how they are counted: art. 57 §§ 1–4 of the code of administrative procedure (KPA).
//!
//! Limits in hours run in absolute time; a holiday or the change to winter time does not extend them.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, NonWorkingDay};
use super::legal_basis::LegalBasis;

const ART_57_PAR_4: LegalBasis = LegalBasis::new("art. 57 § 4 KPA");

/// What a time limit is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = TimeLimitUnit))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days; the day of the event is not counted (art. 57 § 1 KPA).
    CalendarDays,
    /// Monday to Friday without days off; the day of the event is not counted.
    WorkingDays,
    /// Weeks; ends on the day of the same name (art. 57 § 2 KPA).
    Weeks,
    /// Months; ends on the day of the same number, or the last of a shorter month (art. 57 § 3 KPA).
    Months,
    /// Years; ends on the same day, or 28 February for 29 February (art. 57 § 3a KPA).
    Years,
    /// Elapsed hours.
    Hours,
    /// Days counted back from an event; the result is the latest permitted day.
    CalendarDaysBefore,
    /// Working days counted back from an event; the result is the latest permitted day.
    WorkingDaysBefore,
}

/// What a step of the explanation says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The day of the event, not counted.
    Trigger,
    /// The end before stops and moves.
    NominalEnd,
    /// A Saturday, not counted or moved from.
    Saturday,
    /// A Sunday or holiday, not counted or moved from.
    DayOff,
    /// Days on which the clock stood still, from this day.
    Stopped,
    /// The day after the end, on which the law says that something happened.
    NextDay,
    /// Days that are added as a margin.
    Margin,
    /// A fact that decides, for example a waiver.
    Event,
    /// The end as it binds.
    End,
}

/// One step of an explanation, as a clerk reads it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// The day the step speaks of.
    pub day: NaiveDate,
    /// What it says, as a code.
    pub finding: Finding,
    /// What it says, in Polish.
    pub text: String,
    /// The provision, where the step rests on one of its own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub basis: Option<String>,
}

impl Explained {
    /// A step without a provision of its own.
    #[must_use]
    pub fn new(day: NaiveDate, finding: Finding, text: impl Into<String>) -> Self {
        Self { day, finding, text: text.into(), basis: None }
    }

    /// Names the provision the step rests on.
    #[must_use]
    pub fn under(mut self, basis: LegalBasis) -> Self {
        self.basis = Some(basis.as_str().to_owned());
        self
    }

    fn not_working(day: NaiveDate, why: NonWorkingDay) -> Self {
        match why {
            NonWorkingDay::Saturday => Self::new(day, Finding::Saturday, "sobota"),
            NonWorkingDay::DayOff(off) => {
                Self { day, finding: Finding::DayOff, text: off.name, basis: Some(off.basis) }
            }
        }
    }
}

/// The last day of a limit, and how it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// The last day, whole.
    pub on: NaiveDate,
    /// The steps, in order: the event, days that were left out, moves, the end.
    pub explanation: Vec<Explained>,
}

/// A limit cannot be counted from what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UncountableLimit {
    /// Hours need an instant, not a day.
    #[error("a limit in hours needs an instant to start from")]
    NeedsInstant,
    /// Days need a day, not an instant.
    #[error("a limit in days, weeks, months or years needs a day to start from")]
    NeedsDay,
    /// The end lies outside the calendar.
    #[error("the limit ends outside the calendar")]
    OutOfRange,
}

/// A length of time counted the way the law counts it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TimeLimit {
    /// How many units.
    pub length: u16,
    /// The unit.
    pub unit: Unit,
    /// Whether an end on a Saturday or day off moves to the next day that is neither (art. 57 § 4 KPA).
    pub roll_forward: bool,
}

impl TimeLimit {
    /// The last day of a limit counted from the day of an event.
    ///
    /// # Errors
    /// [`UncountableLimit`] for a limit in hours, or past the end of the calendar.
    pub fn due(self, trigger: NaiveDate, calendar: &Calendar) -> Result<Due, UncountableLimit> {
        let nominal = self.nominal_end(trigger, calendar)?;
        let mut explanation = vec![Explained::new(trigger, Finding::Trigger, "dzień zdarzenia, niewliczany")];
        explanation.extend(self.left_out(trigger, nominal, calendar));
        explanation.push(Explained::new(nominal, Finding::NominalEnd, self.end_text(trigger, nominal)));
        let on = self.roll(nominal, calendar, &mut explanation);
        Ok(Due { on, explanation })
    }

    /// The instant at which a limit in hours ends.
    ///
    /// # Errors
    /// [`UncountableLimit`] for any other unit, or past the end of the calendar.
    pub fn due_at(self, trigger: DateTime<Utc>) -> Result<DateTime<Utc>, UncountableLimit> {
        match self.unit {
            Unit::Hours => {
                trigger.checked_add_signed(TimeDelta::hours(i64::from(self.length))).ok_or(UncountableLimit::OutOfRange)
            }
            Unit::CalendarDays
            | Unit::WorkingDays
            | Unit::Weeks
            | Unit::Months
            | Unit::Years
            | Unit::CalendarDaysBefore
            | Unit::WorkingDaysBefore => Err(UncountableLimit::NeedsDay),
        }
    }

    /// The last day before any move.
    fn nominal_end(self, trigger: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, UncountableLimit> {
        let days = Days::new(u64::from(self.length));
        let end = match self.unit {
            Unit::CalendarDays => trigger.checked_add_days(days),
            Unit::WorkingDays => calendar.add_working_days(trigger, self.length),
            Unit::Weeks => trigger.checked_add_days(Days::new(u64::from(self.length) * 7)),
            Unit::Months => trigger.checked_add_months(Months::new(u32::from(self.length))),
            Unit::Years => trigger.checked_add_months(Months::new(u32::from(self.length) * 12)),
            Unit::CalendarDaysBefore => trigger.checked_sub_days(days),
            Unit::WorkingDaysBefore => calendar.subtract_working_days(trigger, self.length),
            Unit::Hours => return Err(UncountableLimit::NeedsInstant),
        };
        end.ok_or(UncountableLimit::OutOfRange)
    }

    /// Moves an end from a Saturday or day off when the limit says so, and writes down why.
    pub(crate) fn roll(self, end: NaiveDate, calendar: &Calendar, explanation: &mut Vec<Explained>) -> NaiveDate {
        let on = if self.roll_forward { calendar.working_day_from(end) } else { end };
        if on != end {
            explanation.extend(days_off_between(end, on, calendar));
            let moved = Explained::new(
                on,
                Finding::End,
                "koniec przesunięty na następny dzień, który nie jest wolny ani sobotą",
            );
            explanation.push(moved.under(ART_57_PAR_4));
        }
        on
    }

    /// The days that counting in working days left out.
    fn left_out(self, trigger: NaiveDate, end: NaiveDate, calendar: &Calendar) -> Vec<Explained> {
        match self.unit {
            Unit::WorkingDays => days_off_between(after(trigger), end, calendar),
            Unit::WorkingDaysBefore => days_off_between(after(end), trigger, calendar),
            Unit::CalendarDays | Unit::Weeks | Unit::Months | Unit::Years | Unit::Hours | Unit::CalendarDaysBefore => {
                Vec::new()
            }
        }
    }

    fn end_text(self, trigger: NaiveDate, end: NaiveDate) -> &'static str {
        match self.unit {
            Unit::Months | Unit::Years if trigger.day() != end.day() => {
                "ostatni dzień miesiąca, w którym nie ma dnia o tej samej liczbie"
            }
            Unit::Months | Unit::Years => "dzień o tej samej liczbie",
            Unit::Weeks => "dzień o tej samej nazwie",
            Unit::CalendarDays | Unit::WorkingDays | Unit::Hours => "ostatni dzień terminu",
            Unit::CalendarDaysBefore | Unit::WorkingDaysBefore => "najpóźniejszy dopuszczalny dzień",
        }
    }
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The days from one to before another that are no working days.
fn days_off_between(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> Vec<Explained> {
    from.iter_days()
        .take_while(|day| *day < to)
        .filter_map(|day| calendar.non_working(day).map(|why| Explained::not_working(day, why)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(length: u16, unit: Unit, roll_forward: bool, trigger: &str, expected: &str) {
        let limit = TimeLimit { length, unit, roll_forward };
        let due = limit.due(date(trigger), &Calendar::statutory()).unwrap();
        assert_eq!(due.on, date(expected), "{limit:?} from {trigger}: {:?}", due.explanation);
    }

    #[test]
    fn art_57_par_1_the_day_of_the_event_is_not_counted() {
        check(14, Unit::CalendarDays, true, "2026-11-02", "2026-11-16");
    }

    #[test]
    fn art_57_par_2_weeks_end_on_the_day_of_the_same_name() {
        check(2, Unit::Weeks, false, "2026-12-11", "2026-12-25");
    }

    #[test]
    fn art_57_par_3_months_end_on_the_same_number_or_the_last_day() {
        check(1, Unit::Months, true, "2026-11-24", "2026-12-28");
        check(1, Unit::Months, false, "2028-01-31", "2028-02-29");
        check(2, Unit::Months, true, "2026-12-31", "2027-03-01");
    }

    #[test]
    fn art_57_par_3a_a_leap_day_becomes_28_february() {
        check(3, Unit::Years, false, "2024-02-29", "2027-02-28");
        check(4, Unit::Years, false, "2024-02-29", "2028-02-29");
    }

    #[test]
    fn art_57_par_4_an_end_on_a_saturday_or_day_off_moves() {
        check(14, Unit::CalendarDays, true, "2026-12-10", "2026-12-28");
        check(14, Unit::CalendarDays, false, "2026-12-10", "2026-12-24");
    }

    #[test]
    fn limits_before_an_event_end_on_the_latest_permitted_day() {
        check(2, Unit::WorkingDaysBefore, false, "2026-12-28", "2026-12-22");
        check(7, Unit::CalendarDaysBefore, false, "2026-12-28", "2026-12-21");
    }

    #[test]
    fn hours_run_through_the_change_of_time_and_holidays() {
        let limit = TimeLimit { length: 24, unit: Unit::Hours, roll_forward: false };
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(limit.due_at(at("2026-10-24T20:00:00+02:00")), Ok(at("2026-10-25T19:00:00+01:00")));
        assert_eq!(limit.due(date("2026-10-24"), &Calendar::statutory()), Err(UncountableLimit::NeedsInstant));
        let days = TimeLimit { unit: Unit::CalendarDays, ..limit };
        assert_eq!(days.due_at(at("2026-10-24T20:00:00Z")), Err(UncountableLimit::NeedsDay));
        let years = TimeLimit { length: u16::MAX, unit: Unit::Years, roll_forward: false };
        assert_eq!(years.due(NaiveDate::MAX, &Calendar::statutory()), Err(UncountableLimit::OutOfRange));
    }

    #[test]
    fn the_explanation_names_every_day_that_was_skipped() {
        let limit = TimeLimit { length: 14, unit: Unit::CalendarDays, roll_forward: true };
        let due = limit.due(date("2026-12-10"), &Calendar::statutory()).unwrap();
        let lines: Vec<String> = due.explanation.iter().map(|step| format!("{} {}", step.day, step.text)).collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        2026-12-10 dzień zdarzenia, niewliczany
        2026-12-24 ostatni dzień terminu
        2026-12-24 Wigilia Bożego Narodzenia
        2026-12-25 pierwszy dzień Bożego Narodzenia
        2026-12-26 drugi dzień Bożego Narodzenia
        2026-12-27 niedziela
        2026-12-28 koniec przesunięty na następny dzień, który nie jest wolny ani sobotą
        ");
        let working = TimeLimit { length: 5, unit: Unit::WorkingDays, roll_forward: false };
        let due = working.due(date("2026-11-09"), &Calendar::statutory()).unwrap();
        let lines: Vec<String> = due.explanation.iter().map(|step| format!("{} {}", step.day, step.text)).collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        2026-11-09 dzień zdarzenia, niewliczany
        2026-11-11 Narodowe Święto Niepodległości
        2026-11-14 sobota
        2026-11-15 niedziela
        2026-11-17 ostatni dzień terminu
        ");
    }

    proptest! {
        #[test]
        fn a_moved_end_is_a_working_day_and_never_earlier(offset in 0_u64..20_000, length in 1_u16..400) {
            let calendar = Calendar::statutory();
            let trigger = date("2000-01-01") + Days::new(offset);
            for unit in [Unit::CalendarDays, Unit::Weeks, Unit::Months, Unit::Years] {
                let fixed = TimeLimit { length, unit, roll_forward: false };
                let moved = TimeLimit { roll_forward: true, ..fixed };
                let (nominal, end) = (fixed.due(trigger, &calendar).unwrap().on, moved.due(trigger, &calendar).unwrap().on);
                prop_assert!(nominal > trigger && end >= nominal);
                prop_assert!(calendar.is_working_day(end));
                prop_assert_eq!(end == nominal, calendar.is_working_day(nominal));
            }
        }

        #[test]
        fn a_later_event_never_ends_earlier(offset in 0_u64..20_000, length in 1_u16..40) {
            let calendar = Calendar::statutory();
            let trigger = date("2000-01-01") + Days::new(offset);
            for unit in [Unit::CalendarDays, Unit::WorkingDays, Unit::Weeks, Unit::Months, Unit::Years] {
                for roll_forward in [false, true] {
                    let limit = TimeLimit { length, unit, roll_forward };
                    let next = limit.due(trigger + Days::new(1), &calendar).unwrap();
                    prop_assert!(limit.due(trigger, &calendar).unwrap().on <= next.on);
                }
            }
        }
    }
}
