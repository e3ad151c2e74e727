//! SHA-256 over canonical JSON: the same content gives the same hash, in whatever order its keys were written.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// JSON Schema pattern of [`Digest`].
pub const PATTERN: &str = "^[0-9a-f]{64}$";

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 64 lower-case hexadecimal digits")]
pub struct InvalidDigest;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of a JSON value in its canonical form.
    #[must_use]
    pub fn of_json(value: &Value) -> Self {
        Self::of_bytes(canonical(value).as_bytes())
    }
}

/// Writes JSON without blanks and with the keys of every object in ascending order.
///
/// For ASCII keys and numbers that are integers this is the form of RFC 8785; nothing here hashes other numbers.
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let sorted: BTreeMap<_, _> = members.iter().collect();
            let written =
                sorted.into_iter().map(|(key, member)| format!("{}:{}", Value::String(key.clone()), canonical(member)));
            format!("{{{}}}", written.collect::<Vec<_>>().join(","))
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(InvalidDigest);
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(at * 2..at * 2 + 2).ok_or(InvalidDigest)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_digits| InvalidDigest)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Digest {
    type Error = InvalidDigest;

    fn try_from(text: String) -> Result<Self, InvalidDigest> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::Schema;

    impl utoipa::PartialSchema for super::Digest {
        fn schema() -> RefOr<Schema> {
            crate::kernel::schema::pattern(
                super::PATTERN,
                "A SHA-256 digest",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            )
        }
    }

    impl utoipa::ToSchema for super::Digest {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_nothing_is_the_published_one() {
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of_bytes(b"").to_string(), text);
        assert_eq!(text.parse(), Ok(Digest::of_bytes(b"")));
        for wrong in ["", &text[1..], &format!("{text}00"), &text.to_uppercase(), &format!("+{}", &text[1..])] {
            assert_eq!(wrong.parse::<Digest>(), Err(InvalidDigest), "{wrong}");
        }
    }

    #[test]
    fn the_order_of_keys_does_not_matter_and_the_order_of_items_does() {
        let digest = |text: &str| Digest::of_json(&serde_json::from_str(text).unwrap());
        assert_eq!(
            digest(r#"{"b": [1, 2], "a": {"d": "ż\n", "c": null}}"#),
            digest(r#"{"a":{"c":null,"d":"ż\n"},"b":[1,2]}"#)
        );
        assert_ne!(digest("[1,2]"), digest("[2,1]"));
        assert_eq!(canonical(&serde_json::json!({"b": true, "a": "x\"y"})), r#"{"a":"x\"y","b":true}"#);
    }
}
