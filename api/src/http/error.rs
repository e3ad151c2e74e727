//! Every refusal as `application/problem+json` (RFC 9457): one code, one reaction.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use domain::platform::action::Action;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use super::texts;

/// A request that was not carried out.
#[derive(Debug)]
pub enum Error {
    /// The body is no JSON, or nested too deep.
    MalformedJson,
    /// The body, a parameter or a header does not fit the contract.
    Schema(Vec<Fault>),
    /// The body has a field that the contract does not know.
    UnknownField(Fault),
    /// The cursor does not belong to this list. `well_formed`: it fits the contract's pattern.
    Cursor {
        /// Whether it fits the contract's pattern.
        well_formed: bool,
    },
    /// A filter or another query parameter cannot be used.
    Filter(Fault),
    /// No token, or one that is not good.
    Token(&'static str),
    /// The roles of the caller do not allow the action.
    Forbidden(Action),
    /// Preparer, approver and payer must be different people.
    SeparationOfDuties,
    /// The password was set by somebody else and must be changed first.
    PasswordChangeRequired,
    /// Nothing the caller may know of.
    NotFound,
    /// No operation with this method; what is allowed instead.
    MethodNotAllowed(String),
    /// The state of the resource does not allow the transition.
    Transition {
        /// What was tried, in its state.
        detail: String,
        /// What may be done instead.
        allowed: Vec<&'static str>,
    },
    /// Another resource holds the same unique value; never says which.
    Duplicate {
        /// Where the value stands in the body.
        pointer: Cow<'static, str>,
    },
    /// The award overlaps another of the same kind.
    OverlappingAward,
    /// The list has blockers.
    Blocked(Vec<Fault>),
    /// Another request with the same key is still being carried out.
    IdempotencyInProgress,
    /// The key was used for another request.
    IdempotencyKeyReused,
    /// The operation needs an `Idempotency-Key`.
    IdempotencyKeyRequired,
    /// The caller saw another version.
    Version {
        /// The version now.
        current: i64,
    },
    /// The operation needs `If-Match`.
    PreconditionRequired,
    /// The body is larger than a megabyte.
    TooLarge,
    /// The body is not in a form the operation reads.
    MediaType,
    /// The body did not arrive in time.
    BodyTimeout,
    /// Well-formed, but refused by a rule. The code names the rule's family.
    Rule {
        /// The code of the family, for example `missing_evidence`.
        code: &'static str,
        /// Each fault.
        faults: Vec<Fault>,
    },
    /// Too many requests.
    RateLimited {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The database cannot be used just now.
    Unavailable(String),
    /// A fault of ours; the cause is logged, never shown.
    Internal(String),
}

/// One fault: where, which, and in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body, or `parameter:<name>` or `header:<name>`.
    #[schema(example = "/birthDate")]
    pub pointer: String,
    /// Stable code of the fault.
    #[schema(example = "birth_date_in_future")]
    pub code: String,
    /// The fault in words.
    pub message: String,
    /// The provision that refuses, where the law does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
}

impl Fault {
    /// A fault in the contract's or the domain's words.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { pointer: pointer.into(), code: code.into(), message: message.to_string(), legal_basis: None }
    }

    /// Names the provision that refuses.
    #[must_use]
    pub fn under(mut self, provision: impl fmt::Display) -> Self {
        self.legal_basis = Some(provision.to_string());
        self
    }
}

/// The body of every refusal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A stable address that names the problem; `docs/API-DESIGN.md` describes each.
    #[serde(rename = "type")]
    #[schema(example = "/problems/version_mismatch")]
    pub kind: String,
    /// The problem in a few words.
    pub title: String,
    /// The HTTP status.
    #[schema(example = 412)]
    pub status: u16,
    /// The problem in a sentence, without personal data.
    pub detail: String,
    /// Stable code; clients react to this.
    #[schema(schema_with = code_schema)]
    pub code: String,
    /// The request, for asking back.
    pub request_id: String,
    /// Each fault of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// What may be done with the resource instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_transitions: Option<Vec<&'static str>>,
    /// The version the resource has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<i64>,
    /// The action the caller's roles do not allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_action: Option<&'static str>,
}

