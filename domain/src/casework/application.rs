//! Applications (*wnioski*): completeness, the call to remove defects, withdrawal.

use chrono::NaiveDate;

use crate::kernel::codes::codes;
use crate::kernel::day::YearMonth;
use crate::kernel::ids::{ApplicationId, CaseId, HouseholdId, IntakeId, PersonId};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::Money;
use crate::kernel::text::{Line, Prose};
use crate::kernel::transition::{self, IllegalTransition};

/// The call to remove defects sets a period of at least seven days, with the warning.
pub const ART_64_PAR_2_KPA: LegalBasis = LegalBasis::new("art. 64 § 2 KPA");

/// The shortest period of a call to remove defects, in days (art. 64 § 2 KPA).
pub const SHORTEST_CALL_DAYS: u16 = 7;

codes! {
    /// Where an application stands.
    pub enum ApplicationState {
        Registered = "registered", "Zarejestrowany";
        /// The party was called to remove defects.
        Incomplete = "incomplete", "Niekompletny";
        Complete = "complete", "Kompletny";
        Decided = "decided", "Rozstrzygnięty decyzją";
        Withdrawn = "withdrawn", "Wycofany";
        LeftUnexamined = "left_unexamined", "Pozostawiony bez rozpoznania";
    }

    /// What happens to an application.
    pub enum ApplicationEvent {
        CallForDefects = "call_for_defects", "Wezwij do usunięcia braków";
        Complete = "complete", "Uznaj za kompletny";
        Decide = "decide", "Rozstrzygnij";
        Withdraw = "withdraw", "Wycofaj";
        LeaveUnexamined = "leave_unexamined", "Pozostaw bez rozpoznania";
    }
}

/// A refused step of an application.
pub type IllegalApplicationTransition = IllegalTransition<ApplicationState, ApplicationEvent>;

impl ApplicationState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: ApplicationEvent) -> Result<Self, IllegalApplicationTransition> {
        use {ApplicationEvent as E, ApplicationState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Registered => match event {
                E::CallForDefects => Ok(S::Incomplete),
                E::Complete => Ok(S::Complete),
                E::Withdraw => Ok(S::Withdrawn),
                E::Decide | E::LeaveUnexamined => illegal,
            },
            S::Incomplete => match event {
                E::Complete => Ok(S::Complete),
                E::Withdraw => Ok(S::Withdrawn),
                E::LeaveUnexamined => Ok(S::LeftUnexamined),
                E::CallForDefects | E::Decide => illegal,
            },
            S::Complete => match event {
                E::Decide => Ok(S::Decided),
                E::Withdraw => Ok(S::Withdrawn),
                E::CallForDefects | E::Complete | E::LeaveUnexamined => illegal,
            },
            S::Decided | S::Withdrawn | S::LeftUnexamined => match event {
                E::CallForDefects | E::Complete | E::Decide | E::Withdraw | E::LeaveUnexamined => illegal,
            },
        }
    }

    /// Whether it still waits for its settlement.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Registered | Self::Incomplete | Self::Complete => true,
            Self::Decided | Self::Withdrawn | Self::LeftUnexamined => false,
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<ApplicationEvent> {
        transition::allowed(|event| self.after(event))
    }
}

/// One requirement of a complete application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its code in the benefit's list of mandatory evidence.
    pub code: Line<80>,
    /// Whether the file holds what it asks for.
    pub met: bool,
}

/// A call to remove defects (art. 64 § 2 KPA).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeficiencyNotice {
    defects: Vec<Prose<500>>,
    days: u16,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// The day it was delivered; the period runs from then.
    pub delivered_on: Option<NaiveDate>,
}

impl DeficiencyNotice {
    /// A call that names the defects and sets a period in days from delivery.
    ///
    /// # Errors
    /// [`InvalidNotice`] when it names no defect or the period is shorter than seven days.
    pub fn new(defects: Vec<Prose<500>>, days: u16, sent_on: NaiveDate) -> Result<Self, InvalidNotice> {
        if defects.is_empty() {
            return Err(InvalidNotice::NoDefect);
        }
        if days < SHORTEST_CALL_DAYS {
            return Err(InvalidNotice::PeriodTooShort { days });
        }
        Ok(Self { defects, days, sent_on, delivered_on: None })
    }

    /// The defects it names.
    #[must_use]
    pub fn defects(&self) -> &[Prose<500>] {
        &self.defects
    }

    /// The period it sets, in days from delivery.
    #[must_use]
    pub const fn days(&self) -> u16 {
        self.days
    }
}

/// A call to remove defects that the law does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNotice {
    /// A call must say what is missing.
    #[error("expected at least one defect")]
    NoDefect,
    /// Art. 64 § 2 KPA: not shorter than seven days.
    #[error("expected a period of at least {SHORTEST_CALL_DAYS} days, not {days}")]
    PeriodTooShort {
        /// The period asked for.
        days: u16,
    },
}

/// Why a step of an application was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationRefusal {
    /// The state does not take the event.
    #[error(transparent)]
    Transition(#[from] IllegalApplicationTransition),
    /// Mandatory evidence is missing.
    #[error("mandatory evidence is missing")]
    MissingEvidence {
        /// The codes of the requirements not met.
        codes: Vec<Line<80>>,
    },
    /// The period of the call still runs, or never began because the call was not delivered.
    #[error("the period of the call to remove defects has not ended")]
    CallPeriodRuns,
    /// There is no call that waits for its delivery.
    #[error("no call to remove defects waits for its delivery")]
    NoCallToDeliver,
    /// The day lies before the step it follows.
    #[error("expected a day not before {earliest}")]
    TooEarly {
        /// The first possible day.
        earliest: NaiveDate,
    },
}

