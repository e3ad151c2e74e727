//! The hands of the demonstration: calls the service over HTTP as one member of the staff or another.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{NaiveDate, NaiveTime};
use domain::kernel::context::IdSource as _;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{Method, Request};

use super::super::town;
use crate::state::Ids;

/// The play stopped: what was not as it should be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Stopped(pub String);

impl Stopped {
    pub(super) fn new(cause: impl std::fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) body: Value,
    pub(super) text: String,
    /// The number in `ETag`.
    pub(super) version: String,
}

impl Answer {
    /// The text at a JSON pointer.
    pub(super) fn at(&self, pointer: &str) -> Result<String, Stopped> {
        text_at(&self.body, pointer)
    }
}

/// The text at a JSON pointer.
pub(super) fn text_at(body: &Value, pointer: &str) -> Result<String, Stopped> {
    let found = body.pointer(pointer).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| Stopped::new(format!("an answer has no text at {pointer}")))
}

/// A client with the demonstration's log-ins.
pub(super) struct Player<'a> {
    out: &'a mut dyn Write,
    agent: Agent,
    base: String,
    tokens: BTreeMap<String, String>,
    today: NaiveDate,
}

impl<'a> Player<'a> {
    pub(super) fn new(base: &str, out: &'a mut dyn Write) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        let base = base.trim_end_matches('/').to_owned();
        Self { out, agent, base, tokens: BTreeMap::new(), today: NaiveDate::default() }
    }

    /// The day the service's clock shows.
    pub(super) fn today(&self) -> NaiveDate {
        self.today
    }

    /// Writes a line of the report.
    pub(super) fn say(&mut self, line: &str) -> Result<(), Stopped> {
        writeln!(self.out, "{line}").map_err(Stopped::new)
    }

    /// Writes what somebody did on the day it is.
    pub(super) fn did(&mut self, login: &str, what: &str) -> Result<(), Stopped> {
        self.say(&format!("  {}  {login:<14} {what}", self.today))
    }

    /// Moves the service's clock to ten o'clock of a day, and forgets tokens of another time.
    pub(super) fn go_to(&mut self, day: NaiveDate) -> Result<(), Stopped> {
        let now = day.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default()).and_utc();
        self.tokens.clear();
        let _moved = self.post("kierownik", "/demo/clock", &json!({ "now": now }))?;
        self.tokens.clear();
        self.today = day;
        Ok(())
    }

    /// Sets the service's clock to the machine's time.
    pub(super) fn go_home(&mut self) -> Result<(), Stopped> {
        let now = crate::state::Clock::Machine.now();
        let _moved = self.post("kierownik", "/demo/clock", &json!({ "now": now }))?;
        self.tokens.clear();
        Ok(())
    }

    /// Reads.
    pub(super) fn get(&mut self, login: &str, path: &str) -> Result<Answer, Stopped> {
        self.send(login, &Method::GET, path, &[], None)
    }

    /// Creates or moves something, under a key of its own.
    pub(super) fn post(&mut self, login: &str, path: &str, body: &Value) -> Result<Answer, Stopped> {
        let key = Ids.next().to_string();
        self.send(login, &Method::POST, path, &[("idempotency-key", &key)], Some(body))
    }

    /// Changes a resource with this version, under a key of its own.
    pub(super) fn change(&mut self, login: &str, path: &str, version: &str, body: &Value) -> Result<Answer, Stopped> {
        let (key, tag) = (Ids.next().to_string(), format!("\"{version}\""));
        self.send(login, &Method::POST, path, &[("if-match", &tag), ("idempotency-key", &key)], Some(body))
    }

    fn token(&mut self, login: &str) -> Result<String, Stopped> {
        if let Some(token) = self.tokens.get(login) {
            return Ok(token.clone());
        }
        let body = json!({ "login": login, "password": town::PASSWORD });
        let answer = self.call("", &Method::POST, "/auth/login", &[], Some(&body))?;
        let token = answer.at("/accessToken")?;
        self.tokens.insert(login.to_owned(), token.clone());
        Ok(token)
    }

    fn send(
        &mut self,
        login: &str,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, Stopped> {
        let token = self.token(login)?;
        self.call(&token, method, path, headers, body)
    }

    fn call(
        &self,
        token: &str,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, Stopped> {
        let mut request = Request::builder().method(method).uri(format!("{}/api/v1{path}", self.base));
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json").body(body.to_string());
                self.agent.run(request.map_err(Stopped::new)?)
            }
            None => self.agent.run(request.body(()).map_err(Stopped::new)?),
        };
        let unreachable = |error| Stopped::new(format!("{}: {error}; is `make run` running?", self.base));
        let mut response = sent.map_err(unreachable)?;
        let status = response.status().as_u16();
        let tag = response.headers().get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        let version = tag.trim_matches('"').to_owned();
        let text = response.body_mut().read_to_string().map_err(Stopped::new)?;
        if status >= 400 {
            return Err(Stopped::new(format!("{method} {path} was refused: {status} {text}")));
        }
        Ok(Answer { body: serde_json::from_str(&text).unwrap_or(Value::Null), text, version })
    }
}
