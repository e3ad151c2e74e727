//! Intakes: what reached the centre at one time, before it is told which matters it holds.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::codes::codes;
use crate::kernel::digest::Digest;
use crate::kernel::ids::{HouseholdId, IntakeId, OrgUnitId, PersonId};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::text::{Line, Prose};
use crate::kernel::transition::{self, IllegalTransition};

codes! {
    /// The way an intake reached the centre.
    pub enum Channel {
        Paper = "paper", "Pismo (papier)";
        OralProtocol = "oral_protocol", "Ustnie do protokołu";
        ElektronicznyUrzad = "elektroniczny_urzad", "Elektroniczny Urząd";
        Empatia = "empatia", "Emp@tia";
        EDoreczenia = "e_doreczenia", "e-Doręczenia";
        Epuap = "epuap", "ePUAP";
        Email = "email", "Poczta elektroniczna";
        Phone = "phone", "Telefon";
    }

    /// What filing through a channel means for an application (art. 63 § 1 KPA).
    pub enum FilingEffect {
        /// The application is filed.
        Filed = "filed", "Podanie wniesione skutecznie";
        /// The application is left unprocessed unless special rules say otherwise.
        Unprocessed = "unprocessed", "Podanie pozostawia się bez rozpoznania";
        /// Positions differ; the centre's setting decides.
        CentreDecides = "centre_decides", "Według ustaleń ośrodka";
    }

    /// Where an intake stands.
    pub enum IntakeState {
        Received = "received", "Wpłynęło";
        Registered = "registered", "Zarejestrowane";
        /// Applications and reports were made of it.
        Split = "split", "Rozdzielone na sprawy";
        RejectedFormal = "rejected_formal", "Pozostawione bez rozpoznania z przyczyn formalnych";
        /// Passed on to the body that is competent (art. 65 § 1 KPA).
        Forwarded = "forwarded", "Przekazane właściwemu organowi";
    }

    /// What happens to an intake.
    pub enum IntakeEvent {
        Register = "register", "Zarejestruj";
        Split = "split", "Rozdziel na sprawy";
        RejectFormal = "reject_formal", "Pozostaw bez rozpoznania";
        Forward = "forward", "Przekaż właściwemu organowi";
    }

    /// Why an intake is left unprocessed before any application is made of it.
    pub enum FormalGround {
        /// No address of the sender and no way to find it.
        NoAddress = "no_address", "Brak adresu wnoszącego i niemożność jego ustalenia";
        /// Sent in a form that files nothing, for example by ordinary e-mail.
        FormNotAllowed = "form_not_allowed", "Wniesione w niedopuszczalnej formie";
    }
}

/// A refused step of an intake.
pub type IllegalIntakeTransition = IllegalTransition<IntakeState, IntakeEvent>;

impl Channel {
    /// What filing an application this way means (art. 63 § 1 KPA).
    #[must_use]
    pub const fn filing_effect(self) -> FilingEffect {
        match self {
            Self::Paper | Self::OralProtocol | Self::ElektronicznyUrzad | Self::Empatia | Self::EDoreczenia => {
                FilingEffect::Filed
            }
            // A call is no way of filing; it may still be a report of need.
            Self::Email | Self::Phone => FilingEffect::Unprocessed,
            // INTERPRETATION: since 1 January 2026 ePUAP is no longer equal to e-Doręczenia; whether the centre
            // regards it as its own system is disputed (secondary sources), so the centre's setting decides.
            Self::Epuap => FilingEffect::CentreDecides,
        }
    }
}

impl FormalGround {
    /// The provision under which the intake is left unprocessed.
    #[must_use]
    pub const fn legal_basis(self) -> LegalBasis {
        match self {
            Self::NoAddress => LegalBasis::new("art. 64 § 1 KPA"),
            Self::FormNotAllowed => LegalBasis::new("art. 63 § 1 KPA"),
        }
    }
}

