//! A client whose every answer is looked at.

use std::sync::Arc;

use serde_json::Value;
use support::{Answer, Client};

use super::scan::Scanner;

#[derive(Debug, Clone)]
pub(super) struct Caller {
    client: Client,
    scanner: Arc<Scanner>,
    marked: bool,
}

impl Caller {
    pub(super) fn new(client: Client, scanner: &Arc<Scanner>) -> Self {
        Self { client, scanner: Arc::clone(scanner), marked: false }
    }

    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        Self { client: self.client.with(name, value), ..self.clone() }
    }

    /// The same caller, who puts markers where none belong.
    pub(super) fn marking(&self) -> Self {
        Self { marked: true, ..self.clone() }
    }

    pub(super) fn key(&self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    pub(super) fn send(&self, method: &str, path: &str, media_type: &str, body: &[u8]) -> Answer {
        let answer = self.client.send(method, path, media_type, body);
        if self.marked { self.scanner.marked(path, answer) } else { self.scanner.answer(path, answer) }
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", &[])
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, "application/json", body.to_string().as_bytes())
    }

    /// A step of what was seen before.
    pub(super) fn step(&self, seen: &Answer, path: &str, body: &Value) -> Answer {
        self.with("if-match", &seen.header("etag").expect("a version")).post(path, body)
    }
}
