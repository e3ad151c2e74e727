//! `/evidence`.

use domain::platform::role::Role;
use serde_json::Value;
use support::{each_app, json};

use super::{household_of, named, register};

const EVIDENCE: &str = "/api/v1/evidence";

fn income(person: &str, month: &str, amount: &str) -> Value {
    json!({
        "kind": "income", "personId": person, "month": month, "incomeKind": "wynagrodzenie",
        "amount": {"amount": amount, "currency": "PLN"}, "source": "dokument",
    })
}

#[test]
fn income_is_recorded_confirmed_doubted_and_voided_with_a_reason() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let anna = register(&worker, &named("Anna", "Nowak"));
        let made = worker.post(EVIDENCE, &income(&anna, "2026-10", "1010.00")).expect(201);
        assert_eq!((made.at("/month"), made.at("/amount/amount")), ("2026-10".to_owned(), "1010.00".to_owned()));
        let path = made.header("location").unwrap();
        let verified = worker.if_match(1).post(&format!("{path}/verifications"), &json!({})).expect(200);
        assert_eq!(verified.at("/state"), "verified");
        let doubt = json!({"reason": "kwota sprzeczna z zaświadczeniem"});
        let disputed = worker.if_match(2).post(&format!("{path}/disputes"), &doubt).expect(200);
        assert_eq!(disputed.at("/stateReason"), "kwota sprzeczna z zaświadczeniem");
        let no_reason = worker.if_match(3).post(&format!("{path}/voidings"), &json!({}));
        assert_eq!(no_reason.fault(400), ("/reason".to_owned(), "missing_field".to_owned()));
        let voided = worker.if_match(3).post(&format!("{path}/voidings"), &json!({"reason": "pomyłka"})).expect(200);
        assert_eq!((voided.at("/state"), voided.body["allowedTransitions"].clone()), ("voided".to_owned(), json!([])));
        let again = worker.if_match(4).post(&format!("{path}/verifications"), &json!({}));
        assert_eq!(again.body["allowedTransitions"], json!([]));
        assert_eq!(again.problem(409), "invalid_transition");
    });
}

#[test]
fn each_kind_takes_its_own_fields() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let anna = register(&worker, &named("Anna", "Nowak"));
        let change = |field: &str, value: Value| {
            let mut body = income(&anna, "2026-10", "100.00");
            body[field] = value;
            body
        };
        let money = |amount: &str| json!({"amount": amount, "currency": "PLN"});
        for (body, status, pointer, code) in [
            (change("month", json!("2026-12")), 422, "/month", "month_in_future"),
            (change("monthTo", json!("2026-09")), 422, "/monthTo", "range"),
            (change("amount", money("-1.00")), 422, "/amount", "amount_negative"),
            (change("amount", money("1.001")), 400, "/amount", "schema_violation"),
            (change("amount", json!(1)), 400, "/amount", "schema_violation"),
            (change("incomeKind", json!("wygrana_w_totka")), 422, "/incomeKind", "unknown_income_kind"),
            (change("note", json!("słowo")), 422, "/note", "not_for_kind"),
            (change("householdId", json!(anna)), 422, "/personId", "one_subject"),
            (change("deductions", json!({"tax": money("-0.01")})), 422, "/deductions/tax", "amount_negative"),
            (json!({"kind": "rent", "personId": anna, "source": "oswiadczenie"}), 422, "/amount", "required_for_kind"),
        ] {
            assert_eq!(worker.post(EVIDENCE, &body).fault(status), (pointer.to_owned(), code.to_owned()), "{body}");
        }
        assert_eq!(app.db().count("evidence"), 0);
    });
}

#[test]
fn the_list_is_about_one_person_or_household_and_pages() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let anna = register(&worker, &named("Anna", "Nowak"));
        let home = household_of(&worker, &anna);
        for month in ["2026-08", "2026-09", "2026-10"] {
            let _ = worker.post(EVIDENCE, &income(&anna, month, "100.00")).expect(201);
        }
        let rent = json!({
            "kind": "rent", "householdId": home, "amount": {"amount": "950.00", "currency": "PLN"},
            "source": "dokument", "from": "2026-01-01",
        });
        let _ = worker.post(EVIDENCE, &rent).expect(201);
        let months = |query: &str| {
            let page = worker.get(&format!("{EVIDENCE}?{query}")).expect(200);
            let items = page.body["items"].as_array().unwrap();
            let months: Vec<String> = items.iter().map(|row| row["month"].as_str().unwrap_or("-").to_owned()).collect();
            (months, page.body["page"]["next"].as_str().unwrap_or_default().to_owned())
        };
        let (first, next) = months(&format!("personId={anna}&limit=2"));
        assert_eq!(first, ["2026-10", "2026-09"]);
        assert_eq!(months(&format!("personId={anna}&limit=2&cursor={next}")).0, ["2026-08"]);
        assert_eq!(months(&format!("householdId={home}")).0, ["-"]);
        assert_eq!(months(&format!("personId={anna}&state=verified")).0.len(), 0);
        for query in ["", &format!("?personId={anna}&householdId={home}")] {
            let refused = worker.get(&format!("{EVIDENCE}{query}"));
            assert_eq!(refused.fault(422), ("parameter:personId".to_owned(), "one_subject".to_owned()));
        }
        let limit = worker.get(&format!("{EVIDENCE}?personId={anna}&limit=-1"));
        assert_eq!(limit.fault(400), ("parameter:limit".to_owned(), "invalid_filter".to_owned()));
    });
}

#[test]
fn a_ruling_on_disability_is_hidden_from_roles_that_see_no_health() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let anna = register(&worker, &named("Anna", "Nowak"));
        let ruling = json!({
            "kind": "health", "personId": anna, "note": "leczenie szpitalne", "source": "dokument",
            "document": "karta informacyjna",
        });
        // The registry records what it receives, and does not read health.
        let registry = app.staff(Role::Kancelaria);
        let made = registry.post(EVIDENCE, &ruling).expect(201);
        assert_eq!(made.body["restricted"], json!(["health"]));
        assert!(!made.text.contains("leczenie") && !made.text.contains("karta informacyjna"), "{}", made.text);
        let path = made.header("location").unwrap();
        assert_eq!(worker.get(&path).expect(200).at("/note"), "leczenie szpitalne");
        assert_eq!(registry.get(&path).problem(403), "action_forbidden");
    });
}
