//! The record of a person: what identifies them now, and what a registration brings.

use super::address::Address;
use super::facts::{BankAccount, ContactChannel, Dated, PersonName, Protection};
use super::foreign_id::{CountryCode, ForeignId};
use super::{IllegalPersonTransition, PersonEvent, PersonState, Vitals};
use crate::kernel::day::{DayRange, EARLIEST};
use crate::kernel::ids::PersonId;
use crate::kernel::text::{Line, search_key};
use chrono::NaiveDate;

/// The record of a person, with the names of today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// Counts changes of the record and of everything dated about the person.
    pub version: i64,
    /// Where the record stands.
    pub state: PersonState,
    /// PESEL, birth, sex and death.
    pub vitals: Vitals,
    /// Citizenship.
    pub citizenship: Option<CountryCode>,
    /// Given names.
    pub given_names: Line<100>,
    /// Surname.
    pub surname: Line<100>,
    /// Whether it is not known who the person is.
    pub unknown_identity: bool,
    /// The record that this one was merged into.
    pub merged_into: Option<PersonId>,
}

impl Person {
    /// A new record that holds nothing but a name.
    #[must_use]
    pub fn named(id: PersonId, given_names: Line<100>, surname: Line<100>) -> Self {
        Self {
            id,
            version: 1,
            state: PersonState::Active,
            vitals: Vitals::default(),
            citizenship: None,
            given_names,
            surname,
            unknown_identity: false,
            merged_into: None,
        }
    }

    /// The name folded for searching, surname first.
    #[must_use]
    pub fn search_key(&self) -> String {
        full_name_key(&self.surname, &self.given_names)
    }

    /// The person died on a day.
    ///
    /// # Errors
    /// [`IllegalPersonTransition`]; the record then stays as it was.
    pub fn record_death(&mut self, on: NaiveDate) -> Result<(), IllegalPersonTransition> {
        self.state = self.state.after(PersonEvent::RecordDeath)?;
        self.vitals.death_date = Some(on);
        Ok(())
    }
}

/// A full name folded for searching, surname first.
#[must_use]
pub fn full_name_key(surname: &str, given_names: &str) -> String {
    search_key(&format!("{surname} {given_names}"))
}

/// A person to register, with what is known besides the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPerson {
    /// The record.
    pub person: Person,
    /// Family name (*nazwisko rodowe*).
    pub family_name: Option<Line<100>>,
    /// Addresses.
    pub addresses: Vec<Dated<Address>>,
    /// Contact channels.
    pub contacts: Vec<Dated<ContactChannel>>,
    /// Bank accounts.
    pub accounts: Vec<Dated<BankAccount>>,
    /// Foreign documents and numbers.
    pub foreign_ids: Vec<Dated<ForeignId>>,
    /// Protections.
    pub protections: Vec<Dated<Protection>>,
}

impl From<Person> for NewPerson {
    fn from(person: Person) -> Self {
        Self {
            person,
            family_name: None,
            addresses: Vec::new(),
            contacts: Vec::new(),
            accounts: Vec::new(),
            foreign_ids: Vec::new(),
            protections: Vec::new(),
        }
    }
}

impl NewPerson {
    /// The first names, which count as having always been so.
    #[must_use]
    pub fn names(&self) -> Vec<Dated<PersonName>> {
        let value = PersonName {
            given_names: self.person.given_names.clone(),
            surname: self.person.surname.clone(),
            family_name: self.family_name.clone(),
        };
        // INVARIANT: the earliest day lies before the open end, so there is one.
        DayRange::closed(EARLIEST, None).map(|range| Dated { value, range }).into_iter().collect()
    }
}
