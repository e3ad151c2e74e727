//! `/evidence`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::EvidenceId;
use domain::people::evidence::record::{About, Evidence};
use domain::platform::action::marker::{
    DisputeEvidence, ListEvidence, ReadEvidence, RecordEvidence, VerifyEvidence, VoidEvidence,
};
use persistence::people::evidence;
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::{ReasonBody, RecordEvidenceBody};
use super::usecases;
use super::views::{EvidencePage, EvidenceQuery, EvidenceView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, OptionalKeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_evidence)
        .service(record_evidence)
        .service(read_evidence)
        .service(verify_evidence)
        .service(dispute_evidence)
        .service(void_evidence);
}

/// Record evidence.
///
/// Its content never changes: what is wrong is voided and recorded anew. Income of several months with the same
/// amounts is one row with `month` and `monthTo`.
#[utoipa::path(tag = "people", params(OptionalKeyHeader), request_body = RecordEvidenceBody, responses((status = 201, body = EvidenceView, description = "The new evidence")))]
#[post("/evidence")]
async fn record_evidence(
    allowed: Allowed<RecordEvidence>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<RecordEvidenceBody>,
) -> Result<Created<EvidenceView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let new = body.value.checked(allowed.context())?;
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::record_evidence(tx, by.reach(), new),
            |read, by, id| Ok(evidence::load(read, by.reach(), EvidenceId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("evidence", done.made.id, EvidenceView::of(done.made, allowed.reach()), done.replayed))
}

/// Read evidence.
///
/// Rulings on disability and notes on health only for roles that see health.
#[utoipa::path(tag = "people", params(("id" = EvidenceId, Path, description = "The evidence")), responses((status = 200, body = EvidenceView, description = "The evidence")))]
#[get("/evidence/{id}")]
async fn read_evidence(
    allowed: Allowed<ReadEvidence>,
    state: Data<State>,
    id: PathId<EvidenceId>,
) -> Result<Versioned<EvidenceView>, Error> {
    let found: Evidence =
        state.read(&allowed, move |read, by| Ok(evidence::load(read, by.reach(), id.0)?.into_inner())).await?;
    Ok(Versioned(EvidenceView::of(found, allowed.reach())))
}

/// List evidence of a person or household.
///
/// The latest first; one of `personId` and `householdId` is needed. Nobody within reach answers 404.
#[utoipa::path(tag = "people", params(EvidenceQuery), responses((status = 200, body = EvidencePage, description = "A page of evidence"), (status = 422, body = crate::http::error::Problem, content_type = "application/problem+json", description = "Neither a person nor a household, or both"), (status = 404, body = crate::http::error::Problem, content_type = "application/problem+json", description = "Nobody the caller may know of")))]
#[get("/evidence")]
async fn list_evidence(
    allowed: Allowed<ListEvidence>,
    state: Data<State>,
    query: Query<EvidenceQuery>,
) -> Result<Listing<EvidencePage>, Error> {
    let query = query.0;
    let page = Wanted::of("evidence", &query, query.limit, query.cursor.as_ref())?;
    let about = match (query.person_id, query.household_id) {
        (Some(person), None) => About::Person(person),
        (None, Some(household)) => About::Household(household),
        (None, None) | (Some(_), Some(_)) => {
            let message = "expected `personId` or `householdId`, one of them";
            return Err(Error::rule("parameter:personId", "one_subject", message));
        }
    };
    let wanted = evidence::Wanted { about, kind: query.kind, state: query.state };
    let keyset = page.keyset();
    let found = state.read(&allowed, move |read, by| Ok(evidence::list(read, by.reach(), wanted, &keyset)?)).await?;
    let (found, page) = page.cut(found, |row| vec![row.range.from().to_string(), row.id.to_string()]);
    let items = found.into_iter().map(|row| EvidenceView::of(row, allowed.reach())).collect();
    Ok(Listing(EvidencePage { items, page }))
}

/// Confirm evidence.
///
/// It was checked and found right.
#[utoipa::path(tag = "people", params(("id" = EvidenceId, Path, description = "The evidence"), IfMatchHeader), responses((status = 200, body = EvidenceView, description = "The evidence as it is now")))]
#[post("/evidence/{id}/verifications")]
async fn verify_evidence(
    allowed: Allowed<VerifyEvidence>,
    state: Data<State>,
    id: PathId<EvidenceId>,
    expected: IfMatch,
) -> Result<Versioned<EvidenceView>, Error> {
    let row = state
        .write(&allowed, move |tx, by| {
            usecases::change_standing(tx, by, id.0, expected.0, |now| now.verify(), "evidence.verified")
        })
        .await?;
    Ok(Versioned(EvidenceView::of(row, allowed.reach())))
}

/// Doubt evidence with a reason.
///
/// No calculation uses it until it is confirmed.
#[utoipa::path(tag = "people", params(("id" = EvidenceId, Path, description = "The evidence"), IfMatchHeader), request_body = ReasonBody, responses((status = 200, body = EvidenceView, description = "The evidence as it is now")))]
#[post("/evidence/{id}/disputes")]
async fn dispute_evidence(
    allowed: Allowed<DisputeEvidence>,
    state: Data<State>,
    id: PathId<EvidenceId>,
    expected: IfMatch,
    body: Valid<ReasonBody>,
) -> Result<Versioned<EvidenceView>, Error> {
    let reason = body.value.reason;
    let row = state
        .write(&allowed, move |tx, by| {
            usecases::change_standing(tx, by, id.0, expected.0, |now| now.dispute(reason), "evidence.disputed")
        })
        .await?;
    Ok(Versioned(EvidenceView::of(row, allowed.reach())))
}

/// Void evidence with a reason.
///
/// It stays readable, and no calculation uses it any more.
#[utoipa::path(tag = "people", params(("id" = EvidenceId, Path, description = "The evidence"), IfMatchHeader), request_body = ReasonBody, responses((status = 200, body = EvidenceView, description = "The evidence as it is now")))]
#[post("/evidence/{id}/voidings")]
async fn void_evidence(
    allowed: Allowed<VoidEvidence>,
    state: Data<State>,
    id: PathId<EvidenceId>,
    expected: IfMatch,
    body: Valid<ReasonBody>,
) -> Result<Versioned<EvidenceView>, Error> {
    let reason = body.value.reason;
    let row = state
        .write(&allowed, move |tx, by| {
            usecases::change_standing(tx, by, id.0, expected.0, |now| now.void(reason), "evidence.voided")
        })
        .await?;
    Ok(Versioned(EvidenceView::of(row, allowed.reach())))
}
