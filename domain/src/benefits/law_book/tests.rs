use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn grosze(value: ParamValue<'_, Money>) -> i64 {
    value.value.grosze()
}

#[test]
fn every_day_of_a_parameter_ascends_and_has_a_source() {
    let book = LawBook::embedded();
    assert!(book.parameters().count() >= 56);
    for parameter in book.parameters() {
        assert!(!parameter.legal_basis.is_empty() && !parameter.name_pl.is_empty(), "{}", parameter.id);
        for pair in parameter.rows.windows(2) {
            assert!(pair[0].from < pair[1].from, "{}", parameter.id);
        }
        for row in &parameter.rows {
            assert!(row.source.starts_with("http") && !row.act.is_empty(), "{} {}", parameter.id, row.from);
        }
    }
}

#[test]
fn every_parameter_that_a_rule_names_has_a_value_since_the_first_supported_day() {
    let book = LawBook::embedded();
    for named in NAMED {
        for day in ["2018-10-01", "2021-05-29", "2021-05-30", "2024-01-01", "2026-11-21"] {
            let found = book.on(date(day)).find(named.id).unwrap();
            assert_eq!(matches!(found.value, Value::Money(_)), named.money, "{}", named.id);
        }
        let without = LawBook::embedded_toml().replace(&format!("\"{}\"", named.id), "\"renamed\"");
        assert!(LawBook::from_toml(&without).is_err(), "{}", named.id);
    }
}

#[test]
fn a_value_holds_until_the_day_before_the_next() {
    let book = LawBook::embedded();
    let criterion = |day| grosze(book.on(date(day)).kryterium_osoby_samotnie_gospodarujacej().unwrap());
    assert_eq!(criterion("2018-09-30"), 63_400);
    assert_eq!(criterion("2018-10-01"), 70_100);
    assert_eq!(criterion("2021-12-31"), 70_100);
    assert_eq!(criterion("2022-01-01"), 77_600);
    assert_eq!(criterion("2025-01-01"), 101_000);
}

#[test]
fn days_before_the_first_value_are_not_guessed() {
    let refused = LawBook::embedded().on(date("2012-09-30")).kryterium_osoby_samotnie_gospodarujacej().unwrap_err();
    assert_eq!(refused.on, date("2012-09-30"));
    assert_eq!(refused.parameter, "kryterium_dochodowe_osoby_samotnie_gospodarujacej");
}

#[test]
fn a_value_with_a_last_day_ends_there() {
    let ended =
        LawBook::embedded_toml().replacen("from = \"2025-01-01\"\n", "from = \"2025-01-01\"\nto = \"2025-06-30\"\n", 1);
    let book = LawBook::from_toml(&ended).unwrap();
    assert!(book.on(date("2025-06-30")).kryterium_osoby_samotnie_gospodarujacej().is_ok());
    assert!(book.on(date("2025-07-01")).kryterium_osoby_samotnie_gospodarujacej().is_err());
}

#[test]
fn art_38_ust_2_pkt_1_the_cap_equals_the_family_criterion_since_2021_05_30() {
    let book = LawBook::embedded();
    let cap = |book: &LawBook, day| {
        let found = book.on(date(day)).zasilek_okresowy_max_osoba_samotnie_gospodarujaca().unwrap();
        (grosze(found), found.from, found.confidence)
    };
    assert_eq!(cap(book, "2021-05-29"), (41_800, date("2012-10-01"), Confidence::Read));
    assert_eq!(cap(book, "2021-05-30"), (52_800, date("2021-05-30"), Confidence::Computed));
    assert_eq!(cap(book, "2025-02-01"), (82_300, date("2025-01-01"), Confidence::Computed));
    let raised = book
        .with_override("kryterium_dochodowe_na_osobe_w_rodzinie", date("2025-01-01"), "900".parse().unwrap())
        .unwrap();
    assert_eq!(cap(&raised, "2025-02-01"), (90_000, date("2025-01-01"), Confidence::Unverified));
}

#[test]
fn a_derived_history_lists_each_value_it_equals() {
    let book = LawBook::embedded();
    let cap = book.parameter("zasilek_okresowy_max_osoba_samotnie_gospodarujaca").unwrap();
    let listed: Vec<_> =
        book.history(cap).iter().map(|row| format!("{} {:?} {}", row.from, row.to, row.value)).collect();
    assert_eq!(
        listed,
        [
            "2012-10-01 Some(2021-05-29) 418.00",
            "2021-05-30 Some(2021-12-31) 528.00",
            "2022-01-01 Some(2024-12-31) 600.00",
            "2025-01-01 None 823.00",
        ]
    );
}

#[test]
fn an_altered_value_calls_itself_a_simulation() {
    let book = LawBook::embedded().with_override("zasilek_staly_max", date("2026-01-01"), "1300".parse().unwrap());
    let book = book.unwrap();
    let law = book.on(date("2026-03-01"));
    let max = law.zasilek_staly_max().unwrap();
    assert_eq!((grosze(max), max.act), (130_000, "symulacja"));
    assert_eq!(grosze(book.on(date("2025-12-31")).zasilek_staly_max().unwrap()), 122_900);
    assert!(matches!(
        book.with_override("zasilek_staly_max", date("2026-01-01"), "0.001".parse().unwrap()),
        Err(LawBookError::Amount { .. })
    ));
}

#[test]
fn a_file_with_a_fault_is_refused() {
    let first = "from = \"2012-10-01\"\namount = \"542.00\"\n";
    type Expected = fn(&LawBookError) -> bool;
    let cases: [(&str, &str, Expected); 5] = [
        ("from = \"2026-10-01\"\namount = \"542.00\"\n", first, |e| matches!(e, LawBookError::Days { .. })),
        ("from = \"2012-10-01\"\namount = \"542.001\"\n", first, |e| matches!(e, LawBookError::Amount { .. })),
        ("from = \"2012-10-01\"\n", first, |e| matches!(e, LawBookError::Amount { .. })),
        ("act = \"\"\n", "act = \"Dz.U. 2012 poz. 823\"\n", |e| matches!(e, LawBookError::Source { .. })),
        ("derived_from = \"unknown\"", "derived_from = \"kryterium_dochodowe_na_osobe_w_rodzinie\"", |e| {
            matches!(e, LawBookError::Derivation { .. })
        }),
    ];
    for (wrong, right, expected) in cases {
        let error = LawBook::from_toml(&LawBook::embedded_toml().replacen(right, wrong, 1)).unwrap_err();
        assert!(expected(&error), "{wrong}: {error}");
    }
}
