//! The family environmental interview (*rodzinny wywiad środowiskowy*) and whether a decision may rest on it.
//!
//! Read: art. 106 ust. 4 and art. 107 u.p.s.; Dz.U. 2021 poz. 893, body of the ordinance. Its questionnaire
//! (annex 1) was not read, so the parts it has are known second-hand.

use chrono::NaiveDate;

use crate::kernel::codes::codes;
use crate::kernel::ids::{CaseId, EmployeeId, InterviewId, PersonId};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::text::{Line, Prose};
use crate::kernel::transition::{self, IllegalTransition};

/// A decision on a benefit needs the interview first.
pub const ART_106_UST_4: LegalBasis = LegalBasis::new("art. 106 ust. 4 u.p.s.");
/// The interview is brought up to date with each further application.
pub const ART_107_UST_4: LegalBasis = LegalBasis::new("art. 107 ust. 4 u.p.s.");

codes! {
    /// What an interview covers.
    pub enum InterviewKind {
        /// The first interview (part I).
        Pelny = "pelny", "Wywiad pełny (część I)";
        /// The update (part IV).
        Aktualizacja = "aktualizacja", "Aktualizacja wywiadu (część IV)";
        /// With persons obliged to maintain the applicant, under art. 103 (part II).
        OsobyZobowiazane = "osoby_zobowiazane", "Wywiad u osób zobowiązanych do alimentacji (część II)";
        /// Without income and property, for day services for people with mental disorders (art. 51b ust. 2a).
        BezDochoduIMajatku = "bez_dochodu_i_majatku", "Wywiad bez danych o dochodach i majątku";
    }

    /// Where an interview stands.
    pub enum InterviewState {
        Planned = "planned", "Zaplanowany";
        InProgress = "in_progress", "W trakcie";
        Completed = "completed", "Przeprowadzony";
        /// Fixed: its data do not change any more.
        Signed = "signed", "Podpisany";
        Superseded = "superseded", "Zastąpiony nowszym";
        Refused = "refused", "Odmowa strony";
    }

    /// What happens to an interview.
    pub enum InterviewEvent {
        Start = "start", "Rozpocznij";
        Complete = "complete", "Zakończ";
        Sign = "sign", "Podpisz";
        Supersede = "supersede", "Zastąp nowszym";
        Refuse = "refuse", "Odnotuj odmowę";
    }

    /// What the person refused.
    pub enum Refusal {
        Interview = "interview", "Odmowa przeprowadzenia wywiadu lub jego aktualizacji";
        MeansStatement = "means_statement", "Odmowa złożenia oświadczenia o dochodach i stanie majątkowym";
    }

    /// What the law attaches to a refusal.
    pub enum RefusalConsequence {
        RefuseRepealOrSuspend = "refuse_repeal_or_suspend", "Odmowa przyznania, uchylenie decyzji lub wstrzymanie świadczenia";
        Refuse = "refuse", "Odmowa przyznania świadczenia";
    }

    /// Who took part besides the social worker.
    pub enum ParticipantRole {
        Applicant = "applicant", "Osoba ubiegająca się";
        HouseholdMember = "household_member", "Członek rodziny";
        Representative = "representative", "Przedstawiciel";
        Official = "official", "Inny pracownik";
        Police = "police", "Policja";
        Other = "other", "Inna osoba";
    }

    /// Why a decision may not yet rest on the interviews of a case.
    pub enum InterviewObstacle {
        Missing = "interview_missing", "Brak rodzinnego wywiadu środowiskowego";
        Outdated = "interview_outdated", "Wywiad wymaga aktualizacji w związku z kolejnym wnioskiem";
    }

    /// What an interview lacks to be completed.
    pub enum InterviewGap {
        VisitedOn = "visited_on", "Dzień przeprowadzenia";
        Participants = "participants", "Uczestnicy";
        Findings = "findings", "Ustalenia";
    }
}

/// A refused step of an interview.
pub type IllegalInterviewTransition = IllegalTransition<InterviewState, InterviewEvent>;

impl InterviewKind {
    /// Whether it does the duty to interview the applicant's family in time (§ 3 of Dz.U. 2021 poz. 893).
    #[must_use]
    pub const fn does_the_duty(self) -> bool {
        match self {
            Self::Pelny | Self::Aktualizacja | Self::BezDochoduIMajatku => true,
            // INTERPRETATION: those obliged to maintain the applicant may live elsewhere; theirs is part II of the
            // form, beside the interview with the applicant's family.
            Self::OsobyZobowiazane => false,
        }
    }
}

