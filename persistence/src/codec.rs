//! From stored text to typed values: a row that breaks a rule of the domain is corrupt, never defaulted.

use std::str::FromStr;

use crate::error::Error;

/// Names the row that is being read, for the error.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) table: &'static str,
    pub(crate) id: &'a str,
}

impl Row<'_> {
    pub(crate) fn corrupt(self) -> Error {
        Error::Corrupt { table: self.table, id: self.id.to_owned() }
    }

    /// Reads an id, a code or another value that parses from text.
    pub(crate) fn parse<T: FromStr>(self, text: &str) -> Result<T, Error> {
        text.parse().map_err(|_broken| self.corrupt())
    }

    pub(crate) fn maybe<T: FromStr>(self, text: Option<&str>) -> Result<Option<T>, Error> {
        text.map(|text| self.parse(text)).transpose()
    }

    /// Reads a text type.
    pub(crate) fn text<T: TryFrom<String>>(self, text: String) -> Result<T, Error> {
        T::try_from(text).map_err(|_broken| self.corrupt())
    }

    /// Takes the value of a lookup that must succeed.
    pub(crate) fn some<T>(self, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| self.corrupt())
    }
}
