//! The shapes of leaf types in the OpenAPI contract (feature `openapi`).

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, Type};

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn done(builder: ObjectBuilder) -> RefOr<Schema> {
    let object: Object = builder.build();
    RefOr::T(Schema::Object(object))
}

/// A UUID in its hyphenated form.
#[must_use]
pub fn uuid() -> RefOr<Schema> {
    done(
        text()
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .examples(["01890a5d-ac96-774b-bcce-b302099a8057"]),
    )
}

/// A string with a pattern, a description and an example.
#[must_use]
pub fn pattern(pattern: &str, description: &str, example: &str) -> RefOr<Schema> {
    done(text().pattern(Some(pattern)).description(Some(description)).examples([example]))
}

/// A date of the years 1800 to 2199.
#[must_use]
pub fn day() -> RefOr<Schema> {
    done(
        text()
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .pattern(Some(super::day::PATTERN))
            .description(Some("A date of the years 1800 to 2199"))
            .examples(["2025-02-01"]),
    )
}

/// Text with a length in characters and a pattern that forbids control characters.
#[must_use]
pub fn bounded_text(max: usize, pattern: &str) -> RefOr<Schema> {
    let example: String = "tekst".chars().take(max).collect();
    done(text().min_length(Some(1)).max_length(Some(max)).pattern(Some(pattern)).examples([example]))
}
