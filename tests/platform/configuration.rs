//! The centre's own configuration: profile, districts, file plan, catalogue of benefits, code lists.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use serde_json::Value;
use support::{Client, each_app, json};

const CENTRE: &str = "/api/v1/centre";
const DISTRICTS: &str = "/api/v1/districts";
const CLASSES: &str = "/api/v1/file-plan-classes";
const TYPES: &str = "/api/v1/benefit-types";

fn profile(name: &str) -> Value {
    json!({
        "kind": "mops", "name": name, "address": ["ul. Lipowa 1", "00-000 Przykładowo"], "city": "Przykładowo",
        "authority": "Burmistrz Przykładowa", "authorisation": {"number": "OR.0052.12.2026", "givenOn": "2026-01-02"},
        "appealBody": "SKO w Przykładowie", "payerAccount": "61 1090 1014 0000 0712 1981 2874",
        "phone": "32 000 00 00"
    })
}

#[test]
fn the_centres_profile_is_set_once_and_then_changed_by_version() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        assert_eq!(admin.get(CENTRE).problem(404), "not_found");
        assert_eq!(admin.put(CENTRE, &profile("MOPS")).problem(428), "precondition_required");
        assert_eq!(admin.if_match(1).put(CENTRE, &profile("MOPS")).problem(404), "not_found");
        let first = admin.with("if-none-match", "*").put(CENTRE, &profile("MOPS")).expect(200);
        assert_eq!((first.version(), first.header("etag").as_deref()), (1, Some("\"1\"")));
        assert_eq!(first.at("/payerAccount"), "61109010140000071219812874");
        assert_eq!(app.staff(Role::Kancelaria).get(CENTRE).expect(200).body, first.body);
        let again = admin.with("if-none-match", "*").put(CENTRE, &profile("Inny"));
        assert_eq!(again.body["currentVersion"], 1);
        assert_eq!(again.problem(412), "version_mismatch");
        let changed = admin.if_match(1).put(CENTRE, &profile("MOPS w Przykładowie")).expect(200);
        assert_eq!((changed.version(), changed.at("/name")), (2, "MOPS w Przykładowie".to_owned()));
        assert_eq!(admin.if_match(1).put(CENTRE, &profile("Inny")).problem(412), "version_mismatch");
        let history = admin.get("/api/v1/centre/history").expect(200);
        assert_eq!(history.body["items"][1]["changes"][0]["fields"], json!(["name"]));
        assert!(!history.text.contains("Przykładowo") && !history.text.contains("6110"), "{}", history.text);
    });
}

#[test]
fn a_wrong_profile_a_stranger_and_a_wrong_role_change_nothing() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu).with("if-none-match", "*");
        let wrong = |pointer: &str, value: Value| {
            let mut body = profile("MOPS");
            *body.pointer_mut(pointer).unwrap() = value;
            admin.put(CENTRE, &body)
        };
        let account = wrong("/payerAccount", json!("61109010140000071219812875")).fault(422);
        assert_eq!(account, ("/payerAccount".to_owned(), "account_check_digits".to_owned()));
        let wrong = |pointer, value| wrong(pointer, value).fault(400);
        assert_eq!(wrong("/address", json!([])).0, "/address");
        assert_eq!(wrong("/kind", json!("pcpr")).0, "/kind");
        assert_eq!(wrong("/authorisation/givenOn", json!("2026-02-30")).0, "/authorisation/givenOn");
        let head = app.staff(Role::Kierownik).with("if-none-match", "*");
        assert_eq!(head.put(CENTRE, &profile("MOPS")).problem(403), "action_forbidden");
        let stranger = app.anonymous().with("if-none-match", "*");
        assert_eq!(stranger.put(CENTRE, &profile("MOPS")).problem(401), "token_invalid");
        assert_eq!(app.anonymous().get(CENTRE).problem(401), "token_invalid");
        assert_eq!(admin.with("if-none-match", "\"1\"").put(CENTRE, &profile("MOPS")).problem(400), "schema_violation");
        // Nothing yet and version 1 at once: there is no version 1.
        assert_eq!(admin.if_match(1).put(CENTRE, &profile("MOPS")).problem(404), "not_found");
        assert_eq!(app.db().count("centre"), 0);
    });
}

