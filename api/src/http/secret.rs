//! A password or token: read and written as text, never shown by `Debug`.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{RefOr, schema};

/// The most characters of a secret.
const MAX: usize = 200;

/// A password or token of 1 to 200 characters.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Secret(String);

impl Secret {
    /// The text inside.
    #[must_use]
    pub fn reveal(self) -> String {
        self.0
    }

    /// Wraps a token the service made.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }
}

impl TryFrom<String> for Secret {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if (1..=MAX).contains(&text.chars().count()) { Ok(Self(text)) } else { Err("expected 1 to 200 characters") }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl utoipa::PartialSchema for Secret {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(schema::SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .min_length(Some(1))
            .max_length(Some(MAX))
            .examples(["co-najmniej-12-znakow"]);
        RefOr::T(Schema::Object(text.build()))
    }
}

impl utoipa::ToSchema for Secret {}
