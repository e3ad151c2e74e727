//! A row of evidence: about whom, what it shows, from where, and how far it is trusted.

use super::disability::DisabilityRuling;
use super::income::{Deductions, IncomeFault, IncomeRow};
use super::{EvidenceKind, EvidenceSource, Standing};
use crate::kernel::code::CodeText;
use crate::kernel::day::{DayRange, YearMonth};
use crate::kernel::ids::{EvidenceId, HouseholdId, PersonId};
use crate::kernel::money::Money;
use crate::kernel::text::Line;

/// Whom a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// One person.
    Person(PersonId),
    /// Everybody in a household.
    Household(HouseholdId),
}

/// What a row shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Receipts of each month of the range.
    Income {
        /// The kind, a code of the list of income kinds.
        kind: CodeText,
        /// What was received in a month, before deductions.
        received: Money,
        /// What is taken off in a month.
        deductions: Deductions,
    },
    /// The cost of the dwelling in a month.
    Rent {
        /// How much.
        amount: Money,
    },
    /// A ruling on disability or incapacity.
    Disability {
        /// Which.
        ruling: DisabilityRuling,
        /// What else it says.
        note: Option<Line<500>>,
    },
    /// Work, or registration as unemployed.
    Employment {
        /// What it says.
        note: Line<500>,
    },
    /// School or study.
    Schooling {
        /// What it says.
        note: Line<500>,
    },
    /// Illness.
    Health {
        /// What it says.
        note: Line<500>,
    },
    /// Possessions.
    Property {
        /// What they are.
        note: Line<500>,
        /// What they are worth.
        value: Option<Money>,
    },
}

impl Content {
    /// What the row is about.
    #[must_use]
    pub const fn kind(&self) -> EvidenceKind {
        match self {
            Self::Income { .. } => EvidenceKind::Income,
            Self::Rent { .. } => EvidenceKind::Rent,
            Self::Disability { .. } => EvidenceKind::Disability,
            Self::Employment { .. } => EvidenceKind::Employment,
            Self::Schooling { .. } => EvidenceKind::Schooling,
            Self::Health { .. } => EvidenceKind::Health,
            Self::Property { .. } => EvidenceKind::Property,
        }
    }
}

/// A row of evidence. Its content never changes; its standing does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// Counts changes.
    pub version: i64,
    /// About whom.
    pub about: About,
    /// What it shows.
    pub content: Content,
    /// Where it comes from.
    pub source: EvidenceSource,
    /// The document, as the file names it.
    pub document: Option<Line<200>>,
    /// How far it is trusted.
    pub standing: Standing,
    /// When what it shows holds; whole months for income.
    pub range: DayRange,
}

impl Evidence {
    /// The rows of income it makes, one for each month of its range within the two months, both inside.
    ///
    /// # Errors
    /// [`IncomeFault`] for an amount below zero.
    pub fn income(&self, first: YearMonth, last: YearMonth) -> Result<Vec<IncomeRow>, IncomeFault> {
        let mut rows = Vec::new();
        let Content::Income { kind, received, deductions } = &self.content else { return Ok(rows) };
        let mut month = first.max(YearMonth::of(self.range.from()));
        while month <= last && self.range.contains(month.first_day()) {
            rows.push(IncomeRow::new(kind.clone(), month, *received, *deductions)?);
            month = month.next();
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn income_of_a_range_counts_in_each_of_its_months() {
        let range = DayRange::closed("2026-09-01".parse().unwrap(), Some("2026-11-30".parse().unwrap())).unwrap();
        let evidence = Evidence {
            id: EvidenceId::new(Uuid::nil()),
            version: 1,
            about: About::Person(PersonId::new(Uuid::nil())),
            content: Content::Income {
                kind: "wynagrodzenie".parse().unwrap(),
                received: Money::from_grosze(100),
                deductions: Deductions::default(),
            },
            source: EvidenceSource::Dokument,
            document: None,
            standing: Standing::recorded(),
            range,
        };
        let months = |first: &str, last: &str| -> Vec<String> {
            let rows = evidence.income(first.parse().unwrap(), last.parse().unwrap()).unwrap();
            rows.iter().map(|row| row.month().to_string()).collect()
        };
        assert_eq!(months("2026-10", "2026-12"), ["2026-10", "2026-11"]);
        assert_eq!(months("2026-01", "2026-09"), ["2026-09"]);
        assert!(months("2026-12", "2027-01").is_empty());
        let rent = Evidence { content: Content::Rent { amount: Money::ZERO }, ..evidence.clone() };
        assert_eq!(rent.income("2026-09".parse().unwrap(), "2026-11".parse().unwrap()), Ok(Vec::new()));
    }
}
