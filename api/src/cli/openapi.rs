//! `mops openapi`.

use super::{Failure, print};
use crate::server::contract_texts;

pub(super) fn run() -> Result<(), Failure> {
    print(&contract_texts().map_err(Failure::new)?.yaml)
}
