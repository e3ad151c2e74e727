//! Payment lists: states, control sums, and who may do which step.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::payment::PaymentMethod;
use super::preflight::{Finding, Severity};
use crate::kernel::codes::codes;
use crate::kernel::day::YearMonth;
use crate::kernel::digest::Digest;
use crate::kernel::ids::{AwardLineId, PaymentListId, UserId};
use crate::kernel::money::Money;
use crate::kernel::text::Line;
use crate::kernel::transition::{self, IllegalTransition};

codes! {
    /// Where a payment list stands.
    pub enum PaymentListState {
        Draft = "draft", "Projekt";
        /// Without blockers; its lines stand still.
        Checked = "checked", "Sprawdzona";
        Approved = "approved", "Zatwierdzona";
        /// Handed to the bank, the cash desk or the post.
        Exported = "exported", "Przekazana do wypłaty";
        Settled = "settled", "Rozliczona";
        Closed = "closed", "Zamknięta";
        /// Taken back before export; its payments are cancelled.
        Void = "void", "Unieważniona";
    }

    /// What happens to a payment list.
    pub enum PaymentListEvent {
        Check = "check", "Sprawdź";
        /// Takes off what must not be paid.
        LeaveOut = "leave_out", "Pomiń zablokowane";
        Approve = "approve", "Zatwierdź";
        Export = "export", "Przekaż do wypłaty";
        Settle = "settle", "Rozlicz";
        Close = "close", "Zamknij";
        Void = "void", "Unieważnij";
    }

    /// Whose step keeps a person from another one.
    pub enum ListConflict {
        PreparedList = "prepared_list", "Sporządził listę";
        PreparedDecision = "prepared_decision", "Przygotował decyzję z listy";
        ApprovedDecision = "approved_decision", "Zaakceptował decyzję z listy";
    }
}

/// A refused step of a payment list.
pub type IllegalPaymentListTransition = IllegalTransition<PaymentListState, PaymentListEvent>;

impl PaymentListState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the event does not happen in this state.
    pub fn after(self, event: PaymentListEvent) -> Result<Self, IllegalPaymentListTransition> {
        use {PaymentListEvent as E, PaymentListState as S};
        let illegal = Err(IllegalTransition { from: self, event });
        match self {
            S::Draft => match event {
                E::Check => Ok(S::Checked),
                E::LeaveOut => Ok(S::Draft),
                E::Void => Ok(S::Void),
                E::Approve | E::Export | E::Settle | E::Close => illegal,
            },
            S::Checked => match event {
                E::Approve => Ok(S::Approved),
                E::Void => Ok(S::Void),
                E::Check | E::LeaveOut | E::Export | E::Settle | E::Close => illegal,
            },
            S::Approved => match event {
                E::Export => Ok(S::Exported),
                E::Void => Ok(S::Void),
                E::Check | E::LeaveOut | E::Approve | E::Settle | E::Close => illegal,
            },
            S::Exported => match event {
                E::Settle => Ok(S::Settled),
                E::Check | E::LeaveOut | E::Approve | E::Export | E::Close | E::Void => illegal,
            },
            S::Settled => match event {
                E::Close => Ok(S::Closed),
                E::Check | E::LeaveOut | E::Approve | E::Export | E::Settle | E::Void => illegal,
            },
            S::Closed | S::Void => match event {
                E::Check | E::LeaveOut | E::Approve | E::Export | E::Settle | E::Close | E::Void => illegal,
            },
        }
    }

    /// The events that this state takes.
    #[must_use]
    pub fn allowed(self) -> Vec<PaymentListEvent> {
        transition::allowed(|event| self.after(event))
    }
}

/// What a control sum is taken of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SummedLine<'a> {
    /// The award line.
    pub line: AwardLineId,
    /// What is paid.
    pub amount: Money,
    /// The account, when it is paid to one.
    pub account: Option<&'a str>,
}

/// Masked: an account number is personal data.
impl std::fmt::Debug for SummedLine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SummedLine").field("line", &self.line).field("amount", &self.amount).finish_non_exhaustive()
    }
}

/// How many payments, how much together, and a hash that any change of line, amount or account changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlSums {
    /// The number of payments.
    pub count: u32,
    /// Their sum.
    pub total: Money,
    /// SHA-256 over `line;grosze;account` and a line feed for each line, in ascending order of line.
    pub hash: Digest,
}