/// The closed list of problem codes.
fn code_schema() -> Object {
    let codes = texts::PROBLEMS.iter().map(|(code, _, _)| *code);
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("Stable code; clients react to this."))
        .enum_values(Some(codes))
        .build()
}

impl Error {
    /// A rule refused one field.
    pub fn rule(pointer: impl Into<String>, code: &'static str, message: impl fmt::Display) -> Self {
        Self::Rule { code: "rule_violation", faults: vec![Fault::new(pointer, code, message)] }
    }

    /// The same refusal of a part of a body that stands under `prefix` in a larger one.
    #[must_use]
    pub fn within(self, prefix: &str) -> Self {
        if let Self::Rule { code, faults } = self {
            let moved =
                faults.into_iter().map(|fault| Fault { pointer: format!("{prefix}{}", fault.pointer), ..fault });
            return Self::Rule { code, faults: moved.collect() };
        }
        if let Self::Duplicate { pointer } = self {
            return Self::Duplicate { pointer: format!("{prefix}{pointer}").into() };
        }
        self
    }

    /// The faults of a rule that refused a part of a body, to be answered together with those of the other parts.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        if let Self::Rule { faults, .. } = self { faults } else { self.english_faults() }
    }

    /// The status and the code.
    #[must_use]
    pub fn describe(&self) -> (StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::MalformedJson => (S::BAD_REQUEST, "malformed_json"),
            Self::Schema(_) => (S::BAD_REQUEST, "schema_violation"),
            Self::UnknownField(_) => (S::BAD_REQUEST, "unknown_field"),
            Self::Cursor { well_formed: false } => (S::BAD_REQUEST, "invalid_cursor"),
            // A cursor that fits the pattern is refused for its meaning.
            Self::Cursor { well_formed: true } => (S::UNPROCESSABLE_ENTITY, "invalid_cursor"),
            Self::Filter(_) => (S::BAD_REQUEST, "invalid_filter"),
            Self::Token(_) => (S::UNAUTHORIZED, "token_invalid"),
            Self::Forbidden(_) => (S::FORBIDDEN, "action_forbidden"),
            Self::SeparationOfDuties => (S::FORBIDDEN, "separation_of_duties"),
            Self::PasswordChangeRequired => (S::FORBIDDEN, "password_change_required"),
            Self::NotFound => (S::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed(_) => (S::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::Transition { .. } => (S::CONFLICT, "invalid_transition"),
            Self::Duplicate { .. } => (S::CONFLICT, "duplicate"),
            Self::OverlappingAward => (S::CONFLICT, "overlapping_award"),
            Self::Blocked(_) => (S::CONFLICT, "list_has_blockers"),
            Self::IdempotencyInProgress => (S::CONFLICT, "idempotency_in_progress"),
            Self::IdempotencyKeyReused => (S::UNPROCESSABLE_ENTITY, "idempotency_key_reused"),
            Self::IdempotencyKeyRequired => (S::PRECONDITION_REQUIRED, "idempotency_key_required"),
            Self::Version { .. } => (S::PRECONDITION_FAILED, "version_mismatch"),
            Self::PreconditionRequired => (S::PRECONDITION_REQUIRED, "precondition_required"),
            Self::TooLarge => (S::PAYLOAD_TOO_LARGE, "payload_too_large"),
            Self::MediaType => (S::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            Self::BodyTimeout => (S::REQUEST_TIMEOUT, "request_timeout"),
            Self::Rule { code, .. } => (S::UNPROCESSABLE_ENTITY, code),
            Self::RateLimited { .. } => (S::TOO_MANY_REQUESTS, "rate_limited"),
            Self::Unavailable(_) => (S::SERVICE_UNAVAILABLE, "dependency_unavailable"),
            Self::Internal(_) => (S::INTERNAL_SERVER_ERROR, "internal_error"),
        }
    }

    /// The answer, in the caller's language.
    #[must_use]
    pub fn render(&self, request_id: &str, english: bool) -> HttpResponse {
        let (status, code) = self.describe();
        let text = texts::problem(code, english);
        let problem = Problem {
            kind: format!("/problems/{code}"),
            title: text.title.to_owned(),
            status: status.as_u16(),
            detail: text.detail.to_owned(),
            code: code.to_owned(),
            request_id: request_id.to_owned(),
            errors: self.faults(english),
            allowed_transitions: if let Self::Transition { allowed, .. } = self { Some(allowed.clone()) } else { None },
            current_version: if let Self::Version { current } = self { Some(*current) } else { None },
            required_action: if let Self::Forbidden(action) = self { Some(action.code()) } else { None },
        };
        let mut response = HttpResponse::build(status);
        response.content_type("application/problem+json");
        if let Some(header) = self.header() {
            response.insert_header(header);
        }
        response.body(serde_json::to_string(&problem).unwrap_or_default())
    }

    /// The header that tells a client how to go on.
    fn header(&self) -> Option<(&'static str, String)> {
        if let Self::RateLimited { retry_after } = self {
            return Some(("Retry-After", retry_after.to_string()));
        }
        if let Self::Unavailable(_) = self {
            return Some(("Retry-After", "1".to_owned()));
        }
        if let Self::MethodNotAllowed(allow) = self {
            return Some(("Allow", allow.clone()));
        }
        if let Self::Token(why) = self {
            let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{why}\"");
            return Some(("WWW-Authenticate", challenge));
        }
        None
    }

    fn faults(&self, english: bool) -> Vec<Fault> {
        let faults = self.english_faults();
        if english {
            return faults;
        }
        faults.into_iter().map(|fault| Fault { message: texts::fault(&fault.code, &fault.message), ..fault }).collect()
    }
}

