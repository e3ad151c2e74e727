//! `/decisions`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use domain::decisions::rendition::{self, Standing};
use domain::kernel::ids::DecisionId;
use domain::platform::action::marker::{
    ApproveDecision, ListDecisions, PrepareDecision, ReadDecision, ReadRendition, RecordDelivery, ReturnDecision,
    ReworkDecision, SignDecision,
};
use persistence::decisions::decisions;
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::{DecisionBody, DeliveryBody, ReturnBody};
use super::usecases;
use super::views::{DecisionPage, DecisionQuery, DecisionView, DeliveryView};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::{IfMatchHeader, KeyHeader};
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, IfMatch, PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_decisions)
        .service(prepare_decision)
        .service(read_decision)
        .service(read_rendition)
        .service(rework_decision)
        .service(return_decision)
        .service(approve_decision)
        .service(sign_decision)
        .service(record_delivery);
}

/// Prepare a decision.
///
/// Drafts it from a calculation of a case and hands it in for approval: the texts are filled from the steps of the
/// calculation and the facts of the case, and may be replaced by the author's own. It needs a completed interview made
/// for the application (art. 106 ust. 4, art. 107 ust. 4 u.p.s.). The address is not printed while the record of the
/// party is protected. The calculation must hold on the day: by the law of the day and of every month up to today that is
/// paid, for the household of the day, from evidence that is not disputed or voided, for an applicant who lives.
#[utoipa::path(tag = "decisions", params(KeyHeader), request_body = DecisionBody, responses((status = 201, body = DecisionView, description = "The prepared decision")))]
#[post("/decisions")]
async fn prepare_decision(
    allowed: Allowed<PrepareDecision>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<DecisionBody>,
) -> Result<Created<DecisionView>, Error> {
    let key = key.required()?.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::prepare_decision(tx, by, &body.value),
            |read, by, id| Ok(decisions::load(read, by.reach(), DecisionId::new(id))?.into_inner()),
        )
        .await?;
    let made = DecisionView::of(done.made, allowed.context().actor.user())?;
    Ok(Created::at("decisions", made.id, made, done.replayed))
}

/// Read a decision.
///
/// With what may happen to it next, and from when it can be appealed, is final and may be carried out.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision")), responses((status = 200, body = DecisionView, description = "The decision")))]
#[get("/decisions/{id}")]
async fn read_decision(
    allowed: Allowed<ReadDecision>,
    state: Data<State>,
    id: PathId<DecisionId>,
) -> Result<Versioned<DecisionView>, Error> {
    let found = state.read(&allowed, move |read, by| Ok(decisions::load(read, by.reach(), id.0)?.into_inner())).await?;
    Ok(Versioned(DecisionView::of(found, allowed.context().actor.user())?))
}

/// List the decisions of a case.
///
/// The newest first. A case out of reach answers 404.
#[utoipa::path(tag = "decisions", params(DecisionQuery), responses((status = 200, body = DecisionPage, description = "A page of decisions"), (status = 404, body = crate::http::error::Problem, content_type = "application/problem+json", description = "No case the caller may know of")))]
#[get("/decisions")]
async fn list_decisions(
    allowed: Allowed<ListDecisions>,
    state: Data<State>,
    query: Query<DecisionQuery>,
) -> Result<Listing<DecisionPage>, Error> {
    let query = query.0;
    let page = Wanted::of("decisions", &query, query.limit, query.cursor.as_ref())?;
    let keyset = page.keyset();
    let case = query.case_id;
    let found = state.read(&allowed, move |read, by| Ok(decisions::list(read, by.reach(), case, &keyset)?)).await?;
    let (found, page) =
        page.cut(found, |decision| vec![decision.parts().drafted_on.to_string(), decision.parts().id.to_string()]);
    let user = allowed.context().actor.user();
    let items = found.into_iter().map(|decision| DecisionView::of(decision, user)).collect::<Result<_, _>>()?;
    Ok(Listing(DecisionPage { items, page }))
}

/// Read the printable form of a decision.
///
/// An accessible HTML page, or plain text for `Accept: text/plain`; until it is signed it is marked as a draft.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision")), responses((status = 200, description = "The printable form", content((String = "text/html"), (String = "text/plain")))))]
#[get("/decisions/{id}/rendition")]
async fn read_rendition(
    request: HttpRequest,
    allowed: Allowed<ReadRendition>,
    state: Data<State>,
    id: PathId<DecisionId>,
) -> Result<HttpResponse, Error> {
    let found = state.read(&allowed, move |read, by| Ok(decisions::load(read, by.reach(), id.0)?.into_inner())).await?;
    let parts = found.into_parts();
    let standing = parts.content_hash.map_or(Standing::Draft, |hash| Standing::Signed { hash });
    Ok(if wants_text(&request) {
        HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(rendition::plain_text(&parts.content, standing))
    } else {
        HttpResponse::Ok().content_type("text/html; charset=utf-8").body(rendition::html(&parts.content, standing))
    })
}

