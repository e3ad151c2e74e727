//! The law book: every statutory amount with its days, read once from the files of `domain/law`.
//!
//! [`LawBook::on`] answers for one day; before the first value of a parameter it says [`NotInForce`] and never
//! guesses. A copy of the book can be altered for tests and simulations.

mod file;
mod named;

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use self::named::NamedPositions;
pub use self::named::{NAMED, NamedParameter};
use super::income_kind::IncomeKinds;
use super::parameter::{Content, DatedValue, NotInForce, ParamValue, Parameter, Row, Value};
use crate::kernel::legal_basis::Confidence;
use crate::kernel::money::Money;

/// The statutory amounts of the act on social assistance.
const POMOC_SPOLECZNA: &str = include_str!("../../../law/pomoc_spoleczna.toml");

// INVARIANT: the files are part of the program and a test reads them; a fault in them stops every start.
static EMBEDDED: LazyLock<LawBook> = LazyLock::new(|| match LawBook::from_toml(POMOC_SPOLECZNA) {
    Ok(book) => book,
    Err(error) => panic!("domain/law/pomoc_spoleczna.toml: {error}"),
});

/// Why a text is not a law book, or a change of one is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawBookError {
    /// The text is not TOML of the expected shape.
    #[error("expected a file of parameters: {0}")]
    Syntax(String),
    /// Two parameters have one id.
    #[error("parameter `{0}` occurs twice")]
    Duplicate(String),
    /// A parameter has no value, no name or no legal basis.
    #[error("parameter `{0}` lacks a name, a legal basis or a value")]
    Empty(String),
    /// The days of a parameter do not ascend, or a value ends before it begins.
    #[error("parameter `{parameter}`: days do not ascend at {from}")]
    Days {
        /// The parameter.
        parameter: String,
        /// The value.
        from: NaiveDate,
    },
    /// A value names no act or no source.
    #[error("parameter `{parameter}`: the value from {from} names no act or no source")]
    Source {
        /// The parameter.
        parameter: String,
        /// The value.
        from: NaiveDate,
    },
    /// A value is not a number of the parameter's unit, or has both or neither of `amount` and `derived_from`.
    #[error("parameter `{parameter}`: the value from {from} is not a value of its unit")]
    Amount {
        /// The parameter.
        parameter: String,
        /// The value.
        from: NaiveDate,
    },
    /// A value is derived from a parameter that is missing, has another unit or is derived itself.
    #[error("parameter `{parameter}` cannot be derived from `{from_parameter}`")]
    Derivation {
        /// The parameter.
        parameter: String,
        /// The one it names.
        from_parameter: String,
    },
    /// A parameter that a rule names is missing or has the wrong kind of unit.
    #[error("parameter `{0}`, which a rule needs, is missing or not of the expected unit")]
    Unknown(String),
}

/// Statutory amounts with their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawBook {
    /// Ordered by id.
    parameters: Vec<Parameter>,
    /// Where the parameters that rules name stand in that order, so that a rule searches nothing.
    named: NamedPositions,
    income_kinds: IncomeKinds,
}

impl LawBook {
    /// The law that this program was built with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a book of statutory amounts; the income kinds are the embedded ones.
    ///
    /// # Errors
    /// [`LawBookError`] when days do not ascend, a value lacks its source, or a rule's parameter is missing.
    pub fn from_toml(text: &str) -> Result<Self, LawBookError> {
        let mut parameters = file::read(text)?;
        parameters.sort_by(|one, other| one.id.cmp(&other.id));
        if let Some((twice, _)) = parameters.iter().zip(parameters.iter().skip(1)).find(|(one, next)| one.id == next.id)
        {
            return Err(LawBookError::Duplicate(twice.id.clone()));
        }
        let named = NamedPositions::among(&parameters)?;
        let book = Self { parameters, named, income_kinds: IncomeKinds::embedded().clone() };
        book.check_derivations()?;
        Ok(book)
    }

