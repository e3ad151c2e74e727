//! Stored calculations: rows that are only ever inserted.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain::benefits::calculation::BenefitCode;
use domain::benefits::calculation::stored::{Calculation, Origin, Verdict};
use domain::benefits::choice::{AmountRange, Choice};
use domain::benefits::pomoc_spoleczna::RefusalReason;
use domain::kernel::day::YearMonth;
use domain::kernel::ids::{CalculationId, PersonId};
use domain::kernel::money::Money;
use domain::platform::access::Reach;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::codec::Row;
use crate::conn::on;
use crate::error::Error;
use crate::platform::journal::Subject;
use crate::platform::reach::{Seen, case_within};
use crate::row::insert_row;
use crate::schema::{calculations, cases};
use crate::tx::{Read, Tx};

/// The version of every calculation: it never changes.
pub const VERSION: i64 = 1;

const GRANT: &str = "grant";
const GRANT_RANGE: &str = "grant_range";
const DISCRETIONARY: &str = "discretionary";
const REFUSE: &str = "refuse";

#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = calculations, treat_none_as_default_value = false)]
struct CalculationRow {
    id: String,
    version: i64,
    case_id: String,
    benefit_code: String,
    application_on: NaiveDate,
    decision_on: NaiveDate,
    month: NaiveDate,
    inputs: String,
    outcome: String,
    amount: Option<i64>,
    range_min: Option<i64>,
    range_max: Option<i64>,
    statutory_minimum: Option<i64>,
    refusal_reason: Option<String>,
    refusal_basis: Option<String>,
    refusal_alternative: Option<String>,
    chosen_amount: Option<i64>,
    choice_reason: Option<String>,
    income: String,
    trace: String,
    parameters: String,
    rule_set: String,
    hash: String,
    created_by: String,
    created_at: NaiveDateTime,
}

fn json<T: Serialize>(value: &T, id: CalculationId) -> Result<String, Error> {
    let unwritable = |_unwritable| Error::Corrupt { table: "calculations", id: id.to_string() };
    serde_json::to_string(value).map_err(unwritable)
}

fn row(calculation: &Calculation) -> Result<CalculationRow, Error> {
    let Origin { id, case, by, at } = calculation.origin;
    let mut row = CalculationRow {
        id: id.to_string(),
        version: VERSION,
        case_id: case.to_string(),
        benefit_code: calculation.benefit.code().to_owned(),
        application_on: calculation.application_on,
        decision_on: calculation.decision_on,
        month: calculation.month.first_day(),
        inputs: json(&calculation.inputs, id)?,
        outcome: REFUSE.to_owned(),
        amount: None,
        range_min: None,
        range_max: None,
        statutory_minimum: None,
        refusal_reason: None,
        refusal_basis: None,
        refusal_alternative: None,
        chosen_amount: calculation.choice.as_ref().map(|choice| choice.amount.grosze()),
        choice_reason: calculation.choice.as_ref().map(|choice| choice.reason.as_str().to_owned()),
        income: json(&calculation.income, id)?,
        trace: json(&calculation.steps, id)?,
        parameters: json(&calculation.parameters, id)?,
        rule_set: calculation.rule_set.clone(),
        hash: calculation.hash.clone(),
        created_by: by.to_string(),
        created_at: at.naive_utc(),
    };
    match &calculation.verdict {
        Verdict::Grant { amount } => {
            GRANT.clone_into(&mut row.outcome);
            row.amount = Some(amount.grosze());
        }
        Verdict::GrantRange { range, statutory_minimum } => {
            GRANT_RANGE.clone_into(&mut row.outcome);
            row.range_min = Some(range.min.grosze());
            row.range_max = Some(range.max.grosze());
            row.statutory_minimum = Some(statutory_minimum.grosze());
        }
        Verdict::Discretionary { cap } => {
            DISCRETIONARY.clone_into(&mut row.outcome);
            row.range_max = cap.map(Money::grosze);
        }
        Verdict::Refuse { reason, legal_basis, alternative } => {
            row.refusal_reason = Some(reason.code().to_owned());
            row.refusal_basis = Some(legal_basis.clone());
            row.refusal_alternative.clone_from(alternative);
        }
    }
    Ok(row)
}

