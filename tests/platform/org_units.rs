//! Organisational units.

use domain::platform::role::Role;
use support::{each_app, json};

#[test]
fn an_administrator_creates_reads_and_changes_a_unit() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let made =
            admin.post("/api/v1/org-units", &json!({"symbol": "MOPS.DŚ", "name": "Dział Świadczeń"})).expect(201);
        assert_eq!(made.header("etag").as_deref(), Some("\"1\""));
        let path = made.header("location").unwrap();
        assert_eq!(admin.get(&path).expect(200).body, made.body);
        let changed = json!({"symbol": "MOPS.DŚ", "name": "Dział Świadczeń i Dodatków", "active": false});
        let answer = admin.if_match(1).put(&path, &changed).expect(200);
        assert_eq!((answer.version(), answer.at("/name")), (2, "Dział Świadczeń i Dodatków".to_owned()));
        assert_eq!(admin.with("if-none-match", "\"2\"").get(&path).status, 304);
    });
}

#[test]
fn a_taken_symbol_a_stale_version_and_a_missing_one_change_nothing() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let first = admin.post("/api/v1/org-units", &json!({"symbol": "A1", "name": "Pierwszy"})).expect(201);
        let again = admin.post("/api/v1/org-units", &json!({"symbol": "A1", "name": "Drugi"}));
        assert_eq!(again.fault(409), ("/symbol".to_owned(), "duplicate".to_owned()));
        let path = first.header("location").unwrap();
        let body = json!({"symbol": "A1", "name": "Inny"});
        assert_eq!(admin.put(&path, &body).problem(428), "precondition_required");
        let stale = admin.if_match(7).put(&path, &body);
        assert_eq!(stale.body["currentVersion"], 1);
        assert_eq!(stale.problem(412), "version_mismatch");
        assert_eq!(admin.get(&path).expect(200).at("/name"), "Pierwszy");
    });
}

#[test]
fn only_an_administrator_configures() {
    each_app(|app| {
        let body = json!({"symbol": "A1", "name": "Pierwszy"});
        let worker = app.staff(Role::PracownikSocjalny);
        let refused = worker.post("/api/v1/org-units", &body);
        assert_eq!(refused.body["requiredAction"], "org_unit.create");
        assert_eq!(refused.problem(403), "action_forbidden");
        assert_eq!(app.anonymous().post("/api/v1/org-units", &body).problem(401), "token_invalid");
        let _ = worker.get("/api/v1/org-units").expect(200);
    });
}

#[test]
fn a_repeat_under_the_same_key_makes_nothing_new() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu).key("klucz-1");
        let body = json!({"symbol": "A1", "name": "Pierwszy"});
        let first = admin.post("/api/v1/org-units", &body).expect(201);
        let second = admin.post("/api/v1/org-units", &body).expect(201);
        assert_eq!((first.at("/id"), first.header("idempotency-replayed")), (second.at("/id"), None));
        assert_eq!(second.header("idempotency-replayed").as_deref(), Some("true"));
        let other = admin.post("/api/v1/org-units", &json!({"symbol": "A2", "name": "Drugi"}));
        assert_eq!(other.problem(422), "idempotency_key_reused");
        assert_eq!(app.db().count("org_units WHERE symbol IN ('A1', 'A2')"), 1);
    });
}

#[test]
fn pages_lead_through_the_list_and_back() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        for n in 0..5 {
            let _ = app.unit(&format!("U{n}"));
        }
        let symbols = |path: &str| {
            let answer = admin.get(path).expect(200);
            let items = answer.body["items"].as_array().unwrap().clone();
            let symbols: Vec<String> = items.iter().map(|item| item["symbol"].as_str().unwrap().to_owned()).collect();
            (symbols, answer.body["page"].clone())
        };
        let whole = admin.get("/api/v1/org-units?limit=2").expect(200);
        let link = whole.header("link").unwrap();
        let next = link.strip_prefix('<').unwrap().split_once(">; rel=\"next\"").unwrap().0.to_owned();
        let linked = admin.get(&next).expect(200);
        assert!(linked.header("link").unwrap().contains("rel=\"prev\""));
        assert_eq!(linked.body["items"][0]["symbol"], symbols(&next).0[0]);
        let (all, _) = symbols("/api/v1/org-units");
        let (first, page) = symbols("/api/v1/org-units?limit=2");
        let (second, page) = symbols(&format!("/api/v1/org-units?limit=2&cursor={}", page["next"].as_str().unwrap()));
        let (back, _) = symbols(&format!("/api/v1/org-units?limit=2&cursor={}", page["prev"].as_str().unwrap()));
        assert_eq!([first.clone(), second].concat(), all[..4]);
        assert_eq!(back, first);
    });
}

#[test]
fn a_key_is_forgotten_after_seven_days() {
    each_app(|app| {
        let admin = app.staff_of(Role::AdministratorSystemu, None);
        let body = json!({"symbol": "A1", "name": "Pierwszy"});
        let _ = admin.client.key("klucz-1").post("/api/v1/org-units", &body).expect(201);
        app.set_clock("2026-11-30T10:15:00Z");
        assert_eq!(persistence::testing::block_on(api::workers::sweeper::sweep(&app.state)), 0);
        app.set_clock("2026-11-30T10:30:00Z");
        assert_eq!(persistence::testing::block_on(api::workers::sweeper::sweep(&app.state)), 1);
        let again = app.log_in(admin.user).key("klucz-1").post("/api/v1/org-units", &body);
        assert_eq!(again.fault(409), ("/symbol".to_owned(), "duplicate".to_owned()));
    });
}
