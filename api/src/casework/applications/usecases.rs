//! What is done with applications.

use domain::casework::application::{Application, ApplicationRefusal};
use domain::kernel::ids::ApplicationId;
use domain::platform::action::marker::WithdrawApplication;
use persistence::casework::applications;
use persistence::platform::journal::Events;
use persistence::tx::{Tx, expect_version};

use super::views::{WithdrawApplicationBody, possible};
use crate::casework::cases::usecases::day_until_today;
use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Takes an application back at the applicant's wish. The proceedings are then discontinued by a decision
/// (art. 105 KPA); until that the case stays open.
///
/// # Errors
/// [`Error::Transition`] once it was settled, [`Error::Rule`] for a day that cannot be.
pub fn withdraw_application(
    tx: &mut Tx<'_>,
    by: &Allowed<WithdrawApplication>,
    id: ApplicationId,
    expected: i64,
    body: WithdrawApplicationBody,
) -> Result<(Application, Events), Error> {
    let mut application = applications::load(tx, by.reach(), id)?;
    expect_version(application.version, expected)?;
    let on = day_until_today(body.withdrawn_on, tx.context().today, "/withdrawnOn")?;
    application.withdraw(on).map_err(refusal)?;
    applications::update(tx, &mut application)?;
    let events = Events::one("application.withdrawn", applications::subject(id), application.version);
    Ok((application.into_inner(), events))
}

fn refusal(refused: ApplicationRefusal) -> Error {
    if let ApplicationRefusal::Transition(illegal) = refused {
        let allowed = possible(illegal.from).into_iter().map(|event| event.code()).collect();
        return Error::Transition { detail: illegal.to_string(), allowed };
    }
    if matches!(refused, ApplicationRefusal::TooEarly { .. }) {
        return Error::rule("/withdrawnOn", "too_early", refused);
    }
    Error::Internal(refused.to_string())
}
