//! Administrative decisions: from the draft to the day they bind.

pub mod finality;
