//! Digests over rows: every field with its length before it, so that no two rows read alike.

use chrono::NaiveDateTime;
use sha2::{Digest as _, Sha256};

/// A SHA-256 over a sequence of fields.
#[derive(Debug, Clone)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// Starts a digest of one kind of row; `domain` keeps kinds apart.
    pub(crate) fn of(domain: &str) -> Self {
        Self(Sha256::new()).text(domain)
    }

    pub(crate) fn text(mut self, field: &str) -> Self {
        self.0.update(field.len().to_string());
        self.0.update(":");
        self.0.update(field);
        self
    }

    pub(crate) fn maybe(self, field: Option<&str>) -> Self {
        match field {
            Some(field) => self.text("+").text(field),
            None => self.text("-"),
        }
    }

    pub(crate) fn number(self, field: i64) -> Self {
        self.text(&field.to_string())
    }

    pub(crate) fn instant(self, field: NaiveDateTime) -> Self {
        self.number(field.and_utc().timestamp_micros())
    }

    /// The digest in lower-case hexadecimal digits.
    pub(crate) fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn moving_a_character_between_fields_changes_the_digest() {
        assert_ne!(Digest::of("t").text("ab").text("c").hex(), Digest::of("t").text("a").text("bc").hex());
        assert_ne!(Digest::of("t").maybe(None).hex(), Digest::of("t").maybe(Some("")).hex());
    }
}
