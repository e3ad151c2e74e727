//! The states of a clock and what leads from one to another.

use crate::kernel::codes::codes;

codes! {
    /// Where a clock stands.
    pub enum ClockState {
        /// Time runs.
        Running = "running", "Biegnie";
        /// Time stands still (art. 35 § 5 KPA).
        Paused = "paused", "Wstrzymany";
        /// What had to be done was done in time.
        Met = "met", "Dotrzymany";
        /// The last day passed before it was done.
        Missed = "missed", "Przekroczony";
        /// The clock has no object any more, for example because the case was discontinued.
        Void = "void", "Bezprzedmiotowy";
    }

    /// What happens to a clock.
    pub enum ClockEvent {
        /// Time stops.
        Pause = "pause", "Wstrzymaj";
        /// Time runs again.
        Resume = "resume", "Wznów";
        /// It was done in time.
        Meet = "meet", "Wykonano w terminie";
        /// It was not done in time.
        Miss = "miss", "Termin minął";
        /// The object fell away.
        Cancel = "cancel", "Stał się bezprzedmiotowy";
    }
}

/// The event does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a clock that is {from:?} takes no {event:?}")]
pub struct IllegalClockTransition {
    /// Where the clock stands.
    pub from: ClockState,
    /// What was to happen.
    pub event: ClockEvent,
}

impl ClockState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`IllegalClockTransition`] when the event does not fit.
    pub const fn after(self, event: ClockEvent) -> Result<Self, IllegalClockTransition> {
        use {ClockEvent as E, ClockState as S};
        let illegal = Err(IllegalClockTransition { from: self, event });
        match self {
            S::Running => match event {
                E::Pause => Ok(S::Paused),
                E::Meet => Ok(S::Met),
                E::Miss => Ok(S::Missed),
                E::Cancel => Ok(S::Void),
                E::Resume => illegal,
            },
            S::Paused => match event {
                E::Resume => Ok(S::Running),
                E::Cancel => Ok(S::Void),
                E::Pause | E::Meet | E::Miss => illegal,
            },
            S::Met | S::Missed | S::Void => match event {
                E::Pause | E::Resume | E::Meet | E::Miss | E::Cancel => illegal,
            },
        }
    }

    /// Whether the clock still waits for its end.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Running | Self::Paused => true,
            Self::Met | Self::Missed | Self::Void => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_as_reviewed() {
        let mut table = String::from("| from | event | to |\n|---|---|---|\n");
        for from in ClockState::ALL {
            for event in ClockEvent::ALL {
                let to = from.after(*event).map_or_else(|_illegal| "–".to_owned(), |to| format!("{to:?}"));
                table += &format!("| {from:?} | {event:?} | {to} |\n");
            }
        }
        insta::assert_snapshot!(table, @"
        | from | event | to |
        |---|---|---|
        | Running | Pause | Paused |
        | Running | Resume | – |
        | Running | Meet | Met |
        | Running | Miss | Missed |
        | Running | Cancel | Void |
        | Paused | Pause | – |
        | Paused | Resume | Running |
        | Paused | Meet | – |
        | Paused | Miss | – |
        | Paused | Cancel | Void |
        | Met | Pause | – |
        | Met | Resume | – |
        | Met | Meet | – |
        | Met | Miss | – |
        | Met | Cancel | – |
        | Missed | Pause | – |
        | Missed | Resume | – |
        | Missed | Meet | – |
        | Missed | Miss | – |
        | Missed | Cancel | – |
        | Void | Pause | – |
        | Void | Resume | – |
        | Void | Meet | – |
        | Void | Miss | – |
        | Void | Cancel | – |
        ");
    }

    proptest! {
        #[test]
        fn a_closed_clock_stays_closed(events in proptest::collection::vec(proptest::sample::select(ClockEvent::ALL), 0..12)) {
            let mut state = ClockState::Running;
            for event in events {
                match state.after(event) {
                    Ok(next) => { prop_assert!(state.is_open()); state = next; }
                    Err(illegal) => prop_assert_eq!(illegal, IllegalClockTransition { from: state, event }),
                }
            }
        }
    }
}
