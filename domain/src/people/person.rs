//! A person: the states of a record, and what must hold among a person's own facts.

pub mod foreign_id;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::codes::codes;
use crate::kernel::pesel::Pesel;
pub use crate::kernel::pesel::Sex;
use crate::kernel::text::Line;

/// How many days a merge of two records can be undone. A rule of the product, not of law.
pub const MERGE_UNDO_DAYS: u64 = 30;

/// Where the record of a person stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// In use.
    Active,
    /// The person died.
    Deceased,
    /// A duplicate, merged into another record.
    Merged,
}

/// What happens to the record of a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PersonEvent {
    /// The death is recorded.
    RecordDeath,
    /// A death recorded by mistake is taken back.
    WithdrawDeath,
    /// The record turns out to be a duplicate.
    Merge,
    /// The merge is undone, see [`MERGE_UNDO_DAYS`].
    UndoMerge,
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
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Deceased, Self::Merged];

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

impl PersonEvent {
    /// Every event.
    pub const ALL: [Self; 4] = [Self::RecordDeath, Self::WithdrawDeath, Self::Merge, Self::UndoMerge];
}

/// Whether a merge can still be undone on a day.
#[must_use]
pub fn merge_can_be_undone(merged_on: NaiveDate, today: NaiveDate) -> bool {
    merged_on.checked_add_days(Days::new(MERGE_UNDO_DAYS)).is_none_or(|last| today <= last)
}

codes! {
    /// What an address is for.
    pub enum AddressKind {
        /// Where the person lives: decides which gmina is competent (art. 101 ust. 1 u.p.s.).
        Zamieszkania = "zamieszkania", "Zamieszkania";
        /// Where the person stays.
        Pobytu = "pobytu", "Pobytu";
        /// Where letters go.
        Korespondencyjny = "korespondencyjny", "Korespondencyjny";
        /// Where the person is registered; the last permanent one counts for a homeless person (art. 101 ust. 2 u.p.s.).
        Zameldowania = "zameldowania", "Zameldowania";
    }

    /// The kind of a contact channel.
    pub enum ContactKind {
        /// A telephone number.
        Phone = "phone", "Telefon";
        /// An e-mail address.
        Email = "email", "Poczta elektroniczna";
        /// An address for electronic delivery (*adres do doręczeń elektronicznych*).
        AdresDoDoreczenElektronicznych = "adres_do_doreczen_elektronicznych", "Adres do doręczeń elektronicznych";
    }
}

/// A way to reach a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactChannel {
    /// What kind.
    pub kind: ContactKind,
    /// The number or address.
    pub value: Line<254>,
    /// Whether nobody but the person reads it; for a person affected by violence only safe channels are used.
    pub safe: bool,
}

/// Whether the record of a person is protected; a protected person answers as missing to those outside the circle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Protection {
    /// Not protected.
    #[default]
    None,
    /// Protected, without end when no day is given.
    Protected {
        /// The last day of protection.
        until: Option<NaiveDate>,
    },
}

impl Protection {
    /// Whether the record is protected on a day.
    #[must_use]
    pub fn holds_on(self, day: NaiveDate) -> bool {
        match self {
            Self::None => false,
            Self::Protected { until } => until.is_none_or(|last| day <= last),
        }
    }
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
                let to = from.after(event).map_or_else(|_illegal| "–".to_owned(), |to| format!("{to:?}"));
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

    #[test]
    fn protection_ends_with_its_last_day() {
        let until = Protection::Protected { until: Some(date("2026-11-21")) };
        assert!(until.holds_on(date("2026-11-21")) && !until.holds_on(date("2026-11-22")));
        assert!(Protection::Protected { until: None }.holds_on(date("2199-12-31")));
        assert!(!Protection::default().holds_on(date("2026-11-21")));
    }
}
