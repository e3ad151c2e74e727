//! The event feed.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use support::{Answer, each_app, json};

const EVENTS: &str = "/api/v1/events";

fn types(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["type"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn sealed_events_come_in_order_and_none_is_missed_or_comes_twice() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        for n in 0..5 {
            let body = json!({"symbol": format!("U{n}"), "name": "Dział Tajemny"});
            let _ = admin.post("/api/v1/org-units", &body).expect(201);
        }
        assert_eq!(types(&admin.get(EVENTS).expect(200)), Vec::<String>::new(), "nothing is sealed yet");
        app.seal();
        let (mut seen, mut after) = (Vec::new(), 0);
        loop {
            let part = admin.get(&format!("{EVENTS}?after={after}&limit=3")).expect(200);
            let items = part.body["items"].as_array().unwrap().clone();
            seen.extend(items.iter().map(|item| item["seq"].as_i64().unwrap()));
            after = part.body["next"].as_i64().unwrap();
            if items.is_empty() {
                break;
            }
        }
        let count = app.db().count("journal");
        assert_eq!(seen, (1..=count).collect::<Vec<_>>());
        assert_eq!(after, count);
    });
}

#[test]
fn an_event_names_the_resource_and_nothing_else_of_it() {
    each_app(|app| {
        let admin = app.staff_of(Role::AdministratorSystemu, None);
        let because = admin.client.with("x-access-reason", "powód z nazwiskiem");
        let made = because.post("/api/v1/org-units", &json!({"symbol": "SYM", "name": "Dział Tajemny"})).expect(201);
        app.seal();
        let feed = admin.client.get(&format!("{EVENTS}?types=org_unit.created")).expect(200);
        let last = feed.body["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["resource"], json!({"kind": "org_unit", "id": made.at("/id")}));
        assert_eq!((&last["type"], &last["version"]), (&json!("org_unit.created"), &json!(1)));
        let mut fields: Vec<_> = last.as_object().unwrap().keys().cloned().collect();
        fields.sort();
        assert_eq!(fields, ["occurredAt", "resource", "seq", "type", "version"]);
        let whole = admin.client.get(EVENTS).expect(200).text;
        for secret in ["Tajemny", "SYM", "Testowa", "Osoba", "osoba", "powód", "user:"] {
            assert!(!whole.contains(secret), "{secret} in {whole}");
        }
    });
}

#[test]
fn types_are_chosen_and_the_number_moves_past_what_was_not() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let _ = app.unit("A");
        app.seal();
        let chosen = admin.get(&format!("{EVENTS}?types=user.created&types=employee.created")).expect(200);
        assert!(!types(&chosen).is_empty() && types(&chosen).iter().all(|kind| kind != "org_unit.created"));
        assert_eq!(chosen.body["next"], app.db().count("journal"));
        let none = admin.get(&format!("{EVENTS}?types=case.opened")).expect(200);
        assert_eq!((types(&none).len(), &none.body["next"]), (0, &chosen.body["next"]));
    });
}

#[test]
fn parameters_and_roles_are_checked() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let many = vec!["types=a.b"; 21].join("&");
        for query in ["after=-1", "after=x", "limit=0", "limit=201", "types=%00", "types=Case.Opened", "other=1", &many]
        {
            assert_eq!(admin.get(&format!("{EVENTS}?{query}")).problem(400), "invalid_filter", "{query}");
        }
        for role in [Role::Kierownik, Role::IodAudytor] {
            let _ = app.staff(role).get(EVENTS).expect(200);
        }
        assert_eq!(app.staff(Role::PracownikSocjalny).get(EVENTS).problem(403), "action_forbidden");
        assert_eq!(app.anonymous().get(EVENTS).problem(401), "token_invalid");
    });
}
