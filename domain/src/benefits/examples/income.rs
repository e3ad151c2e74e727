//! Lines about income alone: the flat inputs become rows of the applicant.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::benefit::rounded;
use super::line::{Inputs, Line, income_kind, person_id};
use super::{Answer, Unanswered};
use crate::benefits::income::pomoc_spoleczna::{
    Deductions, IncomeRow, Person, PersonIncome, Purpose, Question, household_income, reference_month,
};
use crate::benefits::law_book::LawBook;
use crate::kernel::day::YearMonth;
use crate::kernel::money::Money;
use crate::kernel::trace::Explain;

/// Keys that name an amount of the reference month with nothing to deduct.
const NET: [&str; 4] = ["renta_netto", "dodatek_mieszkaniowy", "swiadczenie_wychowawcze", "aktywni_rodzice_w_pracy"];
/// Keys that name an amount of a month of the year.
const OF_MONTH: [(&str, u32); 2] = [("dochod_maj", 5), ("dochod_czerwiec", 6)];

pub(super) fn answer(line: &Line, book: &LawBook) -> Result<Answer, Unanswered> {
    let applicant = line.household.applicant();
    let income_lost = line.inputs.flag("utrata_dochodu")?.unwrap_or(false);
    let mut persons = Vec::new();
    for (index, person) in line.household.persons.iter().enumerate() {
        if index == applicant {
            let rows = applicant_rows(&line.inputs, line.as_of, income_lost, person.net_income.as_deref())?;
            let income = PersonIncome::Rows(rows);
            persons.push(Person { id: person_id(index), income, income_lost, foster_care: false });
        } else {
            persons.push(person.person(index, line.as_of)?);
        }
    }
    line.inputs.finish()?;
    let question =
        Question { application_on: line.as_of, purpose: Purpose::InneSwiadczeniePieniezne, law: book.on(line.as_of) };
    let mut trace = Explain::default();
    let income = household_income(line.household.kind()?, &persons, person_id(applicant), &question, &mut trace)?;
    let found = BTreeMap::from([
        ("income", rounded(income.applicant)),
        ("family_income", rounded(income.total)),
        ("reference_month", reference_month(line.as_of, income_lost).to_string()),
    ]);
    Ok(Answer { found, provisions: trace.steps.into_iter().map(|step| step.provision).collect() })
}

fn applicant_rows(
    inputs: &Inputs,
    as_of: NaiveDate,
    income_lost: bool,
    net_income: Option<&str>,
) -> Result<Vec<IncomeRow>, Unanswered> {
    let month = reference_month(as_of, income_lost);
    let amount = |key| inputs.money(key).map(Option::unwrap_or_default);
    let deductions = Deductions {
        income_tax: amount("zaliczka_pit")?,
        costs_of_earning: amount("koszty_uzyskania")?,
        health_insurance: amount("skladka_zdrowotna")?,
        social_insurance: amount("skladki_spoleczne")?,
        maintenance_paid: amount("alimenty_swiadczone")?,
    };
    let receipt = IncomeRow::net(income_kind("wynagrodzenie")?, month, amount("przychod")?);
    let mut rows = vec![IncomeRow { deductions, ..receipt }];
    for key in NET {
        if let Some(amount) = inputs.money(key)? {
            rows.push(IncomeRow::net(income_kind(key)?, month, amount));
        }
    }
    for (key, number) in OF_MONTH {
        if let Some(amount) = inputs.money(key)? {
            let first = NaiveDate::from_ymd_opt(as_of.year(), number, 1);
            let month = first.map_or(month, YearMonth::of);
            rows.push(IncomeRow::net(income_kind("inne")?, month, amount));
        }
    }
    if let Some(net) = net_income {
        rows.push(IncomeRow::net(income_kind("inne")?, month, net.parse::<Money>()?));
    }
    Ok(rows)
}
