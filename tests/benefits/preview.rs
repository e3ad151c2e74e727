//! Calculations from facts in the body.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use domain::platform::role::Role;
use serde_json::{Map, Value};
use support::{Answer, each_app, json};

const EXAMPLES: &str = include_str!("../../domain/law/examples/pomoc-spoleczna.jsonl");
const PATH: &str = "/api/v1/calculations/preview";

fn zloty(amount: &Value) -> Value {
    json!({"amount": amount, "currency": "PLN"})
}

/// The body that asks what a worked example asks.
fn body(line: &Value) -> Value {
    let persons = line["household"]["persons"].as_array().unwrap();
    assert!(persons.iter().skip(1).all(|person| person["role"] != "wnioskodawca"), "the applicant comes first");
    let mut body = json!({
        "benefitCode": line["benefit"],
        "asOf": line["as_of"],
        "household": line["household"]["type"],
        "persons": persons.iter().map(person).collect::<Vec<_>>(),
        // Without `reasons` the format assumes a circumstance of art. 7 pkt 2-15.
        "circumstances": line["household"].get("reasons").cloned().unwrap_or_else(|| json!(["5"])),
        "adult": persons[0].get("adult").cloned().unwrap_or(json!(true)),
    });
    let keys = body.as_object_mut().unwrap();
    let applicant = &persons[0];
    for (from, to) in [("niezdolnosc_do_pracy", "inabilityToWork"), ("entitled_to", "concurrence")] {
        keys.extend(applicant.get(from).map(|value| (to.to_owned(), value.clone())));
    }
    for (key, value) in line["inputs"].as_object().unwrap() {
        input(keys, key, value, &line["as_of"]);
    }
    body
}

fn input(keys: &mut Map<String, Value>, key: &str, value: &Value, day: &Value) {
    let mut local = |code: &str| {
        let row = json!({"code": code, "value": value, "from": day, "act": "uchwała rady gminy"});
        keys.entry("localParameters").or_insert_with(|| json!([])).as_array_mut().unwrap().push(row);
    };
    match key {
        "lokalne_kryterium_samotnie" => local("lokalne_kryterium_osoby_samotnie_gospodarujacej"),
        "lokalne_kryterium_rodzina" => local("lokalne_kryterium_na_osobe_w_rodzinie"),
        "inne_okolicznosci" => drop(keys.insert("otherCircumstances".to_owned(), value.clone())),
        "requested" => drop(keys.insert("requestedAmount".to_owned(), zloty(value))),
        other => panic!("input {other}"),
    }
}

fn person(person: &Value) -> Value {
    match person.get("incomes").and_then(Value::as_array) {
        None => json!({"netIncome": zloty(&person["net_income"])}),
        Some(rows) => {
            let row = |row: &Value| {
                let kind = match row["kind"].as_str().unwrap() {
                    "emerytura_netto" => "emerytura",
                    "renta_netto" => "renta_z_tytulu_niezdolnosci",
                    "swiadczenie_uzupelniajace_500_plus" => "swiadczenie_uzupelniajace",
                    same => same,
                };
                json!({"kind": kind, "amount": zloty(&row["amount"])})
            };
            json!({"incomes": rows.iter().map(row).collect::<Vec<_>>()})
        }
    }
}

/// What the answer says under a key of the format.
fn found(answer: &Answer, key: &str) -> Value {
    let body = &answer.body;
    match key {
        "decision" => json!(match (body["outcome"].as_str().unwrap(), body.get("max")) {
            ("discretionary", None) => "eligible_at_discretion",
            ("grant" | "grant_range" | "discretionary", _) => "grant",
            ("refuse", _) => "refuse",
            (other, _) => panic!("outcome {other}"),
        }),
        "unit" => json!(if body["unit"] == "pln_per_month" { "PLN/month" } else { "PLN" }),
        "amount" | "min" | "max" => body[key]["amount"].clone(),
        "income" => body["income"]["total"]["rounded"]["amount"].clone(),
        "reason" => body["refusal"]["reason"].clone(),
        "alternative" => body["refusal"]["alternative"].clone(),
        other => panic!("expected key {other}"),
    }
}

#[test]
fn every_worked_example_of_the_four_benefits_comes_out_over_http() {
    each_app(|app| {
        let clerk = app.staff(Role::PracownikSwiadczen);
        let mut checked = 0;
        for line in EXAMPLES.lines().filter(|line| !line.trim().is_empty()) {
            let line: Value = serde_json::from_str(line).unwrap();
            let four = ["zasilek_staly", "zasilek_okresowy", "zasilek_celowy", "specjalny_zasilek_celowy"];
            if !four.contains(&line["benefit"].as_str().unwrap()) {
                continue;
            }
            let answer = clerk.post(PATH, &body(&line)).expect(200);
            for (key, expected) in line["expected"].as_object().unwrap() {
                assert_eq!(&found(&answer, key), expected, "{} {key}: {}", line["id"], answer.text);
            }
            assert!(!answer.body["steps"].as_array().unwrap().is_empty() && answer.at("/hash").len() == 64);
            checked += 1;
        }
        assert!(checked >= 20, "{checked} examples");
    });
}

