//! What still has to be put on a list: due award lines less those that a live payment pays already.
//!
//! Running this again after its result was stored finds nothing new; so a list may be made twice without harm, and
//! what came later goes on a supplementary one.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::day::YearMonth;
use crate::kernel::ids::{AwardLineId, PaymentId, PersonId};
use crate::kernel::money::Money;

/// An award line that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueLine {
    /// The line.
    pub line: AwardLineId,
    /// Who is entitled.
    pub person: PersonId,
    /// The month it is due for.
    pub month: YearMonth,
    /// What is due.
    pub amount: Money,
}

/// A payment that is not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LivePayment {
    /// The payment.
    pub payment: PaymentId,
    /// The award line it pays.
    pub line: AwardLineId,
    /// What it pays.
    pub amount: Money,
}

/// A line that is paid with another amount than is due. Nothing is paid on top by itself: a person looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountMismatch {
    /// What is due.
    pub due: DueLine,
    /// The payment that pays the line.
    pub paid_by: PaymentId,
    /// What it pays.
    pub paid: Money,
}

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPayments {
    /// Lines without a live payment, by month and line.
    pub new: Vec<DueLine>,
    /// How many due lines are paid already as they should be.
    pub already: usize,
    /// Lines that are paid with another amount.
    pub mismatches: Vec<AmountMismatch>,
}

/// Finds what is new. A line that is named twice counts once.
#[must_use]
pub fn new_payments(due: &[DueLine], live: &[LivePayment]) -> NewPayments {
    let paid: BTreeMap<AwardLineId, &LivePayment> = live.iter().map(|payment| (payment.line, payment)).collect();
    let mut seen = BTreeSet::new();
    let mut found = NewPayments::default();
    for line in due.iter().filter(|line| seen.insert(line.line)) {
        match paid.get(&line.line) {
            None => found.new.push(*line),
            Some(payment) if payment.amount == line.amount => found.already += 1,
            Some(payment) => {
                found.mismatches.push(AmountMismatch { due: *line, paid_by: payment.payment, paid: payment.amount });
            }
        }
    }
    found.new.sort_by_key(|line| (line.month, line.line));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn due(line: u128, month: &str, grosze: i64) -> DueLine {
        DueLine {
            line: AwardLineId::new(Uuid::from_u128(line)),
            person: PersonId::new(Uuid::nil()),
            month: month.parse().unwrap(),
            amount: Money::from_grosze(grosze),
        }
    }

    fn live(due: &DueLine) -> LivePayment {
        LivePayment { payment: PaymentId::new(due.line.uuid()), line: due.line, amount: due.amount }
    }

    #[test]
    fn only_what_no_live_payment_pays_is_new() {
        let (paid, late, next) = (due(1, "2026-11", 100), due(2, "2026-10", 200), due(3, "2026-12", 300));
        let found = new_payments(&[next, paid, late, late], &[live(&paid)]);
        assert_eq!(found, NewPayments { new: vec![late, next], already: 1, mismatches: vec![] });
    }

    #[test]
    fn a_line_paid_with_another_amount_is_shown_and_not_paid_on_top() {
        for paid in [100, 200] {
            let (now, before) = (due(1, "2026-11", 150), due(1, "2026-11", paid));
            let found = new_payments(&[now], &[live(&before)]);
            let mismatch = AmountMismatch { due: now, paid_by: PaymentId::new(now.line.uuid()), paid: before.amount };
            assert_eq!(found, NewPayments { new: vec![], already: 0, mismatches: vec![mismatch] });
        }
    }

    proptest! {
        #[test]
        fn a_second_run_finds_nothing_new(lines in proptest::collection::vec(0_u128..30, 0..40), paid in proptest::collection::vec(0_u128..30, 0..20)) {
            let lines: Vec<_> = lines.into_iter().map(|n| due(n, "2026-11", 100)).collect();
            let mut payments: Vec<_> = paid.into_iter().map(|n| live(&due(n, "2026-11", 100))).collect();
            let first = new_payments(&lines, &payments);
            payments.extend(first.new.iter().map(live));
            let second = new_payments(&lines, &payments);
            prop_assert_eq!(second.new, vec![]);
            prop_assert_eq!(second.already, first.already + first.new.len());
        }
    }
}
