//! Who sees whom.

use domain::platform::role::Role;
use serde_json::Value;
use support::{Client, each_app, json};

use super::{household_of, named, pesel, register};

fn cards(client: &Client, search: &Value) -> Vec<Value> {
    client.post("/api/v1/persons/search", search).expect(200).body["items"].as_array().unwrap().clone()
}

#[test]
fn the_record_stays_with_its_unit_and_the_core_card_is_found_exactly() {
    each_app(|app| {
        let (north, south) = (app.unit("P"), app.unit("D"));
        let there = app.staff_in(Role::PracownikSocjalny, north);
        let here = app.staff_in(Role::PracownikSocjalny, south);
        let body = json!({
            "givenNames": "Anna", "surname": "Nowak", "pesel": pesel(2),
            "addresses": [{"kind": "zamieszkania", "locality": "Kielce"}],
        });
        let id = register(&there, &body);
        let home = household_of(&there, &id);
        for path in [
            format!("/api/v1/persons/{id}"),
            format!("/api/v1/persons/{id}/history"),
            format!("/api/v1/households/{home}"),
            format!("/api/v1/households/{home}/history"),
            format!("/api/v1/evidence?personId={id}"),
        ] {
            let _ = there.get(&path).expect(200);
            assert_eq!(here.get(&path).problem(404), "not_found", "{path}");
        }
        let changed = here.if_match(1).post(&format!("/api/v1/persons/{id}/names"), &named("Ewa", "Lis"));
        assert_eq!(changed.problem(404), "not_found");
        assert_eq!(cards(&here, &json!({"surname": "now"})), Vec::<Value>::new());
        let by_number = cards(&here, &json!({"pesel": pesel(2)}));
        assert_eq!((by_number.len(), &by_number[0]["withinReach"]), (1, &json!(false)));
        let by_names = cards(&here, &json!({"surname": "nowak", "givenNames": "anna", "birthDate": "1980-05-12"}));
        assert_eq!(by_names.len(), 1);
        assert!(by_names[0].get("addresses").is_none());
        assert_eq!(cards(&there, &json!({"surname": "now"}))[0]["withinReach"], true);
    });
}

#[test]
fn a_protected_person_answers_as_missing_outside_the_circle() {
    each_app(|app| {
        let (north, south) = (app.unit("P"), app.unit("D"));
        let there = app.staff_in(Role::PracownikSocjalny, north);
        let here = app.staff_in(Role::PracownikSocjalny, south);
        let body = json!({
            "givenNames": "Anna", "surname": "Nowak", "pesel": pesel(2),
            "addresses": [{"kind": "zamieszkania", "locality": "Kielce"}],
            "protection": {"grounds": "Zagrożenie przemocą", "from": "2026-11-01", "to": "2026-12-31"},
        });
        let id = register(&there, &body);
        let missing = here.get("/api/v1/persons/01890a5d-ac96-774b-bcce-b302099a8057");
        let hidden = here.get(&format!("/api/v1/persons/{id}"));
        let shown = |answer: &support::Answer| {
            let mut body = answer.body.clone();
            for varying in ["requestId", "instance"] {
                body[varying] = Value::Null;
            }
            (answer.status, body)
        };
        assert_eq!(shown(&hidden), shown(&missing));
        assert_eq!(cards(&here, &json!({"pesel": pesel(2)})), Vec::<Value>::new());
        assert_eq!(cards(&there, &json!({"pesel": pesel(2)})).len(), 1);
        let registry = app.staff(Role::Kancelaria).get(&format!("/api/v1/persons/{id}")).expect(200);
        assert_eq!(registry.body["restricted"], json!(["narrative", "contact", "account"]));
        assert!(!registry.text.contains("Kielce") && !registry.text.contains("Zagrożenie"), "{}", registry.text);
        let card = app.staff_of(Role::PracownikSocjalny, Some(south));
        app.set_clock("2027-01-01T12:00:00Z");
        let later = app.log_in(card.user);
        assert_eq!(cards(&later, &json!({"pesel": pesel(2)})).len(), 1);
    });
}

#[test]
fn the_registry_sees_no_account_and_benefit_staff_no_other_unit() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let body = json!({
            "givenNames": "Anna", "surname": "Nowak",
            "accounts": [{"nrb": "61109010140000071219812874"}],
            "contacts": [{"kind": "phone", "value": "+48 600 100 200", "safe": true}],
        });
        let id = register(&worker, &body);
        let seen = app.staff(Role::Kancelaria).get(&format!("/api/v1/persons/{id}")).expect(200);
        assert_eq!(seen.body["restricted"], json!(["narrative", "account"]));
        assert!(seen.body.get("accounts").is_none() && seen.body["contacts"][0]["safe"] == true);
        assert!(!seen.text.contains("61109010140000071219812874"));
        for role in [Role::Ksiegowosc, Role::AdministratorSystemu, Role::IodAudytor] {
            let refused = app.staff(role).get(&format!("/api/v1/persons/{id}"));
            assert_eq!(refused.problem(403), "action_forbidden", "{role:?}");
        }
        let elsewhere = app.unit("D");
        let other = app.staff_in(Role::PracownikSwiadczen, elsewhere);
        assert_eq!(other.get(&format!("/api/v1/persons/{id}")).problem(404), "not_found");
    });
}
