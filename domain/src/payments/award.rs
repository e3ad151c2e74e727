//! Awards: what a decision grants, month by month.

use chrono::NaiveDate;

use crate::kernel::codes::codes;
use crate::kernel::day::{DayRange, YearMonth};
use crate::kernel::ids::{AwardId, AwardLineId, CaseId, DecisionId, FactId, PersonId};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::Money;
use crate::kernel::text::Line;
use crate::kernel::transition::{self, IllegalTransition};
use crate::payments::payment::PaymentMethod;

/// Money benefits run by calendar month from the month of the application with its documents; for a part of a month
/// the full amount is divided by the days of the month and multiplied by the days of entitlement.
pub const ART_106_UST_3: LegalBasis = LegalBasis::new("art. 106 ust. 3 u.p.s.");

codes! {
    /// How an award is paid.
    pub enum AwardKind {
        /// Every month while the right lasts.
        Monthly = "monthly", "Miesięczne";
        /// Once.
        OneOff = "one_off", "Jednorazowe";
    }

    /// Where an award stands.
    pub enum AwardState {
        Active = "active", "Wypłacane";
        Suspended = "suspended", "Wstrzymane";
        Ended = "ended", "Zakończone";
    }

    /// What happens to an award.
    pub enum AwardEvent {
        Suspend = "suspend", "Wstrzymaj";
        Resume = "resume", "Wznów";
        End = "end", "Zakończ";
    }
}

/// A refused step of an award.
pub type IllegalAwardTransition = IllegalTransition<AwardState, AwardEvent>;

impl AwardState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: AwardEvent) -> Result<Self, IllegalAwardTransition> {
        use {AwardEvent as E, AwardState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Active => match event {
                E::Suspend => Ok(S::Suspended),
                E::End => Ok(S::Ended),
                E::Resume => illegal,
            },
            S::Suspended => match event {
                E::Resume => Ok(S::Active),
                E::End => Ok(S::Ended),
                E::Suspend => illegal,
            },
            S::Ended => match event {
                E::Suspend | E::Resume | E::End => illegal,
            },
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<AwardEvent> {
        transition::allowed(|event| self.after(event))
    }
}

/// Why no schedule was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleRefusal {
    /// A month without a positive amount.
    #[error("expected an amount above zero for {month}")]
    NotPositive {
        /// The month.
        month: YearMonth,
    },
    /// The schedule ends before the right begins.
    #[error("expected the schedule to reach the first month of the right")]
    EndsBeforeItBegins,
    /// More months than one schedule holds; a longer right is scheduled further as it runs.
    #[error("expected at most {MAX_MONTHS} months")]
    TooLong,
    /// An amount past 64 bits of grosze.
    #[error("the amount for {month} is too large")]
    TooLarge {
        /// The month.
        month: YearMonth,
    },
}

/// The most months that one schedule holds: ten years.
pub const MAX_MONTHS: usize = 120;

/// How many months an open right is scheduled ahead when it is granted.
const MONTHS_AHEAD: u32 = 23;

/// The last day of the last month that is ever scheduled; days and months are written up to the year 2199.
const LAST_SCHEDULED: NaiveDate = match NaiveDate::from_ymd_opt(2199, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The last month that the schedule of a new award reaches: of a right with a last day all of it, as far as one
/// schedule goes; of an open one two years. The rest is scheduled as the right runs.
#[must_use]
pub fn first_horizon(right: DayRange, today: NaiveDate) -> YearMonth {
    let first = YearMonth::of(right.from());
    let furthest = first.plus(u32::try_from(MAX_MONTHS).map_or(MONTHS_AHEAD, |months| months.saturating_sub(1)));
    let horizon = match right.last() {
        Some(last) => YearMonth::of(last),
        None => first.max(YearMonth::of(today)).plus(MONTHS_AHEAD),
    };
    horizon.min(furthest).min(YearMonth::of(LAST_SCHEDULED))
}

/// What is due for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthAmount {
    /// The month.
    pub month: YearMonth,
    /// What is due for it.
    pub amount: Money,
}

/// Art. 106 ust. 3 u.p.s.: the first day of the right that an application opens, the first of its month.
///
/// `complete_on` is the day the application was complete with its documents. A filing in the middle of a month does
/// not make that month partial.
#[must_use]
pub fn right_begins_on(complete_on: NaiveDate) -> NaiveDate {
    YearMonth::of(complete_on).first_day()
}

/// Art. 106 ust. 3 u.p.s.: what is due for a month of which the right covers a part.
///
/// Full amount, by the days of the month, times the days of entitlement, rounded once, half a grosz up.
/// `None` when the right covers no day of the month or the amount is too large.
#[must_use]
pub fn amount_for_month(full: Money, month: YearMonth, right: DayRange) -> Option<Money> {
    let first = right.from().max(month.first_day());
    let end = right.to().min(month.next().first_day());
    let entitled = u32::try_from((end - first).num_days()).ok().filter(|days| *days > 0)?;
    full.exact().split(month.days())?.times(entitled).round_half_up()
}

/// Art. 106 ust. 3 u.p.s.: a line for each month that the right covers, up to a last month.
///
/// `full` tells the amount of a whole month, which may change on the way. A right without end is scheduled up to
/// `until` and further as it runs.
///
/// # Errors
/// [`ScheduleRefusal`].
pub fn schedule(
    right: DayRange,
    until: YearMonth,
    full: impl Fn(YearMonth) -> Money,
) -> Result<Vec<MonthAmount>, ScheduleRefusal> {
    let last = right.last().map_or(until, |day| YearMonth::of(day).min(until));
    let mut lines = Vec::new();
    let mut month = YearMonth::of(right.from());
    while month <= last {
        if lines.len() == MAX_MONTHS {
            return Err(ScheduleRefusal::TooLong);
        }
        let amount = amount_for_month(full(month), month, right).ok_or(ScheduleRefusal::TooLarge { month })?;
        lines.push(positive(month, amount)?);
        month = month.next();
    }
    if lines.is_empty() { Err(ScheduleRefusal::EndsBeforeItBegins) } else { Ok(lines) }
}