/// What every configured list shares: made, read, changed by version, listed; by administrators only.
fn configured(admin: &Client, worker: &Client, stranger: &Client, path: &str, first: &Value, second: &Value) {
    let made = admin.post(path, first).expect(201);
    let location = made.header("location").unwrap();
    assert_eq!(worker.get(&location).expect(200).body, made.body);
    assert_eq!(admin.put(&location, second).problem(428), "precondition_required");
    assert_eq!(admin.if_match(5).put(&location, second).problem(412), "version_mismatch");
    let changed = admin.if_match(1).put(&location, second).expect(200);
    assert_eq!(changed.version(), 2);
    for (name, value) in second.as_object().unwrap() {
        assert_eq!(&changed.body[name], value, "{name}");
    }
    assert_eq!(worker.get(path).expect(200).body["items"], json!([changed.body]));
    assert_eq!(worker.post(path, first).problem(403), "action_forbidden");
    assert_eq!(worker.if_match(2).put(&location, first).problem(403), "action_forbidden");
    assert_eq!(stranger.get(path).problem(401), "token_invalid");
    assert_eq!(stranger.post(path, first).problem(401), "token_invalid");
    assert_eq!(admin.post(path, &json!({"nonsense": 1})).expect(400).status, 400);
    assert_eq!(admin.get(&format!("{path}/01890a5d-ac96-774b-bcce-b302099a8057")).problem(404), "not_found");
}

#[test]
fn districts_are_configured() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let unit = app.unit("MOPS.PS").to_string();
        let body = |symbol: &str| json!({"symbol": symbol, "name": "Rejon", "orgUnitId": unit, "streets": "Lipowa\nPolna 1-15"});
        configured(&admin, &app.staff(Role::PracownikSocjalny), &app.anonymous(), DISTRICTS, &body("R1"), &body("R2"));
        assert_eq!(admin.post(DISTRICTS, &body("R2")).fault(409), ("/symbol".to_owned(), "duplicate".to_owned()));
        let nowhere = json!({"symbol": "R3", "name": "Rejon", "orgUnitId": "01890a5d-ac96-774b-bcce-b302099a8057", "streets": "Lipowa"});
        assert_eq!(
            admin.post(DISTRICTS, &nowhere).fault(422),
            ("/orgUnitId".to_owned(), "unknown_reference".to_owned())
        );
    });
}

fn class(symbol: &str, from: &str, to: Option<&str>) -> Value {
    let mut body = json!({"symbol": symbol, "title": "Zasiłki", "category": "BE10", "validFrom": from});
    if let Some(to) = to {
        body["validTo"] = json!(to);
    }
    body
}

#[test]
fn the_file_plan_has_a_symbol_once_on_a_day() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let (first, second) = (class("4", "2020-01-01", None), class("5120", "2020-01-01", Some("2025-12-31")));
        configured(&admin, &app.staff(Role::Kancelaria), &app.anonymous(), CLASSES, &first, &second);
        let taken = ("/symbol".to_owned(), "symbol_taken".to_owned());
        assert_eq!(admin.post(CLASSES, &class("5120", "2025-12-31", None)).fault(422), taken);
        let next = admin.post(CLASSES, &class("5120", "2026-01-01", None)).expect(201);
        let path = next.header("location").unwrap();
        assert_eq!(admin.if_match(1).put(&path, &class("5120", "2025-06-01", None)).fault(422), taken);
        let backward = admin.post(CLASSES, &class("6", "2026-01-01", Some("2025-12-31")));
        assert_eq!(backward.fault(422), ("/validTo".to_owned(), "range".to_owned()));
        for (field, wrong) in [("symbol", "51.20"), ("symbol", "A1"), ("category", "C5"), ("category", "B0")] {
            let mut body = class("7", "2026-01-01", None);
            body[field] = json!(wrong);
            assert_eq!(admin.post(CLASSES, &body).fault(400).0, format!("/{field}"), "{wrong}");
        }
    });
}

fn benefit(code: &str, from: &str) -> Value {
    json!({
        "code": code, "label": "Zasiłek okresowy", "legalBasis": "art. 38 u.p.s.", "taskKind": "wlasne_obowiazkowe",
        "funding": "dotacja celowa", "needsDecision": true, "needsInterview": true, "incomeView": "pomoc_spoleczna",
        "filePlanClass": "5120", "validFrom": from
    })
}

#[test]
fn drafts_of_benefit_types_are_configured() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let unknown = admin.post(TYPES, &benefit("zasilek_okresowy", "2026-01-01"));
        assert_eq!(unknown.fault(422), ("/filePlanClass".to_owned(), "unknown_class".to_owned()));
        let _ = admin.post(CLASSES, &class("5120", "2020-01-01", None)).expect(201);
        let (first, second) = (benefit("zasilek", "2026-01-01"), benefit("zasilek_okresowy", "2026-02-01"));
        configured(&admin, &app.staff(Role::PracownikSwiadczen), &app.anonymous(), TYPES, &first, &second);
        assert_eq!(admin.post(TYPES, &benefit("Zasiłek", "2026-01-01")).fault(400).0, "/code");
    });
}

