//! Views of persons.

use chrono::{DateTime, NaiveDate, Utc};
use domain::kernel::day::Day;
use domain::kernel::ids::{FactId, PersonId};
use domain::kernel::nrb::Nrb;
use domain::kernel::pesel::Pesel;
use domain::kernel::text::Line;
use domain::people::person::address::{Address, AddressKind, Teryt};
use domain::people::person::facts::{BankAccount, ContactChannel, ContactKind, Held, PersonName, Protection};
use domain::people::person::foreign_id::{CountryCode, ForeignId, ForeignIdKind};
use domain::people::person::record::Person;
use domain::people::person::{PersonEvent, PersonState, Sex};
use domain::platform::access::{Facet, Reach};
use persistence::people::facts::Facts;
use persistence::people::persons::CoreCard;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::answer::Representation;
use crate::http::page::page_of;
use crate::people::times::{Times, first_day, last_day};

/// Everything about a person on one day, as far as the caller sees it.
#[derive(Debug, Clone)]
pub struct Record {
    /// The record.
    pub person: Person,
    /// The names of the day.
    pub name: PersonName,
    /// Addresses; `None` when the caller may not see them.
    pub addresses: Option<Vec<Held<Address>>>,
    /// Contact channels; `None` when the caller may not see them.
    pub contacts: Option<Vec<Held<ContactChannel>>>,
    /// Bank accounts; `None` when the caller may not see them.
    pub accounts: Option<Vec<Held<BankAccount>>>,
    /// Foreign documents and numbers.
    pub foreign_ids: Vec<Held<ForeignId>>,
    /// Protections; `None` when the caller may not see their grounds.
    pub protections: Option<Vec<Held<Protection>>>,
    /// The day.
    pub day: NaiveDate,
    /// What was asked for.
    pub times: Times,
}

impl Record {
    /// What a caller with this reach sees of a person and the facts of a day; `None` on a day before all names.
    ///
    /// Where a protected person is to be found is for those alone who work with them.
    #[must_use]
    pub fn shown(person: Person, facts: Facts, reach: &Reach, day: NaiveDate, times: Times) -> Option<Self> {
        let Facts { names, addresses, contacts, accounts, foreign_ids, protections } = facts;
        let narrative = reach.sees(Facet::Narrative);
        let findable = reach.sees(Facet::Contact) && (narrative || protections.is_empty());
        Some(Self {
            person,
            name: names.into_iter().next()?.value,
            addresses: findable.then_some(addresses),
            contacts: findable.then_some(contacts),
            accounts: reach.sees(Facet::Account).then_some(accounts),
            foreign_ids,
            protections: narrative.then_some(protections),
            day,
            times,
        })
    }
}

