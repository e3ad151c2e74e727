//! A calculation from facts in the body: every fault of meaning at once, else the same assessment as for a case.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::benefits::calculation::{Adult, AssessmentRequest, BenefitCode, assess};
use domain::benefits::circumstance::Circumstance;
use domain::benefits::income::pomoc_spoleczna::{ClassOverride, HouseholdKind, IncomeRow, Person, PersonIncome};
use domain::benefits::income::pomoc_spoleczna::{Deductions as DeductionsOfRow, reference_month};
use domain::benefits::income_kind::IncomeKind;
use domain::benefits::law_book::LawBook;
use domain::benefits::local::{LocalCode, LocalParameter, LocalValue};
use domain::benefits::pomoc_spoleczna::zasilek_staly::{NiezdolnoscDoPracy, ZbiegUprawnien};
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::PersonId;
use domain::kernel::money::{MAX_INPUT, Money};
use domain::kernel::text::{Line, Prose};
use domain::people::evidence::income::Deductions;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::refusals;
use super::views::AssessmentView;
use crate::http::error::{Error, Fault};

/// The facts a benefit is assessed from.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewBody {
    /// The benefit.
    pub benefit_code: BenefitCode,
    /// The day of the decision, which sets the criterion; today when it is left out.
    pub as_of: Option<Day>,
    /// The day of the application, which sets the reference month of income; `asOf` when it is left out.
    pub application_day: Option<Day>,
    /// The month the benefit is for, which sets the amount; that of `asOf` when it is left out.
    pub month: Option<YearMonth>,
    /// How the people live; told from their number when it is left out.
    pub household: Option<HouseholdKind>,
    /// The persons of the household, the applicant first.
    #[validate(length(min = 1, max = 40, message = "expected 1 to 40 persons"), nested)]
    #[schema(min_items = 1, max_items = 40)]
    pub persons: Vec<PersonBody>,
    /// The circumstances of art. 7 u.p.s.
    #[serde(default)]
    #[validate(length(max = 15, message = "expected at most 15 circumstances"))]
    #[schema(max_items = 15)]
    pub circumstances: Vec<Circumstance>,
    /// Whether other circumstances justify help (art. 8 ust. 1).
    #[serde(default)]
    pub other_circumstances: bool,
    /// Whether the applicant is of age; `zasilek_staly` needs this or `birthDate`.
    pub adult: Option<bool>,
    /// The applicant's day of birth, instead of `adult`.
    pub birth_date: Option<Day>,
    /// Why the applicant cannot work; `zasilek_staly` asks.
    pub inability_to_work: Option<NiezdolnoscDoPracy>,
    /// Benefits of art. 37 ust. 4 u.p.s. that are due to the applicant; `zasilek_staly` asks.
    #[serde(default)]
    #[validate(length(max = 5, message = "expected at most 5 benefits"))]
    #[schema(max_items = 5)]
    pub concurrence: Vec<ZbiegUprawnien>,
    /// The amount applied for; `zasilek_celowy` and `specjalny_zasilek_celowy` ask.
    pub requested_amount: Option<Money>,
    /// What the council resolved in place of statutory figures.
    #[serde(default)]
    #[validate(length(max = 20, message = "expected at most 20 local parameters"))]
    #[schema(max_items = 20)]
    pub local_parameters: Vec<LocalParameterBody>,
    /// Whether the gmina of stay helps (art. 101 ust. 3 u.p.s.); it uses no raised criterion.
    #[serde(default)]
    pub gmina_of_stay: bool,
}

/// A person of the household: with a net income, or with the receipts it is made of.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonBody {
    /// A net income that is already set, złoty a month; instead of `incomes`.
    pub net_income: Option<Money>,
    /// Receipts; none means no income.
    #[validate(length(max = 100, message = "expected at most 100 incomes"))]
    #[schema(max_items = 100)]
    pub incomes: Option<Vec<IncomeBody>>,
    /// Whether income was lost, so that the month of the application is the reference month.
    #[serde(default)]
    pub income_lost: bool,
    /// Whether the person is a child in foster care or a former ward (art. 10 ust. 1 u.p.s.).
    #[serde(default)]
    pub foster_care: bool,
}

