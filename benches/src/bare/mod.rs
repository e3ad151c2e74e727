//! The bare server: actix and diesel doing the same business SQL as the service, and nothing else.
//!
//! No log-in, no access check, no journal, no access log, no contract. The same SQLite settings, pool sizes, group
//! commit and build profile, so that the difference is what the product adds.

mod db;
mod schema;

use std::net::TcpListener;

use actix_web::web::{self, Data, Json, Path, Query};
use actix_web::{App, HttpResponse, HttpServer};
use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound as _, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use db::Direct;
use db::{Conn, Db, on};
use schema::{cases, person_names, person_units, persons};

#[derive(Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = cases)]
#[serde(rename_all = "camelCase")]
struct CaseRow {
    id: String,
    version: i64,
    unit_symbol: String,
    class_symbol: String,
    base: String,
    number: i64,
    year: i32,
    kind: String,
    unit_id: String,
    assignee_id: Option<String>,
    applicant_id: Option<String>,
    household_id: Option<String>,
    opened_on: NaiveDate,
    urgency: String,
    classification: String,
    status: String,
    suspension_ground: Option<String>,
    suspended_since: Option<NaiveDate>,
    result: Option<String>,
    closed_on: Option<NaiveDate>,
    transferred_to: Option<String>,
}

#[derive(Debug, Clone, Insertable, Serialize)]
#[diesel(table_name = persons, treat_none_as_default_value = false)]
#[serde(rename_all = "camelCase")]
struct PersonRow {
    id: String,
    version: i64,
    state: String,
    pesel: Option<String>,
    birth_date: Option<NaiveDate>,
    given_names: String,
    surname: String,
    search_key: String,
    unknown_identity: bool,
    created_at: NaiveDateTime,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = person_names, treat_none_as_default_value = false)]
struct NameRow {
    id: String,
    person_id: String,
    given_names: String,
    surname: String,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    recorded_at: NaiveDateTime,
    superseded_at: NaiveDateTime,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = person_units)]
struct UnitRow {
    person_id: String,
    unit_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPerson {
    given_names: String,
    surname: String,
    birth_date: Option<NaiveDate>,
    org_unit_id: String,
}

#[derive(Debug, Deserialize)]
struct OfUnit {
    unit: String,
}

async fn read_case(db: Data<Db>, id: Path<String>) -> HttpResponse {
    let id = id.into_inner();
    let found =
        db.read(move |conn| on!(conn, c => cases::table.find(&id).select(CaseRow::as_select()).first(c).optional()));
    match found.await {
        Ok(Some(row)) => HttpResponse::Ok().json(row),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(_broken) => HttpResponse::InternalServerError().finish(),
    }
}

async fn list_cases(db: Data<Db>, query: Query<OfUnit>) -> HttpResponse {
    let unit = query.into_inner().unit;
    let found = db.read(move |conn| {
        on!(conn, c => cases::table
            .filter(cases::unit_id.eq(&unit))
            .order((cases::opened_on.desc(), cases::id.desc()))
            .limit(51)
            .select(CaseRow::as_select())
            .load(c))
    });
    match found.await {
        Ok(mut rows) => {
            rows.truncate(50);
            HttpResponse::Ok().json(rows)
        }
        Err(_broken) => HttpResponse::InternalServerError().finish(),
    }
}

async fn create_person(db: Data<Db>, body: Json<NewPerson>) -> HttpResponse {
    let body = body.into_inner();
    if body.surname.is_empty() || body.given_names.is_empty() {
        return HttpResponse::UnprocessableEntity().finish();
    }
    let person = person(&body);
    let shown = person.clone();
    let done = db.write(move |conn| insert(conn, &person, body.org_unit_id));
    match done.await {
        Ok(()) => HttpResponse::Created().json(shown),
        Err(_broken) => HttpResponse::InternalServerError().finish(),
    }
}

#[expect(clippy::disallowed_methods, reason = "the bare server has no state to ask")]
fn new_id() -> String {
    Uuid::now_v7().to_string()
}

#[expect(clippy::disallowed_methods, reason = "the bare server has no state to ask")]
fn now() -> NaiveDateTime {
    Utc::now().trunc_subsecs(6).naive_utc()
}

fn person(body: &NewPerson) -> PersonRow {
    PersonRow {
        id: new_id(),
        version: 1,
        state: "active".to_owned(),
        pesel: None,
        birth_date: body.birth_date,
        given_names: body.given_names.clone(),
        surname: body.surname.clone(),
        search_key: format!("{} {}", body.surname, body.given_names).to_lowercase(),
        unknown_identity: false,
        created_at: now(),
    }
}

fn insert(conn: &mut Conn, person: &PersonRow, unit_id: String) -> QueryResult<()> {
    let name = NameRow {
        id: new_id(),
        person_id: person.id.clone(),
        given_names: person.given_names.clone(),
        surname: person.surname.clone(),
        valid_from: NaiveDate::from_ymd_opt(1800, 1, 1).unwrap_or_default(),
        valid_to: NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default(),
        recorded_at: person.created_at,
        superseded_at: DateTime::<Utc>::from_timestamp(253_370_764_800, 0).unwrap_or_default().naive_utc(),
    };
    let unit = UnitRow { person_id: person.id.clone(), unit_id };
    on!(conn, c => diesel::insert_into(persons::table).values(person).execute(c))?;
    on!(conn, c => diesel::insert_into(person_names::table).values(&name).execute(c))?;
    on!(conn, c => diesel::insert_into(person_units::table).values(&unit).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Serves until the process ends.
///
/// # Errors
/// The operating system's; the database's in words.
pub fn serve(database: &str, listener: TcpListener) -> std::io::Result<()> {
    let db = Data::new(Db::open(database).map_err(std::io::Error::other)?);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    actix_web::rt::System::new().block_on(
        HttpServer::new(move || {
            App::new()
                .app_data(db.clone())
                .route("/cases/{id}", web::get().to(read_case))
                .route("/cases", web::get().to(list_cases))
                .route("/persons", web::post().to(create_person))
        })
        .workers(workers)
        .listen(listener)?
        .run(),
    )
}
