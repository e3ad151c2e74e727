//! Dated facts about persons: rows that are only ever inserted, and superseded once.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::kernel::day::DayRange;
use domain::kernel::ids::{FactId, PersonId};
use domain::people::person::address::Address;
use domain::people::person::facts::{
    BankAccount, ContactChannel, Dated, Fact, Held, Overlay, PersonName, Protection, overlay,
};
use domain::people::person::foreign_id::ForeignId;
use domain::people::person::record::NewPerson;
use serde::Serialize;

use super::{NEVER, NOW, persons};
use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::schema::{
    person_accounts, person_addresses, person_contacts, person_foreign_ids, person_names, person_protections,
};
use crate::tx::{Read, Tx};

/// A kind of fact with a table of its own.
pub trait Stored: Fact {
    /// The facts of a person that were known at an instant, on one day or on all, oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    fn fetch(
        read: &mut Read<'_>,
        person: PersonId,
        as_of: Option<NaiveDate>,
        known_at: NaiveDateTime,
    ) -> Result<Vec<Held<Self>>, Error>;

    /// Stores a fact that is known from now on, and names it.
    ///
    /// # Errors
    /// Only those of the database.
    fn put(tx: &mut Tx<'_>, person: PersonId, fact: &Dated<Self>) -> Result<FactId, Error>;

    /// Marks a fact as no longer believed.
    ///
    /// # Errors
    /// Only those of the database.
    fn supersede(tx: &mut Tx<'_>, person: PersonId, fact: FactId) -> Result<(), Error>;
}

macro_rules! fact_table {
    (
        $table:ident, $value:ty, $row:ident { $($column:ident: $type:ty = |$from:ident| $write:expr),+ $(,)? },
        |$at:ident, $read:ident| $build:expr
    ) => {
        #[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
        #[diesel(table_name = $table)]
        struct $row {
            id: String,
            person_id: String,
            $($column: $type,)+
            valid_from: NaiveDate,
            valid_to: NaiveDate,
            recorded_at: NaiveDateTime,
            superseded_at: NaiveDateTime,
        }

        impl TryFrom<$row> for Held<$value> {
            type Error = Error;

            fn try_from($read: $row) -> Result<Self, Error> {
                let id = $read.id.clone();
                let $at = Row { table: stringify!($table), id: &id };
                let range =
                    DayRange::half_open($read.valid_from, $read.valid_to).map_err(|_empty| $at.corrupt())?;
                Ok(Self { id: $at.parse(&id)?, range, value: $build })
            }
        }

        impl Stored for $value {
            fn fetch(
                read: &mut Read<'_>,
                person: PersonId,
                as_of: Option<NaiveDate>,
                known_at: NaiveDateTime,
            ) -> Result<Vec<Held<Self>>, Error> {
                let rows: Vec<$row> = on!(read.conn(), c => {
                    let mut query = $table::table
                        .filter($table::person_id.eq(person.to_string()))
                        .filter($table::recorded_at.le(known_at))
                        .filter($table::superseded_at.gt(known_at))
                        .order(($table::valid_from, $table::id))
                        .select($row::as_select())
                        .into_boxed();
                    if let Some(day) = as_of {
                        query = query.filter($table::valid_from.le(day)).filter($table::valid_to.gt(day));
                    }
                    query.load(c)
                })?;
                rows.into_iter().map(Held::try_from).collect()
            }

            fn put(tx: &mut Tx<'_>, person: PersonId, fact: &Dated<Self>) -> Result<FactId, Error> {
                let id = FactId::new(tx.context().ids.next());
                let row = $row {
                    id: id.to_string(),
                    person_id: person.to_string(),
                    $($column: { let $from = &fact.value; $write },)+
                    valid_from: fact.range.from(),
                    valid_to: fact.range.to(),
                    recorded_at: tx.context().now.naive_utc(),
                    superseded_at: NEVER,
                };
                on!(tx.conn(), c => diesel::insert_into($table::table).values(&row).execute(c))?;
                tx.changed(persons::subject(person), stringify!($table), &row.id, None, Some(&row))?;
                Ok(id)
            }

            fn supersede(tx: &mut Tx<'_>, person: PersonId, fact: FactId) -> Result<(), Error> {
                let now = tx.context().now.naive_utc();
                let before: $row = on!(tx.conn(), c => $table::table
                    .find(fact.to_string())
                    .select($row::as_select())
                    .first(c))?;
                on!(tx.conn(), c => diesel::update($table::table.find(fact.to_string()))
                    .set($table::superseded_at.eq(now))
                    .execute(c))?;
                let after = $row { superseded_at: now, ..before.clone() };
                tx.changed(persons::subject(person), stringify!($table), fact, Some(&before), Some(&after))
            }
        }
    };
}

fact_table!(
    person_names, PersonName,
    NameRow {
        given_names: String = |name| name.given_names.clone().into(),
        surname: String = |name| name.surname.clone().into(),
        family_name: Option<String> = |name| name.family_name.clone().map(Into::into),
    },
    |at, row| PersonName {
        given_names: at.text(row.given_names)?,
        surname: at.text(row.surname)?,
        family_name: row.family_name.map(|name| at.text(name)).transpose()?,
    }
);

fact_table!(
    person_addresses, Address,
    AddressRow {
        kind: String = |address| address.kind.code().to_owned(),
        street: Option<String> = |address| address.street.clone().map(Into::into),
        house: Option<String> = |address| address.house.clone().map(Into::into),
        flat: Option<String> = |address| address.flat.clone().map(Into::into),
        postal_code: Option<String> = |address| address.postal_code.clone().map(Into::into),
        locality: String = |address| address.locality.clone().into(),
        country: String = |address| address.country.to_string(),
        terc: Option<String> = |address| address.terc.clone().map(Into::into),
        simc: Option<String> = |address| address.simc.clone().map(Into::into),
        ulic: Option<String> = |address| address.ulic.clone().map(Into::into),
    },
    |at, row| Address {
        kind: at.parse(&row.kind)?,
        street: row.street.map(|text| at.text(text)).transpose()?,
        house: row.house.map(|text| at.text(text)).transpose()?,
        flat: row.flat.map(|text| at.text(text)).transpose()?,
        postal_code: row.postal_code.map(|text| at.text(text)).transpose()?,
        locality: at.text(row.locality)?,
        country: at.parse(&row.country)?,
        terc: at.maybe(row.terc.as_deref())?,
        simc: at.maybe(row.simc.as_deref())?,
        ulic: at.maybe(row.ulic.as_deref())?,
    }
);

fact_table!(
    person_contacts,
    ContactChannel,
    ContactRow {
        kind: String = |contact| contact.kind.code().to_owned(),
        value: String = |contact| contact.value.clone().into(),
        safe: bool = |contact| contact.safe,
    },
    |at, row| ContactChannel { kind: at.parse(&row.kind)?, value: at.text(row.value)?, safe: row.safe }
);

fact_table!(
    person_accounts, BankAccount,
    AccountRow {
        nrb: String = |account| account.nrb.to_string(),
        owner_name: Option<String> = |account| account.owner_name.clone().map(Into::into),
        own: bool = |account| account.own,
    },
    |at, row| BankAccount {
        nrb: at.parse(&row.nrb)?,
        owner_name: row.owner_name.map(|name| at.text(name)).transpose()?,
        own: row.own,
    }
);

fact_table!(
    person_foreign_ids,
    ForeignId,
    ForeignIdRow {
        kind: String = |document| document.kind.code().to_owned(),
        number: String = |document| document.number.clone().into(),
        country: String = |document| document.country.to_string(),
    },
    |at, row| ForeignId { kind: at.parse(&row.kind)?, number: at.text(row.number)?, country: at.parse(&row.country)? }
);

fact_table!(
    person_protections,
    Protection,
    ProtectionRow { grounds: String = |protection| protection.grounds.clone().into() },
    |at, row| Protection { grounds: at.text(row.grounds)? }
);

/// The facts of one kind about a person: on one day or on all days, as known at an instant or as known now.
///
/// # Errors
/// Only those of the database. Whether the person is within reach, the caller has checked by loading the record.
pub fn load<T: Stored>(
    read: &mut Read<'_>,
    person: PersonId,
    as_of: Option<NaiveDate>,
    known_at: Option<NaiveDateTime>,
) -> Result<Vec<Held<T>>, Error> {
    read.saw(person);
    T::fetch(read, person, as_of, known_at.unwrap_or(NOW))
}

/// The dated facts of a person, of every kind.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Names.
    pub names: Vec<Held<PersonName>>,
    /// Addresses.
    pub addresses: Vec<Held<Address>>,
    /// Contact channels.
    pub contacts: Vec<Held<ContactChannel>>,
    /// Bank accounts.
    pub accounts: Vec<Held<BankAccount>>,
    /// Foreign documents and numbers.
    pub foreign_ids: Vec<Held<ForeignId>>,
    /// Protections.
    pub protections: Vec<Held<Protection>>,
}

