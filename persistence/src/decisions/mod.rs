//! Administrative decisions.

// The room's one aggregate has its name.
#[expect(clippy::module_inception, reason = "the room is named like its aggregate")]
pub mod decisions;
