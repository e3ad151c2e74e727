//! `/file-plan-classes`.

use actix_web::web::Data;
use actix_web::{get, post, put};
use domain::kernel::ids::FilePlanClassId;
use domain::platform::action::marker::{
    ChangeFilePlanClass, CreateFilePlanClass, ListFilePlanClasses, ReadFilePlanClass,
};
use persistence::platform::file_plan;
use utoipa_actix_web::service_config::ServiceConfig;

use super::usecases;
use super::views::{FilePlanClassBody, FilePlanClassPage, FilePlanClassQuery, FilePlanClassView};
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
        .service(list_file_plan_classes)
        .service(create_file_plan_class)
        .service(read_file_plan_class)
        .service(change_file_plan_class);
}

/// List classes of the file plan.
///
/// In the order of their symbols, those of former plans too.
#[utoipa::path(tag = "platform", params(FilePlanClassQuery), responses((status = 200, body = FilePlanClassPage, description = "A page of classes of the file plan")))]
#[get("/file-plan-classes")]
async fn list_file_plan_classes(
    allowed: Allowed<ListFilePlanClasses>,
    state: Data<State>,
    query: Query<FilePlanClassQuery>,
) -> Result<Listing<FilePlanClassPage>, Error> {
    let wanted = Wanted::of("file-plan-classes", &(), query.0.limit, query.0.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let found = state.read(&allowed, move |read, _| Ok(file_plan::list(read, &keyset)?)).await?;
    let (found, page) = wanted.cut(found, |class| vec![class.symbol.to_string(), class.id.to_string()]);
    Ok(Listing(FilePlanClassPage { items: found.into_iter().map(FilePlanClassView::from).collect(), page }))
}

/// Create a class of the file plan.
///
/// As the centre's own plan has it, agreed with the state archive. The same symbol may stand for another class in
/// another period.
#[utoipa::path(tag = "platform", params(OptionalKeyHeader), request_body = FilePlanClassBody, responses((status = 201, body = FilePlanClassView, description = "What was created")))]
#[post("/file-plan-classes")]
async fn create_file_plan_class(
    allowed: Allowed<CreateFilePlanClass>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<FilePlanClassBody>,
) -> Result<Created<FilePlanClassView>, Error> {
    let key = key.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::create_file_plan_class(tx, by, body.value),
            |read, _, id| Ok(file_plan::load(read, FilePlanClassId::new(id))?.into_inner()),
        )
        .await?;
    Ok(Created::at("file-plan-classes", done.made.id, done.made.into(), done.replayed))
}

/// Read a class of the file plan.
///
/// With its version, which a change must name.
#[utoipa::path(tag = "platform", params(("id" = FilePlanClassId, Path, description = "Which one")), responses((status = 200, body = FilePlanClassView, description = "As it is now")))]
#[get("/file-plan-classes/{id}")]
async fn read_file_plan_class(
    allowed: Allowed<ReadFilePlanClass>,
    state: Data<State>,
    id: PathId<FilePlanClassId>,
) -> Result<Versioned<FilePlanClassView>, Error> {
    let class = state.read(&allowed, move |read, _| Ok(file_plan::load(read, id.0)?)).await?;
    Ok(Versioned(class.into_inner().into()))
}

/// Change a class of the file plan.
///
/// Replaces symbol, title, category and validity. Numbers of existing cases stay as they are.
#[utoipa::path(tag = "platform", params(("id" = FilePlanClassId, Path, description = "Which one"), IfMatchHeader), request_body = FilePlanClassBody, responses((status = 200, body = FilePlanClassView, description = "As it is now")))]
#[put("/file-plan-classes/{id}")]
async fn change_file_plan_class(
    allowed: Allowed<ChangeFilePlanClass>,
    state: Data<State>,
    id: PathId<FilePlanClassId>,
    expected: IfMatch,
    body: Valid<FilePlanClassBody>,
) -> Result<Versioned<FilePlanClassView>, Error> {
    let class = state
        .write(&allowed, move |tx, by| usecases::change_file_plan_class(tx, by, id.0, expected.0, body.value))
        .await?;
    Ok(Versioned(class.into()))
}
