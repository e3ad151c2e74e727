//! Forgets what has served its time: idempotency keys after seven days, and addresses whose rate is full again.

use std::time::Duration;

use actix_web::web::Data;
use chrono::Days;
use persistence::platform::idempotency;

use crate::state::State;

const PAUSE: Duration = Duration::from_secs(600);
/// How long a key is kept: `docs/API-DESIGN.md` promises it.
const KEPT: Days = Days::new(7);

/// Sweeps now and then, until the runtime ends.
pub async fn run(state: Data<State>) {
    loop {
        sweep(&state).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Sweeps once. Returns how many keys were forgotten.
pub async fn sweep(state: &State) -> usize {
    state.limits.tidy();
    let Some(before) = state.clock.now().checked_sub_days(KEPT) else { return 0 };
    match state.store.housekeeping(move |house| idempotency::forget(house, before.naive_utc())).await {
        Ok(forgotten) => forgotten,
        Err(error) => {
            log::warn!("the sweeper could not write: {error}");
            0
        }
    }
}
