//! What is done with evidence.

use domain::kernel::ids::EvidenceId;
use domain::people::evidence::record::{About, Evidence};
use domain::people::evidence::{IllegalEvidenceTransition, Standing};
use domain::platform::access::Reach;
use domain::platform::action::Marker;
use persistence::error::Error as StoreError;
use persistence::people::{evidence, households, persons};
use persistence::platform::journal::{Events, Subject};
use persistence::tx::{Tx, expect_version};

use super::views::possible;
use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Records evidence.
///
/// # Errors
/// [`Error::Rule`] when the person or household is out of reach.
pub fn record_evidence(tx: &mut Tx<'_>, reach: &Reach, new: Evidence) -> Result<(Evidence, Subject, Events), Error> {
    let (found, pointer) = match new.about {
        About::Person(person) => (persons::require(tx, reach, person), "/personId"),
        About::Household(household) => (households::require(tx, reach, household), "/householdId"),
    };
    found.map_err(|error| {
        if matches!(error, StoreError::NotFound) {
            return Error::rule(pointer, "unknown_reference", "there is nobody such within reach");
        }
        error.into()
    })?;
    evidence::insert(tx, &new)?;
    let subject = evidence::subject(new.id);
    Ok((new, subject, Events::one("evidence.recorded", subject, 1)))
}

/// Changes the standing of evidence.
///
/// # Errors
/// [`Error::Transition`] when its state does not allow it, [`Error::Version`].
pub fn change_standing<A: Marker>(
    tx: &mut Tx<'_>,
    by: &Allowed<A>,
    id: EvidenceId,
    expected: i64,
    change: impl FnOnce(&Standing) -> Result<Standing, IllegalEvidenceTransition>,
    event: &'static str,
) -> Result<(Evidence, Events), Error> {
    let mut row = evidence::load(tx, by.reach(), id)?;
    expect_version(row.version, expected)?;
    row.standing = change(&row.standing).map_err(|illegal| Error::Transition {
        detail: illegal.to_string(),
        allowed: possible(illegal.from).into_iter().map(|event| event.code()).collect(),
    })?;
    evidence::update_standing(tx, &mut row)?;
    let events = Events::one(event, evidence::subject(id), row.version);
    Ok((row.into_inner(), events))
}
