//! Evidence about a person or household: kinds, income rows, disability, and how far a row is to be trusted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::code::CodeText;
use crate::kernel::day::{DayRange, YearMonth};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::money::Money;
use crate::kernel::text::Line;

/// *Całkowita niezdolność do pracy*.
pub const ART_6_PKT_1: LegalBasis = LegalBasis::new("art. 6 pkt 1 u.p.s.");

/// What a row of evidence is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// Receipts of a month.
    Income,
    /// The cost of the dwelling.
    Rent,
    /// A ruling on disability or incapacity.
    Disability,
    /// Work, or registration as unemployed.
    Employment,
    /// School or study.
    Schooling,
    /// Illness.
    Health,
    /// Possessions.
    Property,
}

/// Where a row comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
    /// A statement of the person.
    Oswiadczenie,
    /// A document.
    Dokument,
    /// An answer of a public register.
    Rejestr,
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

/// A ruling on disability or incapacity for work.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisabilityRuling {
    /// A degree of disability: *znaczny*.
    Znaczny,
    /// A degree of disability: *umiarkowany*.
    Umiarkowany,
    /// A degree of disability: *lekki*.
    Lekki,
    /// Disability group I.
    GrupaI,
    /// Disability group II.
    #[serde(rename = "grupa_ii")]
    GrupaII,
    /// Disability group III.
    #[serde(rename = "grupa_iii")]
    GrupaIII,
    /// Total incapacity for work under the pension act.
    CalkowitaNiezdolnoscDoPracy,
}

impl DisabilityRuling {
    /// Art. 6 pkt 1 u.p.s.: total incapacity under the pension act, group I or II, or the degree *znaczny* or
    /// *umiarkowany*; *lekki* is not enough.
    #[must_use]
    pub const fn is_calkowita_niezdolnosc_do_pracy(self) -> bool {
        match self {
            Self::Znaczny | Self::Umiarkowany | Self::GrupaI | Self::GrupaII | Self::CalkowitaNiezdolnoscDoPracy => {
                true
            }
            Self::Lekki | Self::GrupaIII => false,
        }
    }
}

/// Whether any ruling in force on a day means total incapacity for work (art. 6 pkt 1 u.p.s.).
#[must_use]
pub fn calkowita_niezdolnosc_do_pracy(rulings: &[(DisabilityRuling, DayRange)], day: NaiveDate) -> bool {
    rulings.iter().any(|(ruling, range)| range.contains(day) && ruling.is_calkowita_niezdolnosc_do_pracy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

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

    #[test]
    fn art_6_pkt_1_total_incapacity_for_work() {
        let range = DayRange::closed(date("2026-01-01"), Some(date("2026-12-31"))).unwrap();
        for (ruling, total) in [
            (DisabilityRuling::Znaczny, true),
            (DisabilityRuling::Umiarkowany, true),
            (DisabilityRuling::Lekki, false),
            (DisabilityRuling::GrupaI, true),
            (DisabilityRuling::GrupaII, true),
            (DisabilityRuling::GrupaIII, false),
            (DisabilityRuling::CalkowitaNiezdolnoscDoPracy, true),
        ] {
            assert_eq!(calkowita_niezdolnosc_do_pracy(&[(ruling, range)], date("2026-12-31")), total, "{ruling:?}");
            assert!(!calkowita_niezdolnosc_do_pracy(&[(ruling, range)], date("2027-01-01")), "{ruling:?}");
        }
    }

    #[test]
    fn codes_of_groups_are_snake_case() {
        assert_eq!(serde_json::to_string(&DisabilityRuling::GrupaIII).unwrap(), "\"grupa_iii\"");
    }
}
