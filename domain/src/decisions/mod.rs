//! Administrative decisions: their content, reasoning, printable form and way to finality.

pub mod content;
pub mod decision;
pub mod finality;
pub mod grounds;
pub mod reasoning;
pub mod rendition;
pub mod status;
pub mod terms;
