//! The file form of statutory amounts.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::LawBookError;
use crate::benefits::parameter::{Content, Parameter, Row, Unit};
use crate::kernel::legal_basis::Confidence;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawFile {
    parameter: Vec<ParameterText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterText {
    id: String,
    name_pl: String,
    unit: Unit,
    legal_basis: String,
    value: Vec<ValueText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueText {
    from: NaiveDate,
    to: Option<NaiveDate>,
    amount: Option<Decimal>,
    derived_from: Option<String>,
    act: String,
    source: String,
    confidence: Confidence,
    note: Option<String>,
}

/// Reads the parameters of a file and checks each by itself.
pub(super) fn read(text: &str) -> Result<Vec<Parameter>, LawBookError> {
    let file: LawFile = toml::from_str(text).map_err(|error| LawBookError::Syntax(error.to_string()))?;
    file.parameter.into_iter().map(parameter).collect()
}

fn parameter(text: ParameterText) -> Result<Parameter, LawBookError> {
    if [&text.name_pl, &text.legal_basis].iter().any(|part| part.trim().is_empty()) || text.value.is_empty() {
        return Err(LawBookError::Empty(text.id));
    }
    let mut rows: Vec<Row> = Vec::with_capacity(text.value.len());
    for value in text.value {
        let from = value.from;
        let after_last = rows.last().is_none_or(|last| last.from < from && last.to.is_none_or(|to| to < from));
        if !after_last || value.to.is_some_and(|to| to < from) {
            return Err(LawBookError::Days { parameter: text.id, from });
        }
        match row(value, text.unit) {
            Ok(row) => rows.push(row),
            Err(Fault::Amount) => return Err(LawBookError::Amount { parameter: text.id, from }),
            Err(Fault::Source) => return Err(LawBookError::Source { parameter: text.id, from }),
        }
    }
    Ok(Parameter { id: text.id, name_pl: text.name_pl, unit: text.unit, legal_basis: text.legal_basis, rows })
}

enum Fault {
    Amount,
    Source,
}

fn row(text: ValueText, unit: Unit) -> Result<Row, Fault> {
    if text.act.trim().is_empty() || text.source.trim().is_empty() {
        return Err(Fault::Source);
    }
    let content = match (text.amount, text.derived_from) {
        (Some(amount), None) => unit.value(amount).map(Content::Is).ok_or(Fault::Amount)?,
        (None, Some(id)) => Content::DerivedFrom(id),
        (Some(_), Some(_)) | (None, None) => return Err(Fault::Amount),
    };
    Ok(Row {
        from: text.from,
        to: text.to,
        content,
        act: text.act,
        source: text.source,
        confidence: text.confidence,
        note: text.note,
    })
}
