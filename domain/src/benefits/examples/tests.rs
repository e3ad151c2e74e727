use super::*;

const EXAMPLES: &str = include_str!("../../../law/examples/pomoc-spoleczna.jsonl");

#[test]
fn every_worked_example_agrees_and_its_provisions_are_in_the_trace() {
    let checked = check_lines(EXAMPLES, LawBook::embedded());
    let wrong: Vec<_> = checked.iter().filter(|line| line.failed() || !line.missing_provisions.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked.len() >= 37, "{}", checked.len());
}

#[test]
fn a_criterion_one_grosz_higher_turns_examples_red() {
    let from = "2025-01-01".parse().unwrap();
    let red = |book: &LawBook| check_lines(EXAMPLES, book).iter().filter(|line| line.failed()).count();
    let embedded = LawBook::embedded();
    assert_eq!(red(embedded), 0);
    let alone = "kryterium_dochodowe_osoby_samotnie_gospodarujacej";
    let raised = red(&embedded.with_override(alone, from, "1010.01".parse().unwrap()).unwrap());
    assert!(raised >= 5, "{raised}");
    // The same change written into a copy of the file; the family criterion moves the derived cap as well.
    for (amount, at_least) in [("1010.0", 5), ("823.0", 4)] {
        let copy = LawBook::embedded_toml().replace(&format!("\"{amount}0\""), &format!("\"{amount}1\""));
        let raised = red(&LawBook::from_toml(&copy).unwrap());
        assert!(raised >= at_least, "{amount}: {raised}");
    }
}

fn line(benefit: &str, household: &str, inputs: &str, expected: &str) -> CheckOutcome {
    let text = format!(
        r#"{{"id": "x", "benefit": "{benefit}", "as_of": "2025-02-01", "household": {household}, "inputs": {inputs}, "expected": {expected}, "legal_basis": []}}"#
    );
    check_line(&text, "line 1", LawBook::embedded()).outcome
}

const ALONE: &str = r#"{"type": "osoba_samotnie_gospodarujaca", "persons": [{"id": "p1", "role": "wnioskodawca", "net_income": "0.00"}]}"#;

#[test]
fn a_difference_names_its_key_and_both_values() {
    let outcome = line("zasilek_okresowy", ALONE, "{}", r#"{"min": "505.01", "max": "823.00", "alternative": "x"}"#);
    let difference = |key: &str, expected: &str, found: Option<&str>| Difference {
        key: key.to_owned(),
        expected: expected.to_owned(),
        found: found.map(str::to_owned),
    };
    let differences = vec![difference("alternative", "x", None), difference("min", "505.01", Some("505.00"))];
    assert_eq!(outcome, CheckOutcome::Fail { differences });
}

#[test]
fn reasons_and_other_circumstances_are_read() {
    let with = |reasons: &str| {
        format!(
            r#"{{"type": "osoba_samotnie_gospodarujaca", "reasons": {reasons}, "persons": [{{"net_income": "0.00"}}]}}"#
        )
    };
    let refused = r#"{"decision": "refuse", "reason": "brak_powodu_z_art_7_pkt_2_15_ani_innych_okolicznosci"}"#;
    assert_eq!(line("zasilek_okresowy", &with(r#"["1"]"#), "{}", refused), CheckOutcome::Pass);
    assert_eq!(line("zasilek_celowy", &with("[]"), "{}", refused), CheckOutcome::Pass);
    let granted = r#"{"decision": "grant"}"#;
    assert_eq!(line("zasilek_okresowy", &with(r#"["7a"]"#), "{}", granted), CheckOutcome::Pass);
    let other = r#"{"inne_okolicznosci": true}"#;
    assert_eq!(line("zasilek_okresowy", &with(r#"["1"]"#), other, granted), CheckOutcome::Pass);
}

#[test]
fn kinds_and_keys_that_are_not_known_are_unsupported() {
    for (benefit, household, inputs) in [
        ("dps_oplata", ALONE, "{}"),
        ("zasilek_okresowy", ALONE, r#"{"new_key": "1"}"#),
        ("zasilek_okresowy", r#"{"type": "dps", "persons": [{"net_income": "0.00"}]}"#, "{}"),
        ("zasilek_okresowy", r#"{"type": "rodzina", "persons": [], "cats": 2}"#, "{}"),
        ("zasilek_okresowy", r#"{"type": "osoba_samotnie_gospodarujaca", "persons": [{"net_income": null}]}"#, "{}"),
        ("dochod", ALONE, r#"{"ha_przeliczeniowe": "2"}"#),
    ] {
        let outcome = line(benefit, household, inputs, "{}");
        assert!(matches!(&outcome, CheckOutcome::Unsupported { kind, .. } if kind == benefit), "{outcome:?}");
    }
    assert!(check_line("not json", "line 7", LawBook::embedded()).failed());
}

#[test]
fn a_disputed_line_is_reported_and_does_not_fail() {
    let text = r#"{"id": "x", "benefit": "zasilek_okresowy_minimum", "as_of": "2025-02-01", "household": {"type": "oba"}, "expected": {"amount": "21.00"}, "disputed": true}"#;
    let checked = check_line(text, "line 1", LawBook::embedded());
    assert!(!checked.failed());
    assert!(matches!(checked.outcome, CheckOutcome::Disputed { differences } if differences.len() == 1));
}

#[test]
fn art_8_ust_1_pkt_3_the_family_criterion_is_the_criterion_times_the_persons() {
    let household = r#"{"type": "rodzina", "size": 4}"#;
    let expected = r#"{"amount": "3292.00", "unit": "PLN/month"}"#;
    assert_eq!(line("kryterium_dochodowe_rodziny", household, "{}", expected), CheckOutcome::Pass);
}

#[test]
fn loss_of_income_moves_the_reference_month() {
    let inputs = r#"{"utrata_dochodu": true, "dochod_maj": "3000.00", "dochod_czerwiec": "400.00"}"#;
    let text = |inputs: &str, income: &str, month: &str| {
        format!(
            r#"{{"id": "x", "benefit": "dochod", "as_of": "2025-06-20", "household": {{"type": "osoba_samotnie_gospodarujaca", "persons": [{{"net_income": null}}]}}, "inputs": {inputs}, "expected": {{"income": "{income}", "reference_month": "{month}"}}}}"#
        )
    };
    let check = |text: &str| check_line(text, "line 1", LawBook::embedded()).outcome;
    assert_eq!(check(&text(inputs, "400.00", "2025-06")), CheckOutcome::Pass);
    let kept = inputs.replace("true", "false");
    assert_eq!(check(&text(&kept, "3000.00", "2025-05")), CheckOutcome::Pass);
}
