//! Bodies of dated facts, and the facts they become.

use chrono::NaiveDate;
use domain::kernel::day::Day;
use domain::kernel::text::Line;
use domain::people::person::address::{Address, AddressKind, Teryt};
use domain::people::person::facts::{BankAccount, ContactChannel, ContactKind, Dated, PersonName, Protection};
use domain::people::person::foreign_id::{CountryCode, ForeignId, ForeignIdKind};
use persistence::people::facts::Stored;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::error::{Error, Fault};
use crate::http::numbers::NrbText;
use crate::people::times::range;

/// A body that becomes a dated fact.
pub trait FactBody: Sized {
    /// The fact.
    type Fact: Stored + Send + 'static;

    /// Checks what the body means; faults are added under `pointer`.
    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<Self::Fact>>;
}

/// The fact of a body that is one.
///
/// # Errors
/// [`Error::Rule`] with all its faults.
pub fn one<B: FactBody>(body: B, today: NaiveDate) -> Result<Dated<B::Fact>, Error> {
    let mut faults = Vec::new();
    match body.dated(today, "", &mut faults) {
        Some(fact) if faults.is_empty() => Ok(fact),
        _ => Err(Error::Rule { code: "rule_violation", faults }),
    }
}

/// The facts of bodies in a list of another body.
pub fn many<B: FactBody>(
    bodies: Vec<B>,
    today: NaiveDate,
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> Vec<Dated<B::Fact>> {
    let bodies = bodies.into_iter().enumerate();
    bodies.filter_map(|(n, body)| body.dated(today, &format!("{pointer}/{n}"), faults)).collect()
}

const fn poland() -> CountryCode {
    CountryCode::PL
}

const fn yes() -> bool {
    true
}

/// Names of a person from a day on.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameBody {
    /// Given names.
    #[schema(inline, example = "Anna Maria")]
    pub given_names: Line<100>,
    /// Surname.
    #[schema(inline, example = "Nowak-Zielińska")]
    pub surname: Line<100>,
    /// Family name (*nazwisko rodowe*).
    #[schema(inline, example = "Zielińska")]
    pub family_name: Option<Line<100>>,
    /// The first day, not later than today; today when absent.
    pub from: Option<Day>,
}

impl FactBody for NameBody {
    type Fact = PersonName;

    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<PersonName>> {
        if self.from.is_some_and(|from| from.date() > today) {
            let message = "expected a day that is not in the future";
            faults.push(Fault::new(format!("{pointer}/from"), "day_in_future", message));
        }
        let range = range(self.from, None, today, pointer, faults)?;
        let Self { given_names, surname, family_name, .. } = self;
        Some(Dated { value: PersonName { given_names, surname, family_name }, range })
    }
}

/// An address.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressBody {
    /// What it is for.
    pub kind: AddressKind,
    /// The street.
    #[schema(inline, example = "Piotrkowska")]
    pub street: Option<Line<120>>,
    /// The number of the house.
    #[schema(inline, example = "104")]
    pub house: Option<Line<20>>,
    /// The number of the flat.
    #[schema(inline, example = "7")]
    pub flat: Option<Line<20>>,
    /// The postal code; in Poland like `90-926`.
    #[schema(inline, example = "90-926")]
    pub postal_code: Option<Line<16>>,
    /// The locality.
    #[schema(inline, example = "Łódź")]
    pub locality: Line<100>,
    /// The country; Poland when absent.
    #[serde(default = "poland")]
    #[schema(default = "PL")]
    pub country: CountryCode,
    /// The gmina in the register of localities (TERC).
    #[schema(inline)]
    pub terc: Option<Teryt<7>>,
    /// The locality in the register of localities (SIMC).
    #[schema(inline)]
    pub simc: Option<Teryt<7>>,
    /// The street in the register of localities (ULIC).
    #[schema(inline)]
    pub ulic: Option<Teryt<5>>,
    /// The first day; today when absent.
    pub from: Option<Day>,
    /// The last day; open when absent.
    pub to: Option<Day>,
}