impl Facts {
    /// All facts about a person on a day, as known at an instant or as known now. Six queries.
    ///
    /// # Errors
    /// As [`load`].
    pub fn load(
        read: &mut Read<'_>,
        person: PersonId,
        day: NaiveDate,
        known_at: Option<NaiveDateTime>,
    ) -> Result<Self, Error> {
        Ok(Self {
            names: load(read, person, Some(day), known_at)?,
            addresses: load(read, person, Some(day), known_at)?,
            contacts: load(read, person, Some(day), known_at)?,
            accounts: load(read, person, Some(day), known_at)?,
            foreign_ids: load(read, person, Some(day), known_at)?,
            protections: load(read, person, Some(day), known_at)?,
        })
    }

    /// Stores the first facts of a new person.
    pub(super) fn insert(tx: &mut Tx<'_>, new: &NewPerson) -> Result<Self, Error> {
        let id = new.person.id;
        Ok(Self {
            names: insert(tx, id, &new.names())?,
            addresses: insert(tx, id, &new.addresses)?,
            contacts: insert(tx, id, &new.contacts)?,
            accounts: insert(tx, id, &new.accounts)?,
            foreign_ids: insert(tx, id, &new.foreign_ids)?,
            protections: insert(tx, id, &new.protections)?,
        })
    }

