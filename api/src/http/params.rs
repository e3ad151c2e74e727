//! Path, query and header parameters.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use super::error::{Error, Fault};

/// An id in the path, under the name `{id}`.
///
/// A text that is no id names nothing, so it answers 404 like an id that nobody has.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T: FromStr> FromRequest for PathId<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(request.match_info().get("id").and_then(|text| text.parse().ok()).map(PathId).ok_or(Error::NotFound))
    }
}

/// What stands in a path besides the first id, under a name of its own.
pub trait NamedPart: FromStr {
    /// The name of the parameter.
    const NAME: &'static str;
}

impl NamedPart for domain::kernel::ids::FactId {
    const NAME: &'static str = "factId";
}

impl NamedPart for domain::kernel::ids::MembershipId {
    const NAME: &'static str = "membershipId";
}

impl NamedPart for domain::kernel::ids::RoleGrantId {
    const NAME: &'static str = "grantId";
}

/// A further part of the path. As with [`PathId`], a text that cannot be one names nothing.
#[derive(Debug, Clone, Copy)]
pub struct PathPart<T>(pub T);

impl<T: NamedPart> FromRequest for PathPart<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(request.match_info().get(T::NAME).and_then(|text| text.parse().ok()).map(PathPart).ok_or(Error::NotFound))
    }
}

/// Query parameters: known names only, each with a value that can be used.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(parse_query(request.query_string()).map(Query))
    }
}

fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
    let reader = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    let value = serde_path_to_error::deserialize(reader).map_err(|error| {
        if error.inner().to_string().starts_with("unknown field") {
            // The name is the client's own text: it is not repeated.
            return refused("*", "unknown parameter");
        }
        let name = error.path().iter().next().map(ToString::to_string).unwrap_or_default();
        refused(&name, "not a value of this parameter")
    })?;
    // A parameter that is there has a value, though the reader takes an empty one for absent. The names are known now.
    let mut pairs = query.split('&').filter(|pair| !pair.is_empty());
    match pairs.find_map(|pair| pair.split_once('=').map_or(Some(pair), empty_value)) {
        Some(name) => Err(refused(name, "expected a value")),
        None => Ok(value),
    }
}

fn refused(name: &str, message: &str) -> Error {
    Error::Filter(Fault::new(format!("parameter:{name}"), "invalid_filter", message))
}

fn empty_value<'a>((name, value): (&'a str, &str)) -> Option<&'a str> {
    value.is_empty().then_some(name)
}

/// The version that the caller saw, from `If-Match` (RFC 9110, section 13.1.1). Without it, or with `*`: 428.
///
/// A tag that this service never gives belongs to no version, so it is as stale as any: 412.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i64);

/// What no resource has for its version.
const NO_VERSION: i64 = 0;

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        // Several lines of a header are one list (RFC 9110, section 5.3).
        let lines: Vec<&[u8]> = request.headers().get_all("if-match").map(HeaderValue::as_bytes).collect();
        ready(match lines.join(&b',').as_slice() {
            b"" | b"*" => Err(Error::PreconditionRequired),
            header => version_of(header).map(IfMatch).ok_or_else(|| {
                Error::Schema(vec![Fault::new("header:If-Match", "schema_violation", "expected an ETag like `\"3\"`")])
            }),
        })
    }
}

/// What a `PUT` that may make the resource expects to find: `If-None-Match: *` nothing yet, `If-Match` a version.
/// Without either: 428.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The resource must not exist.
    Nothing,
    /// The resource must have this version.
    Version(i64),
    /// Both at once, which no resource can be: there is nothing yet, and it has this version.
    Both(i64),
}

impl FromRequest for Expected {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut version = || IfMatch::from_request(request, payload).into_inner().map(|version| version.0);
        let nothing = request.headers().get("if-none-match").map(|value| value.to_str().unwrap_or_default());
        ready(match nothing {
            None => version().map(Self::Version),
            Some("*") if request.headers().contains_key("if-match") => version().map(Self::Both),
            Some("*") => Ok(Self::Nothing),
            Some(_) => {
                let message = "expected `*`";
                Err(Error::Schema(vec![Fault::new("header:If-None-Match", "schema_violation", message)]))
            }
        })
    }
}

