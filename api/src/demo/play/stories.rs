//! The worked cases that the demonstration plays, with what each must come to.

/// What a case must come to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expected {
    /// A range, and the amount that is chosen inside it.
    Range {
        /// The lowest amount.
        min: &'static str,
        /// The highest amount.
        max: &'static str,
        /// The amount that is chosen.
        chosen: &'static str,
    },
    /// A fixed amount.
    Amount(&'static str),
    /// A refusal for this reason.
    Refusal(&'static str),
}

/// A worked case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story {
    /// The id of the worked case.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// The benefit.
    pub benefit: &'static str,
    /// The day of the application.
    pub day: &'static str,
    /// The net income of the month before, for each person, the applicant first; a person with `0.00` has none.
    pub incomes: &'static [&'static str],
    /// The circumstances of art. 7 u.p.s.
    pub circumstances: &'static [&'static str],
    /// Why the applicant cannot work.
    pub inability: Option<&'static str>,
    /// What it must come to.
    pub expected: Expected,
}

/// The cases, in the order they are played.
pub(super) const STORIES: [Story; 4] = [
    Story {
        id: "okresowy-s-2025-02-01-0.00",
        title: "zasiłek okresowy: osoba samotnie gospodarująca bez dochodu",
        benefit: "zasilek_okresowy",
        day: "2025-02-01",
        incomes: &["0.00"],
        circumstances: &["4"],
        inability: None,
        expected: Expected::Range { min: "505.00", max: "823.00", chosen: "700.00" },
    },
    Story {
        id: "okresowy-r-2019-10-01-1000.00_0.00_0.00_0.00",
        title: "zasiłek okresowy: rodzina czteroosobowa z dochodem 1000 zł",
        benefit: "zasilek_okresowy",
        day: "2019-10-01",
        incomes: &["1000.00", "0.00", "0.00", "0.00"],
        circumstances: &["4"],
        inability: None,
        expected: Expected::Range { min: "556.00", max: "1112.00", chosen: "800.00" },
    },
    Story {
        id: "staly-s-2025-03-01-300.00",
        title: "zasiłek stały: osoba samotnie gospodarująca, całkowicie niezdolna do pracy, z dochodem 300 zł",
        benefit: "zasilek_staly",
        day: "2025-03-01",
        incomes: &["300.00"],
        circumstances: &["5"],
        inability: Some("calkowita"),
        expected: Expected::Amount("1013.00"),
    },
    Story {
        id: "okresowy-s-2026-11-21-1010.00",
        title: "zasiłek okresowy: osoba samotnie gospodarująca z dochodem równym kryterium",
        benefit: "zasilek_okresowy",
        day: "2026-11-21",
        incomes: &["1010.00"],
        circumstances: &["4"],
        inability: None,
        expected: Expected::Refusal("dochod_nie_jest_nizszy_od_kryterium"),
    },
];
