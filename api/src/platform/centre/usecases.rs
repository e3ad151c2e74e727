//! What is done with the centre's profile.

use domain::platform::action::marker::ChangeCentre;
use domain::platform::centre::Centre;
use persistence::error::Error as StoreError;
use persistence::platform::centre;
use persistence::platform::journal::Events;
use persistence::tx::{Tx, expect_version};

use crate::http::allowed::Allowed;
use crate::http::error::Error;
use crate::http::params::Expected;

/// Sets the profile for the first time, or replaces it.
///
/// # Errors
/// [`Error::Version`] when the caller expected no profile or another version, [`Error::NotFound`] for a version of a
/// profile that was never set.
pub fn change_centre(
    tx: &mut Tx<'_>,
    _by: &Allowed<ChangeCentre>,
    expected: Expected,
    new: Centre,
) -> Result<(Centre, Events), Error> {
    match expected {
        Expected::Nothing => first(tx, new),
        // There is a profile: `If-None-Match: *` fails. There is none: `If-Match` fails.
        Expected::Both(_) => Err(Error::Version { current: centre::load(tx)?.version }),
        Expected::Version(version) => {
            let mut profile = centre::load(tx)?;
            expect_version(profile.version, version)?;
            *profile = Centre { version, ..new };
            centre::update(tx, &mut profile)?;
            let events = Events::one("centre.changed", centre::subject(), profile.version);
            Ok((profile.into_inner(), events))
        }
    }
}

fn first(tx: &mut Tx<'_>, profile: Centre) -> Result<(Centre, Events), Error> {
    match centre::load(tx) {
        Ok(found) => return Err(Error::Version { current: found.version }),
        Err(StoreError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    centre::insert(tx, &profile)?;
    Ok((profile, Events::one("centre.created", centre::subject(), 1)))
}
