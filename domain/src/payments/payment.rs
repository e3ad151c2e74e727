//! Payments: one line of a payment list, on its way to the payee.

use crate::kernel::codes::codes;
use crate::kernel::transition::{self, IllegalTransition};

codes! {
    /// How money reaches the payee. A payment list has one method.
    pub enum PaymentMethod {
        Account = "account", "Rachunek bankowy";
        CashDesk = "cash_desk", "Kasa";
        Postal = "postal", "Przekaz pocztowy";
        /// To the supplier of what was granted, for example of fuel.
        Supplier = "supplier", "Wypłata dostawcy";
    }

    /// Where a payment stands.
    pub enum PaymentState {
        Planned = "planned", "Planowana";
        OnList = "on_list", "Na liście";
        Exported = "exported", "Przekazana do wypłaty";
        Cancelled = "cancelled", "Anulowana";
    }

    /// What happens to a payment.
    pub enum PaymentEvent {
        PutOnList = "put_on_list", "Umieść na liście";
        Export = "export", "Przekaż do wypłaty";
        Cancel = "cancel", "Anuluj";
    }
}

/// A refused step of a payment.
pub type IllegalPaymentTransition = IllegalTransition<PaymentState, PaymentEvent>;

impl PaymentMethod {
    /// Whether the payment needs an account of the person entitled. A supplier is paid to the account on its invoice.
    #[must_use]
    pub const fn needs_account(self) -> bool {
        match self {
            Self::Account => true,
            Self::CashDesk | Self::Postal | Self::Supplier => false,
        }
    }
}

impl PaymentState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: PaymentEvent) -> Result<Self, IllegalPaymentTransition> {
        use {PaymentEvent as E, PaymentState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Planned => match event {
                E::PutOnList => Ok(S::OnList),
                E::Cancel => Ok(S::Cancelled),
                E::Export => illegal,
            },
            S::OnList => match event {
                E::Export => Ok(S::Exported),
                E::Cancel => Ok(S::Cancelled),
                E::PutOnList => illegal,
            },
            S::Exported | S::Cancelled => match event {
                E::PutOnList | E::Export | E::Cancel => illegal,
            },
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<PaymentEvent> {
        transition::allowed(|event| self.after(event))
    }

    /// Whether the payment pays its award line, or will; a line is paid by one live payment at most.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Planned | Self::OnList | Self::Exported => true,
            Self::Cancelled => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(transition::table(PaymentState::after), @r"
        | state | put_on_list | export | cancel |
        | --- | --- | --- | --- |
        | planned | on_list | – | cancelled |
        | on_list | – | exported | cancelled |
        | exported | – | – | – |
        | cancelled | – | – | – |
        ");
    }

    #[test]
    fn a_cancelled_payment_pays_nothing() {
        let dead: Vec<_> = PaymentState::ALL.iter().filter(|state| !state.is_live()).collect();
        assert_eq!(dead, [&PaymentState::Cancelled]);
    }
}
