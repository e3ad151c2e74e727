//! The records of persons: within reach, as a core card, by search.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::kernel::ids::{OrgUnitId, PersonId};
use domain::kernel::pesel::Pesel;
use domain::kernel::text::{Line, search_key};
use domain::people::person::record::{NewPerson, Person, full_name_key};
use domain::people::person::{PersonState, Vitals};
use domain::platform::access::Reach;
use serde::Serialize;

use super::NEVER;
use super::facts::Facts;
use crate::codec::Row;
use crate::conn::{Conn, on};
use crate::error::Error;
use crate::filter::keyset;
use crate::page::Keyset;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, person_within};
use crate::row::update_row;
use crate::schema::{person_protections, person_units, persons};
use crate::tx::{Loaded, Read, Tx};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize)]
#[diesel(table_name = persons, treat_none_as_null = true, treat_none_as_default_value = false)]
struct PersonRow {
    id: String,
    version: i64,
    state: String,
    pesel: Option<String>,
    birth_date: Option<NaiveDate>,
    death_date: Option<NaiveDate>,
    sex: Option<String>,
    citizenship: Option<String>,
    given_names: String,
    surname: String,
    search_key: String,
    unknown_identity: bool,
    merged_into: Option<String>,
}

impl From<&Person> for PersonRow {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            version: person.version,
            state: person.state.code().to_owned(),
            pesel: person.vitals.pesel.map(|pesel| pesel.to_string()),
            birth_date: person.vitals.birth_date,
            death_date: person.vitals.death_date,
            sex: person.vitals.sex.map(|sex| sex.code().to_owned()),
            citizenship: person.citizenship.map(|country| country.to_string()),
            given_names: person.given_names.clone().into(),
            surname: person.surname.clone().into(),
            search_key: person.search_key(),
            unknown_identity: person.unknown_identity,
            merged_into: person.merged_into.map(|other| other.to_string()),
        }
    }
}

impl TryFrom<PersonRow> for Person {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self, Error> {
        let id = row.id.clone();
        let at = Row { table: "persons", id: &id };
        Ok(Self {
            id: at.parse(&row.id)?,
            version: row.version,
            state: at.parse(&row.state)?,
            vitals: Vitals {
                pesel: at.maybe(row.pesel.as_deref())?,
                birth_date: row.birth_date,
                sex: at.maybe(row.sex.as_deref())?,
                death_date: row.death_date,
            },
            citizenship: at.maybe(row.citizenship.as_deref())?,
            given_names: at.text(row.given_names)?,
            surname: at.text(row.surname)?,
            unknown_identity: row.unknown_identity,
            merged_into: at.maybe(row.merged_into.as_deref())?,
        })
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = person_units)]
struct UnitRow {
    person_id: String,
    unit_id: String,
}

/// The journal's name for a person.
#[must_use]
pub const fn subject(id: PersonId) -> Subject {
    Subject::new("person", id.uuid())
}

/// Loads a person within reach.
///
/// # Errors
/// [`Error::NotFound`], for one out of reach too.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: PersonId) -> Result<Loaded<Person>, Error> {
    let row: PersonRow = on!(read.conn(), c => persons::table
        .filter(persons::id.eq(id.to_string()))
        .filter(person_within(persons::id, Seen::of(reach)))
        .select(PersonRow::as_select())
        .first(c))?;
    read.saw(id);
    row.try_into().map(Loaded::new)
}

/// Loads a person who is a party of a case. Whether the case is within reach, the caller has checked.
///
/// # Errors
/// [`Error::NotFound`].
pub fn of_case(read: &mut Read<'_>, id: PersonId) -> Result<Person, Error> {
    let row: PersonRow =
        on!(read.conn(), c => persons::table.find(id.to_string()).select(PersonRow::as_select()).first(c))?;
    read.saw(id);
    row.try_into()
}

/// Refuses a person out of reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn require(read: &mut Read<'_>, reach: &Reach, id: PersonId) -> Result<(), Error> {
    let _id: String = on!(read.conn(), c => persons::table
        .filter(persons::id.eq(id.to_string()))
        .filter(person_within(persons::id, Seen::of(reach)))
        .select(persons::id)
        .first(c))?;
    Ok(())
}

