//! Evidence about a person or household: its kinds and sources, and how far a row is to be trusted.

pub mod disability;
pub mod income;

use serde::{Deserialize, Serialize};

use crate::kernel::codes::codes;
use crate::kernel::text::Line;

codes! {
    /// What a row of evidence is about.
    pub enum EvidenceKind {
        /// Receipts of a month.
        Income = "income", "Dochód";
        /// The cost of the dwelling.
        Rent = "rent", "Koszt mieszkania";
        /// A ruling on disability or incapacity.
        Disability = "disability", "Niepełnosprawność lub niezdolność do pracy";
        /// Work, or registration as unemployed.
        Employment = "employment", "Zatrudnienie lub rejestracja bezrobotnego";
        /// School or study.
        Schooling = "schooling", "Nauka";
        /// Illness.
        Health = "health", "Choroba";
        /// Possessions.
        Property = "property", "Majątek";
    }

    /// Where a row comes from.
    pub enum EvidenceSource {
        /// A statement of the person.
        Oswiadczenie = "oswiadczenie", "Oświadczenie";
        /// A document.
        Dokument = "dokument", "Dokument";
        /// An answer of a public register.
        Rejestr = "rejestr", "Odpowiedź rejestru publicznego";
    }
}

/// How far a row is to be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Written down.
    Recorded,
    /// Checked and found right.
    Verified,
    /// In doubt.
    Disputed,
    /// Not to be used.
    Voided,
}

/// What happens to a row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceEvent {
    /// It is found right.
    Verify,
    /// It is doubted.
    Dispute,
    /// It is withdrawn.
    Void,
}

/// The event does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("evidence that is {from:?} takes no {event:?}")]
pub struct IllegalEvidenceTransition {
    /// Where the row stands.
    pub from: EvidenceState,
    /// What was to happen.
    pub event: EvidenceEvent,
}

impl EvidenceState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Recorded, Self::Verified, Self::Disputed, Self::Voided];

    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalEvidenceTransition`] when the event does not fit.
    pub const fn after(self, event: EvidenceEvent) -> Result<Self, IllegalEvidenceTransition> {
        use {EvidenceEvent as E, EvidenceState as S};
        let illegal = Err(IllegalEvidenceTransition { from: self, event });
        match self {
            S::Recorded => match event {
                E::Verify => Ok(S::Verified),
                E::Dispute => Ok(S::Disputed),
                E::Void => Ok(S::Voided),
            },
            S::Verified => match event {
                E::Dispute => Ok(S::Disputed),
                E::Void => Ok(S::Voided),
                E::Verify => illegal,
            },
            S::Disputed => match event {
                E::Verify => Ok(S::Verified),
                E::Void => Ok(S::Voided),
                E::Dispute => illegal,
            },
            S::Voided => match event {
                E::Verify | E::Dispute | E::Void => illegal,
            },
        }
    }

    /// Whether a calculation may use the row.
    #[must_use]
    pub const fn usable(self) -> bool {
        match self {
            Self::Recorded | Self::Verified => true,
            Self::Disputed | Self::Voided => false,
        }
    }
}

impl EvidenceEvent {
    /// Every event.
    pub const ALL: [Self; 3] = [Self::Verify, Self::Dispute, Self::Void];
}

/// The standing of a row: its state, and why it is in doubt or withdrawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    state: EvidenceState,
    reason: Option<Line<500>>,
}

/// A standing that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("evidence has a reason when it is disputed or voided, and only then")]
pub struct ReasonMismatch;

impl Standing {
    /// A row that was just written down.
    #[must_use]
    pub const fn recorded() -> Self {
        Self { state: EvidenceState::Recorded, reason: None }
    }

    /// Rebuilds a standing from storage.
    ///
    /// # Errors
    /// [`ReasonMismatch`] when a reason is missing or too many.
    pub fn restore(state: EvidenceState, reason: Option<Line<500>>) -> Result<Self, ReasonMismatch> {
        if state.usable() == reason.is_none() { Ok(Self { state, reason }) } else { Err(ReasonMismatch) }
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> EvidenceState {
        self.state
    }

    /// Why it is in doubt or withdrawn.
    #[must_use]
    pub const fn reason(&self) -> Option<&Line<500>> {
        self.reason.as_ref()
    }

    /// The row is found right.
    ///
    /// # Errors
    /// [`IllegalEvidenceTransition`].
    pub fn verify(&self) -> Result<Self, IllegalEvidenceTransition> {
        Ok(Self { state: self.state.after(EvidenceEvent::Verify)?, reason: None })
    }

    /// The row is doubted.
    ///
    /// # Errors
    /// [`IllegalEvidenceTransition`].
    pub fn dispute(&self, reason: Line<500>) -> Result<Self, IllegalEvidenceTransition> {
        Ok(Self { state: self.state.after(EvidenceEvent::Dispute)?, reason: Some(reason) })
    }

    /// The row is withdrawn.
    ///
    /// # Errors
    /// [`IllegalEvidenceTransition`].
    pub fn void(&self, reason: Line<500>) -> Result<Self, IllegalEvidenceTransition> {
        Ok(Self { state: self.state.after(EvidenceEvent::Void)?, reason: Some(reason) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_as_reviewed() {
        let mut table = String::from("| from | event | to |\n|---|---|---|\n");
        for from in EvidenceState::ALL {
            for event in EvidenceEvent::ALL {
                let to = from.after(event).map_or_else(|_illegal| "–".to_owned(), |to| format!("{to:?}"));
                table += &format!("| {from:?} | {event:?} | {to} |\n");
            }
        }
        insta::assert_snapshot!(table, @"
        | from | event | to |
        |---|---|---|
        | Recorded | Verify | Verified |
        | Recorded | Dispute | Disputed |
        | Recorded | Void | Voided |
        | Verified | Verify | – |
        | Verified | Dispute | Disputed |
        | Verified | Void | Voided |
        | Disputed | Verify | Verified |
        | Disputed | Dispute | – |
        | Disputed | Void | Voided |
        | Voided | Verify | – |
        | Voided | Dispute | – |
        | Voided | Void | – |
        ");
    }

    #[test]
    fn doubt_and_withdrawal_have_a_reason() {
        let reason = Line::new("kwota sprzeczna z zaświadczeniem").unwrap();
        let disputed = Standing::recorded().dispute(reason.clone()).unwrap();
        assert_eq!((disputed.state(), disputed.reason()), (EvidenceState::Disputed, Some(&reason)));
        assert_eq!(disputed.verify().unwrap().reason(), None);
        assert_eq!(Standing::restore(EvidenceState::Voided, None), Err(ReasonMismatch));
        assert_eq!(Standing::restore(EvidenceState::Verified, Some(reason.clone())), Err(ReasonMismatch));
        assert!(disputed.void(reason.clone()).unwrap().void(reason).is_err());
    }
}