impl Refusal {
    /// The provision that attaches a consequence to it.
    #[must_use]
    pub const fn legal_basis(self) -> LegalBasis {
        match self {
            Self::Interview => LegalBasis::new("art. 107 ust. 4a u.p.s."),
            Self::MeansStatement => LegalBasis::new("art. 107 ust. 5 u.p.s."),
        }
    }

    /// What the law attaches to it.
    #[must_use]
    pub const fn consequence(self) -> RefusalConsequence {
        match self {
            Self::Interview => RefusalConsequence::RefuseRepealOrSuspend,
            Self::MeansStatement => RefusalConsequence::Refuse,
        }
    }
}

impl InterviewObstacle {
    /// The provision that asks for the interview.
    #[must_use]
    pub const fn legal_basis(self) -> LegalBasis {
        match self {
            Self::Missing => ART_106_UST_4,
            Self::Outdated => ART_107_UST_4,
        }
    }
}

impl InterviewState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: InterviewEvent) -> Result<Self, IllegalInterviewTransition> {
        use {InterviewEvent as E, InterviewState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Planned => match event {
                E::Start => Ok(S::InProgress),
                E::Refuse => Ok(S::Refused),
                E::Complete | E::Sign | E::Supersede => illegal,
            },
            S::InProgress => match event {
                E::Complete => Ok(S::Completed),
                E::Refuse => Ok(S::Refused),
                E::Start | E::Sign | E::Supersede => illegal,
            },
            S::Completed => match event {
                E::Sign => Ok(S::Signed),
                E::Start | E::Complete | E::Supersede | E::Refuse => illegal,
            },
            S::Signed => match event {
                E::Supersede => Ok(S::Superseded),
                E::Start | E::Complete | E::Sign | E::Refuse => illegal,
            },
            S::Superseded | S::Refused => match event {
                E::Start | E::Complete | E::Sign | E::Supersede | E::Refuse => illegal,
            },
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<InterviewEvent> {
        transition::allowed(|event| self.after(event))
    }
}

/// Someone who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// In which role.
    pub role: ParticipantRole,
    /// The person, when the centre knows them.
    pub person: Option<PersonId>,
    /// The name or function of someone without an entry.
    pub note: Option<Line<200>>,
}

/// Why a step of an interview was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InterviewRefusal {
    /// The state does not take the event.
    #[error(transparent)]
    Transition(#[from] IllegalInterviewTransition),
    /// The interview is not filled in.
    #[error("the interview is not filled in")]
    Gaps(
        /// What is missing.
        Vec<InterviewGap>,
    ),
    /// A visit that has not been made yet.
    #[error("the day of the visit lies after today")]
    VisitAhead,
}

/// An interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interview {
    /// Its identity.
    pub id: InterviewId,
    /// Counts changes.
    pub version: i64,
    /// The case it is made for.
    pub case: CaseId,
    /// What it covers.
    pub kind: InterviewKind,
    /// The social worker who makes it.
    pub conducted_by: EmployeeId,
    /// The day it is planned for.
    pub planned_on: NaiveDate,
    /// Where it is made: at the place of residence or stay.
    pub place: Option<Line<300>>,
    /// The day of the visit.
    pub visited_on: Option<NaiveDate>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// What was found.
    pub findings: Option<Prose<20_000>>,
    /// Where it stands.
    pub state: InterviewState,
    /// The day it was signed.
    pub signed_on: Option<NaiveDate>,
    /// What was refused, and when.
    pub refusal: Option<(Refusal, NaiveDate)>,
}

impl Interview {
    /// Begins the interview.
    ///
    /// # Errors
    /// [`InterviewRefusal::Transition`] unless it is planned.
    pub fn start(&mut self) -> Result<(), InterviewRefusal> {
        self.state = self.state.after(InterviewEvent::Start)?;
        Ok(())
    }

