//! A clock of a case as it is kept: counted in whole days, with the due date that lists sort by.

use chrono::NaiveDate;

use super::due::ClockDue;
use super::rules::{self, ClockRules};
use super::state::ClockState;
use super::{Clock, ClockRecord, ClockRefusal, Moment, StopReason};
use crate::casework::case::{Case, CaseResult, Urgency};
use crate::kernel::calendar::Calendar;
use crate::kernel::ids::{ClockId, EmployeeId, OrgUnitId};
use crate::kernel::time_limit::UncountableLimit;

/// The limits for settling a case (art. 35 § 3 KPA).
pub const SETTLING: [&str; 2] = [rules::SETTLE, rules::SETTLE_COMPLEX];
/// The limits for the interview (§ 3 of Dz.U. 2021 poz. 893).
pub const INTERVIEWING: [&str; 2] = [rules::INTERVIEW, rules::INTERVIEW_URGENT];
/// The limit of a call to remove defects (art. 64 § 2 KPA).
pub const REMOVING_DEFECTS: [&str; 1] = [rules::REMOVE_DEFECTS];

/// The limits that start on the day a case is opened on an application.
#[must_use]
pub const fn on_opening(urgency: Urgency, complex: bool) -> [&'static str; 2] {
    let interview = match urgency {
        Urgency::Standard => rules::INTERVIEW,
        Urgency::Urgent => rules::INTERVIEW_URGENT,
    };
    [if complex { rules::SETTLE_COMPLEX } else { rules::SETTLE }, interview]
}

/// A clock of a case.
#[derive(Clone, Debug)]
pub struct CaseClock {
    /// Counts changes.
    pub version: i64,
    clock: Clock,
    started_on: NaiveDate,
    due_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    org_unit: OrgUnitId,
    assignee: Option<EmployeeId>,
}

/// What storage keeps of a clock besides its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Counts changes.
    pub version: i64,
    /// The last day, as it was found when the clock last changed.
    pub due_on: NaiveDate,
    /// The day it was closed.
    pub ended_on: Option<NaiveDate>,
    /// The unit that leads the case.
    pub org_unit: OrgUnitId,
    /// Who works on the case.
    pub assignee: Option<EmployeeId>,
}

impl CaseClock {
    /// Starts a clock of a case.
    ///
    /// # Errors
    /// [`ClockRefusal`] when there is no such rule, the length does not fit it, or it counts no days.
    pub fn start(
        rules: &ClockRules,
        id: ClockId,
        case: &Case,
        rule: &str,
        on: NaiveDate,
        set_length: Option<u16>,
    ) -> Result<Self, ClockRefusal> {
        let known = rules.rule(rule).ok_or_else(|| ClockRefusal::UnknownRule(rule.to_owned()))?;
        let clock = Clock::start(rules, id, case.id, known.id.clone(), Moment::Day(on), set_length)?;
        let due_on = last_day(&clock)?;
        let kept = Kept { version: 1, due_on, ended_on: None, org_unit: case.org_unit, assignee: case.assignee };
        Self::assemble(clock, kept)
    }

    /// Rebuilds a clock from storage.
    ///
    /// # Errors
    /// [`ClockRefusal`] when the record breaks a rule.
    pub fn restore(rules: &ClockRules, record: ClockRecord, kept: Kept) -> Result<Self, ClockRefusal> {
        Self::assemble(Clock::restore(rules, record)?, kept)
    }

    fn assemble(clock: Clock, kept: Kept) -> Result<Self, ClockRefusal> {
        let Moment::Day(started_on) = clock.record().trigger else { return Err(UncountableLimit::NeedsDay.into()) };
        let Kept { version, due_on, ended_on, org_unit, assignee } = kept;
        Ok(Self { version, clock, started_on, due_on, ended_on, org_unit, assignee })
    }

    /// The clock inside, with its rule and its record.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The day it started.
    #[must_use]
    pub const fn started_on(&self) -> NaiveDate {
        self.started_on
    }

    /// The last day. While the clock stands still: as it was when the stop began.
    #[must_use]
    pub const fn due_on(&self) -> NaiveDate {
        self.due_on
    }

