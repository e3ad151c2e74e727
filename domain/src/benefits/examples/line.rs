//! One line of the format, and its keys as the rules take them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::Unanswered;
use crate::benefits::income::pomoc_spoleczna::{HouseholdKind, IncomeRow, Person, PersonIncome, reference_month};
use crate::benefits::income_kind::IncomeKind;
use crate::kernel::ids::PersonId;
use crate::kernel::money::Money;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    #[serde(rename = "id")]
    _id: String,
    pub(super) benefit: String,
    pub(super) as_of: NaiveDate,
    pub(super) household: Household,
    #[serde(default)]
    pub(super) inputs: Inputs,
    pub(super) expected: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) legal_basis: Vec<String>,
    #[serde(rename = "source", default)]
    _source: String,
    #[serde(rename = "derived", default)]
    _derived: bool,
    #[serde(rename = "comment", default)]
    _comment: String,
    #[serde(default)]
    pub(super) disputed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Household {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) size: Option<u32>,
    pub(super) reasons: Option<Vec<String>>,
    #[serde(default)]
    pub(super) persons: Vec<PersonText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonText {
    #[serde(rename = "id")]
    _id: Option<String>,
    role: Option<String>,
    pub(super) net_income: Option<String>,
    #[serde(default)]
    incomes: Vec<IncomeText>,
    pub(super) adult: Option<bool>,
    #[serde(default)]
    pub(super) entitled_to: Vec<String>,
    pub(super) niezdolnosc_do_pracy: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IncomeText {
    kind: String,
    amount: String,
}

impl Household {
    /// How the people live; other types than the two have no benefit of these.
    pub(super) fn kind(&self) -> Result<HouseholdKind, Unanswered> {
        serde_json::from_value(Value::String(self.kind.clone())).map_err(Unanswered::from)
    }

    /// The place of the applicant among the persons: the one so called, else the first.
    pub(super) fn applicant(&self) -> usize {
        self.persons.iter().position(|person| person.role.as_deref() == Some("wnioskodawca")).unwrap_or(0)
    }
}

/// The id a person gets for a check: the place in the line, from one.
pub(super) fn person_id(index: usize) -> PersonId {
    PersonId::new(Uuid::from_u128(u128::try_from(index).unwrap_or(u128::MAX).saturating_add(1)))
}

impl PersonText {
    /// The person with a net income or with rows of the reference month.
    pub(super) fn person(&self, index: usize, as_of: NaiveDate) -> Result<Person, Unanswered> {
        let income = match (&self.net_income, self.incomes.is_empty()) {
            (Some(net), true) => PersonIncome::Declared(net.parse::<Money>()?),
            (None, true) => return Err(Unanswered("a person has neither `net_income` nor `incomes`".to_owned())),
            (_, false) => PersonIncome::Rows(self.rows(as_of)?),
        };
        Ok(Person { id: person_id(index), income, income_lost: false, foster_care: false })
    }

    fn rows(&self, as_of: NaiveDate) -> Result<Vec<IncomeRow>, Unanswered> {
        let month = reference_month(as_of, false);
        let row = |income: &IncomeText| {
            Ok(IncomeRow::net(income_kind(&income.kind)?, month, income.amount.parse::<Money>()?))
        };
        self.incomes.iter().map(row).collect()
    }
}

/// The kind of income that a word of the format stands for.
pub(super) fn income_kind(word: &str) -> Result<IncomeKind, Unanswered> {
    let code = match word {
        "emerytura_netto" => "emerytura",
        "renta_netto" => "renta_z_tytulu_niezdolnosci",
        "swiadczenie_uzupelniajace_500_plus" => "swiadczenie_uzupelniajace",
        "aktywni_rodzice_w_pracy" => "swiadczenia_aktywny_rodzic",
        same => same,
    };
    Ok(code.parse::<IncomeKind>()?)
}

/// The inputs of a line; remembers which keys were read, so that no key is passed over in silence.
#[derive(Deserialize, Default)]
#[serde(transparent)]
pub(super) struct Inputs {
    values: BTreeMap<String, Value>,
    #[serde(skip)]
    read: RefCell<BTreeSet<String>>,
}

impl Inputs {
    fn value(&self, key: &str) -> Option<&Value> {
        self.read.borrow_mut().insert(key.to_owned());
        self.values.get(key).filter(|value| !value.is_null())
    }

    /// The text of a key, if the key is there.
    pub(super) fn text(&self, key: &str) -> Result<Option<&str>, Unanswered> {
        let text = |value: &Value| format!("input `{key}`: expected text, found {value}");
        self.value(key).map(|value| value.as_str().ok_or_else(|| Unanswered(text(value)))).transpose()
    }

    /// The amount of a key, if the key is there.
    pub(super) fn money(&self, key: &str) -> Result<Option<Money>, Unanswered> {
        Ok(self.text(key)?.map(str::parse::<Money>).transpose()?)
    }

    /// The flag of a key, if the key is there.
    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Unanswered> {
        let text = |value: &Value| format!("input `{key}`: expected true or false, found {value}");
        self.value(key).map(|value| value.as_bool().ok_or_else(|| Unanswered(text(value)))).transpose()
    }

    /// Refuses keys that the kind did not read.
    pub(super) fn finish(&self) -> Result<(), Unanswered> {
        let read = self.read.borrow();
        match self.values.keys().find(|key| !read.contains(*key)) {
            Some(key) => Err(Unanswered(format!("input `{key}` is not answered here"))),
            None => Ok(()),
        }
    }
}