/// A receipt of one month.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IncomeBody {
    /// The kind, a code of `/law/income-kinds`.
    pub kind: IncomeKind,
    /// The month in which it was received; the reference month when it is left out.
    pub month: Option<YearMonth>,
    /// What was received, before deductions.
    pub amount: Money,
    /// What art. 8 ust. 3 u.p.s. takes off.
    #[serde(default)]
    pub deductions: Deductions,
    /// An official's ruling against the class of the kind.
    #[serde(rename = "override")]
    pub ruling: Option<OverrideBody>,
}

/// A ruling that a receipt counts or does not.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OverrideBody {
    /// Whether it counts as income.
    pub counted: bool,
    /// Why; the trace shows it.
    #[schema(inline, example = "Świadczenie jednorazowe, wypłacone omyłkowo i zwrócone.")]
    pub reason: Prose<500>,
}

/// What the council resolved.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocalParameterBody {
    /// Which figure.
    pub code: LocalCode,
    /// Złoty with at most two decimals, or per cent.
    pub value: LocalValue,
    /// The first day.
    pub from: Day,
    /// The last day; open when it is left out.
    pub to: Option<Day>,
    /// The resolution.
    #[schema(inline, example = "uchwała nr XX/123/2025 Rady Miejskiej w Przykładowie")]
    pub act: Line<200>,
}

/// Assesses the facts of a body.
///
/// # Errors
/// [`Error::Rule`] with every fault of meaning.
pub fn preview(body: &PreviewBody, today: NaiveDate) -> Result<AssessmentView, Error> {
    let mut faults = stated_twice(body);
    let request = request(body, today, &mut faults);
    let book = LawBook::embedded();
    faults.extend(refusals::faults(&request, book));
    if !faults.is_empty() {
        return Err(refusals::refuse(faults));
    }
    let assessment = assess(&request, book).map_err(|error| refusals::assessment(&error))?;
    Ok(assessment.into())
}

/// The id a person gets for a calculation without a case: the place in the body, from one.
fn person_id(at: usize) -> PersonId {
    PersonId::new(Uuid::from_u128(u128::try_from(at).unwrap_or(u128::MAX).saturating_add(1)))
}

fn request(body: &PreviewBody, today: NaiveDate, faults: &mut Vec<Fault>) -> AssessmentRequest {
    let decision_on = body.as_of.map_or(today, Day::date);
    let application_on = body.application_day.map_or(decision_on, Day::date);
    if application_on > decision_on {
        faults.push(Fault::new("/applicationDay", "application_after_decision", "expected a day not after `asOf`"));
    }
    AssessmentRequest {
        benefit: body.benefit_code,
        application_on,
        decision_on,
        month: body.month.unwrap_or_else(|| YearMonth::of(decision_on)),
        household: body.household.unwrap_or(if body.persons.len() == 1 {
            HouseholdKind::OsobaSamotnieGospodarujaca
        } else {
            HouseholdKind::Rodzina
        }),
        persons: persons(&body.persons, application_on),
        applicant: person_id(0),
        circumstances: body.circumstances.clone(),
        other_circumstances: body.other_circumstances,
        adult: adult(body, decision_on, faults),
        niezdolnosc: body.inability_to_work,
        entitled_to: body.concurrence.clone(),
        requested: body.requested_amount,
        local: local(&body.local_parameters, faults),
        gmina_of_stay: body.gmina_of_stay,
    }
}

fn persons(bodies: &[PersonBody], application_on: NaiveDate) -> Vec<Person> {
    let person = |(at, body): (usize, &PersonBody)| {
        let reference = reference_month(application_on, body.income_lost);
        let income = match (body.net_income, &body.incomes) {
            (Some(net), _) => PersonIncome::Declared(net),
            (None, rows) => PersonIncome::Rows(rows.iter().flatten().map(|row| row.row(reference)).collect()),
        };
        Person { id: person_id(at), income, income_lost: body.income_lost, foster_care: body.foster_care }
    };
    bodies.iter().enumerate().map(person).collect()
}

