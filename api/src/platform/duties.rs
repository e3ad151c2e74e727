//! Separation of duties between people, whatever log-ins they use.

use std::collections::BTreeSet;

use domain::kernel::context::Actor;
use domain::kernel::ids::UserId;
use domain::platform::action::Marker;
use persistence::platform::users;
use persistence::tx::Read;

use crate::http::allowed::Allowed;
use crate::http::error::Error;

/// Refuses a caller who is the employee behind one of these log-ins.
///
/// # Errors
/// [`Error::SeparationOfDuties`].
pub fn none_of<A: Marker>(read: &mut Read<'_>, by: &Allowed<A>, users: &BTreeSet<UserId>) -> Result<(), Error> {
    let Actor::User { employee: Some(caller), .. } = by.context().actor else { return Ok(()) };
    if users::employees_of(read, users)?.contains(&caller) { Err(Error::SeparationOfDuties) } else { Ok(()) }
}