/// An application for one benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its identity.
    pub id: ApplicationId,
    /// Counts changes.
    pub version: i64,
    /// The intake it came in.
    pub intake: IntakeId,
    /// The case it belongs to.
    pub case: CaseId,
    /// Who applies.
    pub applicant: PersonId,
    /// The household it is assessed with.
    pub household: HouseholdId,
    /// The code of the benefit asked for.
    pub benefit: Line<80>,
    /// What is asked for, in the applicant's words.
    pub requested: Option<Prose<4000>>,
    /// The amount asked for, when the applicant names one.
    pub requested_amount: Option<Money>,
    /// The day it reached the centre (art. 61 § 3 KPA).
    pub filed_on: NaiveDate,
    /// What a complete application needs.
    pub requirements: Vec<Requirement>,
    /// The latest call to remove defects.
    pub notice: Option<DeficiencyNotice>,
    /// The day the last required document was there.
    pub completed_on: Option<NaiveDate>,
    /// The day it was taken back.
    pub withdrawn_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: ApplicationState,
}

impl Application {
    /// The requirements that are not met.
    #[must_use]
    pub fn missing(&self) -> Vec<Line<80>> {
        self.requirements.iter().filter(|r| !r.met).map(|r| r.code.clone()).collect()
    }

    /// Calls the party to remove defects.
    ///
    /// # Errors
    /// [`ApplicationRefusal::Transition`] unless it is newly registered.
    pub fn call_for_defects(&mut self, notice: DeficiencyNotice) -> Result<(), ApplicationRefusal> {
        self.state = self.state.after(ApplicationEvent::CallForDefects)?;
        self.notice = Some(notice);
        Ok(())
    }

    /// Notes the day on which the call was delivered: the period it sets runs from then (art. 64 § 2 KPA).
    ///
    /// # Errors
    /// [`ApplicationRefusal::NoCallToDeliver`] unless a call was sent and not delivered yet;
    /// [`ApplicationRefusal::TooEarly`] before it was sent.
    pub fn deliver_call(&mut self, on: NaiveDate) -> Result<(), ApplicationRefusal> {
        let waiting = self.state == ApplicationState::Incomplete;
        let notice = self.notice.as_mut().filter(|notice| waiting && notice.delivered_on.is_none());
        let notice = notice.ok_or(ApplicationRefusal::NoCallToDeliver)?;
        not_before(on, notice.sent_on)?;
        notice.delivered_on = Some(on);
        Ok(())
    }

    /// Finds the application complete, on the day the last required document was there; that is the day of filing
    /// when every document was there before.
    ///
    /// # Errors
    /// [`ApplicationRefusal::MissingEvidence`] while a requirement is not met.
    pub fn complete(&mut self, on: NaiveDate) -> Result<(), ApplicationRefusal> {
        let next = self.state.after(ApplicationEvent::Complete)?;
        let codes = self.missing();
        if !codes.is_empty() {
            return Err(ApplicationRefusal::MissingEvidence { codes });
        }
        self.state = next;
        self.completed_on = Some(on.max(self.filed_on));
        Ok(())
    }

    /// Marks that a decision was issued.
    ///
    /// # Errors
    /// [`ApplicationRefusal::Transition`] unless it is complete.
    pub fn decide(&mut self) -> Result<(), ApplicationRefusal> {
        self.state = self.state.after(ApplicationEvent::Decide)?;
        Ok(())
    }

    /// Takes the application back, as the party may until the decision; the proceedings then are discontinued
    /// (art. 105 KPA).
    ///
    /// # Errors
    /// [`ApplicationRefusal::Transition`] once it was decided, withdrawn or left unexamined;
    /// [`ApplicationRefusal::TooEarly`] before it was filed.
    pub fn withdraw(&mut self, on: NaiveDate) -> Result<(), ApplicationRefusal> {
        let next = self.state.after(ApplicationEvent::Withdraw)?;
        not_before(on, self.filed_on)?;
        self.state = next;
        self.withdrawn_on = Some(on);
        Ok(())
    }

    /// Leaves the application unexamined because the defects were not removed (art. 64 § 2 KPA).
    ///
    /// `call_ends_on` is the last day of the call's period as the clock computed it (art. 57 KPA); the step is
    /// possible from the day after.
    ///
    /// # Errors
    /// [`ApplicationRefusal::CallPeriodRuns`] while the period runs or the call was not delivered.
    pub fn leave_unexamined(
        &mut self,
        today: NaiveDate,
        call_ends_on: Option<NaiveDate>,
    ) -> Result<(), ApplicationRefusal> {
        let next = self.state.after(ApplicationEvent::LeaveUnexamined)?;
        let delivered = self.notice.as_ref().and_then(|notice| notice.delivered_on);
        match (delivered, call_ends_on) {
            (Some(_), Some(last)) if today > last => {}
            _ => return Err(ApplicationRefusal::CallPeriodRuns),
        }
        self.state = next;
        Ok(())
    }

    /// Art. 106 ust. 3 u.p.s.: the first month of a money benefit, the month of the application with its documents.
    ///
    /// `None` until the application is complete.
    #[must_use]
    pub fn first_month(&self) -> Option<YearMonth> {
        self.completed_on.map(YearMonth::of)
    }
}

fn not_before(day: NaiveDate, earliest: NaiveDate) -> Result<(), ApplicationRefusal> {
    if day < earliest { Err(ApplicationRefusal::TooEarly { earliest }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