    /// Those that hold on a day.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> Self {
        Self {
            names: on(self.names, day),
            addresses: on(self.addresses, day),
            contacts: on(self.contacts, day),
            accounts: on(self.accounts, day),
            foreign_ids: on(self.foreign_ids, day),
            protections: on(self.protections, day),
        }
    }
}

fn insert<T: Stored>(tx: &mut Tx<'_>, person: PersonId, facts: &[Dated<T>]) -> Result<Vec<Held<T>>, Error> {
    let put = |fact: &Dated<T>| {
        let id = T::put(tx, person, fact)?;
        Ok(Held { id, value: fact.value.clone(), range: fact.range })
    };
    facts.iter().map(put).collect()
}

/// Those that hold on a day, in the order in which a query gives them: by their first day.
fn on<T>(mut facts: Vec<Held<T>>, day: NaiveDate) -> Vec<Held<T>> {
    facts.retain(|fact| fact.range.contains(day));
    facts.sort_by_key(|fact| (fact.range.from(), fact.id));
    facts
}

/// Stores what is learnt: facts it replaces are superseded, and what of them stays true on other days is kept.
///
/// # Errors
/// Only those of the database. The caller counts the person's version up with [`persons::update`].
pub fn change<T: Stored>(tx: &mut Tx<'_>, person: PersonId, new: &Dated<T>) -> Result<(), Error> {
    let known = T::fetch(tx, person, None, NOW)?;
    let Overlay { gone, pieces } = overlay(&known, new);
    for fact in gone {
        T::supersede(tx, person, fact)?;
    }
    pieces.iter().chain([new]).try_for_each(|fact| T::put(tx, person, fact).map(drop))
}

/// Ends a fact with a day, or withdraws it as never having been so. Names do not end; they are replaced.
///
/// # Errors
/// [`Error::NotFound`] when the person has no such fact, [`Error::Guarded`] by `range` when it begins later or ends
/// earlier.
pub fn end(tx: &mut Tx<'_>, person: PersonId, fact: FactId, last: Option<NaiveDate>) -> Result<(), Error> {
    let ended = end_in::<Address>(tx, person, fact, last)?
        || end_in::<ContactChannel>(tx, person, fact, last)?
        || end_in::<BankAccount>(tx, person, fact, last)?
        || end_in::<ForeignId>(tx, person, fact, last)?
        || end_in::<Protection>(tx, person, fact, last)?;
    if ended { Ok(()) } else { Err(Error::NotFound) }
}

fn end_in<T: Stored>(tx: &mut Tx<'_>, person: PersonId, fact: FactId, last: Option<NaiveDate>) -> Result<bool, Error> {
    let known = T::fetch(tx, person, None, NOW)?;
    let Some(held) = known.into_iter().find(|held| held.id == fact) else { return Ok(false) };
    // An ending never prolongs: what holds longer is recorded anew.
    if last.is_some_and(|last| last >= held.range.to()) {
        return Err(Error::Guarded { rule: "range".to_owned() });
    }
    T::supersede(tx, person, fact)?;
    if let Some(last) = last {
        let range = DayRange::closed(held.range.from(), Some(last));
        let range = range.map_err(|_empty| Error::Guarded { rule: "range".to_owned() })?;
        T::put(tx, person, &Dated { value: held.value, range })?;
    }
    Ok(true)
}
