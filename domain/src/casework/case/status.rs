//! Where a case stands, and on what ground it is suspended.

use crate::kernel::codes::codes;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::transition::{self, IllegalTransition};

codes! {
    /// Where a case stands. Who works on it is no part of this.
    pub enum CaseStatus {
        Open = "open", "W toku";
        Suspended = "suspended", "Zawieszona";
        /// The result is named; the last letters and entries are being made.
        Closing = "closing", "Zamykana";
        Closed = "closed", "Zakończona";
        Archived = "archived", "Przekazana do archiwum zakładowego";
        /// Handed over to another body or centre.
        Transferred = "transferred", "Przekazana innej jednostce";
    }

    /// What happens to a case.
    pub enum CaseEvent {
        Suspend = "suspend", "Zawieś";
        Resume = "resume", "Podejmij";
        StartClosing = "start_closing", "Rozpocznij zamykanie";
        Close = "close", "Zamknij";
        Archive = "archive", "Przekaż do archiwum";
        Transfer = "transfer", "Przekaż innej jednostce";
    }

    /// Why proceedings are suspended.
    pub enum SuspensionGround {
        DeathOfParty = "death_of_party", "Śmierć strony";
        LossOfRepresentative = "loss_of_representative", "Utrata przedstawiciela ustawowego";
        LossOfCapacity = "loss_of_capacity", "Utrata zdolności do czynności prawnych";
        PreliminaryQuestion = "preliminary_question", "Zagadnienie wstępne";
        /// Optional; not taken up within three years counts as a withdrawn request.
        RequestOfParty = "request_of_party", "Wniosek strony, która wszczęła postępowanie";
        /// The ruling on disability or incapacity that zasiłek stały needs is not there yet.
        AwaitingDisabilityRuling = "awaiting_disability_ruling", "Oczekiwanie na orzeczenie o niepełnosprawności";
    }
}

/// A refused step of a case.
pub type IllegalCaseTransition = IllegalTransition<CaseStatus, CaseEvent>;

impl SuspensionGround {
    /// The provision.
    #[must_use]
    pub const fn legal_basis(self) -> LegalBasis {
        match self {
            Self::DeathOfParty | Self::LossOfRepresentative | Self::LossOfCapacity | Self::PreliminaryQuestion => {
                LegalBasis::new("art. 97 § 1 KPA")
            }
            Self::RequestOfParty => LegalBasis::new("art. 98 § 1 KPA"),
            Self::AwaitingDisabilityRuling => LegalBasis::new("art. 106 ust. 7 u.p.s."),
        }
    }

    /// Whether the body has to suspend; on request of the party it may.
    #[must_use]
    pub const fn is_mandatory(self) -> bool {
        match self {
            Self::DeathOfParty
            | Self::LossOfRepresentative
            | Self::LossOfCapacity
            | Self::PreliminaryQuestion
            | Self::AwaitingDisabilityRuling => true,
            Self::RequestOfParty => false,
        }
    }
}

impl CaseStatus {
    /// The status after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this status.
    pub fn after(self, event: CaseEvent) -> Result<Self, IllegalCaseTransition> {
        use {CaseEvent as E, CaseStatus as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Open => match event {
                E::Suspend => Ok(S::Suspended),
                E::StartClosing => Ok(S::Closing),
                E::Transfer => Ok(S::Transferred),
                E::Resume | E::Close | E::Archive => illegal,
            },
            S::Suspended => match event {
                E::Resume => Ok(S::Open),
                E::Suspend | E::StartClosing | E::Close | E::Archive | E::Transfer => illegal,
            },
            S::Closing => match event {
                E::Close => Ok(S::Closed),
                E::Suspend | E::Resume | E::StartClosing | E::Archive | E::Transfer => illegal,
            },
            S::Closed => match event {
                E::Archive => Ok(S::Archived),
                E::Suspend | E::Resume | E::StartClosing | E::Close | E::Transfer => illegal,
            },
            S::Archived | S::Transferred => match event {
                E::Suspend | E::Resume | E::StartClosing | E::Close | E::Archive | E::Transfer => illegal,
            },
        }
    }

    /// The events that this status takes.
    #[must_use]
    pub fn allowed(self) -> Vec<CaseEvent> {
        transition::allowed(|event| self.after(event))
    }

    /// Whether work on the case goes on, so that it may be assigned.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Open | Self::Suspended | Self::Closing => true,
            Self::Closed | Self::Archived | Self::Transferred => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(transition::table(CaseStatus::after), @r"
        | state | suspend | resume | start_closing | close | archive | transfer |
        | --- | --- | --- | --- | --- | --- | --- |
        | open | suspended | – | closing | – | – | transferred |
        | suspended | – | open | – | – | – | – |
        | closing | – | – | – | closed | – | – |
        | closed | – | – | – | – | archived | – |
        | archived | – | – | – | – | – | – |
        | transferred | – | – | – | – | – | – |
        ");
    }

    #[test]
    fn art_98_par_1_only_the_request_of_the_party_leaves_a_choice() {
        let optional: Vec<_> = SuspensionGround::ALL.iter().filter(|ground| !ground.is_mandatory()).collect();
        assert_eq!(optional, [&SuspensionGround::RequestOfParty]);
        assert_eq!(SuspensionGround::RequestOfParty.legal_basis().as_str(), "art. 98 § 1 KPA");
        assert_eq!(SuspensionGround::AwaitingDisabilityRuling.legal_basis().as_str(), "art. 106 ust. 7 u.p.s.");
    }
}
