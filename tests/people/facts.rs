//! Dated facts about a person, read by day and by knowledge.

use domain::platform::role::Role;
use support::{Answer, TestApp, each_app, json};

use super::{named, register};

fn localities(answer: &Answer) -> Vec<String> {
    let all = answer.body["addresses"].as_array().unwrap();
    all.iter().map(|address| address["locality"].as_str().unwrap().to_owned()).collect()
}

fn address(locality: &str, from: &str, to: Option<&str>) -> serde_json::Value {
    let mut body = json!({"kind": "zamieszkania", "locality": locality, "from": from});
    if let Some(to) = to {
        body["to"] = json!(to);
    }
    body
}

/// A person who moved in 2024, as a worker recorded on 23 November 2026, and corrected a day later.
fn moved(app: &TestApp) -> (support::Client, String) {
    let worker = app.staff_of(Role::PracownikSocjalny, None);
    let path = format!("/api/v1/persons/{}", register(&worker.client, &named("Anna", "Nowak")));
    let addresses = format!("{path}/addresses");
    let _ = worker.client.if_match(1).post(&addresses, &address("Kielce", "2020-01-01", None)).expect(200);
    let _ = worker.client.if_match(2).post(&addresses, &address("Radom", "2024-06-01", None)).expect(200);
    app.set_clock("2026-11-24T09:00:00Z");
    let client = app.log_in(worker.user);
    let _ = client.if_match(3).post(&addresses, &address("Opoczno", "2024-06-01", None)).expect(200);
    (client, path)
}

#[test]
fn an_address_holds_from_its_day_and_the_old_one_until_then() {
    each_app(|app| {
        let (worker, path) = moved(app);
        assert_eq!(localities(&worker.get(&path).expect(200)), ["Opoczno"]);
        assert_eq!(localities(&worker.get(&format!("{path}?asOf=2024-05-31")).expect(200)), ["Kielce"]);
        assert_eq!(localities(&worker.get(&format!("{path}?asOf=2024-06-01")).expect(200)), ["Opoczno"]);
        assert!(localities(&worker.get(&format!("{path}?asOf=2019-12-31")).expect(200)).is_empty());
    });
}

#[test]
fn what_was_believed_before_the_correction_stays_readable() {
    each_app(|app| {
        let (worker, path) = moved(app);
        let then = format!("{path}?knownAt=2026-11-23T22:00:00Z");
        assert_eq!(localities(&worker.get(&then).expect(200)), ["Radom"]);
        let before = worker.get(&format!("{path}?knownAt=2026-11-01T00:00:00Z"));
        assert_eq!(before.problem(404), "not_found");
        let future = worker.get(&format!("{path}?knownAt=2026-11-25T00:00:00Z"));
        assert_eq!(future.fault(422), ("parameter:knownAt".to_owned(), "instant_in_future".to_owned()));
        let long_before = worker.get(&format!("{path}?knownAt=0258-02-28T01:24:23Z"));
        assert_eq!(long_before.problem(404), "not_found");
    });
}