    /// The text of the embedded statutory amounts, for a copy that is altered and read again.
    #[must_use]
    pub const fn embedded_toml() -> &'static str {
        POMOC_SPOLECZNA
    }

    /// The law of one day.
    #[must_use]
    pub const fn on(&self, day: NaiveDate) -> LawOn<'_> {
        LawOn { book: self, day }
    }

    /// The kinds of income and what the law makes of each.
    #[must_use]
    pub const fn income_kinds(&self) -> &IncomeKinds {
        &self.income_kinds
    }

    /// Every parameter, ordered by id.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter()
    }

    /// A parameter by its id.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        let position = self.parameters.binary_search_by(|parameter| parameter.id.as_str().cmp(id)).ok()?;
        self.parameters.get(position)
    }

    /// The values of a parameter, days ascending; a derived value is written out for each value it equals.
    #[must_use]
    pub fn history<'b>(&'b self, parameter: &'b Parameter) -> Vec<DatedValue<'b>> {
        let mut history = Vec::new();
        for (index, row) in parameter.rows.iter().enumerate() {
            let next = parameter.rows.get(index.saturating_add(1)).and_then(|next| next.from.pred_opt());
            let to = row.to.or(next);
            match &row.content {
                Content::Is(value) => history.push(dated(row, row, *value, to, None)),
                Content::DerivedFrom(id) => {
                    let mut from = Some(row.from);
                    while let Some(day) = from.filter(|day| to.is_none_or(|to| *day <= to)) {
                        let Some((source, value)) = self.source_on(id, day) else { break };
                        let after = self.change_after(id, day);
                        let last = after.and_then(|day| day.pred_opt());
                        let end = match (to, last) {
                            (Some(to), Some(last)) => Some(to.min(last)),
                            (to, last) => to.or(last),
                        };
                        history.push(DatedValue { from: day, ..dated(row, source, value, end, Some(id)) });
                        from = after;
                    }
                }
            }
        }
        history
    }

    /// A copy in which a parameter has another value from a day on, until its next value.
    ///
    /// The new value is marked as a simulation, so that no trace passes it off as law.
    ///
    /// # Errors
    /// [`LawBookError::Unknown`] for an unknown id, [`LawBookError::Amount`] for a number the unit does not allow.
    pub fn with_override(&self, id: &str, from: NaiveDate, amount: Decimal) -> Result<Self, LawBookError> {
        let mut book = self.clone();
        let parameter = book
            .parameters
            .iter_mut()
            .find(|parameter| parameter.id == id)
            .ok_or_else(|| LawBookError::Unknown(id.to_owned()))?;
        let value =
            parameter.unit.value(amount).ok_or_else(|| LawBookError::Amount { parameter: id.to_owned(), from })?;
        let to = parameter.row_on(from).and_then(|row| row.to);
        parameter.rows.retain(|row| row.from != from);
        parameter.rows.push(Row {
            from,
            to,
            content: Content::Is(value),
            act: SIMULATION.to_owned(),
            source: SIMULATION.to_owned(),
            confidence: Confidence::Unverified,
            note: None,
        });
        parameter.rows.sort_by_key(|row| row.from);
        Ok(book)
    }

    /// The row of a parameter's figure on a day; derived rows are not followed further.
    fn source_on(&self, id: &str, day: NaiveDate) -> Option<(&Row, Value)> {
        let row = self.parameter(id)?.row_on(day)?;
        match row.content {
            Content::Is(value) => Some((row, value)),
            Content::DerivedFrom(_) => None,
        }
    }

    /// The first day after `day` on which a parameter has another row.
    fn change_after(&self, id: &str, day: NaiveDate) -> Option<NaiveDate> {
        let parameter = self.parameter(id)?;
        let ended = parameter.row_on(day)?.to.and_then(|to| to.checked_add_days(Days::new(1)));
        ended.or_else(|| parameter.rows.iter().map(|row| row.from).find(|from| *from > day))
    }

    fn check_derivations(&self) -> Result<(), LawBookError> {
        for parameter in &self.parameters {
            for row in &parameter.rows {
                let Content::DerivedFrom(id) = &row.content else { continue };
                let sound = self.parameter(id).is_some_and(|source| {
                    source.unit == parameter.unit
                        && source.rows.iter().all(|row| matches!(row.content, Content::Is(_)))
                        && source.row_on(row.from).is_some()
                });
                if !sound {
                    return Err(LawBookError::Derivation {
                        parameter: parameter.id.clone(),
                        from_parameter: id.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// The act that an altered value names.
const SIMULATION: &str = "symulacja";

fn dated<'b>(
    row: &'b Row,
    source: &'b Row,
    value: Value,
    to: Option<NaiveDate>,
    derived_from: Option<&'b str>,
) -> DatedValue<'b> {
    let confidence = confidence(row, source, derived_from.is_some());
    DatedValue {
        from: row.from,
        to,
        value,
        derived_from,
        act: &source.act,
        source: &source.source,
        confidence,
        note: row.note.as_deref().or(source.note.as_deref()),
    }
}

/// A derived value is computed, or as unsure as the less sure of its two rows.
fn confidence(row: &Row, source: &Row, derived: bool) -> Confidence {
    if derived { row.confidence.max(source.confidence).max(Confidence::Computed) } else { row.confidence }
}

/// The law of one day.
#[derive(Debug, Clone, Copy)]
pub struct LawOn<'b> {
    book: &'b LawBook,
    day: NaiveDate,
}

impl<'b> LawOn<'b> {
    /// The day.
    #[must_use]
    pub const fn day(&self) -> NaiveDate {
        self.day
    }

    /// The book behind the day.
    #[must_use]
    pub const fn book(&self) -> &'b LawBook {
        self.book
    }

    /// The value of any parameter on the day.
    ///
    /// # Errors
    /// [`NotInForce`] when the parameter is unknown or has no value on the day.
    pub fn find(&self, id: &str) -> Result<ParamValue<'b, Value>, NotInForce> {
        self.value_of(self.book.parameter(id), id)
    }

    /// The value of the parameter at a position of the book.
    fn at(&self, position: usize, id: &str) -> Result<ParamValue<'b, Value>, NotInForce> {
        self.value_of(self.book.parameters.get(position), id)
    }

    fn value_of(&self, parameter: Option<&'b Parameter>, id: &str) -> Result<ParamValue<'b, Value>, NotInForce> {
        let not_in_force = || NotInForce { parameter: id.to_owned(), on: self.day };
        let parameter = parameter.ok_or_else(not_in_force)?;
        let row = parameter.row_on(self.day).ok_or_else(not_in_force)?;
        let (source, value, derived) = match &row.content {
            Content::Is(value) => (row, *value, false),
            Content::DerivedFrom(source) => {
                let (source, value) = self.book.source_on(source, self.day).ok_or_else(not_in_force)?;
                (source, value, true)
            }
        };
        Ok(ParamValue {
            value,
            id: &parameter.id,
            name_pl: &parameter.name_pl,
            from: row.from.max(source.from),
            act: &source.act,
            confidence: confidence(row, source, derived),
            legal_basis: &parameter.legal_basis,
        })
    }

    /// The value of a parameter that is money.
    fn money(&self, position: usize, id: &str) -> Result<ParamValue<'b, Money>, NotInForce> {
        let found = self.at(position, id)?;
        match found.value {
            Value::Money(money) => Ok(found.map(money)),
            Value::Number(_) => Err(NotInForce { parameter: id.to_owned(), on: self.day }),
        }
    }

    /// The value of a parameter that is a number.
    fn number(&self, position: usize, id: &str) -> Result<ParamValue<'b, Decimal>, NotInForce> {
        let found = self.at(position, id)?;
        match found.value {
            Value::Number(number) => Ok(found.map(number)),
            Value::Money(_) => Err(NotInForce { parameter: id.to_owned(), on: self.day }),
        }
    }
}

#[cfg(test)]
mod tests;