    /// The day it was closed.
    #[must_use]
    pub const fn ended_on(&self) -> Option<NaiveDate> {
        self.ended_on
    }

    /// The unit that leads the case.
    #[must_use]
    pub const fn org_unit(&self) -> OrgUnitId {
        self.org_unit
    }

    /// Who works on the case.
    #[must_use]
    pub const fn assignee(&self) -> Option<EmployeeId> {
        self.assignee
    }

    /// Whether it follows one of these rules.
    #[must_use]
    pub fn follows(&self, rules: &[&str]) -> bool {
        rules.contains(&self.clock.record().rule.as_str())
    }

    /// Why it stands still now, if it does.
    #[must_use]
    pub fn stopped_for(&self) -> Option<StopReason> {
        self.clock.record().stops.iter().find(|stop| stop.to.is_none()).map(|stop| stop.reason)
    }

    /// How the due date was found; a stop that lasts is counted up to `as_of`.
    ///
    /// # Errors
    /// [`UncountableLimit`] past the end of the calendar.
    pub fn explain(&self, as_of: NaiveDate) -> Result<ClockDue, UncountableLimit> {
        self.clock.due(as_of, &Calendar::statutory())
    }

    /// Stops the clock from the day of an event.
    ///
    /// # Errors
    /// As [`Clock::pause`].
    pub fn pause(&mut self, reason: StopReason, from: NaiveDate) -> Result<(), ClockRefusal> {
        self.clock.pause(reason, from)
    }

    /// Lets the clock run again from the day of an event; the due date moves.
    ///
    /// # Errors
    /// As [`Clock::resume`].
    pub fn resume(&mut self, on: NaiveDate) -> Result<(), ClockRefusal> {
        self.clock.resume(on)?;
        self.due_on = last_day(&self.clock)?;
        Ok(())
    }

    /// Closes the clock because it was done on a day: met when in time, else missed.
    ///
    /// # Errors
    /// As [`Clock::finish`].
    pub fn finish(&mut self, on: NaiveDate) -> Result<ClockState, ClockRefusal> {
        let state = self.clock.finish(Moment::Day(on), &Calendar::statutory())?;
        self.ended_on = Some(on);
        Ok(state)
    }

    /// Closes the clock because its object fell away.
    ///
    /// # Errors
    /// As [`Clock::cancel`].
    pub fn cancel(&mut self, on: NaiveDate) -> Result<(), ClockRefusal> {
        self.clock.cancel()?;
        self.ended_on = Some(on);
        Ok(())
    }

    /// Ends with its case: the limit for settling was kept or missed when the case was settled, and every other
    /// limit that is still open loses its object.
    ///
    /// # Errors
    /// As [`Clock::finish`]; a clock that is closed already stays as it is.
    pub fn end_with(&mut self, result: CaseResult, on: NaiveDate) -> Result<(), ClockRefusal> {
        if !self.clock.state().is_open() {
            return Ok(());
        }
        if !(result.settles() && self.follows(&SETTLING)) {
            return self.cancel(on);
        }
        if self.stopped_for().is_some() {
            self.resume(on)?;
        }
        self.finish(on).map(|_state| ())
    }

    /// Follows its case to another worker or unit.
    pub fn follow(&mut self, case: &Case) {
        self.org_unit = case.org_unit;
        self.assignee = case.assignee;
    }
}

