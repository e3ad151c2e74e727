//! `/persons`: registration, search, identification, death.

use domain::platform::role::Role;
use support::{Client, each_app, json};

use super::{named, pesel, pesel_of, register};

const PERSONS: &str = "/api/v1/persons";

fn found(client: &Client, search: &serde_json::Value) -> Vec<String> {
    let answer = client.post("/api/v1/persons/search", search).expect(200);
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["surname"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn birth_and_sex_follow_from_the_pesel_number() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let body = json!({"givenNames": "Żaneta", "surname": "Żółć", "pesel": pesel(2)});
        let made = worker.post(PERSONS, &body).expect(201);
        assert_eq!((made.at("/birthDate"), made.at("/sex")), ("1980-05-12".to_owned(), "female".to_owned()));
        let path = made.header("location").unwrap();
        assert_eq!(worker.get(&path).expect(200).body, made.body);
        assert_eq!(worker.with("if-none-match", "\"1\"").get(&path).status, 304);
    });
}

#[test]
fn bad_input_names_its_field_and_registers_nobody() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let mut wrong_digit = pesel(2);
        let last: u8 = wrong_digit.pop().unwrap().to_string().parse().unwrap();
        wrong_digit.push_str(&((last + 1) % 10).to_string());
        let with = |field: &str, value: serde_json::Value| {
            let mut body = named("Anna", "Nowak");
            body[field] = value;
            body
        };
        for (body, status, pointer, code) in [
            (with("pesel", json!(wrong_digit)), 422, "/pesel", "pesel_check_digit"),
            (with("pesel", json!("80023112345")), 422, "/pesel", "pesel_date"),
            (with("birthDate", json!("2026-11-24")), 422, "/birthDate", "birth_date_in_future"),
            (with("birthDate", json!("12026-01-01")), 400, "/birthDate", "schema_violation"),
            (with("birthDate", json!(19_800_512)), 400, "/birthDate", "schema_violation"),
            (with("surname", json!(7)), 400, "/surname", "schema_violation"),
            (with("surname", json!("No\u{0}wak")), 400, "/surname", "schema_violation"),
            (with("surname", json!("No\u{7}wak")), 400, "/surname", "schema_violation"),
            (with("maidenName", json!("Lis")), 400, "", "unknown_field"),
            (json!({"surname": "Nowak"}), 422, "/givenNames", "name_required"),
            (
                with("accounts", json!([{"nrb": "61109010140000071219812875"}])),
                422,
                "/accounts/0/nrb",
                "account_check_digits",
            ),
            (
                with("addresses", json!([{"kind": "pobytu", "locality": "Łódź", "postalCode": "9-0926"}])),
                422,
                "/addresses/0/postalCode",
                "postal_code",
            ),
        ] {
            let refused = worker.post(PERSONS, &body);
            assert_eq!(refused.fault(status), (pointer.to_owned(), code.to_owned()));
        }
        assert_eq!(app.db().count("persons"), 0);
    });
}

#[test]
fn all_faults_of_meaning_come_at_once() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let body = json!({"surname": "Nowak", "pesel": pesel(2), "birthDate": "1980-05-13", "sex": "male"});
        let refused = worker.post(PERSONS, &body).expect(422);
        let codes: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|fault| &fault["code"]).collect();
        assert_eq!(codes, ["pesel_birth_date_differs", "pesel_sex_differs", "name_required"]);
    });
}

#[test]
fn a_duplicate_is_refused_without_saying_who() {
    each_app(|app| {
        let (north, south) = (app.unit("P"), app.unit("D"));
        let there = app.staff_in(Role::PracownikSocjalny, north);
        let here = app.staff_in(Role::PracownikSocjalny, south);
        let first = json!({"givenNames": "Tajemnicza", "surname": "Nieznajoma", "pesel": pesel(2)});
        let id = register(&there, &first);
        let again = json!({"givenNames": "Anna", "surname": "Nowak", "pesel": pesel(2)});
        let refused = here.post(PERSONS, &again);
        for secret in ["Nieznajoma", &id, &pesel(2)] {
            assert!(!refused.text.contains(secret), "{}", refused.text);
        }
        assert_eq!(refused.fault(409), ("/pesel".to_owned(), "duplicate".to_owned()));
        assert_eq!(app.db().count("persons"), 1);
    });
}

