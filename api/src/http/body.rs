//! JSON bodies: at most a megabyte, in time, of the right media type, known fields only.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{BytesMut, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use sha2::{Digest as _, Sha256};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::error::{Error, Fault};
use crate::state::State;

/// The largest body, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// A body that was read, fits the contract, and keeps its validator's rules.
#[derive(Debug)]
pub struct Valid<T> {
    /// The body.
    pub value: T,
    /// SHA-256 of its bytes, for the fingerprint of an idempotency key.
    pub digest: String,
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Valid<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let checked = check_headers(request);
        let patience = request.app_data::<Data<State>>().map(|state| state.config.body_timeout);
        let payload = payload.take();
        Box::pin(async move {
            checked?;
            let patience = patience.ok_or_else(|| Error::Internal("no state".to_owned()))?;
            let bytes = tokio::time::timeout(patience, read(payload)).await.map_err(|_late| Error::BodyTimeout)??;
            let value: T = parse(&bytes)?;
            value.validate().map_err(|errors| Error::Schema(shape_faults("", &errors)))?;
            Ok(Self { value, digest: hex_digest(&bytes) })
        })
    }
}

fn check_headers(request: &HttpRequest) -> Result<(), Error> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(essence.as_str(), "application/json" | "application/merge-patch+json") {
        return Err(Error::MediaType);
    }
    let length = request.headers().get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BODY) { Err(Error::TooLarge) } else { Ok(()) }
}

async fn read(mut payload: Payload) -> Result<BytesMut, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_broken| Error::MalformedJson)?;
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// SHA-256 in lower-case hexadecimal digits.
#[must_use]
pub fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a JSON text; the first fault of syntax or schema is the answer.
///
/// # Errors
/// [`Error::MalformedJson`], [`Error::UnknownField`] or [`Error::Schema`].
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (object, pointer) = pointers(error.path());
        schema_error(&object, &pointer, error.inner())
    })?;
    reader.end().map_err(|_trailing| Error::MalformedJson)?;
    Ok(value)
}

fn schema_error(object: &str, pointer: &str, error: &serde_json::Error) -> Error {
    if !error.is_data() {
        return Error::MalformedJson;
    }
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let named = |prefix: &str| {
        let (name, _) = message.strip_prefix(prefix)?.split_once('`')?;
        Some(name.to_owned())
    };
    if message.starts_with("unknown field `") {
        // The name is the client's own text and not repeated: the fault is the object's.
        return Error::UnknownField(Fault::new(
            object,
            "unknown_field",
            "this object has a field the contract does not know",
        ));
    }
    if let Some(field) = named("missing field `") {
        return Error::Schema(vec![Fault::new(
            format!("{pointer}/{field}"),
            "missing_field",
            "this field is required",
        )]);
    }
    Error::Schema(vec![Fault::new(pointer, "schema_violation", without_values(message))])
}

/// serde repeats values in its messages (``invalid type: string "…"``); they may be personal data.
fn without_values(message: &str) -> String {
    // The last one is serde's own: a value may have these words in it.
    let expected = message.rsplit_once(", expected ").map(|(_, expected)| format!("expected {expected}"));
    expected.unwrap_or_else(|| {
        if message.starts_with("expected ") { message.to_owned() } else { "not what the contract says".to_owned() }
    })
}

/// The pointer to where reading stopped, and to the object that holds the last name on the way there.
fn pointers(path: &Path) -> (String, String) {
    let (mut object, mut text) = (String::new(), String::new());
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                object.clone_from(&text);
                text.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    (object, text)
}

/// All faults of shape that the validator found.
fn shape_faults(prefix: &str, errors: &ValidationErrors) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, kind) in errors.errors() {
        let here = format!("{prefix}/{}", camel_case(field));
        match kind {
            ValidationErrorsKind::Struct(inner) => faults.extend(shape_faults(&here, inner)),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    faults.extend(shape_faults(&format!("{here}/{index}"), inner));
                }
            }
            ValidationErrorsKind::Field(found) => faults.extend(found.iter().map(|error| {
                let message = error.message.clone().unwrap_or_else(|| error.code.clone());
                Fault::new(here.clone(), "schema_violation", message)
            })),
        }
    }
    faults.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    faults
}

/// The name of a field as JSON writes it.
#[must_use]
pub fn camel_case(field: &str) -> String {
    let mut upper = false;
    let mut name = String::new();
    for c in field.chars() {
        if c == '_' {
            upper = true;
        } else {
            name.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its reading is tested")]
        birth_date: domain::kernel::day::Day,
    }

    fn refusal(json: &str) -> Error {
        parse::<Sample>(json.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_fault_points_to_its_field_and_repeats_no_value() {
        let Error::Schema(faults) = refusal(r#"{"birthDate":"Kowalski"}"#) else { panic!("not a schema fault") };
        assert_eq!(faults.first().unwrap().pointer, "/birthDate");
        assert!(!format!("{faults:?}").contains("Kowalski"), "{faults:?}");
        let Error::Schema(faults) = refusal(r#"{"birthDate":["a, expected Kowalski"]}"#) else {
            panic!("not a schema fault")
        };
        assert!(!format!("{faults:?}").contains("Kowalski"), "{faults:?}");
        let Error::Schema(faults) = refusal(r#"{"birthDate":12345678901}"#) else { panic!("not a schema fault") };
        assert!(!format!("{faults:?}").contains("12345678901"), "{faults:?}");
    }

    #[test]
    fn unknown_and_missing_fields_have_their_codes() {
        let Error::UnknownField(fault) = refusal(r#"{"birthDate":"2020-01-01","Kowalski":1}"#) else {
            panic!("not an unknown field")
        };
        assert!(fault.pointer.is_empty() && !format!("{fault:?}").contains("Kowalski"), "{fault:?}");
        let Error::Schema(faults) = refusal("{}") else { panic!("not a schema fault") };
        assert_eq!(
            (faults.first().unwrap().pointer.as_str(), faults.first().unwrap().code.as_str()),
            ("/birthDate", "missing_field")
        );
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_malformed() {
        let deep = format!("{}{}", r#"{"birthDate":"#, "[".repeat(1000));
        for json in ["", "{", "{} {}", "\u{feff}{}", deep.as_str()] {
            assert!(matches!(refusal(json), Error::MalformedJson | Error::Schema(_)), "{json}");
        }
        assert!(matches!(parse::<serde_json::Value>("[".repeat(1000).as_bytes()).unwrap_err(), Error::MalformedJson));
    }
}
