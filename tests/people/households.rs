//! `/households`.

use domain::platform::role::Role;
use support::{each_app, json};

use super::{household_of, named, register};

const HOUSEHOLDS: &str = "/api/v1/households";

#[test]
fn members_come_and_go_and_the_law_names_the_household() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let (anna, jan) = (register(&worker, &named("Anna", "Nowak")), register(&worker, &named("Jan", "Nowak")));
        let home = household_of(&worker, &anna);
        let path = format!("{HOUSEHOLDS}/{home}");
        let alone = worker.get(&path).expect(200);
        assert_eq!(alone.at("/kind"), "osoba_samotnie_gospodarujaca");
        let member = json!({"personId": jan, "role": "partner", "from": "2026-03-01"});
        let both = worker.if_match(1).post(&format!("{path}/members"), &member).expect(200);
        assert_eq!((both.at("/kind"), both.version()), ("rodzina".to_owned(), 2));
        assert_eq!(both.at("/legalBasis"), "art. 6 pkt 14 u.p.s.");
        let members = both.body["members"].as_array().unwrap();
        let his = members.iter().find(|member| member["personId"] == jan.as_str()).unwrap()["id"].as_str().unwrap();
        let ending = format!("{path}/members/{his}/endings");
        let _ = worker.if_match(2).post(&ending, &json!({"lastDay": "2026-09-30"})).expect(200);
        let kind = |day: &str| worker.get(&format!("{path}?asOf={day}")).expect(200).at("/kind");
        let kinds = [kind("2026-02-28"), kind("2026-09-30"), kind("2026-10-01")];
        assert_eq!(kinds, ["osoba_samotnie_gospodarujaca", "rodzina", "osoba_samotnie_gospodarujaca"]);
        let history = worker.get(&format!("{path}/history")).expect(200);
        let events: Vec<_> = history.body["items"].as_array().unwrap().iter().map(|item| &item["event"]).collect();
        assert_eq!(events, ["household.registered", "household.member_added", "household.membership_ended"]);
    });
}

#[test]
fn nobody_is_in_two_households_at_once() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let (anna, jan) = (register(&worker, &named("Anna", "Nowak")), register(&worker, &named("Jan", "Nowak")));
        let _ = household_of(&worker, &anna);
        let member = |person: &str, role: &str| json!({"personId": person, "role": role, "from": "2026-01-01"});
        let taken = json!({"members": [member(&jan, "wnioskodawca"), member(&anna, "malzonek")]});
        let refused = worker.post(HOUSEHOLDS, &taken);
        assert_eq!(refused.fault(422), ("/members/1/personId".to_owned(), "membership_overlap".to_owned()));
        let twice = json!({"members": [member(&jan, "wnioskodawca"), member(&jan, "malzonek")]});
        let refused = worker.post(HOUSEHOLDS, &twice);
        assert_eq!(refused.fault(422), ("/members/1/personId".to_owned(), "membership_overlap".to_owned()));
        assert_eq!((app.db().count("households"), app.db().count("household_memberships")), (1, 1));
    });
}

#[test]
fn what_is_wrong_changes_nothing() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let (anna, jan) = (register(&worker, &named("Anna", "Nowak")), register(&worker, &named("Jan", "Nowak")));
        let path = format!("{HOUSEHOLDS}/{}/members", household_of(&worker, &anna));
        let member = json!({"personId": jan, "role": "partner"});
        assert_eq!(worker.post(&path, &member).problem(428), "precondition_required");
        assert_eq!(worker.if_match(5).post(&path, &member).problem(412), "version_mismatch");
        let nobody = json!({"personId": "01890a5d-ac96-774b-bcce-b302099a8057", "role": "partner"});
        let unknown = worker.if_match(1).post(&path, &nobody);
        assert_eq!(unknown.fault(422), ("/personId".to_owned(), "unknown_reference".to_owned()));
        let backwards = json!({"personId": jan, "role": "partner", "from": "2026-05-02", "to": "2026-05-01"});
        assert_eq!(worker.if_match(1).post(&path, &backwards).fault(422), ("/to".to_owned(), "range".to_owned()));
        let none = worker.post(HOUSEHOLDS, &json!({"members": []}));
        assert_eq!(none.problem(400), "schema_violation");
        assert_eq!(worker.get("/api/v1/households/not-an-id").problem(404), "not_found");
        assert_eq!(app.db().count("household_memberships"), 1);
    });
}

#[test]
fn the_answer_to_a_change_leaves_a_trace_of_everybody_in_it() {
    each_app(|app| {
        let worker = app.staff(Role::PracownikSocjalny);
        let (anna, jan) = (register(&worker, &named("Anna", "Nowak")), register(&worker, &named("Jan", "Nowak")));
        let path = format!("{HOUSEHOLDS}/{}/members", household_of(&worker, &anna));
        let member = json!({"personId": jan, "role": "partner"});
        let _ = worker.if_match(1).post(&path, &member).expect(200);
        let seen = |person: &str| {
            let from = format!(
                "access_people p JOIN access_entries e ON e.id = p.entry_id \
                 WHERE p.person_id = '{person}' AND e.action = 'household.add_member'"
            );
            app.db().count(&from)
        };
        assert_eq!((seen(&anna), seen(&jan)), (1, 1));
    });
}
