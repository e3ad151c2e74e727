//! Income rows: receipts of a month and what art. 8 ust. 3 u.p.s. (Dz.U. 2024 poz. 1283) takes off them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::code::CodeText;
use crate::kernel::day::YearMonth;
use crate::kernel::money::Money;

/// What art. 8 ust. 3 u.p.s. takes off the receipts of a month. Each amount is zero or more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Deductions {
    /// Income tax of the month (pkt 1).
    pub tax: Money,
    /// Costs of earning (*koszty uzyskania przychodu*, pkt 1, since 30 May 2021).
    pub costs_of_earning: Money,
    /// Health insurance contributions (pkt 2).
    pub health_contribution: Money,
    /// Social insurance contributions (pkt 2).
    pub social_contributions: Money,
    /// Maintenance actually paid to other persons (*alimenty*, pkt 3).
    pub maintenance_paid: Money,
}

impl Deductions {
    const fn all(self) -> [Money; 5] {
        [self.tax, self.costs_of_earning, self.health_contribution, self.social_contributions, self.maintenance_paid]
    }
}

/// Receipts of one kind in one month, as evidence shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncomeRow {
    kind: CodeText,
    month: YearMonth,
    received: Money,
    deductions: Deductions,
}

/// An amount that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IncomeFault {
    /// Receipts below zero.
    #[error("expected receipts of zero or more")]
    NegativeReceipts,
    /// A deduction below zero.
    #[error("expected deductions of zero or more")]
    NegativeDeduction,
}

impl IncomeRow {
    /// A row of income.
    ///
    /// # Errors
    /// [`IncomeFault`] for an amount below zero.
    pub fn new(kind: CodeText, month: YearMonth, received: Money, deductions: Deductions) -> Result<Self, IncomeFault> {
        if received.is_negative() {
            return Err(IncomeFault::NegativeReceipts);
        }
        if deductions.all().into_iter().any(Money::is_negative) {
            return Err(IncomeFault::NegativeDeduction);
        }
        Ok(Self { kind, month, received, deductions })
    }

    /// The kind, a code of the list of income kinds.
    #[must_use]
    pub const fn kind(&self) -> &CodeText {
        &self.kind
    }

    /// The month in which the money was received.
    #[must_use]
    pub const fn month(&self) -> YearMonth {
        self.month
    }

    /// What was received, before deductions.
    #[must_use]
    pub const fn received(&self) -> Money {
        self.received
    }

    /// What is taken off.
    #[must_use]
    pub const fn deductions(&self) -> Deductions {
        self.deductions
    }

    /// Receipts less deductions, below zero when more is taken off than was received. `None` past 64 bits.
    #[must_use]
    pub fn net(&self) -> Option<Money> {
        let off = Money::checked_sum(self.deductions.all())?;
        self.received.checked_add(Money::from_grosze(off.grosze().checked_neg()?))
    }

    /// Whether the money was received in or before the month of an application filed on a day.
    #[must_use]
    pub fn received_by_application(&self, filed_on: NaiveDate) -> bool {
        self.month <= YearMonth::of(filed_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn art_8_ust_3_deductions_are_taken_off_receipts() {
        let money = |grosze| Money::from_grosze(grosze);
        let deductions = Deductions {
            tax: money(100),
            costs_of_earning: money(20),
            health_contribution: money(3),
            social_contributions: money(4),
            maintenance_paid: money(5),
        };
        let row = |received, deductions| {
            IncomeRow::new("wynagrodzenie".parse().unwrap(), "2026-10".parse().unwrap(), received, deductions)
        };
        let wage = row(money(1_000), deductions).unwrap();
        assert_eq!(wage.net(), Some(money(868)));
        assert!(wage.received_by_application(date("2026-10-01")));
        assert!(!wage.received_by_application(date("2026-09-30")));
        assert_eq!(row(money(-1), deductions), Err(IncomeFault::NegativeReceipts));
        let negative = Deductions { maintenance_paid: money(-1), ..deductions };
        assert_eq!(row(money(1_000), negative), Err(IncomeFault::NegativeDeduction));
    }
}
