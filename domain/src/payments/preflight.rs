//! The checks before a payment list is made: what must not be paid, and what a person should look at.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::award::{ART_106_UST_3, AwardKind, AwardState};
use super::payment::PaymentMethod;
use crate::kernel::codes::codes;
use crate::kernel::day::{DayRange, YearMonth};
use crate::kernel::ids::{AwardLineId, PersonId};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::text::Line;

/// A decision is not carried out before the limit for an appeal has passed.
const ART_130_PAR_1: LegalBasis = LegalBasis::new("art. 130 § 1 KPA");

codes! {
    /// What a check found.
    pub enum FindingCode {
        PayeeDead = "payee_dead", "Osoba uprawniona nie żyje";
        DecisionNotEnforceable = "decision_not_enforceable", "Decyzja nie jest wykonalna";
        AwardNotActive = "award_not_active", "Świadczenie nie jest wypłacane";
        AccountMissing = "account_missing", "Brak rachunku";
        AccountInvalid = "account_invalid", "Nieprawidłowy rachunek";
        /// Allowed, for example for a guardian; a person should know.
        AccountOfOtherPerson = "account_of_other_person", "Rachunek należy do innej osoby";
        DoubleMonth = "double_month", "Miesiąc jest już opłacony lub występuje dwukrotnie";
    }

    /// What a finding means for the list.
    pub enum Severity {
        /// The list is not made with this line.
        Blocker = "blocker", "Blokuje";
        /// A person decides.
        Warning = "warning", "Ostrzega";
    }
}

impl FindingCode {
    /// The provision that the finding rests on, where there is one.
    #[must_use]
    pub const fn legal_basis(self) -> Option<LegalBasis> {
        match self {
            Self::DecisionNotEnforceable => Some(ART_130_PAR_1),
            Self::DoubleMonth => Some(ART_106_UST_3),
            Self::PayeeDead
            | Self::AwardNotActive
            | Self::AccountMissing
            | Self::AccountInvalid
            | Self::AccountOfOtherPerson => None,
        }
    }

    /// What the finding means for the list.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::PayeeDead
            | Self::DecisionNotEnforceable
            | Self::AwardNotActive
            | Self::AccountMissing
            | Self::AccountInvalid
            | Self::DoubleMonth => Severity::Blocker,
            Self::AccountOfOtherPerson => Severity::Warning,
        }
    }
}

/// The account a payment goes to.
#[derive(Clone, PartialEq, Eq)]
pub struct PayeeAccount {
    /// Its number.
    pub number: Line<34>,
    /// Whether it is the account of the person entitled.
    pub own: bool,
    /// Whether the person has it still.
    pub usable: bool,
}

/// Masked: an account number is personal data.
impl fmt::Debug for PayeeAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayeeAccount").field("own", &self.own).field("usable", &self.usable).finish_non_exhaustive()
    }
}

/// A line that shall go on a list, with what the checks need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The award line.
    pub line: AwardLineId,
    /// Who is entitled.
    pub person: PersonId,
    /// Whether the person is known to be dead.
    pub payee_dead: bool,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// How the award is paid.
    pub kind: AwardKind,
    /// Where the award stands.
    pub award: AwardState,
    /// The last month that an ended award pays.
    pub award_ended_with: Option<YearMonth>,
    /// The month.
    pub month: YearMonth,
    /// The days of the award's right: two awards may share a month that they divide between them.
    pub right: DayRange,
    /// From which day the decision may be carried out (final, or earlier under art. 130 § 3-4 KPA).
    pub enforceable_on: Option<NaiveDate>,
    /// How it is paid.
    pub method: PaymentMethod,
    /// The account, when one is known.
    pub account: Option<PayeeAccount>,
}

/// A month that a live payment pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidMonth {
    /// The award line it pays.
    pub line: AwardLineId,
    /// Who is entitled.
    pub person: PersonId,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// How the award is paid.
    pub kind: AwardKind,
    /// The month.
    pub month: YearMonth,
    /// The days of the award's right.
    pub right: DayRange,
}

/// What a check found about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The line.
    pub line: AwardLineId,
    /// What was found.
    pub code: FindingCode,
}

impl Finding {
    /// What it means for the list.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.code.severity()
    }
}

/// Whether any finding keeps the list from being made.
#[must_use]
pub fn has_blockers(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Blocker)
}

/// The lines and rights for each person, benefit and month.
type Months<'a> = BTreeMap<(PersonId, &'a str, YearMonth), Vec<(AwardLineId, DayRange)>>;

/// Checks every candidate for a payment on a day, against each other and against what is paid already.
///
/// `paid` holds the months of live payments outside the list that is checked.
#[must_use]
pub fn check(candidates: &[Candidate], paid: &[PaidMonth], pay_on: NaiveDate) -> Vec<Finding> {
    let mut lines: BTreeMap<AwardLineId, u32> = BTreeMap::new();
    let mut months: Months<'_> = BTreeMap::new();
    let counted = candidates.iter().map(|c| (c.line, c.person, &c.benefit, c.kind, c.month, c.right));
    let before = paid.iter().map(|p| (p.line, p.person, &p.benefit, p.kind, p.month, p.right));
    for (line, person, benefit, kind, month, right) in counted.chain(before) {
        *lines.entry(line).or_default() += 1;
        if kind == AwardKind::Monthly {
            months.entry((person, benefit.as_str(), month)).or_default().push((line, right));
        }
    }
    let twice = |c: &Candidate| {
        let beside = months.get(&(c.person, c.benefit.as_str(), c.month)).filter(|_| c.kind == AwardKind::Monthly);
        let clashes = |(line, right): &(AwardLineId, DayRange)| *line != c.line && right.overlaps(c.right);
        lines.get(&c.line).is_some_and(|count| *count > 1) || beside.is_some_and(|all| all.iter().any(clashes))
    };
    candidates
        .iter()
        .flat_map(|candidate| {
            let found = [
                candidate.payee_dead.then_some(FindingCode::PayeeDead),
                not_enforceable(candidate, pay_on).then_some(FindingCode::DecisionNotEnforceable),
                (!award_pays(candidate)).then_some(FindingCode::AwardNotActive),
                account_finding(candidate),
                twice(candidate).then_some(FindingCode::DoubleMonth),
            ];
            found.into_iter().flatten().map(|code| Finding { line: candidate.line, code })
        })
        .collect()
}

fn not_enforceable(candidate: &Candidate, pay_on: NaiveDate) -> bool {
    candidate.enforceable_on.is_none_or(|from| pay_on < from)
}

fn award_pays(candidate: &Candidate) -> bool {
    match candidate.award {
        AwardState::Active => true,
        AwardState::Suspended => false,
        AwardState::Ended => candidate.award_ended_with.is_some_and(|last| candidate.month <= last),
    }
}

fn account_finding(candidate: &Candidate) -> Option<FindingCode> {
    if !candidate.method.needs_account() {
        return None;
    }
    match &candidate.account {
        None => Some(FindingCode::AccountMissing),
        Some(account) if !account.usable => Some(FindingCode::AccountInvalid),
        Some(account) if !account.own => Some(FindingCode::AccountOfOtherPerson),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests;
