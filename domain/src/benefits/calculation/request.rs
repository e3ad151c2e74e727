//! What a calculation is asked.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::benefits::circumstance::Circumstance;
use crate::benefits::income::pomoc_spoleczna::{HouseholdKind, IncomeRow, Person, PersonIncome, Purpose};
use crate::benefits::local::LocalParameter;
use crate::benefits::parameter::Unit;
use crate::benefits::pomoc_spoleczna::zasilek_staly::{NiezdolnoscDoPracy, ZbiegUprawnien};
use crate::kernel::day::YearMonth;
use crate::kernel::ids::PersonId;
use crate::kernel::money::Money;

/// A benefit that can be calculated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BenefitCode {
    /// Art. 37 u.p.s.
    ZasilekStaly,
    /// Art. 38 u.p.s.
    ZasilekOkresowy,
    /// Art. 39 u.p.s.
    ZasilekCelowy,
    /// Art. 41 pkt 1 u.p.s.
    SpecjalnyZasilekCelowy,
}

impl BenefitCode {
    /// Every benefit that can be calculated.
    pub const ALL: &[Self] =
        &[Self::ZasilekStaly, Self::ZasilekOkresowy, Self::ZasilekCelowy, Self::SpecjalnyZasilekCelowy];

    /// The benefit with a code.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|benefit| benefit.code() == code)
    }

    /// The name, in Polish, as decisions print it.
    #[must_use]
    pub const fn label_pl(self) -> &'static str {
        match self {
            Self::ZasilekStaly => "zasiłek stały",
            Self::ZasilekOkresowy => "zasiłek okresowy",
            Self::ZasilekCelowy => "zasiłek celowy",
            Self::SpecjalnyZasilekCelowy => "specjalny zasiłek celowy",
        }
    }

    /// The code as text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ZasilekStaly => "zasilek_staly",
            Self::ZasilekOkresowy => "zasilek_okresowy",
            Self::ZasilekCelowy => "zasilek_celowy",
            Self::SpecjalnyZasilekCelowy => "specjalny_zasilek_celowy",
        }
    }

    /// What the income is set for.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::ZasilekStaly => Purpose::ZasilekStaly,
            Self::ZasilekOkresowy => Purpose::ZasilekOkresowy,
            Self::ZasilekCelowy | Self::SpecjalnyZasilekCelowy => Purpose::InneSwiadczeniePieniezne,
        }
    }

    /// The unit of its amounts: złoty a month, or once.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::ZasilekStaly | Self::ZasilekOkresowy => Unit::PlnPerMonth,
            Self::ZasilekCelowy | Self::SpecjalnyZasilekCelowy => Unit::Pln,
        }
    }
}

/// Whether the applicant is of age: stated, or found from the day of birth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Adult {
    /// As the caller states it.
    Stated(bool),
    /// By the day of birth: eighteen years are complete on the birthday.
    BornOn(NaiveDate),
}

impl Adult {
    /// Whether the applicant is of age on a day.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> bool {
        match self {
            Self::Stated(adult) => adult,
            // INTERPRETATION: who is born on 29 February comes of age on 28 February of a common year (art. 112 of the
            // civil code, not read for this program).
            Self::BornOn(born) => born.checked_add_months(Months::new(18 * 12)).is_some_and(|birthday| birthday <= day),
        }
    }
}

/// The facts and days a benefit is assessed from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssessmentRequest {
    /// The benefit.
    pub benefit: BenefitCode,
    /// The day of the application; it sets the reference month of income.
    pub application_on: NaiveDate,
    /// The day of the decision; it sets the criterion.
    pub decision_on: NaiveDate,
    /// The month the benefit is for; it sets the amount.
    pub month: YearMonth,
    /// How the people live.
    pub household: HouseholdKind,
    /// The persons of the household, the applicant among them.
    pub persons: Vec<Person>,
    /// Who applies.
    pub applicant: PersonId,
    /// The circumstances of art. 7.
    pub circumstances: Vec<Circumstance>,
    /// Whether other circumstances justify help (art. 8 ust. 1).
    pub other_circumstances: bool,
    /// Whether the applicant is of age; only *zasiłek stały* asks.
    pub adult: Adult,
    /// Why the applicant cannot work; only *zasiłek stały* asks.
    pub niezdolnosc: Option<NiezdolnoscDoPracy>,
    /// Benefits of art. 37 ust. 4 due to the applicant; only *zasiłek stały* asks.
    pub entitled_to: Vec<ZbiegUprawnien>,
    /// The amount applied for; only *zasiłek celowy* and *specjalny zasiłek celowy* ask.
    pub requested: Option<Money>,
    /// What the council resolved; only *zasiłek okresowy* and *celowy* ask.
    pub local: Vec<LocalParameter>,
    /// Whether the gmina of stay helps (art. 101 ust. 3); it uses no raised criterion.
    pub gmina_of_stay: bool,
}

impl AssessmentRequest {
    /// The inputs as JSON: what is stored with a calculation and what its hash covers.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        json!({
            "benefit": self.benefit,
            "applicationOn": self.application_on,
            "decisionOn": self.decision_on,
            "month": self.month,
            "household": self.household,
            "persons": self.persons.iter().map(person).collect::<Vec<_>>(),
            "applicant": self.applicant,
            "circumstances": self.circumstances,
            "otherCircumstances": self.other_circumstances,
            "adult": match self.adult {
                Adult::Stated(adult) => json!({ "stated": adult }),
                Adult::BornOn(born) => json!({ "bornOn": born }),
            },
            "niezdolnoscDoPracy": self.niezdolnosc,
            "entitledTo": self.entitled_to,
            "requested": self.requested,
            "local": self.local.iter().map(local).collect::<Vec<_>>(),
            "gminaOfStay": self.gmina_of_stay,
        })
    }
}

fn person(person: &Person) -> Value {
    json!({
        "id": person.id,
        "income": match &person.income {
            PersonIncome::Declared(amount) => json!({ "declared": amount }),
            PersonIncome::Rows(rows) => json!({ "rows": rows.iter().map(row).collect::<Vec<_>>() }),
        },
        "incomeLost": person.income_lost,
        "fosterCare": person.foster_care,
    })
}

fn row(row: &IncomeRow) -> Value {
    json!({
        "evidence": row.evidence,
        "kind": row.kind,
        "month": row.month,
        "amount": row.amount,
        "incomeTax": row.deductions.income_tax,
        "costsOfEarning": row.deductions.costs_of_earning,
        "healthInsurance": row.deductions.health_insurance,
        "socialInsurance": row.deductions.social_insurance,
        "maintenancePaid": row.deductions.maintenance_paid,
        "override": row.class_override.as_ref().map(|ruling| json!({
            "counted": ruling.counted,
            "reason": &*ruling.reason,
        })),
    })
}

fn local(parameter: &LocalParameter) -> Value {
    json!({
        "code": parameter.code(),
        "value": parameter.value().to_string(),
        "from": parameter.from(),
        "to": parameter.to(),
        "act": parameter.act(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_of_age_on_the_eighteenth_birthday() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let born = Adult::BornOn(date("2007-05-22"));
        assert!(!born.on(date("2025-05-21")));
        assert!(born.on(date("2025-05-22")));
        assert!(Adult::BornOn(date("2004-02-29")).on(date("2022-02-28")));
        assert!(!Adult::Stated(false).on(date("2025-05-22")));
    }
}