impl IncomeBody {
    fn row(&self, reference: YearMonth) -> IncomeRow {
        IncomeRow {
            evidence: None,
            kind: self.kind.clone(),
            month: self.month.unwrap_or(reference),
            amount: self.amount,
            deductions: DeductionsOfRow {
                income_tax: self.deductions.tax,
                costs_of_earning: self.deductions.costs_of_earning,
                health_insurance: self.deductions.health_contribution,
                social_insurance: self.deductions.social_contributions,
                maintenance_paid: self.deductions.maintenance_paid,
            },
            class_override: self
                .ruling
                .as_ref()
                .map(|ruling| ClassOverride { counted: ruling.counted, reason: ruling.reason.clone() }),
        }
    }
}

/// Parts of which one rules the other out, lists that name something twice, amounts that are none.
fn stated_twice(body: &PreviewBody) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, person) in body.persons.iter().enumerate() {
        if person.net_income.is_some() && person.incomes.is_some() {
            let text = "expected a net income or receipts, not both";
            faults.push(Fault::new(format!("/persons/{at}/incomes"), "net_income_and_rows", text));
        }
    }
    let mut seen = BTreeSet::new();
    for (at, circumstance) in body.circumstances.iter().enumerate() {
        if !seen.insert(*circumstance) {
            faults.push(Fault::new(format!("/circumstances/{at}"), "listed_twice", "expected every value once"));
        }
    }
    for (at, benefit) in body.concurrence.iter().enumerate() {
        if body.concurrence.iter().take(at).any(|earlier| earlier == benefit) {
            faults.push(Fault::new(format!("/concurrence/{at}"), "listed_twice", "expected every value once"));
        }
    }
    if body.requested_amount.is_some_and(Money::is_negative) {
        faults.push(refusals::negative("/requestedAmount"));
    }
    let amounts = body.persons.iter().flat_map(|person| {
        let rows = person.incomes.iter().flatten();
        person.net_income.into_iter().chain(rows.flat_map(|row| row.all_amounts()))
    });
    // Sums then stay inside what an answer can show.
    if Money::checked_sum(amounts).is_none_or(|sum| sum > MAX_INPUT) {
        faults.push(Fault::new("/persons", "amount_too_large", "expected amounts of at most ten digits in all"));
    }
    faults
}

impl IncomeBody {
    const fn all_amounts(&self) -> [Money; 6] {
        let Deductions { tax, costs_of_earning, health_contribution, social_contributions, maintenance_paid } =
            self.deductions;
        [self.amount, tax, costs_of_earning, health_contribution, social_contributions, maintenance_paid]
    }
}

fn adult(body: &PreviewBody, decision_on: NaiveDate, faults: &mut Vec<Fault>) -> Adult {
    let asks = match body.benefit_code {
        BenefitCode::ZasilekStaly => true,
        BenefitCode::ZasilekOkresowy | BenefitCode::ZasilekCelowy | BenefitCode::SpecjalnyZasilekCelowy => false,
    };
    match (body.adult, body.birth_date) {
        (Some(_), Some(_)) => {
            faults.push(Fault::new("/birthDate", "age_stated_twice", "expected `adult` or `birthDate`, not both"));
        }
        (None, None) if asks => {
            faults.push(Fault::new("/adult", "age_unknown", "expected `adult` or `birthDate`"));
        }
        (None, Some(born)) if born.date() > decision_on => {
            faults.push(Fault::new("/birthDate", "birth_date_in_future", "expected a day not after `asOf`"));
        }
        (Some(_), None) | (None, Some(_) | None) => {}
    }
    body.birth_date.map_or(Adult::Stated(body.adult.unwrap_or(true)), |born| Adult::BornOn(born.date()))
}

pub(super) fn local(bodies: &[LocalParameterBody], faults: &mut Vec<Fault>) -> Vec<LocalParameter> {
    let mut local = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        let to = body.to.map(Day::date);
        match LocalParameter::new(body.code, body.value.decimal(), body.from.date(), to, &body.act) {
            Ok(parameter) => local.push(parameter),
            Err(error) => {
                faults.push(Fault::new(format!("/localParameters/{at}"), "local_parameter_invalid", error));
            }
        }
    }
    local
}
