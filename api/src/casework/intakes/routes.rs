//! `/intakes`.

use actix_web::web::Data;
use actix_web::{get, post};
use domain::kernel::ids::IntakeId;
use domain::platform::action::marker::{ReadIntake, RegisterIntake};
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::RegisterIntakeBody;
use super::usecases;
use super::views::IntakeView;
use crate::http::allowed::Allowed;
use crate::http::answer::{Created, Versioned};
use crate::http::body::Valid;
use crate::http::error::Error;
use crate::http::openapi::KeyHeader;
use crate::http::params::{IdempotencyKey, PathId};
use crate::state::State;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(register_intake).service(read_intake);
}

/// Register an intake.
///
/// With everything in it: people, household, evidence, applications. All of it is written or nothing. Each application
/// becomes a case with a mark of its own, and the limits of art. 35 KPA and of the interview begin on the day of
/// receipt. A channel that files no application (art. 63 § 1 KPA) is refused. A PESEL number or a document that is
/// registered already answers 409 `duplicate`, without saying whose.
#[utoipa::path(
    tag = "casework",
    params(KeyHeader),
    request_body(content = RegisterIntakeBody, example = json!({
        "channel": "paper", "receivedOn": "2026-11-20", "orgUnitId": "01890a5d-ac96-774b-bcce-b302099a8057",
        "applicant": {
            "ref": "anna",
            "person": {"givenNames": "Anna", "surname": "Nowak", "birthDate": "1984-03-01", "sex": "female"}
        },
        "household": {"members": [{"ref": "anna", "role": "wnioskodawca"}]},
        "evidence": [{"ref": "anna", "record": {
            "kind": "income", "month": "2026-10", "incomeKind": "wynagrodzenie",
            "amount": {"amount": "900.00", "currency": "PLN"}, "source": "dokument"
        }}],
        "applications": [{
            "benefitCode": "zasilek_okresowy", "circumstances": ["4"], "urgency": "standard", "complete": true
        }]
    })),
    responses((status = 201, body = IntakeView, description = "The intake with the cases it became"))
)]
#[post("/intakes")]
async fn register_intake(
    allowed: Allowed<RegisterIntake>,
    state: Data<State>,
    key: IdempotencyKey,
    body: Valid<RegisterIntakeBody>,
) -> Result<Created<IntakeView>, Error> {
    let key = key.required()?.optional(allowed.context().actor.code(), allowed.operation(), &body.digest);
    let new = body.value.checked(allowed.context(), state.config.epuap_files)?;
    let done = state
        .create(
            &allowed,
            key,
            move |tx, by| usecases::register_intake(tx, by.reach(), new),
            |read, by, id| usecases::read_intake(read, by.reach(), IntakeId::new(id)),
        )
        .await?;
    Ok(Created::at("intakes", done.made.intake.id, done.made.into(), done.replayed))
}

/// Read an intake.
///
/// With the applications in it whose cases are within the caller's reach; when none is, 404.
#[utoipa::path(tag = "casework", params(("id" = IntakeId, Path, description = "The intake")), responses((status = 200, body = IntakeView, description = "The intake")))]
#[get("/intakes/{id}")]
async fn read_intake(
    allowed: Allowed<ReadIntake>,
    state: Data<State>,
    id: PathId<IntakeId>,
) -> Result<Versioned<IntakeView>, Error> {
    let filed = state.read(&allowed, move |read, by| usecases::read_intake(read, by.reach(), id.0)).await?;
    Ok(Versioned(filed.into()))
}
