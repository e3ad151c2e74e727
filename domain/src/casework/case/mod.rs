//! Cases (*sprawy*): kind, mark, assignment, suspension, closing.

pub mod number;
pub mod status;

use chrono::NaiveDate;

use crate::kernel::codes::codes;
use crate::kernel::ids::{CaseId, EmployeeId, HouseholdId, OrgUnitId, PersonId};
use crate::kernel::text::Line;

use number::CaseNumber;
use status::{CaseEvent, CaseStatus, IllegalCaseTransition, SuspensionGround};

codes! {
    /// What a case is about.
    pub enum CaseKind {
        Benefit = "benefit", "Świadczenie pieniężne";
        SocialWork = "social_work", "Praca socjalna";
        Service = "service", "Usługi";
        Dps = "dps", "Dom pomocy społecznej";
        /// Points to a procedure of Niebieska Karta without showing it.
        NkLink = "nk_link", "Powiązanie z procedurą Niebieskie Karty";
        ZaZyciem = "za_zyciem", "Za życiem";
        Funeral = "funeral", "Sprawienie pogrzebu";
        Other = "other", "Inna";
    }

    /// How soon a case has to be taken up.
    pub enum Urgency {
        Standard = "standard", "Zwykła";
        /// At once; the interview at the latest within two working days (§ 3 ust. 3 of Dz.U. 2021 poz. 893).
        Urgent = "urgent", "Niecierpiąca zwłoki";
    }

    /// How sensitive a case is; decides who may know of it.
    pub enum Classification {
        Standard = "standard", "Zwykłe";
        Health = "health", "Dane o zdrowiu";
        Child = "child", "Dobro dziecka";
        Nk = "nk", "Niebieska Karta";
    }

    /// How a case ended.
    pub enum CaseResult {
        Granted = "granted", "Przyznano";
        GrantedInPart = "granted_in_part", "Przyznano w części";
        Refused = "refused", "Odmówiono";
        Discontinued = "discontinued", "Umorzono postępowanie";
        LeftUnexamined = "left_unexamined", "Pozostawiono bez rozpoznania";
        /// Ended without a decision because what was to be done was done, for example social work.
        Completed = "completed", "Zrealizowano";
        NoFurtherAction = "no_further_action", "Zakończono bez dalszych działań";
    }
}

impl CaseResult {
    /// Whether the matter was settled, so that its limit was kept or missed; otherwise the limit lost its object.
    #[must_use]
    pub const fn settles(self) -> bool {
        match self {
            Self::Granted | Self::GrantedInPart | Self::Refused | Self::Completed => true,
            Self::Discontinued | Self::LeftUnexamined | Self::NoFurtherAction => false,
        }
    }

    /// Whether it is the result of deciding the applications, so that none may be open.
    #[must_use]
    pub const fn decides_applications(self) -> bool {
        match self {
            Self::Granted | Self::GrantedInPart | Self::Refused => true,
            Self::Discontinued | Self::LeftUnexamined | Self::Completed | Self::NoFurtherAction => false,
        }
    }
}

/// Why a step of a case was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefusal {
    /// The status does not take the event.
    #[error(transparent)]
    Transition(#[from] IllegalCaseTransition),
    /// Nobody works on the case any more.
    #[error("a case in status `{status}` is not assigned")]
    NotAssignable {
        /// Its status.
        status: CaseStatus,
    },
    /// A case closes with a result.
    #[error("expected a result before the case is closed")]
    ResultMissing,
    /// The day lies before the case was opened or before the step it follows.
    #[error("expected a day not before {earliest}")]
    TooEarly {
        /// The first possible day.
        earliest: NaiveDate,
    },
}

/// A suspension that lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// Why.
    pub ground: SuspensionGround,
    /// Since which day; limits stand still meanwhile (art. 103 KPA).
    pub since: NaiveDate,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its identity.
    pub id: CaseId,
    /// Counts changes.
    pub version: i64,
    /// Its mark.
    pub number: CaseNumber,
    /// What it is about.
    pub kind: CaseKind,
    /// Whose case it is, when it was opened on somebody's application.
    pub applicant: Option<PersonId>,
    /// The household it concerns, when it concerns one.
    pub household: Option<HouseholdId>,
    /// The unit that leads it.
    pub org_unit: OrgUnitId,
    /// Who works on it.
    pub assignee: Option<EmployeeId>,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// How soon it has to be taken up.
    pub urgency: Urgency,
    /// How sensitive it is.
    pub classification: Classification,
    /// Where it stands.
    pub status: CaseStatus,
    /// The suspension that lasts.
    pub suspension: Option<Suspension>,
    /// How it ended, once closing began.
    pub result: Option<CaseResult>,
    /// The day it was closed; years of keeping count from the next 1 January.
    pub closed_on: Option<NaiveDate>,
    /// Where it was handed over to.
    pub transferred_to: Option<Line<300>>,
}

impl Case {
    /// A case as it is opened, on nobody's application and given to nobody yet.
    #[must_use]
    pub const fn opened(id: CaseId, number: CaseNumber, kind: CaseKind, org_unit: OrgUnitId, on: NaiveDate) -> Self {
        Self {
            id,
            version: 1,
            number,
            kind,
            applicant: None,
            household: None,
            org_unit,
            assignee: None,
            opened_on: on,
            urgency: Urgency::Standard,
            classification: Classification::Standard,
            status: CaseStatus::Open,
            suspension: None,
            result: None,
            closed_on: None,
            transferred_to: None,
        }
    }

