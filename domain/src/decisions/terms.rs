//! What a grant obliges the centre to pay: the terms from which the award follows when the decision is signed.

use serde_json::{Value, json};

use crate::kernel::day::DayRange;
use crate::kernel::ids::{FactId, PersonId};
use crate::kernel::money::Money;
use crate::kernel::text::Line;
use crate::payments::award::AwardKind;
use crate::payments::payment::PaymentMethod;

/// What a grant obliges the centre to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantTerms {
    /// Who is entitled.
    pub person: PersonId,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// Paid every month of the right, or once.
    pub kind: AwardKind,
    /// The days of the right.
    pub right: DayRange,
    /// What is due for a whole month, or once.
    pub amount: Money,
    /// How the money reaches the person.
    pub method: PaymentMethod,
    /// The account it goes to, a dated fact about the person; set when the method is `account`, and only then.
    pub account: Option<FactId>,
}

/// Why terms do not hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTerms {
    /// A grant of nothing.
    #[error("expected an amount above zero")]
    NotPositive,
    /// Payment to an account needs the account.
    #[error("expected an account for payment to an account")]
    AccountMissing,
    /// Payment by other ways has no account.
    #[error("expected no account for payment by another way")]
    AccountUnused,
    /// The right ends at once, or never, where the benefit is paid once.
    #[error("expected a right with a last day for a benefit that is paid once")]
    EndlessOneOff,
}

impl GrantTerms {
    /// Checks that the parts fit each other.
    ///
    /// # Errors
    /// [`InvalidTerms`] with the first fault.
    pub fn check(&self) -> Result<(), InvalidTerms> {
        if self.amount <= Money::ZERO {
            return Err(InvalidTerms::NotPositive);
        }
        match (self.method, self.account) {
            (PaymentMethod::Account, None) => return Err(InvalidTerms::AccountMissing),
            (PaymentMethod::CashDesk | PaymentMethod::Postal | PaymentMethod::Supplier, Some(_)) => {
                return Err(InvalidTerms::AccountUnused);
            }
            (PaymentMethod::Account, Some(_))
            | (PaymentMethod::CashDesk | PaymentMethod::Postal | PaymentMethod::Supplier, None) => {}
        }
        match self.kind {
            AwardKind::OneOff if self.right.last().is_none() => Err(InvalidTerms::EndlessOneOff),
            AwardKind::OneOff | AwardKind::Monthly => Ok(()),
        }
    }

    /// The terms as JSON: what the hash of a signed decision covers besides its content.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        json!({
            "person": self.person,
            "benefit": self.benefit.as_str(),
            "kind": self.kind.code(),
            "from": self.right.from(),
            "to": self.right.to(),
            "amount": self.amount,
            "method": self.method.code(),
            "account": self.account,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use uuid::Uuid;

    pub(crate) fn terms() -> GrantTerms {
        let day = |text: &str| text.parse().unwrap();
        GrantTerms {
            person: PersonId::new(Uuid::from_u128(7)),
            benefit: Line::new("zasilek_staly").unwrap(),
            kind: AwardKind::Monthly,
            right: DayRange::closed(day("2026-11-01"), Some(day("2027-10-31"))).unwrap(),
            amount: Money::from_grosze(101_300),
            method: PaymentMethod::Account,
            account: Some(FactId::new(Uuid::from_u128(8))),
        }
    }

    #[test]
    fn an_account_belongs_to_payment_to_an_account() {
        assert_eq!(terms().check(), Ok(()));
        assert_eq!(GrantTerms { account: None, ..terms() }.check(), Err(InvalidTerms::AccountMissing));
        let cash = GrantTerms { method: PaymentMethod::CashDesk, ..terms() };
        assert_eq!(cash.check(), Err(InvalidTerms::AccountUnused));
        assert_eq!(GrantTerms { account: None, ..cash }.check(), Ok(()));
    }

    #[test]
    fn a_grant_pays_something_and_a_single_payment_has_an_end() {
        assert_eq!(GrantTerms { amount: Money::ZERO, ..terms() }.check(), Err(InvalidTerms::NotPositive));
        let endless = DayRange::closed("2026-11-01".parse().unwrap(), None).unwrap();
        assert_eq!(GrantTerms { right: endless, ..terms() }.check(), Ok(()));
        let once = GrantTerms { right: endless, kind: AwardKind::OneOff, ..terms() };
        assert_eq!(once.check(), Err(InvalidTerms::EndlessOneOff));
    }
}
