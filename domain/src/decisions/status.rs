//! Where a decision stands on its way from draft to finality.

use crate::kernel::codes::codes;
use crate::kernel::transition::{self, IllegalTransition};

codes! {
    /// Where a decision stands.
    pub enum DecisionStatus {
        Draft = "draft", "Projekt";
        /// Handed in for approval; its content stands still.
        Prepared = "prepared", "Przygotowana";
        /// Sent back to its author.
        Returned = "returned", "Zwrócona do poprawy";
        Approved = "approved", "Zaakceptowana";
        /// Issued; its content never changes again.
        Signed = "signed", "Podpisana";
        Dispatched = "dispatched", "Wysłana";
        /// From now on it binds the body (art. 110 § 1 KPA).
        Delivered = "delivered", "Doręczona";
        /// No appeal lies (art. 16 § 1 KPA).
        Final = "final", "Ostateczna";
    }

    /// What happens to a decision.
    pub enum DecisionEvent {
        Prepare = "prepare", "Przekaż do akceptacji";
        Return = "return", "Zwróć do poprawy";
        Rework = "rework", "Podejmij poprawę";
        Approve = "approve", "Zaakceptuj";
        Sign = "sign", "Podpisz";
        Dispatch = "dispatch", "Wyślij";
        Deliver = "deliver", "Odnotuj doręczenie";
        BecomeFinal = "become_final", "Stwierdź ostateczność";
    }
}

/// A refused step of a decision.
pub type IllegalDecisionTransition = IllegalTransition<DecisionStatus, DecisionEvent>;

impl DecisionStatus {
    /// The status after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this status.
    pub fn after(self, event: DecisionEvent) -> Result<Self, IllegalDecisionTransition> {
        use {DecisionEvent as E, DecisionStatus as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Draft => match event {
                E::Prepare => Ok(S::Prepared),
                E::Return | E::Rework | E::Approve | E::Sign | E::Dispatch | E::Deliver | E::BecomeFinal => illegal,
            },
            S::Prepared => match event {
                E::Approve => Ok(S::Approved),
                E::Return => Ok(S::Returned),
                E::Prepare | E::Rework | E::Sign | E::Dispatch | E::Deliver | E::BecomeFinal => illegal,
            },
            S::Returned => match event {
                E::Rework => Ok(S::Draft),
                E::Prepare | E::Return | E::Approve | E::Sign | E::Dispatch | E::Deliver | E::BecomeFinal => illegal,
            },
            S::Approved => match event {
                E::Sign => Ok(S::Signed),
                E::Prepare | E::Return | E::Rework | E::Approve | E::Dispatch | E::Deliver | E::BecomeFinal => illegal,
            },
            S::Signed => match event {
                E::Dispatch => Ok(S::Dispatched),
                E::Prepare | E::Return | E::Rework | E::Approve | E::Sign | E::Deliver | E::BecomeFinal => illegal,
            },
            S::Dispatched => match event {
                E::Deliver => Ok(S::Delivered),
                E::Prepare | E::Return | E::Rework | E::Approve | E::Sign | E::Dispatch | E::BecomeFinal => illegal,
            },
            S::Delivered => match event {
                E::BecomeFinal => Ok(S::Final),
                E::Prepare | E::Return | E::Rework | E::Approve | E::Sign | E::Dispatch | E::Deliver => illegal,
            },
            S::Final => match event {
                E::Prepare
                | E::Return
                | E::Rework
                | E::Approve
                | E::Sign
                | E::Dispatch
                | E::Deliver
                | E::BecomeFinal => illegal,
            },
        }
    }

    /// The events that this status takes.
    #[must_use]
    pub fn allowed(self) -> Vec<DecisionEvent> {
        transition::allowed(|event| self.after(event))
    }

    /// Whether the decision was issued, so that its content never changes again.
    #[must_use]
    pub const fn is_issued(self) -> bool {
        match self {
            Self::Signed | Self::Dispatched | Self::Delivered | Self::Final => true,
            Self::Draft | Self::Prepared | Self::Returned | Self::Approved => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(transition::table(DecisionStatus::after), @r"
        | state | prepare | return | rework | approve | sign | dispatch | deliver | become_final |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | draft | prepared | – | – | – | – | – | – | – |
        | prepared | – | returned | – | approved | – | – | – | – |
        | returned | – | – | draft | – | – | – | – | – |
        | approved | – | – | – | – | signed | – | – | – |
        | signed | – | – | – | – | – | dispatched | – | – |
        | dispatched | – | – | – | – | – | – | delivered | – |
        | delivered | – | – | – | – | – | – | – | final |
        | final | – | – | – | – | – | – | – | – |
        ");
    }
}