/// The one line of a one-off benefit.
///
/// # Errors
/// [`ScheduleRefusal::NotPositive`].
pub fn one_off(month: YearMonth, amount: Money) -> Result<Vec<MonthAmount>, ScheduleRefusal> {
    positive(month, amount).map(|line| vec![line])
}

fn positive(month: YearMonth, amount: Money) -> Result<MonthAmount, ScheduleRefusal> {
    if amount > Money::ZERO { Ok(MonthAmount { month, amount }) } else { Err(ScheduleRefusal::NotPositive { month }) }
}

/// One month of an award's schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwardLine {
    /// Its identity.
    pub id: AwardLineId,
    /// The month it is due for.
    pub month: YearMonth,
    /// What is due.
    pub amount: Money,
}

/// An award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Its identity.
    pub id: AwardId,
    /// Counts changes.
    pub version: i64,
    /// The decision that grants it.
    pub decision: DecisionId,
    /// The case that the decision ends.
    pub case: CaseId,
    /// Who is entitled.
    pub person: PersonId,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// How it is paid.
    pub kind: AwardKind,
    /// The days of the right.
    pub right: DayRange,
    /// What is due for a whole month, or once.
    pub amount: Money,
    /// How the money reaches the person.
    pub method: PaymentMethod,
    /// The account that the decision names, a dated fact about the person.
    pub account: Option<FactId>,
    /// From which day the decision may be carried out; `None` while that is not known.
    pub enforceable_on: Option<NaiveDate>,
    /// The last month of its schedule so far.
    pub scheduled_to: YearMonth,
    /// Its months, in order.
    pub lines: Vec<AwardLine>,
    /// Where it stands.
    pub state: AwardState,
    /// The last month that is paid, once it was ended.
    pub ended_with: Option<YearMonth>,
}

impl Award {
    /// What is due for the months after its schedule, up to a month; `None` when the right reaches no further.
    ///
    /// # Errors
    /// [`ScheduleRefusal`].
    pub fn further(&self, until: YearMonth) -> Result<Option<Vec<MonthAmount>>, ScheduleRefusal> {
        let until = until.min(YearMonth::of(LAST_SCHEDULED));
        let rest = DayRange::half_open(self.scheduled_to.next().first_day(), self.right.to());
        match (self.kind, rest) {
            (AwardKind::Monthly, Ok(rest)) if YearMonth::of(rest.from()) <= until => {
                schedule(rest, until, |_month| self.amount).map(Some)
            }
            (AwardKind::Monthly | AwardKind::OneOff, _) => Ok(None),
        }
    }

    /// Stops payment for the time being.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is active.
    pub fn suspend(&mut self) -> Result<(), IllegalAwardTransition> {
        self.state = self.state.after(AwardEvent::Suspend)?;
        Ok(())
    }

    /// Takes payment up again; what fell due meanwhile is due still.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is suspended.
    pub fn resume(&mut self) -> Result<(), IllegalAwardTransition> {
        self.state = self.state.after(AwardEvent::Resume)?;
        Ok(())
    }

    /// Ends it with a last month; `None` when no month is paid any more.
    ///
    /// # Errors
    /// [`IllegalTransition`] when it has ended.
    pub fn end(&mut self, last_month: Option<YearMonth>) -> Result<(), IllegalAwardTransition> {
        self.state = self.state.after(AwardEvent::End)?;
        self.ended_with = last_month;
        Ok(())
    }

    /// The lines that are due up to a month: all of an active award, none of a suspended one, of an ended one those
    /// up to its last month.
    pub fn due_lines(&self, up_to: YearMonth) -> impl Iterator<Item = &AwardLine> {
        let last = match self.state {
            AwardState::Active => Some(up_to),
            AwardState::Suspended => None,
            AwardState::Ended => self.ended_with.map(|last| last.min(up_to)),
        };
        self.lines.iter().filter(move |line| last.is_some_and(|last| line.month <= last))
    }
}

/// What decides whether two awards clash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardRange {
    /// The award.
    pub award: AwardId,
    /// Who is entitled.
    pub person: PersonId,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// How it is paid.
    pub kind: AwardKind,
    /// The days of the right.
    pub right: DayRange,
}

/// The person has the benefit already for some of these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the award overlaps the award {with}")]
pub struct OverlappingAward {
    /// The award that was there before.
    pub with: AwardId,
}

/// Refuses a monthly award that shares a day with another of the same person and benefit.
///
/// One-off awards never clash: the same need may arise twice in a month.
///
/// # Errors
/// [`OverlappingAward`] with the first that it overlaps.
pub fn check_overlap<'a>(
    new: &AwardRange,
    existing: impl IntoIterator<Item = &'a AwardRange>,
) -> Result<(), OverlappingAward> {
    let clashes = |old: &&AwardRange| {
        old.award != new.award
            && (old.person, &old.benefit) == (new.person, &new.benefit)
            && (old.kind, new.kind) == (AwardKind::Monthly, AwardKind::Monthly)
            && old.right.overlaps(new.right)
    };
    existing.into_iter().find(clashes).map_or(Ok(()), |old| Err(OverlappingAward { with: old.award }))
}

#[cfg(test)]
mod tests;