fn parse<T: DeserializeOwned>(at: Row<'_>, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_broken| at.corrupt())
}

fn verdict(at: Row<'_>, row: &CalculationRow) -> Result<Verdict, Error> {
    let money = |grosze: Option<i64>| at.some(grosze).map(Money::from_grosze);
    Ok(match row.outcome.as_str() {
        GRANT => Verdict::Grant { amount: money(row.amount)? },
        GRANT_RANGE => Verdict::GrantRange {
            range: AmountRange { min: money(row.range_min)?, max: money(row.range_max)? },
            statutory_minimum: money(row.statutory_minimum)?,
        },
        DISCRETIONARY => Verdict::Discretionary { cap: row.range_max.map(Money::from_grosze) },
        REFUSE => Verdict::Refuse {
            reason: at.some(row.refusal_reason.as_deref().and_then(RefusalReason::with_code))?,
            legal_basis: at.some(row.refusal_basis.clone())?,
            alternative: row.refusal_alternative.clone(),
        },
        _ => return Err(at.corrupt()),
    })
}

impl TryFrom<CalculationRow> for Calculation {
    type Error = Error;

    fn try_from(row: CalculationRow) -> Result<Self, Error> {
        let at = Row { table: "calculations", id: &row.id };
        let choice = match (row.chosen_amount, row.choice_reason.clone()) {
            (Some(grosze), Some(reason)) => {
                Some(Choice { amount: Money::from_grosze(grosze), reason: at.text(reason)? })
            }
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(at.corrupt()),
        };
        let calculation = Self {
            origin: Origin {
                id: at.parse(&row.id)?,
                case: at.parse(&row.case_id)?,
                by: at.parse(&row.created_by)?,
                at: row.created_at.and_utc(),
            },
            benefit: at.some(BenefitCode::with_code(&row.benefit_code))?,
            application_on: row.application_on,
            decision_on: row.decision_on,
            month: YearMonth::of(row.month),
            inputs: parse(at, &row.inputs)?,
            verdict: verdict(at, &row)?,
            income: parse(at, &row.income)?,
            steps: parse(at, &row.trace)?,
            parameters: parse(at, &row.parameters)?,
            rule_set: row.rule_set.clone(),
            hash: row.hash.clone(),
            choice,
        };
        calculation.verified().map_err(|_altered| at.corrupt())
    }
}

/// The journal's name for a calculation.
#[must_use]
pub const fn subject(id: CalculationId) -> Subject {
    Subject::new("calculation", id.uuid())
}

/// Loads a calculation of a case within reach.
///
/// # Errors
/// [`Error::NotFound`] also for one of a case out of reach; [`Error::Corrupt`] when it is not what was calculated.
pub fn load(read: &mut Read<'_>, reach: &Reach, id: CalculationId) -> Result<Calculation, Error> {
    let row: CalculationRow = on!(read.conn(), c => calculations::table
        .inner_join(cases::table)
        .filter(calculations::id.eq(id.to_string()))
        .filter(case_within(Seen::of(reach)))
        .select(CalculationRow::as_select())
        .first(c))?;
    let calculation = Calculation::try_from(row)?;
    for person in people(&calculation.inputs) {
        read.saw(person);
    }
    Ok(calculation)
}

/// Whose income the inputs show.
fn people(inputs: &Value) -> Vec<PersonId> {
    let persons = inputs.get("persons").and_then(Value::as_array);
    let ids = persons.into_iter().flatten().filter_map(|person| person.get("id")?.as_str());
    ids.filter_map(|id| id.parse().ok()).collect()
}

/// Stores a new calculation.
///
/// # Errors
/// [`Error::Dangling`] when it refers to nothing.
pub fn insert(tx: &mut Tx<'_>, calculation: &Calculation) -> Result<(), Error> {
    let row = row(calculation)?;
    for person in people(&calculation.inputs) {
        tx.saw(person);
    }
    insert_row!(tx, calculations, subject(calculation.origin.id), row)
}
