//! A clock: one time limit that runs in a case, with the intervals in which it stood still.
//!
//! What a limit is comes from [`rules`]; a worker marks clocks, it never changes a case.

pub mod case_clock;
pub mod due;
pub mod examples;
pub mod rule_id;
pub mod rules;
pub mod state;

use chrono::{DateTime, NaiveDate, Utc};

use self::rule_id::RuleId;
use self::rules::{ClockRule, ClockRules, LengthIs};
use self::state::{ClockEvent, ClockState, IllegalClockTransition};
use crate::kernel::calendar::Calendar;
use crate::kernel::codes::codes;
use crate::kernel::ids::{CaseId, ClockId};
use crate::kernel::time_limit::{TimeLimit, UncountableLimit};

/// A day, or an instant where the limit is in hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// A whole day.
    Day(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl Moment {
    /// Whether this comes after an end of the same kind.
    fn is_after(self, end: Self) -> Result<bool, UncountableLimit> {
        match (self, end) {
            (Self::Day(day), Self::Day(end)) => Ok(day > end),
            (Self::Instant(instant), Self::Instant(end)) => Ok(instant > end),
            (Self::Instant(_), Self::Day(_)) => Err(UncountableLimit::NeedsDay),
            (Self::Day(_), Self::Instant(_)) => Err(UncountableLimit::NeedsInstant),
        }
    }
}

codes! {
    /// Why time stands still (art. 35 § 5 KPA).
    pub enum StopReason {
        /// A period the law gives for a particular act.
        TerminCzynnosci = "termin_czynnosci", "termin przewidziany dla dokonania czynności";
        /// Delivery by the public hybrid service.
        DoreczenieHybrydowe = "doreczenie_hybrydowe", "doręczanie z wykorzystaniem publicznej usługi hybrydowej";
        /// Suspension of the proceedings.
        Zawieszenie = "zawieszenie", "zawieszenie postępowania";
        /// Mediation.
        Mediacja = "mediacja", "mediacja";
        /// A delay through the party's fault.
        WinaStrony = "wina_strony", "opóźnienie z winy strony";
        /// A delay for causes outside the body.
        PrzyczynaNiezalezna = "przyczyna_niezalezna", "opóźnienie z przyczyn niezależnych od organu";
        /// A call to remove defects of the application, from its delivery to completion.
        // INTERPRETATION: whether a call under art. 64 § 2 KPA stops the clock is not said; it is treated as a stop.
        WezwanieDoUzupelnienia = "wezwanie_do_uzupelnienia", "wezwanie do uzupełnienia braków";
    }
}

/// An interval in which time stands still: from the event that stops it to the event that ends the stop.
///
/// As with a limit, the day of the first event is not counted and that of the second is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stop {
    /// Why time stands still.
    pub reason: StopReason,
    /// The day of the event that stops it.
    pub from: NaiveDate,
    /// The day of the event that ends the stop; none while it lasts.
    pub to: Option<NaiveDate>,
}

/// What storage keeps of a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockRecord {
    /// The clock.
    pub id: ClockId,
    /// The case it runs in.
    pub case: CaseId,
    /// The rule it follows.
    pub rule: RuleId,
    /// When it started.
    pub trigger: Moment,
    /// The length the centre set, where the law names a minimum only.
    pub set_length: Option<u16>,
    /// The intervals in which it stood still.
    pub stops: Vec<Stop>,
    /// Where it stands.
    pub state: ClockState,
}

