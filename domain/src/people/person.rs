//! A person: the states of a record, and what must hold among a person's own facts.

pub mod address;
pub mod facts;
pub mod foreign_id;
pub mod record;

use chrono::{Days, NaiveDate};

use crate::kernel::codes::codes;
use crate::kernel::pesel::Pesel;
pub use crate::kernel::pesel::Sex;

/// How many days a merge of two records can be undone. A rule of the product, not of law.
pub const MERGE_UNDO_DAYS: u64 = 30;

codes! {
    /// Where the record of a person stands.
    pub enum PersonState {
        /// In use.
        Active = "active", "Aktywna";
        /// The person died.
        Deceased = "deceased", "Zmarła";
        /// A duplicate, merged into another record.
        Merged = "merged", "Scalona z innym zapisem";
    }
}

codes! {
    /// What happens to the record of a person.
    pub enum PersonEvent {
        /// The death is recorded.
        RecordDeath = "record_death", "Odnotowanie zgonu";
        /// A death recorded by mistake is taken back.
        WithdrawDeath = "withdraw_death", "Cofnięcie odnotowania zgonu";
        /// The record turns out to be a duplicate.
        Merge = "merge", "Scalenie";
        /// The merge is undone, see [`MERGE_UNDO_DAYS`].
        UndoMerge = "undo_merge", "Cofnięcie scalenia";
    }
}

/// The event does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the record of a person that is {from:?} takes no {event:?}")]
pub struct IllegalPersonTransition {
    /// Where the record stands.
    pub from: PersonState,
    /// What was to happen.
    pub event: PersonEvent,
}

impl PersonState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalPersonTransition`] when the event does not fit.
    pub const fn after(self, event: PersonEvent) -> Result<Self, IllegalPersonTransition> {
        use {PersonEvent as E, PersonState as S};
        let illegal = Err(IllegalPersonTransition { from: self, event });
        match self {
            S::Active => match event {
                E::RecordDeath => Ok(S::Deceased),
                E::Merge => Ok(S::Merged),
                E::WithdrawDeath | E::UndoMerge => illegal,
            },
            S::Deceased => match event {
                E::WithdrawDeath => Ok(S::Active),
                E::RecordDeath | E::Merge | E::UndoMerge => illegal,
            },
            S::Merged => match event {
                E::UndoMerge => Ok(S::Active),
                E::RecordDeath | E::WithdrawDeath | E::Merge => illegal,
            },
        }
    }
}

/// Whether a merge can still be undone on a day.
#[must_use]
pub fn merge_can_be_undone(merged_on: NaiveDate, today: NaiveDate) -> bool {
    merged_on.checked_add_days(Days::new(MERGE_UNDO_DAYS)).is_none_or(|last| today <= last)
}

/// The facts about a person that must agree with each other. PESEL is not known of everybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Vitals {
    /// The PESEL number.
    pub pesel: Option<Pesel>,
    /// The date of birth.
    pub birth_date: Option<NaiveDate>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The date of death.
    pub death_date: Option<NaiveDate>,
}

/// What disagrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum VitalsFault {
    /// Born after today.
    #[error("expected a date of birth that is not in the future")]
    BirthInFuture,
    /// The PESEL number codes a birth after today.
    #[error("expected a PESEL number whose date of birth is not in the future")]
    PeselInFuture,
    /// The date of birth is not the one the PESEL number codes.
    #[error("expected the date of birth that the PESEL number codes")]
    BirthDisagreesWithPesel,
    /// The sex is not the one the PESEL number codes.
    #[error("expected the sex that the PESEL number codes")]
    SexDisagreesWithPesel,
    /// Died before birth.
    #[error("expected a date of death that is not before birth")]
    DeathBeforeBirth,
    /// Died after today.
    #[error("expected a date of death that is not in the future")]
    DeathInFuture,
}

impl Vitals {
    /// Everything that disagrees, in the order of the fields; empty when all is well.
    #[must_use]
    pub fn faults(&self, today: NaiveDate) -> Vec<VitalsFault> {
        let coded = self.pesel.map(Pesel::birth_date);
        let future = |day: Option<NaiveDate>| day.is_some_and(|day| day > today);
        let differs = |known: bool, agrees: bool| known && !agrees;
        let born = self.birth_date.or(coded);
        [
            (future(coded), VitalsFault::PeselInFuture),
            (future(self.birth_date), VitalsFault::BirthInFuture),
            (
                differs(self.birth_date.is_some() && coded.is_some(), self.birth_date == coded),
                VitalsFault::BirthDisagreesWithPesel,
            ),
            (
                differs(self.sex.is_some() && coded.is_some(), self.sex == self.pesel.map(Pesel::sex)),
                VitalsFault::SexDisagreesWithPesel,
            ),
            (self.death_date.zip(born).is_some_and(|(death, birth)| death < birth), VitalsFault::DeathBeforeBirth),
            (future(self.death_date), VitalsFault::DeathInFuture),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
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
        for from in PersonState::ALL {
            for event in PersonEvent::ALL {
                let to = from.after(*event).map_or_else(|_illegal| "–".to_owned(), |to| format!("{to:?}"));
                table += &format!("| {from:?} | {event:?} | {to} |\n");
            }
        }
        insta::assert_snapshot!(table, @"
        | from | event | to |
        |---|---|---|
        | Active | RecordDeath | Deceased |
        | Active | WithdrawDeath | – |
        | Active | Merge | Merged |
        | Active | UndoMerge | – |
        | Deceased | RecordDeath | – |
        | Deceased | WithdrawDeath | Active |
        | Deceased | Merge | – |
        | Deceased | UndoMerge | – |
        | Merged | RecordDeath | – |
        | Merged | WithdrawDeath | – |
        | Merged | Merge | – |
        | Merged | UndoMerge | Active |
        ");
    }

    #[test]
    fn a_merge_is_undone_within_thirty_days() {
        assert!(merge_can_be_undone(date("2026-11-01"), date("2026-12-01")));
        assert!(!merge_can_be_undone(date("2026-11-01"), date("2026-12-02")));
    }

    #[test]
    fn birth_sex_and_death_agree() {
        let today = date("2026-11-21");
        let right = Vitals {
            pesel: Some("44051401359".parse().unwrap()),
            birth_date: Some(date("1944-05-14")),
            sex: Some(Sex::Male),
            death_date: Some(date("2026-11-21")),
        };
        assert_eq!(right.faults(today), []);
        assert_eq!(Vitals::default().faults(today), []);
        let wrong = Vitals { birth_date: Some(date("1944-05-15")), sex: Some(Sex::Female), ..right };
        assert_eq!(wrong.faults(today), [VitalsFault::BirthDisagreesWithPesel, VitalsFault::SexDisagreesWithPesel]);
        let early = Vitals { death_date: Some(date("1944-05-13")), birth_date: None, ..right };
        assert_eq!(early.faults(today), [VitalsFault::DeathBeforeBirth]);
        let future = Vitals {
            pesel: Pesel::compose(date("2026-11-22"), 0),
            birth_date: Some(date("2026-11-22")),
            sex: None,
            death_date: Some(date("2026-11-22")),
        };
        assert_eq!(
            future.faults(today),
            [VitalsFault::PeselInFuture, VitalsFault::BirthInFuture, VitalsFault::DeathInFuture]
        );
    }
}