#[test]
fn search_ignores_case_and_diacritics_and_pages() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        for (given, surname) in [("Łucja", "Żółkiewska"), ("Jan", "Zolkowski"), ("Anna", "Zółw"), ("Ewa", "Lis")]
        {
            let _ = register(&worker, &named(given, surname));
        }
        assert_eq!(found(&worker, &json!({"surname": "ŻÓŁK"})), ["Żółkiewska", "Zolkowski"]);
        assert_eq!(found(&worker, &json!({"surname": "zol", "givenNames": "LUC"})), ["Żółkiewska"]);
        let page = worker.post("/api/v1/persons/search", &json!({"surname": "zol", "limit": 2})).expect(200);
        let next = json!({"surname": "zol", "limit": 2, "cursor": page.at("/page/next")});
        assert_eq!(found(&worker, &next), ["Zółw"]);
        let other = json!({"surname": "lis", "cursor": page.at("/page/next")});
        assert_eq!(worker.post("/api/v1/persons/search", &other).problem(400), "invalid_cursor");
        let empty = worker.post("/api/v1/persons/search", &json!({}));
        assert_eq!(empty.fault(422), (String::new(), "search_empty".to_owned()));
        let limit = worker.post("/api/v1/persons/search", &json!({"surname": "zol", "limit": -1}));
        assert_eq!(limit.problem(400), "schema_violation");
    });
}

#[test]
fn a_stranger_is_registered_and_identified_later() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let made = worker.post(PERSONS, &json!({"unknownIdentity": true})).expect(201);
        assert_eq!((made.at("/surname"), &made.body["unknownIdentity"]), ("NN".to_owned(), &json!(true)));
        let path = format!("{}/identifications", made.header("location").unwrap());
        let known = worker.if_match(1).post(&path, &json!({"pesel": pesel_of("2004-02-29", 10)})).expect(200);
        assert_eq!((known.at("/birthDate"), known.version()), ("2004-02-29".to_owned(), 2));
        assert_eq!(known.body["unknownIdentity"], false);
        let stale = worker.if_match(1).post(&path, &json!({"sex": "male"}));
        assert_eq!(stale.problem(412), "version_mismatch");
    });
}

#[test]
fn a_death_is_recorded_once_and_not_before_it_happens() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let id = register(&worker, &json!({"givenNames": "Jan", "surname": "Lis", "birthDate": "1950-01-01"}));
        let path = format!("{PERSONS}/{id}/deaths");
        for (day, code) in [("2026-11-24", "day_in_future"), ("1949-12-31", "death_before_birth")] {
            let refused = worker.if_match(1).post(&path, &json!({"deathDate": day}));
            assert_eq!(refused.fault(422), ("/deathDate".to_owned(), code.to_owned()));
        }
        let dead = worker.if_match(1).post(&path, &json!({"deathDate": "2026-11-20"})).expect(200);
        assert_eq!((dead.at("/state"), dead.at("/deathDate")), ("deceased".to_owned(), "2026-11-20".to_owned()));
        let again = worker.if_match(2).post(&path, &json!({"deathDate": "2026-11-20"}));
        assert_eq!(again.problem(409), "invalid_transition");
    });
}

#[test]
fn reading_a_person_leaves_a_trace_with_its_reason() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let id = register(&worker, &named("Anna", "Nowak"));
        let seen = |action: &str| {
            let from = format!(
                "access_people p JOIN access_entries e ON e.id = p.entry_id \
                 WHERE p.person_id = '{id}' AND e.action = '{action}' AND e.reason = 'wizyta kontrolna'"
            );
            app.db().count(&from)
        };
        assert_eq!(seen("person.read"), 0);
        let _ = worker.with("x-access-reason", "wizyta kontrolna").get(&format!("{PERSONS}/{id}")).expect(200);
        assert_eq!(seen("person.read"), 1);
        let _ = worker
            .with("x-access-reason", "wizyta kontrolna")
            .post("/api/v1/persons/search", &json!({"surname": "nowak"}))
            .expect(200);
        assert_eq!(seen("person.search"), 1);
    });
}

#[test]
fn the_history_names_fields_and_not_what_they_held() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let id = register(&worker, &named("Anna", "Tajemnicza"));
        let name = json!({"givenNames": "Anna", "surname": "Zamężna"});
        let _ = worker.if_match(1).post(&format!("{PERSONS}/{id}/names"), &name).expect(200);
        let history = worker.get(&format!("{PERSONS}/{id}/history")).expect(200);
        let events: Vec<_> = history.body["items"].as_array().unwrap().iter().map(|item| &item["event"]).collect();
        assert_eq!(events, ["person.registered", "person.name_added"]);
        assert!(!history.text.contains("Tajemnicza") && !history.text.contains("Zamężna"), "{}", history.text);
    });
}
