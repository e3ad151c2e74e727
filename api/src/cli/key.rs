//! `mops key`.

use super::{Failure, print};
use crate::platform::auth::tokens::new_key;

pub(super) fn run() -> Result<(), Failure> {
    print(&new_key().map_err(Failure::new)?)
}