#[test]
fn a_fact_ends_on_a_day_or_never_was() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let body = json!({
            "givenNames": "Anna", "surname": "Nowak",
            "contacts": [
                {"kind": "phone", "value": "+48 600 100 200", "safe": true, "from": "2026-01-01"},
                {"kind": "email", "value": "anna@example.com", "safe": false, "from": "2026-01-01"},
            ],
        });
        let made = worker.post("/api/v1/persons", &body).expect(201);
        let path = made.header("location").unwrap();
        let ending = |kind: &str| {
            let contacts = made.body["contacts"].as_array().unwrap();
            let fact = contacts.iter().find(|contact| contact["kind"] == kind).unwrap();
            format!("{path}/facts/{}/endings", fact["id"].as_str().unwrap())
        };
        let early = worker.if_match(1).post(&ending("phone"), &json!({"lastDay": "2025-12-31"}));
        assert_eq!(early.fault(422), ("/lastDay".to_owned(), "range".to_owned()));
        let ended = worker.if_match(1).post(&ending("phone"), &json!({"lastDay": "2026-12-31"})).expect(200);
        let prolonged = ended.body["contacts"].as_array().unwrap().iter().find(|one| one["kind"] == "phone").unwrap();
        let prolonged = format!("{path}/facts/{}/endings", prolonged["id"].as_str().unwrap());
        let longer = worker.if_match(2).post(&prolonged, &json!({"lastDay": "2199-12-31"}));
        assert_eq!(longer.fault(422), ("/lastDay".to_owned(), "range".to_owned()));
        let _ = worker.if_match(2).post(&prolonged, &json!({"lastDay": "2026-11-22"})).expect(200);
        let left = worker.if_match(3).post(&ending("email"), &json!({})).expect(200);
        assert_eq!(left.body["contacts"], json!([]));
        let before = worker.get(&format!("{path}?asOf=2026-11-22")).expect(200);
        let kinds: Vec<_> = before.body["contacts"].as_array().unwrap().iter().map(|c| c["kind"].clone()).collect();
        assert_eq!(kinds, ["phone"]);
        let gone = worker.if_match(4).post(&ending("email"), &json!({}));
        assert_eq!(gone.problem(404), "not_found");
    });
}

#[test]
fn an_account_of_somebody_else_names_its_owner() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let path = format!("/api/v1/persons/{}/accounts", register(&worker, &named("Anna", "Nowak")));
        let account = json!({"nrb": "61109010140000071219812874", "own": false});
        let refused = worker.if_match(1).post(&path, &account);
        assert_eq!(refused.fault(422), ("/ownerName".to_owned(), "owner_required".to_owned()));
        let owned = json!({"nrb": "61109010140000071219812874", "own": false, "ownerName": "Jan Nowak"});
        let changed = worker.if_match(1).post(&path, &owned).expect(200);
        assert_eq!(changed.at("/accounts/0/ownerName"), "Jan Nowak");
    });
}

#[test]
fn a_channel_recorded_again_replaces_itself_and_another_stands_beside_it() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let path = format!("/api/v1/persons/{}/contacts", register(&worker, &named("Anna", "Nowak")));
        let odd = worker.if_match(1).post(&path, &json!({"kind": "email", "value": "600 100 200", "safe": true}));
        assert_eq!(odd.fault(422), ("/value".to_owned(), "contact_value".to_owned()));
        let phone = |safe: bool| json!({"kind": "phone", "value": "+48 600 100 200", "safe": safe});
        let first = worker.if_match(1).post(&path, &phone(true)).expect(200);
        assert_eq!(first.body["contacts"][0]["safe"], true);
        let email = json!({"kind": "email", "value": "anna@example.com", "safe": true});
        let _ = worker.if_match(2).post(&path, &email).expect(200);
        let told = worker.if_match(3).post(&path, &phone(false)).expect(200);
        let contacts = told.body["contacts"].as_array().unwrap();
        let mut shown: Vec<_> = contacts.iter().map(|one| (one["kind"].to_string(), one["safe"].clone())).collect();
        shown.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(shown, [("\"email\"".to_owned(), json!(true)), ("\"phone\"".to_owned(), json!(false))]);
    });
}

#[test]
fn a_foreign_document_is_shown_while_it_is_valid() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let person = format!("/api/v1/persons/{}", register(&worker, &named("Olena", "Kowalenko")));
        let path = format!("{person}/foreign-ids");
        let passport = |country: &str| json!({"kind": "passport", "number": "FA123456", "country": country, "from": "2026-01-01", "to": "2026-12-31"});
        let nowhere = worker.if_match(1).post(&path, &passport("Ukraina"));
        assert_eq!(nowhere.fault(400), ("/country".to_owned(), "schema_violation".to_owned()));
        let changed = worker.if_match(1).post(&path, &passport("UA")).expect(200);
        assert_eq!(changed.at("/foreignIds/0/number"), "FA123456");
        let later = worker.get(&format!("{person}?asOf=2027-01-01")).expect(200);
        assert_eq!(later.body["foreignIds"], json!([]));
    });
}
