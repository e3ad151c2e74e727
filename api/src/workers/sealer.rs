//! Seals the journal, at least once a second.

use std::time::Duration;

use actix_web::web::Data;
use persistence::platform::seals;

use crate::state::State;

const PAUSE: Duration = Duration::from_millis(250);
const BATCH: i64 = 500;

/// Seals what is waiting, again and again, until the runtime ends.
pub async fn run(state: Data<State>) {
    loop {
        if !step(&state).await {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Seals one batch. Whether there may be more.
async fn step(state: &State) -> bool {
    let context = state.system_context("sealer");
    // A read first: nothing is written while nothing waits.
    let waiting = match state.store.read(context, "sealer", seals::waiting).await {
        Ok(waiting) => waiting,
        Err(error) => {
            log::warn!("the sealer could not read: {error}");
            return false;
        }
    };
    if let Some(gauge) = &state.metrics.unsealed {
        gauge.set(waiting);
    }
    if waiting == 0 {
        return false;
    }
    match state.store.housekeeping(|house| seals::seal(house, BATCH)).await {
        Ok(sealed) => i64::try_from(sealed).is_ok_and(|sealed| sealed == BATCH),
        Err(error) => {
            log::warn!("the sealer could not write: {error}");
            false
        }
    }
}
