//! Bodies about the record of a person.

use domain::kernel::context::Context;
use domain::kernel::day::Day;
use domain::kernel::ids::{OrgUnitId, PersonId};
use domain::kernel::text::Line;
use domain::people::person::foreign_id::CountryCode;
use domain::people::person::record::{NewPerson, Person};
use domain::people::person::{Sex, Vitals, VitalsFault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::fact_bodies::{AccountBody, AddressBody, ContactBody, ForeignIdBody, ProtectionBody, many};
use crate::http::error::{Error, Fault};
use crate::http::numbers::PeselText;
use crate::http::page::CursorText;

/// A person to register.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterPersonBody {
    /// The PESEL number; birth date and sex follow from it when they are absent.
    #[schema(inline)]
    pub pesel: Option<PeselText>,
    /// Given names; may be absent only when it is not known who the person is.
    #[schema(inline, example = "Anna")]
    pub given_names: Option<Line<100>>,
    /// Surname; as given names.
    #[schema(inline, example = "Nowak")]
    pub surname: Option<Line<100>>,
    /// Family name (*nazwisko rodowe*).
    #[schema(inline)]
    pub family_name: Option<Line<100>>,
    /// The date of birth.
    pub birth_date: Option<Day>,
    /// The sex.
    pub sex: Option<Sex>,
    /// Citizenship.
    pub citizenship: Option<CountryCode>,
    /// Whether it is not known who the person is.
    #[serde(default)]
    pub unknown_identity: bool,
    /// Documents and numbers of a person without PESEL.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub foreign_ids: Vec<ForeignIdBody>,
    /// Addresses.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub addresses: Vec<AddressBody>,
    /// Ways to reach the person.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub contacts: Vec<ContactBody>,
    /// Bank accounts.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub accounts: Vec<AccountBody>,
    /// A time in which the person does not exist for those outside the circle.
    pub protection: Option<ProtectionBody>,
    /// The unit whose staff reach the record; the caller's own units when absent.
    pub org_unit_id: Option<OrgUnitId>,
}

/// What the record of a person whose name is unknown says instead.
const NAMELESS: &str = "NN";

impl RegisterPersonBody {
    /// The person to register, and the unit to attach them to.
    ///
    /// # Errors
    /// [`Error::Rule`] with all faults.
    pub fn checked(self, context: &Context) -> Result<(NewPerson, Option<OrgUnitId>), Error> {
        let today = context.today;
        let mut faults = Vec::new();
        let pesel = self.pesel.as_ref().and_then(|pesel| pesel.checked("/pesel", &mut faults));
        let vitals = Vitals {
            pesel,
            birth_date: self.birth_date.map(Day::date).or(pesel.map(|pesel| pesel.birth_date())),
            sex: self.sex.or(pesel.map(|pesel| pesel.sex())),
            death_date: None,
        };
        faults.extend(vitals.faults(today).into_iter().map(vitals_fault));
        if self.unknown_identity && self.pesel.is_some() {
            let message = "expected no PESEL number of a person who is not known";
            faults.push(Fault::new("/unknownIdentity", "identity_known", message));
        }
        let nameless = Line::new(NAMELESS).ok().filter(|_| self.unknown_identity);
        let given_names = self.given_names.or_else(|| nameless.clone());
        let surname = self.surname.or(nameless);
        for (pointer, known) in [("/givenNames", given_names.is_some()), ("/surname", surname.is_some())] {
            if !known {
                faults.push(Fault::new(pointer, "name_required", "expected the name of a person who is known"));
            }
        }
        let addresses = many(self.addresses, today, "/addresses", &mut faults);
        let contacts = many(self.contacts, today, "/contacts", &mut faults);
        let accounts = many(self.accounts, today, "/accounts", &mut faults);
        let foreign_ids = many(self.foreign_ids, today, "/foreignIds", &mut faults);
        let protection = self.protection.into_iter();
        let protections =
            protection.filter_map(|body| super::fact_bodies::FactBody::dated(body, today, "/protection", &mut faults));
        let protections = protections.collect();
        match (given_names, surname) {
            (Some(given_names), Some(surname)) if faults.is_empty() => {
                let named = Person::named(PersonId::new(context.ids.next()), given_names, surname);
                let person =
                    Person { vitals, citizenship: self.citizenship, unknown_identity: self.unknown_identity, ..named };
                let family_name = self.family_name;
                let new = NewPerson { person, family_name, addresses, contacts, accounts, foreign_ids, protections };
                Ok((new, self.org_unit_id))
            }
            _ => Err(Error::Rule { code: "rule_violation", faults }),
        }
    }
}