/// The sum of a list leaves 64 bits of grosze, or its lines 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the list is too large to be summed")]
pub struct TooLarge;

impl ControlSums {
    /// The control sums of lines, in whatever order they come.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn of(lines: &[SummedLine<'_>]) -> Result<Self, TooLarge> {
        let mut sorted: Vec<_> =
            lines.iter().map(|line| (line.line, line.amount.grosze(), line.account.unwrap_or(""))).collect();
        sorted.sort_unstable();
        let mut text = String::new();
        for (line, grosze, account) in sorted {
            // Writing to a String does not fail.
            let _infallible = writeln!(text, "{line};{grosze};{account}");
        }
        Ok(Self {
            count: u32::try_from(lines.len()).map_err(|_overflow| TooLarge)?,
            total: Money::checked_sum(lines.iter().map(|line| line.amount)).ok_or(TooLarge)?,
            hash: Digest::of_bytes(text.as_bytes()),
        })
    }
}

/// Why a step of a payment list was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentListRefusal {
    /// The state does not take the event.
    #[error(transparent)]
    Transition(#[from] IllegalPaymentListTransition),
    /// Nobody approves or exports what they made themselves.
    #[error("the step is kept from who did `{conflict}`")]
    SeparationOfDuties {
        /// The earlier step.
        conflict: ListConflict,
    },
    /// `list_has_blockers`: lines that must not be paid.
    #[error("the list has lines that must not be paid")]
    Blockers(
        /// The findings that block.
        Vec<Finding>,
    ),
    /// A list without lines.
    #[error("the list has no lines")]
    Empty,
    /// The lines are not those that were checked.
    #[error("the lines changed since the list was checked")]
    Changed,
}

/// Who prepared and who approved the decisions whose awards are on a list.
#[derive(Debug, Clone, Copy)]
pub struct DecisionDuties<'a> {
    /// Who drafted or prepared them.
    pub preparers: &'a [UserId],
    /// Who approved them.
    pub approvers: &'a [UserId],
}

/// What a payment list is made for; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListHead {
    /// Its identity.
    pub id: PaymentListId,
    /// Its number among the lists of a year.
    pub number: u32,
    /// The year of that number.
    pub year: u16,
    /// The month it is made for.
    pub period: YearMonth,
    /// How it is paid.
    pub method: PaymentMethod,
    /// The benefit that it is limited to.
    pub benefit: Option<Line<80>>,
    /// The list that it adds to, when one was made for the same before.
    pub supplementary_to: Option<PaymentListId>,
    /// The day it was made.
    pub drawn_up_on: NaiveDate,
}

/// What the last run of the checks found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckOutcome {
    /// The day of the run.
    pub on: NaiveDate,
    /// How many findings block.
    pub blockers: u32,
    /// How many a person should look at.
    pub warnings: u32,
}

/// A payment list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentList {
    /// What it is made for.
    pub head: ListHead,
    /// Counts changes.
    pub version: i64,
    /// How many payments are on it.
    pub count: u32,
    /// Their sum.
    pub total: Money,
    /// Where it stands.
    pub state: PaymentListState,
    /// Who made it.
    pub prepared_by: UserId,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// Who exported it.
    pub exported_by: Option<UserId>,
    /// What the last run of the checks found.
    pub outcome: Option<CheckOutcome>,
    /// The control sums, once checked.
    pub control: Option<ControlSums>,
}

impl PaymentList {
    /// A new list with payments of these sums.
    #[must_use]
    pub const fn draft(head: ListHead, sums: ControlSums, by: UserId) -> Self {
        Self {
            head,
            version: 1,
            count: sums.count,
            total: sums.total,
            state: PaymentListState::Draft,
            prepared_by: by,
            approved_by: None,
            exported_by: None,
            outcome: None,
            control: None,
        }
    }

    /// Notes what a run of the checks found, whether or not the list may go on.
    pub fn note(&mut self, findings: &[Finding], on: NaiveDate) {
        let all = u32::try_from(findings.len()).unwrap_or(u32::MAX);
        let warnings = findings.iter().filter(|finding| finding.severity() == Severity::Warning).count();
        let warnings = u32::try_from(warnings).unwrap_or(u32::MAX);
        self.outcome = Some(CheckOutcome { on, blockers: all.saturating_sub(warnings), warnings });
    }