/// Whether plain text is asked for before HTML.
fn wants_text(request: &HttpRequest) -> bool {
    let accept = request.headers().get("accept").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut kinds = accept.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
    kinds.find(|kind| ["text/html", "text/plain", "text/*", "*/*"].contains(kind)) == Some("text/plain")
}

/// Rework a decision that was given back.
///
/// Drafts it anew and hands it in again; the body replaces what was said before. Another calculation may be named, of
/// the same case and benefit.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision"), IfMatchHeader), request_body = DecisionBody, responses((status = 200, body = DecisionView, description = "The decision as it is now")))]
#[post("/decisions/{id}/revisions")]
async fn rework_decision(
    allowed: Allowed<ReworkDecision>,
    state: Data<State>,
    id: PathId<DecisionId>,
    expected: IfMatch,
    body: Valid<DecisionBody>,
) -> Result<Versioned<DecisionView>, Error> {
    let decision =
        state.write(&allowed, move |tx, by| usecases::rework_decision(tx, by, id.0, expected.0, &body.value)).await?;
    Ok(Versioned(DecisionView::of(decision, allowed.context().actor.user())?))
}

/// Give a prepared decision back.
///
/// With a note that says what is to be changed.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision"), IfMatchHeader), request_body = ReturnBody, responses((status = 200, body = DecisionView, description = "The decision as it is now")))]
#[post("/decisions/{id}/returns")]
async fn return_decision(
    allowed: Allowed<ReturnDecision>,
    state: Data<State>,
    id: PathId<DecisionId>,
    expected: IfMatch,
    body: Valid<ReturnBody>,
) -> Result<Versioned<DecisionView>, Error> {
    let note = body.value.note;
    let decision =
        state.write(&allowed, move |tx, by| usecases::return_decision(tx, by, id.0, expected.0, note)).await?;
    Ok(Versioned(DecisionView::of(decision, allowed.context().actor.user())?))
}

/// Approve a decision that another person prepared.
///
/// Its author is refused with `separation_of_duties`.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision"), IfMatchHeader), responses((status = 200, body = DecisionView, description = "The decision as it is now")))]
#[post("/decisions/{id}/approvals")]
async fn approve_decision(
    allowed: Allowed<ApproveDecision>,
    state: Data<State>,
    id: PathId<DecisionId>,
    expected: IfMatch,
) -> Result<Versioned<DecisionView>, Error> {
    let decision = state.write(&allowed, move |tx, by| usecases::approve_decision(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(DecisionView::of(decision, allowed.context().actor.user())?))
}

/// Sign a decision.
///
/// It is issued today under the caller's name and position (art. 107 § 1 KPA), and its content never changes again.
/// The application is decided, the limit for settling the case ends, and what it grants becomes an award with its
/// months. The calculation must still hold (`rule_violation`), and the address is left out when the record was protected
/// meanwhile. Its author is refused with `separation_of_duties`; a missing mandatory part with `reasoning_incomplete`; a
/// benefit that the person has in the period with `overlapping_award`.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision"), IfMatchHeader), responses((status = 200, body = DecisionView, description = "The signed decision"), (status = 422, body = crate::http::error::Problem, content_type = "application/problem+json", description = "A mandatory part is missing")))]
#[post("/decisions/{id}/signatures")]
async fn sign_decision(
    allowed: Allowed<SignDecision>,
    state: Data<State>,
    id: PathId<DecisionId>,
    expected: IfMatch,
) -> Result<Versioned<DecisionView>, Error> {
    let decision = state.write(&allowed, move |tx, by| usecases::sign_decision(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(DecisionView::of(decision, allowed.context().actor.user())?))
}

/// Record how and when a decision was sent and delivered.
///
/// Both at once or one after the other. From delivery on, the days of appeal and finality are shown; a delivery by
/// fiction is recorded once its days have passed (art. 44 § 4 KPA). The answer tells the days and no word of the content.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path, description = "The decision"), IfMatchHeader), request_body = DeliveryBody, responses((status = 200, body = DeliveryView, description = "Where the delivery stands")))]
#[post("/decisions/{id}/deliveries")]
async fn record_delivery(
    allowed: Allowed<RecordDelivery>,
    state: Data<State>,
    id: PathId<DecisionId>,
    expected: IfMatch,
    body: Valid<DeliveryBody>,
) -> Result<Versioned<DeliveryView>, Error> {
    let decision =
        state.write(&allowed, move |tx, by| usecases::record_delivery(tx, by, id.0, expected.0, &body.value)).await?;
    Ok(Versioned(DecisionView::of(decision, allowed.context().actor.user())?.into()))
}