/// Why a clock refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    /// No such rule.
    #[error("there is no time limit `{0}`")]
    UnknownRule(String),
    /// The rule's length is fixed, or the one set is shorter than the law's minimum.
    #[error("the length of the time limit `{0}` cannot be set so")]
    Length(RuleId),
    /// The rule's time does not stand still.
    #[error("the time limit `{0}` cannot be stopped")]
    NeverStops(RuleId),
    /// A stop ends before it begins or begins before the clock; or stops and state disagree.
    #[error("the stops of the clock do not fit")]
    Stops,
    /// The end has not passed yet.
    #[error("the time limit has not passed yet")]
    NotOverYet,
    /// The event does not fit the state.
    #[error(transparent)]
    Transition(#[from] IllegalClockTransition),
    /// The limit cannot be counted.
    #[error(transparent)]
    Uncountable(#[from] UncountableLimit),
}

/// A time limit that runs.
#[derive(Clone, Debug)]
pub struct Clock {
    record: ClockRecord,
    rule: ClockRule,
}

impl Clock {
    /// Starts a clock.
    ///
    /// # Errors
    /// [`ClockRefusal`] when there is no such rule, or the length or the trigger does not fit it.
    pub fn start(
        rules: &ClockRules,
        id: ClockId,
        case: CaseId,
        rule: RuleId,
        trigger: Moment,
        set_length: Option<u16>,
    ) -> Result<Self, ClockRefusal> {
        Self::restore(
            rules,
            ClockRecord { id, case, rule, trigger, set_length, stops: Vec::new(), state: ClockState::Running },
        )
    }

    /// Rebuilds a clock from storage.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the record breaks a rule.
    pub fn restore(rules: &ClockRules, record: ClockRecord) -> Result<Self, ClockRefusal> {
        let rule =
            rules.rule(record.rule.as_str()).ok_or_else(|| ClockRefusal::UnknownRule(record.rule.to_string()))?;
        let length_fits = match (rule.length_is, record.set_length) {
            (_, None) => true,
            (LengthIs::AtLeast, Some(length)) => length >= rule.limit().length,
            (LengthIs::Fixed, Some(_)) => false,
        };
        if !length_fits {
            return Err(ClockRefusal::Length(record.rule));
        }
        if !rule.stops && (!record.stops.is_empty() || record.state == ClockState::Paused) {
            return Err(ClockRefusal::NeverStops(record.rule));
        }
        let clock = Self { rule: rule.clone(), record };
        clock.check_stops()?;
        clock.due(clock.last_stop(), &Calendar::statutory())?;
        Ok(clock)
    }

    fn check_stops(&self) -> Result<(), ClockRefusal> {
        let started = match self.record.trigger {
            Moment::Day(day) => Some(day),
            Moment::Instant(_) => None,
        };
        let fits = |stop: &Stop| started.is_none_or(|day| stop.from >= day) && stop.to.is_none_or(|to| to >= stop.from);
        let open = self.record.stops.iter().filter(|stop| stop.to.is_none()).count();
        // INVARIANT: a running clock has no open stop, a paused one has exactly one; a void one may keep it.
        let agrees = match self.record.state {
            ClockState::Paused => open == 1,
            ClockState::Running | ClockState::Met | ClockState::Missed => open == 0,
            ClockState::Void => open <= 1,
        };
        if agrees && self.record.stops.iter().all(fits) { Ok(()) } else { Err(ClockRefusal::Stops) }
    }

    /// What storage keeps.
    #[must_use]
    pub const fn record(&self) -> &ClockRecord {
        &self.record
    }

    /// The rule the clock follows.
    #[must_use]
    pub const fn rule(&self) -> &ClockRule {
        &self.rule
    }

    /// Where the clock stands.
    #[must_use]
    pub const fn state(&self) -> ClockState {
        self.record.state
    }

    /// The limit with the length that binds here.
    fn limit(&self) -> TimeLimit {
        let limit = self.rule.limit();
        TimeLimit { length: self.record.set_length.unwrap_or(limit.length), ..limit }
    }

    /// Stops the clock from the day of an event.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the rule never stops, the clock does not run, or the event came before its start.
    pub fn pause(&mut self, reason: StopReason, from: NaiveDate) -> Result<(), ClockRefusal> {
        let stop = Stop { reason, from, to: None };
        self.change(ClockEvent::Pause, |stops| stops.push(stop))
    }

    /// Lets the clock run again from the day of an event.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the clock does not stand still, or the event came before the stop began.
    pub fn resume(&mut self, to: NaiveDate) -> Result<(), ClockRefusal> {
        self.change(ClockEvent::Resume, |stops| {
            for stop in stops.iter_mut().filter(|stop| stop.to.is_none()) {
                stop.to = Some(to);
            }
        })
    }

    /// Closes the clock because it was done: met when in time, else missed.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the clock does not run, or a day is given for a limit in hours or the reverse.
    pub fn finish(&mut self, done: Moment, calendar: &Calendar) -> Result<ClockState, ClockRefusal> {
        let late = done.is_after(self.due(self.last_stop(), calendar)?.end)?;
        self.change(if late { ClockEvent::Miss } else { ClockEvent::Meet }, |_stops| ())?;
        Ok(self.state())
    }

    /// Closes the clock because its end passed and nothing was done.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the end has not passed, or the clock does not run.
    pub fn miss(&mut self, now: Moment, calendar: &Calendar) -> Result<(), ClockRefusal> {
        if !now.is_after(self.due(self.last_stop(), calendar)?.end)? {
            return Err(ClockRefusal::NotOverYet);
        }
        self.change(ClockEvent::Miss, |_stops| ())
    }

    /// Closes the clock because its object fell away.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the clock is closed already.
    pub fn cancel(&mut self) -> Result<(), ClockRefusal> {
        self.change(ClockEvent::Cancel, |_stops| ())
    }

    /// Applies an event whole or not at all.
    fn change(&mut self, event: ClockEvent, edit: impl FnOnce(&mut Vec<Stop>)) -> Result<(), ClockRefusal> {
        let mut next = self.clone();
        next.record.state = self.record.state.after(event)?;
        edit(&mut next.record.stops);
        if event == ClockEvent::Pause && !self.rule.stops {
            return Err(ClockRefusal::NeverStops(self.rule.id.clone()));
        }
        next.check_stops()?;
        *self = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