/// What everybody who may search sees of a person whom they find exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoreCard {
    /// The person.
    pub id: PersonId,
    /// Where the record stands.
    pub state: PersonState,
    /// Given names.
    pub given_names: Line<100>,
    /// Surname.
    pub surname: Line<100>,
    /// The PESEL number.
    pub pesel: Option<Pesel>,
    /// The date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Whether the whole record is within the caller's reach.
    pub within: bool,
}

impl CoreCard {
    /// Where the card stands in the order of a search.
    #[must_use]
    pub fn search_key(&self) -> String {
        full_name_key(&self.surname, &self.given_names)
    }
}

fn card((row, within): (PersonRow, bool)) -> Result<CoreCard, Error> {
    let person = Person::try_from(row)?;
    Ok(CoreCard {
        id: person.id,
        state: person.state,
        given_names: person.given_names,
        surname: person.surname,
        pesel: person.vitals.pesel,
        birth_date: person.vitals.birth_date,
        within,
    })
}

/// Protections of today: a subquery about the person of the query around it.
macro_rules! protected_on {
    ($today:expr) => {
        exists(
            person_protections::table
                .filter(person_protections::person_id.eq(persons::id))
                .filter(person_protections::superseded_at.eq(NEVER))
                .filter(person_protections::valid_from.le($today))
                .filter(person_protections::valid_to.gt($today)),
        )
    };
}

/// A person among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPerson {
    /// What is shown of them.
    pub card: CoreCard,
    /// Whether the record is protected on the day asked for.
    pub protected: bool,
}

/// Those of some persons who are within reach, in the order of their folded names.
///
/// # Errors
/// Only those of the database.
pub fn listed(
    read: &mut Read<'_>,
    reach: &Reach,
    people: &[PersonId],
    today: NaiveDate,
) -> Result<Vec<ListedPerson>, Error> {
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let found: Vec<(PersonRow, bool)> = on!(read.conn(), c => persons::table
        .filter(persons::id.eq_any(ids))
        .filter(person_within(persons::id, Seen::of(reach)))
        .order((persons::search_key, persons::id))
        .select((PersonRow::as_select(), protected_on!(today)))
        .load(c))?;
    let mut listed = Vec::new();
    for (row, protected) in found {
        let card = card((row, true))?;
        read.saw(card.id);
        listed.push(ListedPerson { card, protected });
    }
    Ok(listed)
}

/// What to search persons by; every condition given must hold.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The PESEL number, exactly.
    pub pesel: Option<Pesel>,
    /// How the surname begins, case and diacritics aside.
    pub surname: Option<Line<100>>,
    /// Words that given names begin with.
    pub given_names: Option<Line<100>>,
    /// The date of birth.
    pub birth_date: Option<NaiveDate>,
}

/// A part of the persons a search finds, in the order of their folded names, surname first.
///
/// Within reach any condition finds. Elsewhere in the centre only an exact one does: the PESEL number, or full names
/// with the date of birth; and then not whom the record of today protects.
///
/// # Errors
/// Only those of the database.
pub fn search(
    read: &mut Read<'_>,
    reach: &Reach,
    search: &Search,
    today: NaiveDate,
    page: &Keyset,
) -> Result<Vec<CoreCard>, Error> {
    let seen = Seen::of(reach);
    let surname = search.surname.as_deref().map(search_key);
    let given = search.given_names.as_deref().map(search_key).unwrap_or_default();
    let full = surname.as_ref().map(|surname| format!("{surname} {given}"));
    let found: Vec<(PersonRow, bool)> = on!(read.conn(), c => {
        let mut query = persons::table
            .select((PersonRow::as_select(), person_within(persons::id, seen.clone())))
            .into_boxed();
        if let Some(pesel) = search.pesel {
            query = query.filter(persons::pesel.eq(pesel.to_string()));
        }
        if let Some(surname) = surname {
            let beyond = format!("{surname}\u{10FFFF}");
            query = query.filter(persons::search_key.ge(surname)).filter(persons::search_key.lt(beyond));
        }
        for word in given.split(' ').filter(|word| !word.is_empty()) {
            query = query.filter(persons::search_key.like(format!("% {word}%")));
        }
        if let Some(birth_date) = search.birth_date {
            query = query.filter(persons::birth_date.eq(birth_date));
        }
        let within = person_within(persons::id, seen.clone());
        let centre = person_within(persons::id, seen.whole_centre());
        query = match full.filter(|_| search.birth_date.is_some() && !given.is_empty()) {
            _ if search.pesel.is_some() => query.filter(within.or(centre.and(not(protected_on!(today))))),
            Some(full) => {
                let exact = persons::search_key.eq(full);
                query.filter(within.or(exact.and(centre).and(not(protected_on!(today)))))
            }
            None => query.filter(within),
        };
        keyset!(c, query, page, persons::search_key, persons::id, page.key(0), Text, false)
    })?;
    let cards: Vec<CoreCard> = found.into_iter().map(card).collect::<Result<_, _>>()?;
    for card in &cards {
        read.saw(card.id);
    }
    Ok(cards)
}

