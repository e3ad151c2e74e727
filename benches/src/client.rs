//! A client that tells an answer from a connection that broke.

use serde_json::{Value, json};
use ureq::http::Response;
use ureq::{Agent, Body};

/// Calls one running service.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    token: String,
}

impl Client {
    /// Logs in.
    ///
    /// # Panics
    /// When the service refuses or does not answer.
    #[must_use]
    pub fn log_in(base: &str, login: &str, password: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        let anonymous = Self { agent, base: base.to_owned(), token: String::new() };
        let body = json!({ "login": login, "password": password });
        let (status, answer) = anonymous.post("/api/v1/auth/login", None, &body).expect("an answer to the log-in");
        let token = answer.get("accessToken").and_then(Value::as_str).unwrap_or_default().to_owned();
        assert!(status == 200 && !token.is_empty(), "log-in refused: {status}");
        Self { token, ..anonymous }
    }

    /// The access token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Sends a body; `None` when the connection broke before an answer.
    #[must_use]
    pub fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Option<(u16, Value)> {
        let mut request = self.agent.post(format!("{}{path}", self.base));
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        Self::answer(request.send_json(body))
    }

    /// Changes a resource with a version; `None` when the connection broke before an answer.
    #[must_use]
    pub fn change(&self, path: &str, version: u64, body: &Value) -> Option<(u16, Value)> {
        let request = self.agent.post(format!("{}{path}", self.base));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let request = request.header("if-match", format!("\"{version}\"")).header("idempotency-key", path);
        Self::answer(request.send_json(body))
    }

    /// Reads; `None` when the connection broke before an answer.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<(u16, Value)> {
        let request = self.agent.get(format!("{}{path}", self.base));
        Self::answer(request.header("authorization", format!("Bearer {}", self.token)).call())
    }

    fn answer(outcome: Result<Response<Body>, ureq::Error>) -> Option<(u16, Value)> {
        let mut response = outcome.ok()?;
        let status = response.status().as_u16();
        let text = response.body_mut().read_to_string().ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }
}
