//! What a caller adds to the facts of a case for a calculation.

use std::collections::BTreeSet;

use domain::benefits::calculation::BenefitCode;
use domain::benefits::pomoc_spoleczna::zasilek_staly::{NiezdolnoscDoPracy, ZbiegUprawnien};
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::{CaseId, EvidenceId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::text::Prose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::preview::LocalParameterBody;
use super::refusals;
use crate::http::error::Fault;

/// A calculation of a case: its people, their income and its circumstances come from the database.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateCalculationBody {
    /// The case.
    pub case_id: CaseId,
    /// The benefit.
    pub benefit_code: BenefitCode,
    /// The day of the decision, which sets the criterion and who belongs to the household; today when it is left out.
    pub as_of: Option<Day>,
    /// The month the benefit is for, which sets the amount; that of `asOf` when it is left out.
    pub month: Option<YearMonth>,
    /// Members who stated that they had no income in the reference month.
    #[serde(default)]
    #[validate(length(max = 40, message = "expected at most 40 persons"))]
    #[schema(max_items = 40)]
    pub no_income_person_ids: Vec<PersonId>,
    /// Members who lost income, so that the month of the application is their reference month.
    #[serde(default)]
    #[validate(length(max = 40, message = "expected at most 40 persons"))]
    #[schema(max_items = 40)]
    pub income_lost_person_ids: Vec<PersonId>,
    /// Members who are children in foster care or former wards (art. 10 ust. 1 u.p.s.).
    #[serde(default)]
    #[validate(length(max = 40, message = "expected at most 40 persons"))]
    #[schema(max_items = 40)]
    pub foster_care_person_ids: Vec<PersonId>,
    /// An official's rulings that a row of income counts or does not, against the class of its kind.
    #[serde(default)]
    #[validate(length(max = 100, message = "expected at most 100 rulings"))]
    #[schema(max_items = 100)]
    pub rulings: Vec<RulingBody>,
    /// Whether other circumstances than those of the case justify help (art. 8 ust. 1 u.p.s.).
    #[serde(default)]
    pub other_circumstances: bool,
    /// Whether the applicant is of age, where the day of birth is not known; `zasilek_staly` asks.
    pub adult: Option<bool>,
    /// Why the applicant cannot work; `zasilek_staly` asks.
    pub inability_to_work: Option<NiezdolnoscDoPracy>,
    /// Benefits of art. 37 ust. 4 u.p.s. that are due to the applicant; `zasilek_staly` asks.
    #[serde(default)]
    #[validate(length(max = 5, message = "expected at most 5 benefits"))]
    #[schema(max_items = 5)]
    pub concurrence: Vec<ZbiegUprawnien>,
    /// The amount applied for; that of the application when it is left out.
    pub requested_amount: Option<Money>,
    /// What the council resolved in place of statutory figures.
    #[serde(default)]
    #[validate(length(max = 20, message = "expected at most 20 local parameters"))]
    #[schema(max_items = 20)]
    pub local_parameters: Vec<LocalParameterBody>,
    /// Whether the gmina of stay helps (art. 101 ust. 3 u.p.s.); it uses no raised criterion.
    #[serde(default)]
    pub gmina_of_stay: bool,
    /// The amount chosen, where the law leaves a range; goes with `choiceReason`.
    pub chosen_amount: Option<Money>,
    /// Why this amount.
    #[schema(inline)]
    pub choice_reason: Option<Prose<2000>>,
}

/// A ruling on a row of income.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RulingBody {
    /// The evidence of the income.
    pub evidence_id: EvidenceId,
    /// Whether it counts as income.
    pub counted: bool,
    /// Why; the trace shows it.
    #[schema(inline, example = "Świadczenie jednorazowe, wypłacone omyłkowo i zwrócone.")]
    pub reason: Prose<500>,
}

impl CreateCalculationBody {
    /// Lists that name something twice, amounts that are none.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        twice(&self.no_income_person_ids, "/noIncomePersonIds", &mut faults);
        twice(&self.income_lost_person_ids, "/incomeLostPersonIds", &mut faults);
        twice(&self.foster_care_person_ids, "/fosterCarePersonIds", &mut faults);
        let evidence: Vec<EvidenceId> = self.rulings.iter().map(|ruling| ruling.evidence_id).collect();
        twice(&evidence, "/rulings", &mut faults);
        for (at, benefit) in self.concurrence.iter().enumerate() {
            if self.concurrence.iter().take(at).any(|earlier| earlier == benefit) {
                faults.push(listed_twice(format!("/concurrence/{at}")));
            }
        }
        if self.requested_amount.is_some_and(Money::is_negative) {
            faults.push(refusals::negative("/requestedAmount"));
        }
        faults
    }
}

fn listed_twice(pointer: String) -> Fault {
    Fault::new(pointer, "listed_twice", "expected every value once")
}

fn twice<T: Ord>(values: &[T], list: &str, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for (at, value) in values.iter().enumerate() {
        if !seen.insert(value) {
            faults.push(listed_twice(format!("{list}/{at}")));
        }
    }
}
