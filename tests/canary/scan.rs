//! Looks for markers wherever personal data has no place.

use std::collections::BTreeMap;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;
use support::Answer;

/// Paths whose whole answer must be free of markers.
const IMPERSONAL: &[&str] = &["/api/v1/events", "/metrics", "/healthz", "/readyz"];

/// Texts that are kept of one kind of leak.
const MOST_SHOWN: usize = 3;

/// Knows the markers and collects where they turned up.
#[derive(Debug)]
pub(super) struct Scanner {
    needles: Vec<String>,
    /// By channel and needle, the first few.
    leaks: Mutex<BTreeMap<(String, String), Vec<String>>>,
}

/// Without case and everything that is no ASCII letter or digit: a grouped account number is still found, and a name
/// in whatever escape, because needles are the parts of names that have no diacritics.
fn squashed(text: &str) -> String {
    let plain = text.bytes().filter(u8::is_ascii_alphanumeric);
    plain.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// The text, and what its words say in Base64: a cursor is no hiding place.
fn readings(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+/".contains(c)));
    let decoded = words.filter(|word| word.len() > 15).filter_map(|word| {
        let bytes = URL_SAFE_NO_PAD.decode(word).or_else(|_| STANDARD_NO_PAD.decode(word)).ok()?;
        Some(squashed(&String::from_utf8_lossy(&bytes)))
    });
    std::iter::once(squashed(text)).chain(decoded).collect()
}

/// Texts that a client may follow as a link: cursors and everything that looks like an address.
fn links(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let cursor = value.as_str().filter(|_| ["next", "prev"].contains(&name.as_str()));
                match cursor {
                    Some(cursor) => found.push(cursor.to_owned()),
                    None => links(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        Value::String(text) if text.starts_with('/') || text.contains("://") => found.push(text.clone()),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Scanner {
    pub(super) fn new(needles: &[String]) -> Self {
        let needles: Vec<String> = needles.iter().map(|needle| squashed(needle)).collect();
        assert!(needles.iter().all(|needle| needle.len() >= 9), "a marker that turns up by chance: {needles:?}");
        Self { needles, leaks: Mutex::default() }
    }

    /// Looks at a text in which no marker may be.
    pub(super) fn text(&self, channel: &str, text: &str) {
        for reading in readings(text) {
            for needle in self.needles.iter().filter(|needle| reading.contains(*needle)) {
                let mut leaks = self.leaks.lock().unwrap();
                let known = leaks.entry((channel.to_owned(), needle.clone())).or_default();
                if known.len() < MOST_SHOWN {
                    known.push(text.chars().take(400).collect());
                }
            }
        }
    }

    /// Looks at an answer and at the address that was asked for, which the service found good.
    pub(super) fn answer(&self, path: &str, answer: Answer) -> Answer {
        if answer.status < 400 {
            self.text("address", path);
        }
        self.marked(path, answer)
    }

    /// Looks at the answer to a request whose address has a marker on purpose: at its headers always, at its body when
    /// it is a refusal or impersonal, else at its links.
    pub(super) fn marked(&self, path: &str, answer: Answer) -> Answer {
        for (name, value) in &answer.headers {
            self.text(&format!("header {name}"), value);
        }
        let place = path.split('?').next().unwrap_or_default();
        if answer.status >= 400 {
            self.text("refusal", &answer.text);
        }
        if place.ends_with("/history") {
            self.text("history", &answer.text);
        }
        if IMPERSONAL.contains(&place) {
            self.text(place, &answer.text);
        }
        let mut found = Vec::new();
        links(&answer.body, &mut found);
        found.iter().for_each(|link| self.text("link", link));
        answer
    }

    /// Where markers turned up.
    pub(super) fn leaks(&self) -> Vec<String> {
        let leaks = self.leaks.lock().unwrap();
        let shown = leaks.iter().flat_map(|((channel, needle), texts)| {
            texts.iter().map(move |text| format!("{channel}: {needle} in {text}"))
        });
        shown.collect()
    }
}
