//! The party of a decision, as printed.

use chrono::NaiveDate;
use domain::casework::case::Case;
use domain::kernel::text::Line;
use domain::people::person::address::{Address, AddressKind};
use domain::people::person::facts::{Held, Protection};
use domain::people::person::record::Person;
use persistence::people::{facts, persons};
use persistence::tx::Read;

use crate::http::error::Error;

/// The party of the case.
pub(in crate::decisions) struct Party {
    pub(super) person: Person,
    /// Whether the record is protected, so that the address is printed nowhere.
    pub(in crate::decisions) protected: bool,
    address: Option<Address>,
}

impl Party {
    pub(in crate::decisions) fn name(&self) -> String {
        format!("{} {}", self.person.given_names.as_str(), self.person.surname.as_str())
    }

    /// The name, with the address where it is printed.
    pub(super) fn printed(&self) -> String {
        match &self.address {
            None => self.name(),
            Some(address) => format!("{}, {}", self.name(), address_line(address)),
        }
    }
}

fn address_line(address: &Address) -> String {
    let part = |text: &Option<Line<20>>| text.as_ref().map(|text| text.as_str().to_owned());
    let house = match (part(&address.house), part(&address.flat)) {
        (Some(house), Some(flat)) => format!(" {house} m. {flat}"),
        (Some(house), None) => format!(" {house}"),
        (None, _) => String::new(),
    };
    let town = match &address.postal_code {
        Some(code) => format!("{} {}", code.as_str(), address.locality.as_str()),
        None => address.locality.as_str().to_owned(),
    };
    match &address.street {
        Some(street) => format!("{}{house}, {town}", street.as_str()),
        None if house.is_empty() => town,
        None => format!("{}{house}, {town}", address.locality.as_str()),
    }
}

/// The party with the address to print: none while the record is protected.
pub(in crate::decisions) fn party(read: &mut Read<'_>, case: &Case, today: NaiveDate) -> Result<Party, Error> {
    let Some(applicant) = case.applicant else {
        return Err(Error::rule("/calculationId", "case_without_party", "expected a case with an applicant"));
    };
    let person = persons::of_case(read, applicant)?;
    let protections: Vec<Held<Protection>> = facts::load(read, applicant, Some(today), None)?;
    let addresses: Vec<Held<Address>> = facts::load(read, applicant, Some(today), None)?;
    let of_kind = |kind| addresses.iter().map(|held| &held.value).find(|address| address.kind == kind).cloned();
    let address = of_kind(AddressKind::Korespondencyjny)
        .or_else(|| of_kind(AddressKind::Zamieszkania))
        .or_else(|| of_kind(AddressKind::Pobytu));
    let protected = !protections.is_empty();
    Ok(Party { person, protected, address: address.filter(|_| !protected) })
}