/// A fault among the vitals, as bodies name their fields.
#[must_use]
pub fn vitals_fault(fault: VitalsFault) -> Fault {
    let (pointer, code) = match fault {
        VitalsFault::BirthInFuture => ("/birthDate", "birth_date_in_future"),
        VitalsFault::PeselInFuture => ("/pesel", "pesel_in_future"),
        VitalsFault::BirthDisagreesWithPesel => ("/birthDate", "pesel_birth_date_differs"),
        VitalsFault::SexDisagreesWithPesel => ("/sex", "pesel_sex_differs"),
        VitalsFault::DeathBeforeBirth => ("/deathDate", "death_before_birth"),
        VitalsFault::DeathInFuture => ("/deathDate", "day_in_future"),
    };
    Fault::new(pointer, code, fault)
}

/// What identifies a person; only what is given changes.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentifyPersonBody {
    /// The PESEL number; birth date and sex follow from it when they are absent here and in the record.
    #[schema(inline)]
    pub pesel: Option<PeselText>,
    /// The date of birth.
    pub birth_date: Option<Day>,
    /// The sex.
    pub sex: Option<Sex>,
    /// Citizenship.
    pub citizenship: Option<CountryCode>,
}

impl IdentifyPersonBody {
    /// Changes a record.
    ///
    /// # Errors
    /// [`Error::Rule`] with all faults.
    pub fn apply(self, person: &mut Person, context: &Context) -> Result<(), Error> {
        let mut faults = Vec::new();
        let pesel = self.pesel.as_ref().and_then(|pesel| pesel.checked("/pesel", &mut faults)).or(person.vitals.pesel);
        let birth_date = self.birth_date.map(Day::date).or(person.vitals.birth_date);
        let vitals = Vitals {
            pesel,
            birth_date: birth_date.or(pesel.map(|pesel| pesel.birth_date())),
            sex: self.sex.or(person.vitals.sex).or(pesel.map(|pesel| pesel.sex())),
            death_date: person.vitals.death_date,
        };
        faults.extend(vitals.faults(context.today).into_iter().map(vitals_fault));
        let nothing = (&self.pesel, self.birth_date, self.sex, self.citizenship);
        if matches!(nothing, (None, None, None, None)) {
            faults.push(Fault::new("", "nothing_given", "expected at least one field"));
        }
        if !faults.is_empty() {
            return Err(Error::Rule { code: "rule_violation", faults });
        }
        person.vitals = vitals;
        person.citizenship = self.citizenship.or(person.citizenship);
        person.unknown_identity = false;
        Ok(())
    }
}

/// The death of a person.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeathBody {
    /// The day of death, not later than today.
    pub death_date: Day,
}

/// How a fact ends.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndingBody {
    /// The last day it holds; absent when it never was so.
    pub last_day: Option<Day>,
}

/// What to search persons by: at least the PESEL number, the surname or the date of birth.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchPersonsBody {
    /// The PESEL number, exactly.
    #[schema(inline)]
    pub pesel: Option<PeselText>,
    /// How the surname begins; case and diacritics do not matter.
    #[schema(inline, example = "zolk")]
    pub surname: Option<Line<100>>,
    /// Words that the given names begin with; case and diacritics do not matter.
    #[schema(inline, example = "an")]
    pub given_names: Option<Line<100>>,
    /// The date of birth.
    pub birth_date: Option<Day>,
    /// Items of a page.
    #[serde(skip_serializing)]
    #[validate(range(min = 1, max = 200))]
    #[schema(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page of this search.
    #[serde(skip_serializing)]
    #[schema(inline)]
    pub cursor: Option<CursorText>,
}
