//! Histories of resources.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use support::{Answer, each_app, json};

fn events(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_change_shows_at_once_and_is_sealed_soon() {
    each_app(|app| {
        let admin = app.staff_of(Role::AdministratorSystemu, None);
        let made = admin.client.post("/api/v1/org-units", &json!({"symbol": "A1", "name": "Pierwszy"})).expect(201);
        let path = made.header("location").unwrap();
        let because = admin.client.if_match(1).with("x-access-reason", "zmiana regulaminu");
        let _ = because.put(&path, &json!({"symbol": "A1", "name": "Drugi"})).expect(200);
        let history = format!("{path}/history");
        let fresh = admin.client.get(&history).expect(200);
        assert_eq!(events(&fresh), ["org_unit.created", "org_unit.changed"]);
        let change = &fresh.body["items"][1];
        assert_eq!((&change["sealed"], &change["seq"]), (&json!(false), &json!(null)));
        assert_eq!((&change["version"], &change["reason"]), (&json!(2), &json!("zmiana regulaminu")));
        assert_eq!(change["actor"], format!("user:{}", admin.user));
        assert_eq!(change["changes"], json!([{"part": "org_units", "change": "changed", "fields": ["name"]}]));
        assert!(!fresh.text.contains("Pierwszy") && !fresh.text.contains("Drugi"), "{}", fresh.text);
        app.seal();
        let sealed = admin.client.get(&history).expect(200);
        let change = &sealed.body["items"][1];
        assert!(change["sealed"] == true && change["seq"].as_i64() > sealed.body["items"][0]["seq"].as_i64());
    });
}

#[test]
fn roles_and_blocks_are_part_of_a_log_ins_history() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let clerk = app.staff_of(Role::Kancelaria, None);
        let path = format!("/api/v1/users/{}", clerk.user);
        let grant = json!({"role": "ksiegowosc", "from": "2026-11-23"});
        let _ = admin.if_match(1).post(&format!("{path}/roles"), &grant).expect(200);
        let _ = admin.if_match(2).post(&format!("{path}/blocks"), &json!({})).expect(200);
        let auditor = app.staff(Role::IodAudytor);
        let history = auditor.get(&format!("{path}/history")).expect(200);
        assert_eq!(events(&history), ["user.created", "user.role_granted", "user.blocked"]);
        let parts: Vec<_> = history.body["items"][1]["changes"].as_array().unwrap().iter().collect();
        assert!(parts.iter().any(|part| part["part"] == "role_grants" && part["change"] == "added"), "{parts:?}");
        assert_eq!(history.body["items"][2]["changes"][0]["fields"], json!(["blocked"]));
    });
}

#[test]
fn pages_lead_forward_by_the_journals_ids() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let employee = app.staff_of(Role::Kancelaria, None);
        let path = format!("/api/v1/employees/{}", employee.employee);
        for version in 1..=3 {
            let body = json!({"givenName": "Ewa", "surname": format!("Nowak{version}"), "position": "x", "orgUnitId": employee.unit.to_string()});
            let _ = admin.if_match(version).put(&path, &body).expect(200);
        }
        let mut versions = Vec::new();
        let mut query = "limit=2".to_owned();
        loop {
            let page = admin.get(&format!("{path}/history?{query}")).expect(200);
            versions
                .extend(page.body["items"].as_array().unwrap().iter().map(|item| item["version"].as_i64().unwrap()));
            assert_eq!(page.body["page"].get("prev"), None);
            let Some(next) = page.body["page"]["next"].as_str() else { break };
            query = format!("limit=2&cursor={next}");
        }
        assert_eq!(versions, [1, 2, 3, 4]);
        let cursor = admin.get(&format!("{path}/history?limit=1")).expect(200).at("/page/next");
        let user = format!("/api/v1/users/{}/history?cursor={cursor}", employee.user);
        assert_eq!(admin.get(&user).problem(400), "invalid_cursor", "a cursor belongs to one history");
        assert_eq!(admin.get(&format!("{path}/history?limit=0")).problem(400), "invalid_filter");
    });
}

#[test]
fn who_may_not_see_a_history_does_not() {
    each_app(|app| {
        let worker = app.staff_of(Role::PracownikSocjalny, None);
        let admin = app.staff(Role::AdministratorSystemu);
        for path in [
            format!("/api/v1/org-units/{}/history", worker.unit),
            format!("/api/v1/employees/{}/history", worker.employee),
            format!("/api/v1/users/{}/history", worker.user),
        ] {
            assert_eq!(worker.client.get(&path).problem(403), "action_forbidden", "{path}");
            assert_eq!(app.anonymous().get(&path).problem(401), "token_invalid", "{path}");
            let _ = admin.get(&path).expect(200);
        }
        let nobody = "/api/v1/org-units/01890a5d-ac96-774b-bcce-b302099a8057/history";
        assert_eq!(admin.get(nobody).problem(404), "not_found");
    });
}
