//! Text from outside: NFC, no control characters, bounded length, never blank.
//!
//! SQLite would store what PostgreSQL refuses (NUL), and a line break inside a name breaks a form; so text is
//! checked once, here. [`search_key`] folds a name for searching, the same for both databases.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing but white space.
    #[error("expected text, not blanks")]
    Blank,
    /// More characters than the field takes.
    #[error("expected at most {max} characters")]
    TooLong {
        /// The greatest number of characters.
        max: usize,
    },
    /// A control character, for example NUL or a line break in a single line.
    #[error("expected text without control characters")]
    Control,
}

/// JSON Schema pattern of [`Line`].
pub const LINE_PATTERN: &str = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$";
/// JSON Schema pattern of [`Prose`]: a [`Line`] that may also hold tabs and line breaks.
pub const PROSE_PATTERN: &str =
    r"^[^\x00-\x08\x0B-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B-\x1F\x7F-\x9F]*$";

fn clean(raw: &str, max: usize, allowed: &[char]) -> Result<String, InvalidText> {
    if raw.chars().count() > max {
        return Err(InvalidText::TooLong { max });
    }
    if raw.chars().any(|c| c.is_control() && !allowed.contains(&c)) {
        return Err(InvalidText::Control);
    }
    let text: String = raw.trim().nfc().collect();
    if text.is_empty() { Err(InvalidText::Blank) } else { Ok(text) }
}

macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident, $allowed:expr, $pattern:expr;)+) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name<const MAX: usize>(String);

        impl<const MAX: usize> $name<MAX> {
            /// Checks and normalises a text.
            ///
            /// # Errors
            /// [`InvalidText`] when it is blank, too long or has control characters.
            pub fn new(raw: &str) -> Result<Self, InvalidText> {
                clean(raw, MAX, $allowed).map(Self)
            }

            /// The text inside.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = InvalidText;

            fn try_from(raw: String) -> Result<Self, InvalidText> {
                Self::new(&raw)
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> Self {
                text.0
            }
        }

        impl<const MAX: usize> Deref for $name<MAX> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        /// Masked: the text may be personal data, and logs carry ids only.
        impl<const MAX: usize> fmt::Debug for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} characters)", stringify!($name), self.0.chars().count())
            }
        }

        #[cfg(feature = "openapi")]
        impl<const MAX: usize> utoipa::PartialSchema for $name<MAX> {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                super::schema::bounded_text(MAX, $pattern)
            }
        }

        #[cfg(feature = "openapi")]
        impl<const MAX: usize> utoipa::ToSchema for $name<MAX> {
            fn name() -> std::borrow::Cow<'static, str> {
                format!("{}{MAX}", stringify!($name)).into()
            }
        }
    )+ };
}

text_types! {
    /// One line of at most `MAX` characters.
    Line, &[], LINE_PATTERN;
    /// Text of at most `MAX` characters that may have tabs and line breaks.
    Prose, &['\n', '\t'], PROSE_PATTERN;
}

/// Folds a name for searching: lower case, no diacritics, single spaces; `Żółć` becomes `zolc`.
#[must_use]
pub fn search_key(text: &str) -> String {
    let folded: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ł' => 'l',
            'đ' => 'd',
            'ø' => 'o',
            'ı' => 'i',
            other => other,
        })
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_composed_trimmed_and_without_control_characters() {
        assert_eq!(Line::<20>::new("  Z\u{307}ółć ").unwrap().as_str(), "Żółć");
        assert_eq!(Line::<3>::new("Żółć"), Err(InvalidText::TooLong { max: 3 }));
        assert_eq!(Line::<20>::new(" \u{a0} "), Err(InvalidText::Blank));
        for control in ["a\0b", "a\nb", "a\u{85}b", "\u{7f}"] {
            assert_eq!(Line::<20>::new(control), Err(InvalidText::Control));
        }
        assert_eq!(Prose::<20>::new("a\nb").unwrap().as_str(), "a\nb");
        assert_eq!(Prose::<20>::new("a\rb"), Err(InvalidText::Control));
    }

    #[test]
    fn names_are_found_without_case_and_diacritics() {
        assert_eq!(search_key("Żółć"), "zolc");
        assert_eq!(search_key("ŁĘCKA-Świątek  O'Neill"), "lecka swiatek o neill");
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Line::<20>::new("Jan").unwrap()), "Line(3 characters)");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(raw in "\\PC{1,30}") {
            if let Ok(once) = Line::<200>::new(&raw) {
                prop_assert_eq!(Line::<200>::new(&once).unwrap(), once);
            }
        }

        #[test]
        fn folding_twice_changes_nothing(raw in "\\PC{0,30}") {
            let once = search_key(&raw);
            prop_assert_eq!(search_key(&once), once);
        }
    }
}