    /// Takes off what must not be paid; `left` are the sums of what stays. The lines taken off are due again.
    ///
    /// # Errors
    /// [`PaymentListRefusal::Transition`] unless it is a draft.
    pub fn leave_out(&mut self, left: ControlSums) -> Result<(), PaymentListRefusal> {
        self.state = self.state.after(PaymentListEvent::LeaveOut)?;
        self.count = left.count;
        self.total = left.total;
        self.outcome = None;
        Ok(())
    }

    /// Finds the list free of blockers and fixes its control sums.
    ///
    /// # Errors
    /// [`PaymentListRefusal::Blockers`] with the findings that block; [`PaymentListRefusal::Empty`].
    pub fn check(&mut self, findings: &[Finding], control: ControlSums) -> Result<(), PaymentListRefusal> {
        let next = self.state.after(PaymentListEvent::Check)?;
        let blocking = |finding: &&Finding| finding.severity() == Severity::Blocker;
        let blockers: Vec<_> = findings.iter().filter(blocking).copied().collect();
        if !blockers.is_empty() {
            return Err(PaymentListRefusal::Blockers(blockers));
        }
        if control.count == 0 {
            return Err(PaymentListRefusal::Empty);
        }
        self.state = next;
        self.control = Some(control);
        Ok(())
    }

    /// Approves the list. The approver made neither the list nor any decision on it.
    ///
    /// # Errors
    /// [`PaymentListRefusal::SeparationOfDuties`]; [`PaymentListRefusal::Changed`] when the control sums of the
    /// lines now are not those that were checked.
    pub fn approve(
        &mut self,
        by: UserId,
        decisions: DecisionDuties<'_>,
        control_now: ControlSums,
    ) -> Result<(), PaymentListRefusal> {
        let next = self.state.after(PaymentListEvent::Approve)?;
        self.not_by_preparer(by)?;
        if decisions.preparers.contains(&by) {
            return Err(PaymentListRefusal::SeparationOfDuties { conflict: ListConflict::PreparedDecision });
        }
        if decisions.approvers.contains(&by) {
            return Err(PaymentListRefusal::SeparationOfDuties { conflict: ListConflict::ApprovedDecision });
        }
        self.unchanged(control_now)?;
        self.state = next;
        self.approved_by = Some(by);
        Ok(())
    }

    /// Hands the list out for payment. Who made the list does not.
    ///
    /// # Errors
    /// [`PaymentListRefusal::SeparationOfDuties`]; [`PaymentListRefusal::Changed`].
    pub fn export(&mut self, by: UserId, control_now: ControlSums) -> Result<(), PaymentListRefusal> {
        let next = self.state.after(PaymentListEvent::Export)?;
        self.not_by_preparer(by)?;
        self.unchanged(control_now)?;
        self.state = next;
        self.exported_by = Some(by);
        Ok(())
    }

    /// Marks that the bank's answer was matched.
    ///
    /// # Errors
    /// [`PaymentListRefusal::Transition`] unless it was exported.
    pub fn settle(&mut self) -> Result<(), PaymentListRefusal> {
        self.state = self.state.after(PaymentListEvent::Settle)?;
        Ok(())
    }

    /// Closes the list.
    ///
    /// # Errors
    /// [`PaymentListRefusal::Transition`] unless it was settled.
    pub fn close(&mut self) -> Result<(), PaymentListRefusal> {
        self.state = self.state.after(PaymentListEvent::Close)?;
        Ok(())
    }

    /// Takes the list back before export; the caller cancels its payments, so that their lines are due again.
    ///
    /// # Errors
    /// [`PaymentListRefusal::Transition`] once it was exported.
    pub fn void(&mut self) -> Result<(), PaymentListRefusal> {
        self.state = self.state.after(PaymentListEvent::Void)?;
        Ok(())
    }

    fn not_by_preparer(&self, by: UserId) -> Result<(), PaymentListRefusal> {
        if by == self.prepared_by {
            return Err(PaymentListRefusal::SeparationOfDuties { conflict: ListConflict::PreparedList });
        }
        Ok(())
    }

    fn unchanged(&self, control_now: ControlSums) -> Result<(), PaymentListRefusal> {
        if self.control == Some(control_now) { Ok(()) } else { Err(PaymentListRefusal::Changed) }
    }
}

#[cfg(test)]
mod tests;
