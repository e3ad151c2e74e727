//! Permission as a parameter: a handler that takes `Allowed<AssignCase>` runs only for those who may assign cases,
//! and hands their reach on to what it loads.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use domain::kernel::context::{Actor, Context};
use domain::kernel::ids::{RequestId, SessionId};
use domain::platform::access::{Reach, Staff, reach};
use domain::platform::action::{Action, Marker};
use domain::platform::staff::User;

use super::error::{Error, Fault};
use crate::state::{State, context};

/// Who is behind a request: what the authentication middleware found.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The session.
    pub session: SessionId,
    /// The log-in.
    pub user: Arc<User>,
    /// What access depends on.
    pub staff: Arc<Staff>,
}

/// The id of the request, made by the envelope.
#[derive(Debug, Clone, Copy)]
pub struct Request(pub RequestId);

/// The caller may do `A`, this far.
#[derive(Debug)]
pub struct Allowed<A> {
    context: Arc<Context>,
    reach: Arc<Reach>,
    action: PhantomData<A>,
}

// Not derived: a marker type need not be `Clone`.
impl<A> Clone for Allowed<A> {
    fn clone(&self) -> Self {
        Self { context: Arc::clone(&self.context), reach: Arc::clone(&self.reach), action: PhantomData }
    }
}

impl<A: Marker> Allowed<A> {
    /// Who acts, when and why.
    #[must_use]
    pub fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// What exists for the caller.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The code of the action, as access log and contract name it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        A::ACTION.code()
    }

    /// The operation, as idempotency keys name it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        A::ACTION.operation()
    }
}

impl<A: Marker> FromRequest for Allowed<A> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(allow(request, A::ACTION).map(|(context, reach)| Self {
            context: Arc::new(context),
            reach: Arc::new(reach),
            action: PhantomData,
        }))
    }
}

fn allow(request: &HttpRequest, action: Action) -> Result<(Context, Reach), Error> {
    let caller = caller(request)?;
    if caller.user.must_change_password {
        return Err(Error::PasswordChangeRequired);
    }
    let context = context_of(request, &caller)?;
    let reach = reach(&caller.staff, action, context.today).ok_or(Error::Forbidden(action))?;
    Ok((context, reach))
}

fn caller(request: &HttpRequest) -> Result<Caller, Error> {
    request.extensions().get::<Caller>().cloned().ok_or(Error::Token("a token is needed"))
}

fn context_of(request: &HttpRequest, caller: &Caller) -> Result<Context, Error> {
    let state = request.app_data::<Data<State>>().ok_or_else(|| Error::Internal("no state".to_owned()))?;
    let id = request.extensions().get::<Request>().copied();
    let id = id.ok_or_else(|| Error::Internal("no request id".to_owned()))?;
    let actor = Actor::User { user: caller.user.id, employee: caller.user.employee };
    Ok(context(&state.clock, actor, id.0, reason(request)?))
}

/// Why the caller reads or changes this, from `X-Access-Reason`: one line of at most 200 characters.
fn reason(request: &HttpRequest) -> Result<Option<String>, Error> {
    let Some(header) = request.headers().get("x-access-reason") else { return Ok(None) };
    // UTF-8, or else the Latin-1 that HTTP headers began with.
    let bytes = header.as_bytes();
    let text =
        std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned);
    let line = domain::kernel::text::Line::<200>::new(&text).ok();
    let fault =
        || Fault::new("header:X-Access-Reason", "schema_violation", "expected one line of at most 200 characters");
    line.map(|line| Some(line.into())).ok_or_else(|| Error::Schema(vec![fault()]))
}

/// Any caller who is logged in; for what concerns only themselves.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// Who.
    pub caller: Caller,
    /// The circumstances.
    pub context: Arc<Context>,
}

impl FromRequest for LoggedIn {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(caller(request).and_then(|caller| {
            let context = Arc::new(context_of(request, &caller)?);
            Ok(Self { caller, context })
        }))
    }
}
