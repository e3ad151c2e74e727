//! When a clock ends, why then, and how near that is.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::state::ClockState;
use super::{Clock, Moment};
use crate::kernel::calendar::Calendar;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::time_limit::{Explained, Finding, TimeLimit, UncountableLimit};

const ART_35_PAR_5: LegalBasis = LegalBasis::new("art. 35 § 5 KPA");

/// The end of a clock, and how it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockDue {
    /// The last day, or the instant of the end.
    pub end: Moment,
    /// Which days were skipped or stood still, and why.
    pub explanation: Vec<Explained>,
}

/// How near the end is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Far enough.
    OnTrack,
    /// Near: past the margin the centre set, or past half of a limit in hours.
    AtRisk,
    /// Past the end.
    Overdue,
    /// Time stands still.
    Stopped,
    /// The clock does not run any more.
    Closed,
}

impl Clock {
    /// The end of the clock: the nominal end, plus the days it stood still, moved from a Saturday or day off.
    ///
    /// A stop that still lasts is counted up to `as_of`.
    ///
    /// # Errors
    /// [`UncountableLimit`] when the trigger does not fit the unit, or past the end of the calendar.
    // INTERPRETATION: art. 35 § 5 KPA says that days are not counted, not how; they are added before art. 57 § 4 applies.
    pub fn due(&self, as_of: NaiveDate, calendar: &Calendar) -> Result<ClockDue, UncountableLimit> {
        let limit = self.limit();
        match self.record.trigger {
            Moment::Day(day) => {
                let mut due = TimeLimit { roll_forward: false, ..limit }.due(day, calendar)?;
                let stopped = self.add_stops(day, due.on, as_of, calendar, &mut due.explanation);
                due.on = stopped.ok_or(UncountableLimit::OutOfRange)?;
                due.on = limit.roll(due.on, calendar, &mut due.explanation);
                let due = self.rule.effect.apply(due)?;
                Ok(ClockDue { end: Moment::Day(due.on), explanation: due.explanation })
            }
            Moment::Instant(instant) => {
                let end = limit.due_at(instant)?;
                let text = format!("{} godzin bez przerwy od {instant}", limit.length);
                let step = Explained::new(instant.date_naive(), Finding::Trigger, text);
                Ok(ClockDue { end: Moment::Instant(end), explanation: vec![step] })
            }
        }
    }

    /// Adds the days of all stops, each day once. A stop that begins after the end no longer moves it.
    fn add_stops(
        &self,
        trigger: NaiveDate,
        mut end: NaiveDate,
        as_of: NaiveDate,
        calendar: &Calendar,
        explanation: &mut Vec<Explained>,
    ) -> Option<NaiveDate> {
        let mut stops = self.record.stops.clone();
        stops.sort_by_key(|stop| stop.from);
        let mut counted_to = trigger;
        for stop in stops {
            let from = stop.from.max(counted_to);
            let to = stop.to.unwrap_or(as_of);
            let binding = if self.limit().roll_forward { calendar.working_day_from(end) } else { end };
            let days = to.signed_duration_since(from).num_days();
            if days <= 0 || from > binding {
                continue;
            }
            end = end.checked_add_days(Days::new(days.unsigned_abs()))?;
            counted_to = to;
            let text = format!("{}: {days} dni do {to}, koniec {end}", stop.reason.label_pl());
            explanation.push(Explained::new(from, Finding::Stopped, text).under(ART_35_PAR_5));
        }
        Some(end)
    }

    /// The day up to which stops are known, for a clock that does not stand still.
    pub(super) fn last_stop(&self) -> NaiveDate {
        self.record.stops.iter().filter_map(|stop| stop.to).max().unwrap_or(NaiveDate::MIN)
    }

    /// How near the end is. `margin` counts back from the last day (setting `CLOCK-AT-RISK`); a limit in hours
    /// is at risk past its half.
    ///
    /// # Errors
    /// [`UncountableLimit`] when the margin is in hours, or past the end of the calendar.
    pub fn risk(
        &self,
        today: NaiveDate,
        now: DateTime<Utc>,
        margin: TimeLimit,
        calendar: &Calendar,
    ) -> Result<Risk, UncountableLimit> {
        match self.record.state {
            ClockState::Met | ClockState::Missed | ClockState::Void => return Ok(Risk::Closed),
            ClockState::Paused => return Ok(Risk::Stopped),
            ClockState::Running => {}
        }
        let (overdue, near) = match self.due(today, calendar)?.end {
            Moment::Day(end) => (today > end, today >= margin.due(end, calendar)?.on),
            Moment::Instant(end) => {
                let half = TimeDelta::minutes(i64::from(self.limit().length) * 30);
                (now > end, now >= end - half)
            }
        };
        Ok(if overdue {
            Risk::Overdue
        } else if near {
            Risk::AtRisk
        } else {
            Risk::OnTrack
        })
    }
}