/// Registers a person with all that is known, and attaches them to units. Gives back the facts as they are stored.
///
/// # Errors
/// [`Error::Duplicate`] of `persons.pesel` when the PESEL number is taken, [`Error::Dangling`] for a missing unit.
pub fn insert(tx: &mut Tx<'_>, new: &NewPerson, units: &[OrgUnitId]) -> Result<Facts, Error> {
    let row = PersonRow::from(&new.person);
    let created_at: NaiveDateTime = tx.context().now.naive_utc();
    on!(tx.conn(), c => diesel::insert_into(persons::table)
        .values((&row, persons::created_at.eq(created_at)))
        .execute(c))?;
    let id = new.person.id;
    tx.changed(subject(id), "persons", id, None, Some(&row))?;
    let facts = Facts::insert(tx, new)?;
    for unit in units {
        attach_unit(tx, id, *unit)?;
    }
    tx.saw(id);
    Ok(facts)
}

/// Stores a changed record and counts its version up.
///
/// # Errors
/// [`Error::Stale`] when someone was faster, [`Error::Duplicate`] as in [`insert`].
pub fn update(tx: &mut Tx<'_>, person: &mut Loaded<Person>) -> Result<(), Error> {
    update_row!(tx, persons, subject(person.id), PersonRow, person)
}

/// Locks the records, in the order of their ids, until the transaction ends. SQLite has one writer and needs none.
///
/// # Errors
/// [`Error::Unavailable`] when another transaction holds them too long.
pub fn lock(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<(), Error> {
    match tx.conn() {
        Conn::Sqlite(_) => {}
        Conn::Pg(c) => {
            let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
            let _locked: Vec<String> = persons::table
                .filter(persons::id.eq_any(ids))
                .order(persons::id)
                .select(persons::id)
                .for_no_key_update()
                .load(c)?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Counted {
    version: i64,
}

/// Counts a person's version up for what was recorded about them elsewhere; the record stays locked until the
/// transaction ends. Answers with the new version.
///
/// # Errors
/// [`Error::NotFound`].
pub fn count_up(tx: &mut Tx<'_>, person: PersonId) -> Result<i64, Error> {
    let version: i64 = on!(tx.conn(), c => diesel::update(persons::table.find(person.to_string()))
        .set(persons::version.eq(persons::version + 1_i64))
        .returning(persons::version)
        .get_result(c))?;
    let (before, after) = (Counted { version: version - 1 }, Counted { version });
    tx.changed(subject(person), "persons", person, Some(&before), Some(&after))?;
    Ok(version)
}

/// Attaches a person to a unit, unless they are: its staff then reach the record.
///
/// # Errors
/// [`Error::Dangling`] when the person or the unit does not exist.
pub fn attach_unit(tx: &mut Tx<'_>, person: PersonId, unit: OrgUnitId) -> Result<(), Error> {
    let row = UnitRow { person_id: person.to_string(), unit_id: unit.to_string() };
    let new = on!(tx.conn(), c => diesel::insert_into(person_units::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c))?;
    if new > 0 {
        tx.changed(subject(person), "person_units", unit, None, Some(&row))?;
    }
    Ok(())
}