    /// Gives the case to a worker; no change of status.
    ///
    /// # Errors
    /// [`CaseRefusal::NotAssignable`] once it is closed, archived or transferred.
    pub fn assign(&mut self, worker: EmployeeId) -> Result<(), CaseRefusal> {
        if !self.status.is_live() {
            return Err(CaseRefusal::NotAssignable { status: self.status });
        }
        self.assignee = Some(worker);
        Ok(())
    }

    /// Suspends the proceedings.
    ///
    /// # Errors
    /// [`CaseRefusal::Transition`] unless it is open; [`CaseRefusal::TooEarly`] before it was opened.
    pub fn suspend(&mut self, ground: SuspensionGround, since: NaiveDate) -> Result<(), CaseRefusal> {
        let next = self.status.after(CaseEvent::Suspend)?;
        not_before(since, self.opened_on)?;
        self.status = next;
        self.suspension = Some(Suspension { ground, since });
        Ok(())
    }

    /// Takes the proceedings up again and hands back the suspension that ends on that day.
    ///
    /// # Errors
    /// [`CaseRefusal::Transition`] unless it is suspended; [`CaseRefusal::TooEarly`] before the suspension began.
    pub fn resume(&mut self, on: NaiveDate) -> Result<Option<Suspension>, CaseRefusal> {
        let next = self.status.after(CaseEvent::Resume)?;
        if let Some(suspension) = self.suspension {
            not_before(on, suspension.since)?;
        }
        self.status = next;
        Ok(self.suspension.take())
    }

    /// Names the result and begins closing.
    ///
    /// # Errors
    /// [`CaseRefusal::Transition`] unless it is open.
    pub fn start_closing(&mut self, result: CaseResult) -> Result<(), CaseRefusal> {
        self.status = self.status.after(CaseEvent::StartClosing)?;
        self.result = Some(result);
        Ok(())
    }

    /// Closes the case.
    ///
    /// # Errors
    /// [`CaseRefusal::Transition`] unless closing began; [`CaseRefusal::ResultMissing`] without a result.
    pub fn close(&mut self, on: NaiveDate) -> Result<(), CaseRefusal> {
        let next = self.status.after(CaseEvent::Close)?;
        if self.result.is_none() {
            return Err(CaseRefusal::ResultMissing);
        }
        not_before(on, self.opened_on)?;
        self.status = next;
        self.closed_on = Some(on);
        Ok(())
    }

    /// Hands the file to the archive of the centre.
    ///
    /// # Errors
    /// [`CaseRefusal::Transition`] unless it is closed.
    pub fn archive(&mut self) -> Result<(), CaseRefusal> {
        self.status = self.status.after(CaseEvent::Archive)?;
        Ok(())
    }

    /// Hands the case over to another body or centre.
    ///
    /// # Errors
    /// [`CaseRefusal::Transition`] unless it is open.
    pub fn transfer(&mut self, to: Line<300>) -> Result<(), CaseRefusal> {
        self.status = self.status.after(CaseEvent::Transfer)?;
        self.transferred_to = Some(to);
        Ok(())
    }
}

fn not_before(day: NaiveDate, earliest: NaiveDate) -> Result<(), CaseRefusal> {
    if day < earliest { Err(CaseRefusal::TooEarly { earliest }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::case::number::CaseNumberParts;
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

    #[test]
    fn assigning_changes_no_status_and_ends_with_the_case() {
        let (mut case, worker) = (case(), EmployeeId::new(Uuid::max()));
        case.assign(worker).unwrap();
        assert_eq!((case.assignee, case.status), (Some(worker), CaseStatus::Open));
        case.transfer(Line::new("MOPS w Innym Mieście").unwrap()).unwrap();
        assert_eq!(case.assign(worker), Err(CaseRefusal::NotAssignable { status: CaseStatus::Transferred }));
    }

    #[test]
    fn a_suspension_has_a_ground_and_ends_when_the_case_is_taken_up() {
        let mut case = case();
        let ground = SuspensionGround::AwaitingDisabilityRuling;
        let early = CaseRefusal::TooEarly { earliest: date("2026-11-20") };
        assert_eq!(case.suspend(ground, date("2026-11-19")), Err(early));
        case.suspend(ground, date("2026-12-01")).unwrap();
        assert!(case.start_closing(CaseResult::Refused).is_err());
        assert!(case.resume(date("2026-11-30")).is_err());
        let ended = case.resume(date("2027-01-15")).unwrap();
        assert_eq!(ended, Some(Suspension { ground, since: date("2026-12-01") }));
        assert_eq!((case.status, case.suspension), (CaseStatus::Open, None));
    }

    #[test]
    fn a_case_closes_with_a_result() {
        let mut case = case();
        assert!(case.close(date("2026-12-01")).is_err(), "an open case is not closed at once");
        case.start_closing(CaseResult::Granted).unwrap();
        case.result = None;
        assert_eq!(case.close(date("2026-12-01")), Err(CaseRefusal::ResultMissing));
        case.result = Some(CaseResult::Granted);
        case.close(date("2026-12-01")).unwrap();
        case.archive().unwrap();
        assert_eq!((case.status, case.closed_on), (CaseStatus::Archived, Some(date("2026-12-01"))));
    }
}
