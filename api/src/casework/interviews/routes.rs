//! `/interviews`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::InterviewId;
use domain::platform::action::marker::{CompleteInterview, PlanInterview, ReadInterview, RefuseInterview};
use persistence::casework::interviews;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{CompleteInterviewBody, InterviewView, PlanInterviewBody, RefuseInterviewBody};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::params::{IdempotencyKey, IfMatch, PathId};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(plan_interview).service(read_interview).service(complete_interview).service(refuse_interview);
}

/// Plan an interview.
///
/// For a case that is open, with an employee at work who is not excluded from it (art. 24 KPA).
#[utoipa::path(tag = "casework", params(OptionalKeyHeader), request_body = PlanInterviewBody, responses((status = 201, body = InterviewView, description = "The new interview")))]
#[post("/interviews")]
async fn plan_interview(
    allowed: Allowed<PlanInterview>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<PlanInterviewBody>,
) -> Result<Created<InterviewView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::plan_interview(tx, by, body.value),
            |read, by, id| Ok(interviews::load(read, by.reach(), InterviewId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("interviews", done.made.id, InterviewView::of(done.made, allowed.reach()), done.replayed))
}

/// Read an interview.
///
/// Findings only for roles that see them.
#[utoipa::path(tag = "casework", params(("id" = InterviewId, Path, description = "The interview")), responses((status = 200, body = InterviewView, description = "The interview")))]
#[get("/interviews/{id}")]
async fn read_interview(
    allowed: Allowed<ReadInterview>,
    state: Data<State>,
    id: PathId<InterviewId>,
) -> Result<Versioned<InterviewView>, Error> {
    let found =
        state.read(&allowed, move |read, by| Ok(interviews::load(read, by.reach(), id.0)?.into_inner())).await?;
    Ok(Versioned(InterviewView::of(found, allowed.reach())))
}

/// Record an interview's findings.
///
/// The limits for the interview in all cases of the household that were open on the day of the visit are then met, or
/// missed where it came late.
#[utoipa::path(tag = "casework", params(("id" = InterviewId, Path, description = "The interview"), IfMatchHeader), request_body = CompleteInterviewBody, responses((status = 200, body = InterviewView, description = "The interview as it is now")))]
#[post("/interviews/{id}/completions")]
async fn complete_interview(
    allowed: Allowed<CompleteInterview>,
    state: Data<State>,
    id: PathId<InterviewId>,
    expected: IfMatch,
    body: Valid<CompleteInterviewBody>,
) -> Result<Versioned<InterviewView>, Error> {
    let interview =
        state.write(&allowed, move |tx, by| usecases::complete_interview(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(InterviewView::of(interview, allowed.reach())))
}

/// Record that an interview was refused.
///
/// `refusal` tells what the law attaches to it (art. 107 ust. 4a and 5 u.p.s.).
#[utoipa::path(tag = "casework", params(("id" = InterviewId, Path, description = "The interview"), IfMatchHeader), request_body = RefuseInterviewBody, responses((status = 200, body = InterviewView, description = "The interview as it is now")))]
#[post("/interviews/{id}/refusals")]
async fn refuse_interview(
    allowed: Allowed<RefuseInterview>,
    state: Data<State>,
    id: PathId<InterviewId>,
    expected: IfMatch,
    body: Valid<RefuseInterviewBody>,
) -> Result<Versioned<InterviewView>, Error> {
    let interview =
        state.write(&allowed, move |tx, by| usecases::refuse_interview(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(InterviewView::of(interview, allowed.reach())))
}