impl IntakeState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: IntakeEvent) -> Result<Self, IllegalIntakeTransition> {
        use {IntakeEvent as E, IntakeState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Received => match event {
                E::Register => Ok(S::Registered),
                E::Split | E::RejectFormal | E::Forward => illegal,
            },
            S::Registered => match event {
                E::Split => Ok(S::Split),
                E::RejectFormal => Ok(S::RejectedFormal),
                E::Forward => Ok(S::Forwarded),
                E::Register => illegal,
            },
            S::Split | S::RejectedFormal | S::Forwarded => match event {
                E::Register | E::Split | E::RejectFormal | E::Forward => illegal,
            },
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<IntakeEvent> {
        transition::allowed(|event| self.after(event))
    }
}

/// What reached the centre at one time: a letter, a form, an oral application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Its identity.
    pub id: IntakeId,
    /// Counts changes.
    pub version: i64,
    /// The way it came.
    pub channel: Channel,
    /// The day it reached the centre; proceedings on request open on this day (art. 61 § 3, 3a KPA).
    pub received_on: NaiveDate,
    /// The day it was posted with the designated operator, when it came by post; keeps limits (art. 57 § 5 KPA).
    pub posted_on: Option<NaiveDate>,
    /// The system it came from, when it came from one.
    pub source_system: Option<Line<80>>,
    /// The sender's own document id, when it came from a system.
    pub external_id: Option<Line<200>>,
    /// The person who files, once identified.
    pub applicant: Option<PersonId>,
    /// The household it concerns, once known.
    pub household: Option<HouseholdId>,
    /// The unit that registered it.
    pub org_unit: OrgUnitId,
    /// What the registrar noted.
    pub note: Option<Prose<2000>>,
    /// When it was entered in the register.
    pub registered_at: DateTime<Utc>,
    /// The digest of what was received, byte for byte.
    pub payload: Option<Digest>,
    /// Where it stands.
    pub state: IntakeState,
    /// Why it was left unprocessed, when it was.
    pub rejected: Option<FormalGround>,
    /// The body it was passed on to, when it was.
    pub forwarded_to: Option<Line<300>>,
}

impl Intake {
    /// Enters the intake in the register.
    ///
    /// # Errors
    /// [`IllegalTransition`] when it is registered already.
    pub fn register(&mut self) -> Result<(), IllegalIntakeTransition> {
        self.state = self.state.after(IntakeEvent::Register)?;
        Ok(())
    }

    /// Marks that applications or reports were made of it.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is registered.
    pub fn split(&mut self) -> Result<(), IllegalIntakeTransition> {
        self.state = self.state.after(IntakeEvent::Split)?;
        Ok(())
    }

    /// Leaves it unprocessed on a formal ground.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is registered.
    pub fn reject(&mut self, ground: FormalGround) -> Result<(), IllegalIntakeTransition> {
        self.state = self.state.after(IntakeEvent::RejectFormal)?;
        self.rejected = Some(ground);
        Ok(())
    }

    /// Passes it on to the competent body; the applicant is told (art. 65 § 1 KPA).
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is registered.
    pub fn forward(&mut self, body: Line<300>) -> Result<(), IllegalIntakeTransition> {
        self.state = self.state.after(IntakeEvent::Forward)?;
        self.forwarded_to = Some(body);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn intake() -> Intake {
        Intake {
            id: IntakeId::new(Uuid::nil()),
            version: 1,
            channel: Channel::Paper,
            received_on: "2026-11-20".parse().unwrap(),
            posted_on: None,
            source_system: None,
            external_id: None,
            applicant: None,
            household: None,
            org_unit: OrgUnitId::new(Uuid::nil()),
            note: None,
            registered_at: DateTime::UNIX_EPOCH,
            payload: None,
            state: IntakeState::Received,
            rejected: None,
            forwarded_to: None,
        }
    }

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(transition::table(IntakeState::after), @r"
        | state | register | split | reject_formal | forward |
        | --- | --- | --- | --- | --- |
        | received | registered | – | – | – |
        | registered | – | split | rejected_formal | forwarded |
        | split | – | – | – | – |
        | rejected_formal | – | – | – | – |
        | forwarded | – | – | – | – |
        ");
    }

    #[test]
    fn art_63_par_1_ordinary_mail_and_calls_file_no_application() {
        let unprocessed: Vec<_> =
            Channel::ALL.iter().filter(|c| c.filing_effect() == FilingEffect::Unprocessed).collect();
        assert_eq!(unprocessed, [&Channel::Email, &Channel::Phone]);
        assert_eq!(Channel::Epuap.filing_effect(), FilingEffect::CentreDecides);
    }

    #[test]
    fn a_refused_step_changes_nothing() {
        let mut intake = intake();
        let refused = IllegalTransition { from: IntakeState::Received, event: IntakeEvent::RejectFormal };
        assert_eq!(intake.reject(FormalGround::NoAddress), Err(refused));
        assert_eq!((intake.state, intake.rejected), (IntakeState::Received, None));
        assert_eq!(refused.to_string(), "`reject_formal` is not possible in state `received`");
        intake.register().unwrap();
        intake.reject(FormalGround::NoAddress).unwrap();
        assert_eq!(intake.state, IntakeState::RejectedFormal);
        assert_eq!(intake.rejected.unwrap().legal_basis().as_str(), "art. 64 § 1 KPA");
        assert_eq!(intake.state.allowed(), []);
    }

    #[test]
    fn what_is_not_ours_goes_to_the_competent_body() {
        let mut intake = intake();
        intake.register().unwrap();
        assert_eq!(intake.state.allowed(), [IntakeEvent::Split, IntakeEvent::RejectFormal, IntakeEvent::Forward]);
        intake.forward(Line::new("Powiatowe Centrum Pomocy Rodzinie").unwrap()).unwrap();
        assert_eq!(intake.state, IntakeState::Forwarded);
    }
}
