//! Views of the law as data.

use domain::benefits::circumstance::Circumstance;
use domain::benefits::income_kind::{ClassPeriod, IncomeKind, IncomeKindEntry};
use domain::benefits::law_book::LawBook;
use domain::benefits::parameter::{DatedValue, Parameter, Unit, Value};
use domain::kernel::day::Day;
use domain::kernel::legal_basis::Confidence;
use domain::kernel::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a code is called.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Label {
    /// In Polish.
    #[schema(example = "Zasiłek stały: kwota maksymalna")]
    pub pl: String,
}

impl Label {
    fn new(pl: &str) -> Self {
        Self { pl: pl.to_owned() }
    }
}

/// The law of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LawDayQuery {
    /// Only what is in force on this day.
    #[param(inline)]
    pub as_of: Option<Day>,
}

/// Statutory parameters.
#[derive(Debug, Serialize, ToSchema)]
pub struct LawParameterList {
    /// The parameters, ordered by id.
    pub items: Vec<LawParameterView>,
}

/// A statutory parameter.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LawParameterView {
    /// Its stable id.
    #[schema(example = "zasilek_staly_max")]
    pub id: String,
    /// Its name.
    pub label: Label,
    /// What it counts.
    pub unit: Unit,
    /// The provision that sets it.
    #[schema(example = "art. 37 ust. 2 pkt 1 u.p.s.")]
    pub legal_basis: String,
    /// Its values, days ascending.
    pub values: Vec<LawValueView>,
}

/// A value with its days and its source: `amount` where the unit is money, else `number`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LawValueView {
    /// The first day.
    pub from: Day,
    /// The last day; absent while the value is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// The value, where the unit is money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The value as a decimal number, where the unit is not money.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "130", pattern = r"^[0-9]{1,7}(\.[0-9]{1,4})?$")]
    pub number: Option<String>,
    /// The parameter that the value equals, where it is not a figure of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<String>,
    /// The act that set it.
    #[schema(example = "Dz.U. 2024 poz. 1044")]
    pub act: String,
    /// Where it was read.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What a reader should know besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl LawParameterView {
    /// A parameter of a book with all its values.
    #[must_use]
    pub fn new(book: &LawBook, parameter: &Parameter) -> Self {
        Self {
            id: parameter.id.clone(),
            label: Label::new(&parameter.name_pl),
            unit: parameter.unit,
            legal_basis: parameter.legal_basis.clone(),
            values: book.history(parameter).into_iter().map(LawValueView::from).collect(),
        }
    }

    /// The parameter with the value of a day alone; `None` when it has none.
    #[must_use]
    pub fn on(mut self, day: Day) -> Option<Self> {
        self.values.retain(|value| value.from <= day && value.to.is_none_or(|to| day <= to));
        (!self.values.is_empty()).then_some(self)
    }
}

impl From<DatedValue<'_>> for LawValueView {
    fn from(value: DatedValue<'_>) -> Self {
        let (amount, number) = match value.value {
            Value::Money(amount) => (Some(amount), None),
            Value::Number(number) => (None, Some(number.to_string())),
        };
        Self {
            from: value.from.into(),
            to: value.to.map(Day::from),
            amount,
            number,
            derived_from: value.derived_from.map(str::to_owned),
            act: value.act.to_owned(),
            source: value.source.to_owned(),
            confidence: value.confidence,
            note: value.note.map(str::to_owned),
        }
    }
}

/// Kinds of income.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncomeKindList {
    /// The kinds, ordered by code.
    pub items: Vec<IncomeKindView>,
}

/// A kind of income.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IncomeKindView {
    /// Its code.
    pub code: IncomeKind,
    /// Its name.
    pub label: Label,
    /// What the law makes of it, from day to day.
    pub periods: Vec<ClassPeriod>,
}

impl IncomeKindView {
    /// A kind with all its periods, or with that of a day.
    #[must_use]
    pub fn new(entry: &IncomeKindEntry, as_of: Option<Day>) -> Self {
        let periods = match as_of {
            None => entry.periods.clone(),
            Some(day) => entry.on(day.date()).cloned().into_iter().collect(),
        };
        Self { code: entry.code.clone(), label: Label::new(&entry.label_pl), periods }
    }
}

/// Circumstances of art. 7 u.p.s.
#[derive(Debug, Serialize, ToSchema)]
pub struct CircumstanceList {
    /// The circumstances, in the order of the article.
    pub items: Vec<CircumstanceView>,
}

/// A circumstance of art. 7 u.p.s.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CircumstanceView {
    /// Its code: the number of the item.
    pub code: Circumstance,
    /// The words of the article.
    pub label: Label,
    /// The provision.
    #[schema(example = "art. 7 pkt 5 u.p.s.")]
    pub legal_basis: String,
    /// Whether it opens a money benefit (art. 8 ust. 1).
    pub opens_money_benefit: bool,
}

impl From<Circumstance> for CircumstanceView {
    fn from(circumstance: Circumstance) -> Self {
        Self {
            code: circumstance,
            label: Label::new(circumstance.label_pl()),
            legal_basis: circumstance.legal_basis().to_string(),
            opens_money_benefit: circumstance.opens_money_benefit(),
        }
    }
}
