//! `/cases`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::CaseId;
use domain::platform::action::marker::{
    AssignCase, CloseCase, ListCases, ReadCase, ReadCaseHistory, ReadDossier, ReadTimeline, ResumeCase, SuspendCase,
};
use persistence::casework::{cases, timeline};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dossier::{self, DossierView};
use super::timeline::{TimelineEntryView, TimelinePage, TimelineQuery};
use super::usecases;
use super::views::{AssignCaseBody, CasePage, CaseQuery, CaseView, CloseCaseBody, ResumeCaseBody, SuspendCaseBody};
use crate::http::allowed::Allowed;
use crate::http::answer::{Listing, Plain, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::IfMatchHeader;
use crate::http::page::Wanted;
use crate::http::params::{IfMatch, PathId, Query};
use crate::platform::history::{self, HistoryPage, HistoryQuery};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(list_cases)
        .service(read_case)
        .service(assign_case)
        .service(suspend_case)
        .service(resume_case)
        .service(close_case)
        .service(read_dossier)
        .service(read_timeline)
        .service(read_case_history);
}

/// List cases.
///
/// Newest first by the day of opening.
#[utoipa::path(tag = "casework", params(CaseQuery), responses((status = 200, body = CasePage, description = "A page of cases")))]
#[get("/cases")]
async fn list_cases(
    allowed: Allowed<ListCases>,
    state: Data<State>,
    query: Query<CaseQuery>,
) -> Result<Listing<CasePage>, Error> {
    let query = query.0;
    let page = Wanted::of("cases", &query, query.limit, query.cursor.as_ref())?;
    let (filter, keyset) = (query.into(), page.keyset());
    let found = state.read(&allowed, move |read, by| Ok(cases::list(read, by.reach(), &filter, &keyset)?)).await?;
    let (found, page) = page.cut(found, |case| vec![case.opened_on.to_string(), case.id.to_string()]);
    Ok(Listing(CasePage { items: found.into_iter().map(CaseView::from).collect(), page }))
}

/// Read a case.
#[utoipa::path(tag = "casework", description = "The case alone; its dossier has what belongs to it.", params(("id" = CaseId, Path, description = "The case")), responses((status = 200, body = CaseView, description = "The case")))]
#[get("/cases/{id}")]
async fn read_case(
    allowed: Allowed<ReadCase>,
    state: Data<State>,
    id: PathId<CaseId>,
) -> Result<Versioned<CaseView>, Error> {
    let case = state.read(&allowed, move |read, by| Ok(cases::load(read, by.reach(), id.0)?.into_inner())).await?;
    Ok(Versioned(case.into()))
}

