//! What income is, per act: the same evidence gives different incomes under different acts.

pub mod pomoc_spoleczna;