#[test]
fn the_answer_explains_itself_and_the_same_facts_give_the_same_hash() {
    each_app(|app| {
        let clerk = app.staff(Role::PracownikSwiadczen);
        let body = json!({
            "benefitCode": "zasilek_okresowy", "asOf": "2025-03-10", "circumstances": ["4"],
            "persons": [
                {"incomes": [{"kind": "wynagrodzenie", "amount": zloty(&json!("1000.00")), "deductions": {"tax": zloty(&json!("0.02"))}}]},
                {}, {},
            ],
        });
        let answer = clerk.post(PATH, &body).expect(200);
        assert_eq!(answer.at("/income/perPerson/exact"), "99998/3 gr");
        assert_eq!(answer.body["income"]["persons"], 3);
        assert!(answer.text.contains("kryterium_dochodowe_na_osobe_w_rodzinie"), "{}", answer.text);
        assert_eq!(clerk.post(PATH, &body).expect(200).at("/hash"), answer.at("/hash"));
        let mut other = body;
        other["circumstances"] = json!(["5"]);
        assert_ne!(clerk.post(PATH, &other).expect(200).at("/hash"), answer.at("/hash"));
    });
}

#[test]
fn a_ruling_with_a_reason_decides_about_a_special_kind() {
    each_app(|app| {
        let clerk = app.staff(Role::StarszySpecjalista);
        let farm = |ruling: Value| {
            let mut row = json!({"kind": "gospodarstwo_rolne", "amount": zloty(&json!("459.00"))});
            if !ruling.is_null() {
                row["override"] = ruling;
            }
            let body = json!({"benefitCode": "zasilek_okresowy", "asOf": "2025-03-10", "circumstances": ["4"], "persons": [{"incomes": [row]}]});
            clerk.post(PATH, &body)
        };
        let refused = farm(Value::Null);
        assert_eq!(
            refused.fault(422),
            ("/persons/0/incomes/0/kind".to_owned(), "income_kind_not_supported".to_owned())
        );
        let ruled = farm(json!({"counted": true, "reason": "1 ha przeliczeniowy, zaświadczenie"})).expect(200);
        assert_eq!(ruled.at("/income/total/exact"), "459.00");
        assert!(ruled.text.contains("1 ha przeliczeniowy"), "{}", ruled.text);
        assert_eq!(farm(json!({"counted": true, "reason": " "})).problem(400), "schema_violation");
    });
}

#[test]
fn every_fault_of_meaning_is_named_at_once() {
    each_app(|app| {
        let clerk = app.staff(Role::PracownikSocjalny);
        let answer = clerk.post(
            PATH,
            &json!({
                "benefitCode": "zasilek_staly", "asOf": "2018-09-30", "applicationDay": "2018-10-02",
                "household": "osoba_samotnie_gospodarujaca", "circumstances": ["5", "5"],
                "adult": true, "birthDate": "1980-01-01",
                "persons": [
                    {"netIncome": zloty(&json!("-1.00"))},
                    {"netIncome": zloty(&json!("1.00")), "incomes": []},
                ],
                "localParameters": [{"code": "lokalny_min_procent_zasilku_okresowego", "value": "101", "from": "2025-01-01", "act": "uchwała"}],
            }),
        );
        assert_eq!(answer.body["code"], "rule_violation");
        let mut faults: Vec<_> = answer.expect(422).body["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| (fault["pointer"].as_str().unwrap().to_owned(), fault["code"].as_str().unwrap().to_owned()))
            .collect();
        faults.sort();
        let expected = [
            ("/applicationDay", "application_after_decision"),
            ("/asOf", "law_not_in_force"),
            ("/birthDate", "age_stated_twice"),
            ("/circumstances/1", "listed_twice"),
            ("/household", "household_size"),
            ("/localParameters/0", "local_parameter_invalid"),
            ("/persons/0/netIncome", "negative_amount"),
            ("/persons/1/incomes", "net_income_and_rows"),
        ];
        assert_eq!(faults, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    });
}

#[test]
fn what_does_not_fit_the_contract_or_the_law_is_refused() {
    each_app(|app| {
        let clerk = app.staff(Role::PracownikSwiadczen);
        let base = json!({"benefitCode": "zasilek_staly", "adult": true, "circumstances": ["5"], "persons": [{}]});
        let with = |key: &str, value: Value| {
            let mut body = base.clone();
            body[key] = value;
            clerk.post(PATH, &body)
        };
        assert_eq!(with("month", json!("2018-09")).fault(422), ("/month".to_owned(), "law_not_in_force".to_owned()));
        let kind = json!([{"incomes": [{"kind": "wygrana", "amount": zloty(&json!("1.00"))}]}]);
        assert_eq!(with("persons", kind).fault(422).1, "unknown_income_kind");
        let most = json!([{"netIncome": zloty(&json!("9999999999.99"))}, {"netIncome": zloty(&json!("0.01"))}]);
        assert_eq!(with("persons", most).fault(422), ("/persons".to_owned(), "amount_too_large".to_owned()));
        assert_eq!(with("adult", Value::Null).fault(422), ("/adult".to_owned(), "age_unknown".to_owned()));
        assert_eq!(with("persons", json!([])).problem(400), "schema_violation");
        assert_eq!(with("persons", json!(vec![json!({}); 41])).problem(400), "schema_violation");
        assert_eq!(with("circumstances", json!(["10"])).problem(400), "schema_violation");
        assert_eq!(with("benefitCode", json!("dodatek_mieszkaniowy")).problem(400), "schema_violation");
        assert_eq!(with("salary", json!(1)).problem(400), "unknown_field");
        assert_eq!(with("requestedAmount", json!(100)).problem(400), "schema_violation");
        assert_eq!(app.staff(Role::Ksiegowosc).post(PATH, &base).problem(403), "action_forbidden");
        assert_eq!(app.anonymous().post(PATH, &base).problem(401), "token_invalid");
        let _ = clerk.post(PATH, &base).expect(200);
    });
}