/// Assign a case.
///
/// To an employee at work who is not excluded from it (art. 24 KPA), and to another unit where one is named. The
/// mark stays; the clocks follow.
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case"), IfMatchHeader), request_body = AssignCaseBody, responses((status = 200, body = CaseView, description = "The case as it is now")))]
#[post("/cases/{id}/assignments")]
async fn assign_case(
    allowed: Allowed<AssignCase>,
    state: Data<State>,
    id: PathId<CaseId>,
    expected: IfMatch,
    body: Valid<AssignCaseBody>,
) -> Result<Versioned<CaseView>, Error> {
    let case = state.write(&allowed, move |tx, by| usecases::assign_case(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(case.into()))
}

/// Suspend a case.
///
/// Limits that can stand still do, from that day on (art. 35 § 5, art. 103 KPA).
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case"), IfMatchHeader), request_body = SuspendCaseBody, responses((status = 200, body = CaseView, description = "The case as it is now")))]
#[post("/cases/{id}/suspensions")]
async fn suspend_case(
    allowed: Allowed<SuspendCase>,
    state: Data<State>,
    id: PathId<CaseId>,
    expected: IfMatch,
    body: Valid<SuspendCaseBody>,
) -> Result<Versioned<CaseView>, Error> {
    let case =
        state.write(&allowed, move |tx, by| usecases::suspend_case(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(case.into()))
}

/// Resume a case.
///
/// Limits that stood still for the suspension run on; their last day moves.
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case"), IfMatchHeader), request_body = ResumeCaseBody, responses((status = 200, body = CaseView, description = "The case as it is now")))]
#[post("/cases/{id}/resumptions")]
async fn resume_case(
    allowed: Allowed<ResumeCase>,
    state: Data<State>,
    id: PathId<CaseId>,
    expected: IfMatch,
    body: Valid<ResumeCaseBody>,
) -> Result<Versioned<CaseView>, Error> {
    let case = state.write(&allowed, move |tx, by| usecases::resume_case(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(case.into()))
}

/// Close a case.
///
/// With its result. The limit for settling was met or missed where the matter was settled; every other limit that is
/// open loses its object.
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case"), IfMatchHeader), request_body = CloseCaseBody, responses((status = 200, body = CaseView, description = "The case as it is now")))]
#[post("/cases/{id}/closures")]
async fn close_case(
    allowed: Allowed<CloseCase>,
    state: Data<State>,
    id: PathId<CaseId>,
    expected: IfMatch,
    body: Valid<CloseCaseBody>,
) -> Result<Versioned<CaseView>, Error> {
    let case = state.write(&allowed, move |tx, by| usecases::close_case(tx, by, id.0, expected.0, body.value)).await?;
    Ok(Versioned(case.into()))
}

/// Read everything about a case.
///
/// The case with its household, people, evidence, applications, interviews and time limits in one answer. Fields that
/// the caller's roles do not show are left out and named in `restricted`.
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case")), responses((status = 200, body = DossierView, description = "Everything about the case")))]
#[get("/cases/{id}/dossier")]
async fn read_dossier(
    allowed: Allowed<ReadDossier>,
    state: Data<State>,
    id: PathId<CaseId>,
) -> Result<Plain<DossierView>, Error> {
    let (today, now) = (allowed.context().today, allowed.context().now);
    let found = state.read(&allowed, move |read, by| dossier::read_dossier(read, by.reach(), id.0, today)).await?;
    Ok(Plain(DossierView::of(found, allowed.reach(), today, now)))
}

/// Read what happened in a case.
///
/// To the case, its applications and their intakes, its interviews and time limits; newest first.
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case"), TimelineQuery), responses((status = 200, body = TimelinePage, description = "A page of what happened")))]
#[get("/cases/{id}/timeline")]
async fn read_timeline(
    allowed: Allowed<ReadTimeline>,
    state: Data<State>,
    id: PathId<CaseId>,
    query: Query<TimelineQuery>,
) -> Result<Listing<TimelinePage>, Error> {
    let page = Wanted::of("timeline", &id.0, query.0.limit, query.0.cursor.as_ref())?;
    let keyset = page.keyset();
    let found = state
        .read(&allowed, move |read, by| {
            cases::load(read, by.reach(), id.0)?;
            Ok(timeline::list(read, id.0, &keyset)?)
        })
        .await?;
    let (found, page) = page.cut(found, |row| vec![row.id.clone()]);
    let items = found.into_iter().map(TimelineEntryView::of).collect::<Result<_, _>>()?;
    Ok(Listing(TimelinePage { items, page }))
}

/// See what happened to a case's data.
///
/// Every change with its actor and the names of the changed fields, never what they held. Oldest first; the newest
/// may not be sealed yet.
#[utoipa::path(tag = "casework", params(("id" = CaseId, Path, description = "The case"), HistoryQuery), responses((status = 200, body = HistoryPage, description = "A page of changes")))]
#[get("/cases/{id}/history")]
async fn read_case_history(
    allowed: Allowed<ReadCaseHistory>,
    state: Data<State>,
    id: PathId<CaseId>,
    query: Query<HistoryQuery>,
) -> Result<Listing<HistoryPage>, Error> {
    let exists = move |read: &mut persistence::tx::Read<'_>, by: &Allowed<ReadCaseHistory>| {
        Ok(cases::load(read, by.reach(), id.0).map(drop)?)
    };
    history::page(&state, &allowed, cases::subject(id.0), &query.0, exists).await
}