    /// What it lacks to be completed.
    #[must_use]
    pub fn gaps(&self) -> Vec<InterviewGap> {
        let mut gaps = Vec::new();
        if self.visited_on.is_none() {
            gaps.push(InterviewGap::VisitedOn);
        }
        if self.participants.is_empty() {
            gaps.push(InterviewGap::Participants);
        }
        if self.findings.is_none() {
            gaps.push(InterviewGap::Findings);
        }
        gaps
    }

    /// Ends the interview with its findings.
    ///
    /// # Errors
    /// [`InterviewRefusal::Gaps`] when it is not filled in; [`InterviewRefusal::VisitAhead`] before the visit.
    pub fn complete(&mut self, today: NaiveDate) -> Result<(), InterviewRefusal> {
        let next = self.state.after(InterviewEvent::Complete)?;
        let gaps = self.gaps();
        if !gaps.is_empty() {
            return Err(InterviewRefusal::Gaps(gaps));
        }
        if self.visited_on.is_some_and(|day| day > today) {
            return Err(InterviewRefusal::VisitAhead);
        }
        self.state = next;
        Ok(())
    }

    /// Fixes the interview by signature.
    ///
    /// # Errors
    /// [`InterviewRefusal::Transition`] unless it is completed.
    pub fn sign(&mut self, on: NaiveDate) -> Result<(), InterviewRefusal> {
        self.state = self.state.after(InterviewEvent::Sign)?;
        self.signed_on = Some(on);
        Ok(())
    }

    /// Marks that a newer interview takes its place.
    ///
    /// # Errors
    /// [`InterviewRefusal::Transition`] unless it is signed.
    pub fn supersede(&mut self) -> Result<(), InterviewRefusal> {
        self.state = self.state.after(InterviewEvent::Supersede)?;
        Ok(())
    }

    /// Records that the person refused; [`Refusal::consequence`] tells what follows.
    ///
    /// # Errors
    /// [`InterviewRefusal::Transition`] once it is completed.
    pub fn refuse(&mut self, refusal: Refusal, on: NaiveDate) -> Result<(), InterviewRefusal> {
        self.state = self.state.after(InterviewEvent::Refuse)?;
        self.refusal = Some((refusal, on));
        Ok(())
    }
}

/// Art. 106 ust. 4, art. 107 ust. 4: a visit covers an application when it was made on the day of filing or later.
#[must_use]
pub fn covers(application_filed_on: NaiveDate, interview_visited_on: NaiveDate) -> bool {
    application_filed_on <= interview_visited_on
}

/// Finds the interview that a decision on an application may rest on: the latest visit that covers it.
///
/// Full interviews and updates count once they are completed. The other kinds do not: they tell nothing about the
/// applicant's family, or nothing about its means.
///
/// # Errors
/// [`InterviewObstacle::Missing`] when the family was never interviewed, or only updates exist;
/// [`InterviewObstacle::Outdated`] when every visit lies before the application.
pub fn basis_for_decision(
    application_filed_on: NaiveDate,
    interviews: &[Interview],
) -> Result<InterviewId, InterviewObstacle> {
    let made: Vec<_> = interviews
        .iter()
        .filter_map(|interview| interview.visited_on.map(|day| (day, interview)))
        .filter(|(_, interview)| was_made(interview.state) && describes_family_and_means(interview.kind))
        .collect();
    // INTERPRETATION: an update presupposes a full interview, made or superseded earlier (art. 107 ust. 4).
    if !made.iter().any(|(_, interview)| interview.kind == InterviewKind::Pelny) {
        return Err(InterviewObstacle::Missing);
    }
    made.into_iter()
        .filter(|(day, interview)| interview.state != InterviewState::Superseded && covers(application_filed_on, *day))
        .max_by_key(|(day, interview)| (*day, interview.id))
        .map(|(_, interview)| interview.id)
        .ok_or(InterviewObstacle::Outdated)
}

/// Whether the visit was made and its findings stand or stood.
const fn was_made(state: InterviewState) -> bool {
    match state {
        InterviewState::Completed | InterviewState::Signed | InterviewState::Superseded => true,
        InterviewState::Planned | InterviewState::InProgress | InterviewState::Refused => false,
    }
}

const fn describes_family_and_means(kind: InterviewKind) -> bool {
    match kind {
        InterviewKind::Pelny | InterviewKind::Aktualizacja => true,
        InterviewKind::OsobyZobowiazane | InterviewKind::BezDochoduIMajatku => false,
    }
}

#[cfg(test)]
mod tests;
