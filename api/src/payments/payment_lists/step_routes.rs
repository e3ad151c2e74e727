//! `/payment-lists/{id}/…`: the steps of a payment list.

use actix_web::web::Data;
use actix_web::{HttpResponse, HttpResponseBuilder, get, post};
use domain::kernel::ids::PaymentListId;
use domain::payments::payment_list::PaymentList;
use domain::platform::action::marker::{
    ApprovePaymentList, CheckPaymentList, ExportPaymentList, LeaveOutPayments, ReadPaymentFile, VoidPaymentList,
};
use persistence::payments::payment_lists;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{CheckedListView, PaymentListView};
use crate::http::allowed::Allowed;
use crate::http::answer::Versioned;
use crate::http::error::{Error, Problem};
use crate::http::openapi::{IfMatchHeader, KeyHeader};
use crate::http::params::{IdempotencyKey, IfMatch, PathId, etag};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(check_payment_list)
        .service(leave_out_payments)
        .service(approve_payment_list)
        .service(export_payment_list)
        .service(read_payment_file)
        .service(void_payment_list);
}

/// Run the checks before payment.
///
/// A dead person, a decision that may not be carried out yet, an account that is missing or that the person does not
/// have any more, and a month that is paid already block; an account of somebody else is a warning. Without blockers
/// the list is checked, and its control sums are fixed.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list"), IfMatchHeader), responses(
    (status = 200, body = CheckedListView, description = "The list as it is now, and what was found"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "The list has no payments"),
))]
#[post("/payment-lists/{id}/checks")]
async fn check_payment_list(
    allowed: Allowed<CheckPaymentList>,
    state: Data<State>,
    id: PathId<PaymentListId>,
    expected: IfMatch,
) -> Result<Versioned<CheckedListView>, Error> {
    let done = state.write(&allowed, move |tx, by| usecases::check_payment_list(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(done))
}

/// Leave out what must not be paid.
///
/// Takes every payment with a blocker off a draft, so that the others can go on. What was left out is due again and
/// goes on the next list.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list"), IfMatchHeader), responses(
    (status = 200, body = PaymentListView, description = "The list as it is now"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "Nothing on the list is blocked"),
))]
#[post("/payment-lists/{id}/omissions")]
async fn leave_out_payments(
    allowed: Allowed<LeaveOutPayments>,
    state: Data<State>,
    id: PathId<PaymentListId>,
    expected: IfMatch,
) -> Result<Versioned<PaymentListView>, Error> {
    let list = state.write(&allowed, move |tx, by| usecases::leave_out_payments(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(list.into()))
}

/// Approve a payment list.
///
/// By somebody who neither drew it up nor had a hand in a decision on it. The checks run once more: what they find now
/// is in the `errors` of `list_has_blockers`.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list"), IfMatchHeader), responses(
    (status = 200, body = PaymentListView, description = "The list as it is now"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "The payments are not those that were checked"),
))]
#[post("/payment-lists/{id}/approvals")]
async fn approve_payment_list(
    allowed: Allowed<ApprovePaymentList>,
    state: Data<State>,
    id: PathId<PaymentListId>,
    expected: IfMatch,
) -> Result<Versioned<PaymentListView>, Error> {
    let list = state.write(&allowed, move |tx, by| usecases::approve_payment_list(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(list.into()))
}

/// Export a payment list.
///
/// Hands an approved list out for payment and answers with its file: CSV in UTF-8 with a byte order mark, columns
/// divided by `;`, the control sums in the last row. The checks run once more. Send an `Idempotency-Key`: should the
/// answer get lost, the same request brings the same file.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list"), IfMatchHeader, KeyHeader), responses(
    (status = 200, body = String, content_type = "text/csv", description = "The file"),
))]
#[post("/payment-lists/{id}/exports")]
async fn export_payment_list(
    allowed: Allowed<ExportPaymentList>,
    state: Data<State>,
    id: PathId<PaymentListId>,
    expected: IfMatch,
    key: IdempotencyKey,
) -> Result<HttpResponse, Error> {
    let (id, expected) = (id.0, expected.0);
    let key = key.required()?.optional(allowed.context().actor.code(), allowed.operation(), "");
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::export_payment_list(tx, by, id, expected),
            |read, _, id| Ok(payment_lists::load(read, PaymentListId::new(id))?.into_inner()),
        )
        .await?;
    // Read after the commit: the access log then has everybody whose data leave with the file.
    let file = state.read(&allowed, move |read, by| usecases::file(read, by.reach(), id)).await?;
    let mut response = attachment(&done.made);
    if done.replayed {
        response.insert_header(("Idempotency-Replayed", "true"));
    }
    Ok(response.body(file))
}

/// Read the file of an exported list.
///
/// The same file as the export gave, for as often as accounting needs it.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list")), responses(
    (status = 200, body = String, content_type = "text/csv", description = "The file"),
))]
#[get("/payment-lists/{id}/file")]
async fn read_payment_file(
    allowed: Allowed<ReadPaymentFile>,
    state: Data<State>,
    id: PathId<PaymentListId>,
) -> Result<HttpResponse, Error> {
    let (list, file) = state
        .read(&allowed, move |read, by| {
            read.hold_still()?;
            Ok((payment_lists::load(read, id.0)?.into_inner(), usecases::file(read, by.reach(), id.0)?))
        })
        .await?;
    Ok(attachment(&list).body(file))
}

/// The head of an answer that is a file.
fn attachment(list: &PaymentList) -> HttpResponseBuilder {
    let name = format!("attachment; filename=\"lista-wyplat-{}-{}.csv\"", list.head.number, list.head.year);
    let mut response = HttpResponse::Ok();
    response.content_type("text/csv; charset=utf-8").insert_header(("Content-Disposition", name));
    response.insert_header(("ETag", etag(list.version)));
    response
}

/// Void a payment list.
///
/// Takes it back before its export. Its payments are cancelled, and what they paid is due again.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list"), IfMatchHeader), responses((status = 200, body = PaymentListView, description = "The list as it is now")))]
#[post("/payment-lists/{id}/voidings")]
async fn void_payment_list(
    allowed: Allowed<VoidPaymentList>,
    state: Data<State>,
    id: PathId<PaymentListId>,
    expected: IfMatch,
) -> Result<Versioned<PaymentListView>, Error> {
    let list = state.write(&allowed, move |tx, by| usecases::void_payment_list(tx, by, id.0, expected.0)).await?;
    Ok(Versioned(list.into()))
}
