//! A client that keeps what came back, whatever the status.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{Method, Request};

/// Calls the API under one token.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; null when it is no JSON.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

impl Client {
    /// A client of a server; with a token it sends that.
    #[must_use]
    pub fn new(address: SocketAddr, token: Option<String>) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .new_agent();
        let headers = token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        Self { agent, base: format!("http://{address}"), headers: headers.into_iter().collect() }
    }

    /// The same client, sending one more header.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(known, _)| known != name);
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same client, for the next change of a resource with this version.
    #[must_use]
    pub fn if_match(&self, version: i64) -> Self {
        self.with("if-match", &format!("\"{version}\""))
    }

    /// The same client, with a key for the next request.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    /// The same client, with a key for the next request unless it has one.
    #[must_use]
    pub fn or_key(&self, key: &str) -> Self {
        if self.headers.iter().any(|(name, _)| name == "idempotency-key") { self.clone() } else { self.key(key) }
    }

    /// Sends bytes as they are.
    ///
    /// # Panics
    /// When no answer comes back.
    #[must_use]
    pub fn send(&self, method: &str, path: &str, media_type: &str, body: &[u8]) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !media_type.is_empty() {
            request = request.header("content-type", media_type);
        }
        let sent = if body.is_empty() && media_type.is_empty() {
            self.agent.run(request.body(()).unwrap())
        } else {
            self.agent.run(request.body(body).unwrap())
        };
        let mut response = sent.unwrap_or_else(|error| panic!("{path}: {error}"));
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers = headers.collect();
        let text = response.body_mut().read_to_string().unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: response.status().as_u16(), headers, body, text }
    }

    /// `GET`.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", &[])
    }

    /// `POST` with a JSON body.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, "application/json", body.to_string().as_bytes())
    }

    /// `PUT` with a JSON body.
    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, "application/json", body.to_string().as_bytes())
    }

    /// `PATCH` with a JSON body.
    #[must_use]
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send("PATCH", path, "application/merge-patch+json", body.to_string().as_bytes())
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Answer {
    /// The answer, when it has this status.
    ///
    /// # Panics
    /// When it has another; shows the body.
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The refusal's code, when the answer has this status.
    ///
    /// # Panics
    /// When it has another status or is no problem.
    #[must_use]
    pub fn problem(self, status: u16) -> String {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type").as_deref(), Some("application/problem+json"), "{}", answer.text);
        crate::text(&answer.body, "/code")
    }

    /// The pointer and code of the refusal's only fault, when the answer has this status.
    ///
    /// # Panics
    /// When it has another status, or not exactly one fault.
    #[must_use]
    pub fn fault(self, status: u16) -> (String, String) {
        let answer = self.expect(status);
        let faults = answer.body.pointer("/errors").and_then(Value::as_array).map_or(0, Vec::len);
        assert_eq!(faults, 1, "{}", answer.text);
        (crate::text(&answer.body, "/errors/0/pointer"), crate::text(&answer.body, "/errors/0/code"))
    }

    /// A header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// The text at a JSON pointer of the body.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn at(&self, pointer: &str) -> String {
        crate::text(&self.body, pointer)
    }

    /// The `version` of the body.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.body.pointer("/version").and_then(Value::as_i64).unwrap_or_else(|| panic!("no version in {}", self.text))
    }
}
