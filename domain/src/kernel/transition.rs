//! What every state machine shares: the refusal, the list of what is allowed, the table for review.

use super::codes::Code;

/// The event does not happen in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not possible in state `{}`", event.code(), from.code())]
pub struct IllegalTransition<S: Code, E: Code> {
    /// The state that does not change.
    pub from: S,
    /// The event that was refused.
    pub event: E,
}

/// The events that a state takes, in the order of their list; what an answer shows as `allowedTransitions`.
pub(crate) fn allowed<S: Code, E: Code>(after: impl Fn(E) -> Result<S, IllegalTransition<S, E>>) -> Vec<E> {
    E::ALL.iter().copied().filter(|event| after(*event).is_ok()).collect()
}

/// Prints a whole table of transitions as Markdown: a row per state, a column per event.
#[cfg(test)]
pub(crate) fn table<S: Code, E: Code>(after: impl Fn(S, E) -> Result<S, IllegalTransition<S, E>>) -> String {
    let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut text = row(std::iter::once("state").chain(E::ALL.iter().map(|event| event.code())).collect());
    text += &row(vec!["---"; E::ALL.len() + 1]);
    for state in S::ALL {
        let cells = E::ALL.iter().map(|event| after(*state, *event).map_or("–", Code::code));
        text += &row(std::iter::once(state.code()).chain(cells).collect());
    }
    text
}