#[test]
fn a_published_benefit_type_stands_still_until_it_is_retired() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let _ = admin.post(CLASSES, &class("5120", "2020-01-01", None)).expect(201);
        let made = admin.post(TYPES, &benefit("zasilek_okresowy", "2026-01-01")).expect(201);
        assert_eq!(
            (made.at("/state"), &made.body["allowedTransitions"]),
            ("draft".to_owned(), &json!(["change", "publish"]))
        );
        let path = made.header("location").unwrap();
        let publish = |client: &Client, path: &str| client.send("POST", &format!("{path}/publications"), "", &[]);
        let retire = |client: &Client, on: &str| client.post(&format!("{path}/retirements"), &json!({"on": on}));

        assert_eq!(publish(&admin, &path).problem(428), "precondition_required");
        assert_eq!(publish(&admin.if_match(2), &path).problem(412), "version_mismatch");
        assert_eq!(publish(&app.staff(Role::Kierownik).if_match(1), &path).problem(403), "action_forbidden");
        assert_eq!(publish(&app.anonymous().if_match(1), &path).problem(401), "token_invalid");
        assert_eq!(retire(&admin.if_match(1), "2027-01-01").problem(409), "invalid_transition");
        assert_eq!(publish(&admin.if_match(1), &path).expect(200).at("/state"), "published");

        let change = admin.if_match(2).put(&path, &benefit("zasilek_okresowy", "2026-06-01"));
        assert_eq!(change.body["allowedTransitions"], json!(["retire"]));
        assert_eq!(change.problem(409), "invalid_transition");
        let twin =
            admin.post(TYPES, &benefit("zasilek_okresowy", "2027-01-01")).expect(201).header("location").unwrap();
        assert_eq!(publish(&admin.if_match(1), &twin).fault(422), ("/code".to_owned(), "code_taken".to_owned()));

        let outside = retire(&admin.if_match(2), "2026-01-01");
        assert_eq!(outside.fault(422), ("/on".to_owned(), "outside_validity".to_owned()));
        assert_eq!(retire(&app.staff(Role::Kierownik).if_match(2), "2027-01-01").problem(403), "action_forbidden");
        assert_eq!(retire(&admin.if_match(1), "2027-01-01").problem(412), "version_mismatch");
        let retired = retire(&admin.if_match(2), "2027-01-01").expect(200);
        assert_eq!((retired.at("/state"), retired.at("/validTo")), ("retired".to_owned(), "2026-12-31".to_owned()));
        assert_eq!(publish(&admin.if_match(1), &twin).expect(200).at("/state"), "published");

        let published = admin.get(&format!("{TYPES}?state=published")).expect(200);
        assert_eq!(published.body["items"].as_array().unwrap().len(), 1);
        assert_eq!(admin.get(&format!("{TYPES}?state=lost")).problem(400), "invalid_filter");
    });
}

#[test]
fn code_lists_are_open_to_everyone_who_is_logged_in() {
    each_app(|app| {
        let worker = app.staff(Role::Ksiegowosc);
        let lists = worker.get("/api/v1/code-lists").expect(200);
        for list in lists.body["items"].as_array().unwrap() {
            let name = list["list"].as_str().unwrap();
            let view = worker.get(&format!("/api/v1/code-lists/{name}")).expect(200);
            assert_eq!((&view.body["list"], &view.body["label"]), (&list["list"], &list["label"]));
        }
        let grounds = worker.get("/api/v1/code-lists/suspension-grounds").expect(200);
        let asked = grounds.body["items"].as_array().unwrap().iter().find(|item| item["code"] == "request_of_party");
        assert_eq!(asked.unwrap()["legalBasis"], "art. 98 § 1 KPA");
        let roles = worker.get("/api/v1/code-lists/roles").expect(200);
        assert_eq!(
            (roles.at("/items/0/code"), roles.at("/items/0/label/pl")),
            ("kierownik".to_owned(), "Kierownik".to_owned())
        );
        assert_eq!(worker.get("/api/v1/code-lists/nonsense").problem(404), "not_found");
        assert_eq!(app.anonymous().get("/api/v1/code-lists").problem(401), "token_invalid");
        assert_eq!(app.anonymous().get("/api/v1/code-lists/roles").problem(401), "token_invalid");
    });
}