/// A view of a dated fact: its id, its first and last day, and its fields.
macro_rules! fact_views {
    ($($(#[$doc:meta])* $name:ident of $fact:ty { $($(#[$meta:meta])* $field:ident: $type:ty,)+ })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, ToSchema)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            /// The fact, to end it by.
            pub id: FactId,
            $($(#[$meta])* pub $field: $type,)+
            /// The first day.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub from: Option<Day>,
            /// The last day; absent for an open end.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub to: Option<Day>,
        }

        impl From<Held<$fact>> for $name {
            fn from(held: Held<$fact>) -> Self {
                Self {
                    id: held.id,
                    $($field: held.value.$field,)+
                    from: first_day(held.range),
                    to: last_day(held.range),
                }
            }
        }
    )+ };
}

fact_views! {
    /// An address.
    AddressView of Address {
        /// What it is for.
        kind: AddressKind,
        /// The street.
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        street: Option<Line<120>>,
        /// The number of the house.
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        house: Option<Line<20>>,
        /// The number of the flat.
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        flat: Option<Line<20>>,
        /// The postal code.
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        postal_code: Option<Line<16>>,
        /// The locality.
        #[schema(inline)]
        locality: Line<100>,
        /// The country.
        country: CountryCode,
        /// The gmina in the register of localities (TERC).
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        terc: Option<Teryt<7>>,
        /// The locality in the register of localities (SIMC).
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        simc: Option<Teryt<7>>,
        /// The street in the register of localities (ULIC).
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        ulic: Option<Teryt<5>>,
    }
    /// A way to reach the person.
    ContactView of ContactChannel {
        /// What kind.
        kind: ContactKind,
        /// The number or address.
        #[schema(inline)]
        value: Line<254>,
        /// Whether nobody but the person reads it.
        safe: bool,
    }
    /// A bank account.
    AccountView of BankAccount {
        /// Its number.
        nrb: Nrb,
        /// Whose it is, when not the person's own.
        #[schema(inline)]
        #[serde(skip_serializing_if = "Option::is_none")]
        owner_name: Option<Line<200>>,
        /// Whether it is the person's own.
        own: bool,
    }
    /// A document or number of a person without PESEL.
    ForeignIdView of ForeignId {
        /// What kind.
        kind: ForeignIdKind,
        /// Its number.
        #[schema(inline)]
        number: Line<64>,
        /// The country that issued it.
        country: CountryCode,
    }
    /// A time in which the person does not exist for those outside the circle.
    ProtectionView of Protection {
        /// Why.
        #[schema(inline)]
        grounds: Line<200>,
    }
}

/// A person with what holds on one day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// The id.
    pub id: PersonId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// Where the record stands.
    pub state: PersonState,
    /// What may happen to the record next.
    #[schema(value_type = Vec<PersonEvent>)]
    pub allowed_transitions: Vec<PersonEvent>,
    /// The day shown.
    pub as_of: Day,
    /// The instant whose knowledge is shown, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_at: Option<DateTime<Utc>>,
    /// Given names.
    #[schema(inline, example = "Anna")]
    pub given_names: Line<100>,
    /// Surname.
    #[schema(inline, example = "Nowak")]
    pub surname: Line<100>,
    /// Family name (*nazwisko rodowe*).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub family_name: Option<Line<100>>,
    /// The PESEL number. Like birth, sex, citizenship and death it is shown as recorded last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pesel: Option<Pesel>,
    /// The date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// The sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Citizenship.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citizenship: Option<CountryCode>,
    /// The date of death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub death_date: Option<Day>,
    /// Whether it is not known who the person is.
    pub unknown_identity: bool,
    /// Addresses; absent when `restricted` names `contact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<AddressView>>,
    /// Ways to reach the person; absent when `restricted` names `contact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<ContactView>>,
    /// Bank accounts; absent when `restricted` names `account`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Vec<AccountView>>,
    /// Documents and numbers of a person without PESEL.
    pub foreign_ids: Vec<ForeignIdView>,
    /// Times in which the person does not exist for those outside the circle; absent when `restricted` names
    /// `narrative`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protections: Option<Vec<ProtectionView>>,
    /// Groups of fields that the caller's roles do not show.
    #[schema(value_type = Vec<String>)]
    pub restricted: Vec<&'static str>,
}

fn views<F, V: From<Held<F>>>(facts: Vec<Held<F>>) -> Vec<V> {
    facts.into_iter().map(V::from).collect()
}

impl From<Record> for PersonView {
    fn from(record: Record) -> Self {
        let person = record.person;
        let hidden = [
            (Facet::Narrative, record.protections.is_none()),
            (Facet::Contact, record.addresses.is_none()),
            (Facet::Account, record.accounts.is_none()),
        ];
        let restricted = hidden.into_iter().filter(|(_, hidden)| *hidden).map(|(facet, _)| facet.code()).collect();
        // The other events have no operation yet.
        let possible = [PersonEvent::RecordDeath].into_iter().filter(|event| person.state.after(*event).is_ok());
        Self {
            id: person.id,
            version: person.version,
            state: person.state,
            allowed_transitions: possible.collect(),
            as_of: record.day.into(),
            known_at: record.times.known_at.map(|instant| instant.and_utc()),
            given_names: record.name.given_names,
            surname: record.name.surname,
            family_name: record.name.family_name,
            pesel: person.vitals.pesel,
            birth_date: person.vitals.birth_date.map(Day::from),
            sex: person.vitals.sex,
            citizenship: person.citizenship,
            death_date: person.vitals.death_date.map(Day::from),
            unknown_identity: person.unknown_identity,
            addresses: record.addresses.map(views),
            contacts: record.contacts.map(views),
            accounts: record.accounts.map(views),
            foreign_ids: views(record.foreign_ids),
            protections: record.protections.map(views),
            restricted,
        }
    }
}

impl Representation for PersonView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What a search shows of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonCard {
    /// The id.
    pub id: PersonId,
    /// Where the record stands.
    pub state: PersonState,
    /// Given names.
    #[schema(inline, example = "Anna")]
    pub given_names: Line<100>,
    /// Surname.
    #[schema(inline, example = "Nowak")]
    pub surname: Line<100>,
    /// The PESEL number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pesel: Option<Pesel>,
    /// The date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    /// Whether the whole record can be read; otherwise the person is known elsewhere in the centre.
    pub within_reach: bool,
}

impl From<CoreCard> for PersonCard {
    fn from(card: CoreCard) -> Self {
        Self {
            id: card.id,
            state: card.state,
            given_names: card.given_names,
            surname: card.surname,
            pesel: card.pesel,
            birth_date: card.birth_date.map(Day::from),
            within_reach: card.within,
        }
    }
}

page_of!(
    /// A page of persons in the order of their folded names, surname first.
    PersonPage,
    PersonCard
);
