//! `/payment-lists`: drawing up and reading. The steps of a list are in `step_routes`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::PaymentListId;
use domain::platform::action::marker::{CreatePaymentList, ListPaymentLists, ListPayments, ReadPaymentList};
use persistence::payments::payment_lists::{self, ListFilter};
use persistence::payments::payments;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{
    CreatePaymentListBody, PaymentListPage, PaymentListQuery, PaymentListView, PaymentPage, PaymentQuery, PaymentView,
};
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Listing, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::KeyHeader;
use crate::http::page::Wanted;
use crate::http::params::{IdempotencyKey, PathId, Query};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_payment_lists).service(create_payment_list).service(read_payment_list).service(list_payments);
}

/// List payment lists.
///
/// Newest first, in one state or in all, for one month or for all.
#[utoipa::path(tag = "payments", params(PaymentListQuery), responses((status = 200, body = PaymentListPage, description = "A page of payment lists")))]
#[get("/payment-lists")]
async fn list_payment_lists(
    allowed: Allowed<ListPaymentLists>,
    state: Data<State>,
    query: Query<PaymentListQuery>,
) -> Result<Listing<PaymentListPage>, Error> {
    let filter = ListFilter { state: query.0.state, period: query.0.month };
    let wanted = Wanted::of("payment-lists", &(filter.state, filter.period), query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, _| Ok(payment_lists::list(read, &filter, &keyset)?)).await?;
    let (found, page) = wanted.cut(found, |list| vec![list.head.drawn_up_on.to_string(), list.head.id.to_string()]);
    Ok(Listing(PaymentListPage { items: found.into_iter().map(PaymentListView::from).collect(), page }))
}

/// Draw a payment list up.
///
/// With everything that is due up to a month and on no list yet, whether or not its decision may be carried out: the
/// checks say what must wait. Run again it pays nothing twice: where nothing is new, the answer is the list that was
/// made before; what came later goes on a list of its own, which names the first in `supplementaryTo`.
#[utoipa::path(tag = "payments", params(KeyHeader), request_body = CreatePaymentListBody, responses((status = 201, body = PaymentListView, description = "The list, as a draft; or the one that was made before")))]
#[post("/payment-lists")]
async fn create_payment_list(
    allowed: Allowed<CreatePaymentList>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<CreatePaymentListBody>,
) -> Result<Created<PaymentListView>, Error> {
    let key = key.required()?.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_payment_list(tx, by, body.value),
            |read, _, id| Ok(payment_lists::load(read, PaymentListId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("payment-lists", done.made.head.id, done.made.into(), done.replayed))
}

/// Read a payment list.
///
/// Its state, its sums and what its checks found; its payments are a list of their own.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list")), responses((status = 200, body = PaymentListView, description = "The payment list")))]
#[get("/payment-lists/{id}")]
async fn read_payment_list(
    allowed: Allowed<ReadPaymentList>,
    state: Data<State>,
    id: PathId<PaymentListId>,
) -> Result<Versioned<PaymentListView>, Error> {
    let list = state.read(&allowed, move |read, _| Ok(payment_lists::load(read, id.0)?.into_inner())).await?;
    Ok(Versioned(list.into()))
}

/// List the payments of a payment list.
///
/// By name. Only those of cases within the caller's reach, so a page may hold less than `count` of the list says.
#[utoipa::path(tag = "payments", params(("id" = PaymentListId, Path, description = "The payment list"), PaymentQuery), responses((status = 200, body = PaymentPage, description = "A page of payments")))]
#[get("/payment-lists/{id}/payments")]
async fn list_payments(
    allowed: Allowed<ListPayments>,
    state: Data<State>,
    id: PathId<PaymentListId>,
    query: Query<PaymentQuery>,
) -> Result<Listing<PaymentPage>, Error> {
    let id = id.0;
    let wanted = Wanted::of("payments", &id, query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state
        .read(&allowed, move |read, by| {
            payment_lists::load(read, id)?;
            Ok(payments::list(read, by.reach(), id, &keyset)?)
        })
        .await?;
    let (found, page) = wanted.cut(found, |payment| vec![payment.id.to_string(), payment.id.to_string()]);
    Ok(Listing(PaymentPage { items: found.into_iter().map(PaymentView::from).collect(), page }))
}