fn last_day(clock: &Clock) -> Result<NaiveDate, ClockRefusal> {
    match clock.due(clock.last_stop(), &Calendar::statutory())?.end {
        Moment::Day(day) => Ok(day),
        Moment::Instant(_) => Err(UncountableLimit::NeedsDay.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::case::CaseKind;
    use crate::casework::case::number::CaseNumberParts;
    use crate::kernel::ids::CaseId;
    use uuid::Uuid;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case() -> Case {
        let number =
            CaseNumberParts { unit: "MOPS.DŚ".into(), class: "5120".into(), base: None, number: 17, year: 2026 };
        let (id, unit) = (CaseId::new(Uuid::nil()), OrgUnitId::new(Uuid::nil()));
        Case::opened(id, number.try_into().unwrap(), CaseKind::Benefit, unit, date("2026-11-20"))
    }

    fn clock(rule: &str, on: &str) -> CaseClock {
        let id = ClockId::new(Uuid::nil());
        CaseClock::start(ClockRules::embedded(), id, &case(), rule, date(on), None).unwrap()
    }

    #[test]
    fn a_case_starts_with_the_limits_its_urgency_and_complexity_ask_for() {
        assert_eq!(on_opening(Urgency::Standard, false), ["KPA-35-1M", "UPS-WYWIAD-14WD"]);
        assert_eq!(on_opening(Urgency::Urgent, true), ["KPA-35-2M", "UPS-WYWIAD-URGENT-2WD"]);
        for rule in SETTLING.iter().chain(&INTERVIEWING).chain(&REMOVING_DEFECTS) {
            assert!(ClockRules::embedded().rule(rule).is_some(), "{rule}");
        }
    }

    #[test]
    fn art_35_par_5_a_stop_moves_the_due_date_when_it_ends() {
        let mut clock = clock("KPA-35-1M", "2026-11-03");
        assert_eq!(clock.due_on(), date("2026-12-03"));
        clock.pause(StopReason::Zawieszenie, date("2026-11-10")).unwrap();
        assert_eq!((clock.stopped_for(), clock.due_on()), (Some(StopReason::Zawieszenie), date("2026-12-03")));
        clock.resume(date("2026-11-20")).unwrap();
        // Ten days later is Sunday 13 December.
        assert_eq!((clock.stopped_for(), clock.due_on()), (None, date("2026-12-14")));
        assert_eq!(clock.finish(date("2026-12-14")), Ok(ClockState::Met));
        assert_eq!(clock.ended_on(), Some(date("2026-12-14")));
    }

    #[test]
    fn a_clock_ends_with_its_case_by_the_cases_result() {
        let end = |rule, result, on| {
            let mut clock = clock(rule, "2026-11-03");
            clock.end_with(result, date(on)).unwrap();
            (clock.clock().state(), clock.ended_on())
        };
        let on = Some(date("2026-12-03"));
        assert_eq!(end("KPA-35-1M", CaseResult::Refused, "2026-12-03"), (ClockState::Met, on));
        assert_eq!(end("KPA-35-1M", CaseResult::Granted, "2026-12-04").0, ClockState::Missed);
        assert_eq!(end("KPA-35-1M", CaseResult::Discontinued, "2026-12-03"), (ClockState::Void, on));
        assert_eq!(end("UPS-WYWIAD-14WD", CaseResult::Granted, "2026-12-03"), (ClockState::Void, on));
        let mut stopped = clock("KPA-35-1M", "2026-11-03");
        stopped.pause(StopReason::WinaStrony, date("2026-11-10")).unwrap();
        stopped.end_with(CaseResult::Granted, date("2026-12-10")).unwrap();
        assert_eq!(stopped.clock().state(), ClockState::Met, "the thirty days it stood still do not count");
        stopped.end_with(CaseResult::Refused, date("2027-12-10")).unwrap();
        assert_eq!(stopped.clock().state(), ClockState::Met);
    }

    #[test]
    fn a_clock_counts_days_follows_a_known_rule_and_its_case() {
        let id = ClockId::new(Uuid::nil());
        let start = |rule| CaseClock::start(ClockRules::embedded(), id, &case(), rule, date("2026-11-03"), None);
        assert!(matches!(start("RODO-33-BREACH-72H"), Err(ClockRefusal::Uncountable(_))));
        assert_eq!(start("KPA-0").unwrap_err(), ClockRefusal::UnknownRule("KPA-0".to_owned()));
        let mut moved = case();
        moved.org_unit = OrgUnitId::new(Uuid::max());
        let mut clock = clock("UPS-WYWIAD-14WD", "2026-11-03");
        clock.follow(&moved);
        assert!(clock.follows(&INTERVIEWING) && !clock.follows(&SETTLING));
        assert_eq!(clock.org_unit(), moved.org_unit);
        clock.cancel(date("2026-11-04")).unwrap();
        assert_eq!((clock.clock().state(), clock.ended_on()), (ClockState::Void, Some(date("2026-11-04"))));
    }
}