impl FactBody for AddressBody {
    type Fact = Address;

    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<Address>> {
        let range = range(self.from, self.to, today, pointer, faults);
        let Self { kind, street, house, flat, postal_code, locality, country, terc, simc, ulic, .. } = self;
        let value = Address { kind, street, house, flat, postal_code, locality, country, terc, simc, ulic };
        if !value.postal_code_fits() {
            let message = "expected a postal code like `90-926`";
            faults.push(Fault::new(format!("{pointer}/postalCode"), "postal_code", message));
        }
        Some(Dated { value, range: range? })
    }
}

/// A way to reach a person.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactBody {
    /// What kind.
    pub kind: ContactKind,
    /// The number or address.
    #[schema(inline, example = "+48 600 100 200")]
    pub value: Line<254>,
    /// Whether nobody but the person reads it.
    pub safe: bool,
    /// The first day; today when absent.
    pub from: Option<Day>,
    /// The last day; open when absent.
    pub to: Option<Day>,
}

impl FactBody for ContactBody {
    type Fact = ContactChannel;

    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<ContactChannel>> {
        let range = range(self.from, self.to, today, pointer, faults);
        let value = ContactChannel { kind: self.kind, value: self.value, safe: self.safe };
        if !value.fits() {
            let message = "expected a number or address of this kind";
            faults.push(Fault::new(format!("{pointer}/value"), "contact_value", message));
        }
        Some(Dated { value, range: range? })
    }
}

/// A bank account.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountBody {
    /// Its number.
    #[schema(inline)]
    pub nrb: NrbText,
    /// Whether it is the person's own.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub own: bool,
    /// Whose it is; required when it is not the person's own.
    #[schema(inline, example = "Jan Nowak")]
    pub owner_name: Option<Line<200>>,
    /// The first day; today when absent.
    pub from: Option<Day>,
    /// The last day; open when absent.
    pub to: Option<Day>,
}

impl FactBody for AccountBody {
    type Fact = BankAccount;

    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<BankAccount>> {
        let range = range(self.from, self.to, today, pointer, faults);
        let nrb = self.nrb.checked(&format!("{pointer}/nrb"), faults);
        if !self.own && self.owner_name.is_none() {
            let message = "expected the owner of an account that is not the person's own";
            faults.push(Fault::new(format!("{pointer}/ownerName"), "owner_required", message));
        }
        Some(Dated { value: BankAccount { nrb: nrb?, owner_name: self.owner_name, own: self.own }, range: range? })
    }
}

/// A document or number of a person without PESEL.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForeignIdBody {
    /// What kind.
    pub kind: ForeignIdKind,
    /// Its number.
    #[schema(inline, example = "FA123456")]
    pub number: Line<64>,
    /// The country that issued it.
    pub country: CountryCode,
    /// The first day it is valid; today when absent.
    pub from: Option<Day>,
    /// The last day it is valid; open when absent.
    pub to: Option<Day>,
}

impl FactBody for ForeignIdBody {
    type Fact = ForeignId;

    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<ForeignId>> {
        let range = range(self.from, self.to, today, pointer, faults)?;
        Some(Dated { value: ForeignId { kind: self.kind, number: self.number, country: self.country }, range })
    }
}

/// A time in which the person does not exist for those outside the circle.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProtectionBody {
    /// Why.
    #[schema(inline, example = "Zagrożenie przemocą")]
    pub grounds: Line<200>,
    /// The first day; today when absent.
    pub from: Option<Day>,
    /// The last day; open when absent.
    pub to: Option<Day>,
}

impl FactBody for ProtectionBody {
    type Fact = Protection;

    fn dated(self, today: NaiveDate, pointer: &str, faults: &mut Vec<Fault>) -> Option<Dated<Protection>> {
        let range = range(self.from, self.to, today, pointer, faults)?;
        Some(Dated { value: Protection { grounds: self.grounds }, range })
    }
}