impl Error {
    fn english_faults(&self) -> Vec<Fault> {
        if let Self::Schema(faults) | Self::Blocked(faults) | Self::Rule { faults, .. } = self {
            return faults.clone();
        }
        if let Self::UnknownField(fault) | Self::Filter(fault) = self {
            return vec![fault.clone()];
        }
        let code = self.describe().1;
        let one = |pointer: &str, message: &str| vec![Fault::new(pointer, code, message)];
        if let Self::Duplicate { pointer } = self {
            return one(pointer, "this value is taken");
        }
        if let Self::Transition { detail, .. } = self {
            return one("", detail);
        }
        if let Self::Cursor { .. } = self {
            return one("parameter:cursor", "not a cursor of this list");
        }
        if let Self::IdempotencyKeyReused | Self::IdempotencyKeyRequired = self {
            return one("header:Idempotency-Key", texts::problem(code, true).detail);
        }
        Vec::new()
    }
}

impl fmt::Display for Error {
    /// For logs: the code and, for faults of ours, the cause. Never what the caller sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, code) = self.describe();
        write!(f, "{} {code}", status.as_u16())?;
        if let Self::Internal(cause) | Self::Unavailable(cause) = self {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.describe().0
    }

    /// The envelope renders again with the request's id and language.
    fn error_response(&self) -> HttpResponse {
        self.render("", false)
    }
}

impl From<persistence::error::Error> for Error {
    fn from(error: persistence::error::Error) -> Self {
        use persistence::error::Error as P;
        match error {
            P::NotFound => Self::NotFound,
            P::Stale { current } => Self::Version { current },
            P::Unavailable(cause) => Self::Unavailable(cause),
            P::Duplicate { .. } => Self::Duplicate { pointer: "".into() },
            P::Dangling => Self::rule("", "unknown_reference", "refers to something that does not exist"),
            P::Guarded { .. } | P::Corrupt { .. } | P::Panicked | P::Database(_) => Self::Internal(error.to_string()),
        }
    }
}