/// The `ETag` of a version.
#[must_use]
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that a header names; [`NO_VERSION`] for tags of another kind, and for several, where RFC 9110 would
/// take any of them; `None` for no tag at all.
fn version_of(header: &[u8]) -> Option<i64> {
    let (mut rest, mut tags) = (header, Vec::new());
    while !rest.is_empty() {
        if let [b' ' | b'\t' | b',', further @ ..] = rest {
            rest = further;
            continue;
        }
        let (tag, further) = first_tag(rest)?;
        tags.push(tag);
        rest = further;
    }
    let version = |tag: &[u8]| {
        let text = std::str::from_utf8(tag).ok()?;
        text.trim_matches('"').parse().ok().filter(|version| *version > 0 && etag(*version) == text)
    };
    match tags.as_slice() {
        [] => None,
        [tag] => Some(version(tag).unwrap_or(NO_VERSION)),
        _ => Some(NO_VERSION),
    }
}

/// The tag that a list begins with, `"…"` or `W/"…"`, and what follows it and its comma (RFC 9110, sections 8.8.3 and
/// 5.6.1).
fn first_tag(list: &[u8]) -> Option<(&[u8], &[u8])> {
    let opened = list.strip_prefix(b"W/").unwrap_or(list).strip_prefix(b"\"")?;
    let length = opened.iter().position(|byte| *byte == b'"')?;
    let (inner, rest) = (opened.get(..length)?, opened.get(length + 1..)?);
    let tag = list.get(..list.len() - rest.len())?;
    let rest = rest.trim_ascii_start();
    let ends = rest.is_empty() || rest.starts_with(b",");
    (ends && inner.iter().all(|byte| *byte > b' ' && *byte != 0x7F)).then_some((tag, rest))
}

/// The client's key for a request that must not happen twice, from `Idempotency-Key`.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    text: Option<String>,
    method: String,
    path: String,
}

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let text = match request.headers().get("idempotency-key").map(|value| value.to_str().unwrap_or_default()) {
            None => None,
            Some(text) if (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) => {
                Some(text.to_owned())
            }
            Some(_) => {
                let message = "expected 1 to 255 visible ASCII characters";
                let fault = Fault::new("header:Idempotency-Key", "schema_violation", message);
                return ready(Err(Error::Schema(vec![fault])));
            }
        };
        ready(Ok(Self { text, method: request.method().to_string(), path: request.path().to_owned() }))
    }
}

impl IdempotencyKey {
    /// The key for a request with this body, when the client sent one.
    #[must_use]
    pub fn optional(
        self,
        client: String,
        operation: &'static str,
        body_digest: &str,
    ) -> Option<persistence::platform::idempotency::Key> {
        let key = self.text?;
        let request = format!("{}\n{}\n{body_digest}", self.method, self.path);
        let fingerprint = super::body::hex_digest(request.as_bytes());
        Some(persistence::platform::idempotency::Key { client, operation, key, fingerprint })
    }

    /// Refuses a request without a key.
    ///
    /// # Errors
    /// [`Error::IdempotencyKeyRequired`].
    pub fn required(self) -> Result<Self, Error> {
        if self.text.is_some() { Ok(self) } else { Err(Error::IdempotencyKeyRequired) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_another_kind_is_no_version_and_no_tag_is_refused() {
        for one in ["\"3\"", " \"3\" ", "\"3\",", ", ,\"3\""] {
            assert_eq!(version_of(one.as_bytes()), Some(3), "{one}");
        }
        for foreign in
            ["\"03\"", "W/\"3\"", "\"0\"", "\"-1\"", "\"x,y\"", "\"\"", "\"ż\"", "\"3\", \"4\"", "\"3\" ,W/\"\""]
        {
            assert_eq!(version_of(foreign.as_bytes()), Some(NO_VERSION), "{foreign}");
        }
        for wrong in ["3", "", " , ", "\"3", "3\"", "\"3\"4", "\"a b\"", "w/\"3\"", "\"3\" \"4\"", "\"3\", 4"] {
            assert_eq!(version_of(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_wrong_parameter_is_named() {
        #[derive(serde::Deserialize, Debug)]
        #[serde(deny_unknown_fields)]
        struct Sample {
            limit: Option<u16>,
        }
        let name = |query: &str| match parse_query::<Sample>(query) {
            Err(Error::Filter(fault)) => fault.pointer,
            other => panic!("{other:?}"),
        };
        assert_eq!(name("limit=-1"), "parameter:limit");
        assert_eq!(name("limit=x"), "parameter:limit");
        assert_eq!(name("limit="), "parameter:limit");
        assert_eq!(name("limit"), "parameter:limit");
        for unknown in ["Kowalski=1", "Kowalski=", "Kowalski", "limit=1&Kowalski"] {
            assert_eq!(name(unknown), "parameter:*", "the name is not repeated");
        }
        assert_eq!(parse_query::<Sample>("limit=5").unwrap().limit, Some(5));
    }
}
