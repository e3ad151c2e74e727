//! Cases: lists, assignment, suspension, closing, withdrawals, timeline and history.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::kernel::ids::OrgUnitId;
use domain::platform::role::Role;
use serde_json::Value;
use support::{Answer, Client, Filed, TestApp, each_app, intake_body, json};

const CASES: &str = "/api/v1/cases";
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn case(filed: &Filed) -> String {
    format!("{CASES}/{}", filed.case)
}

/// A case of a unit, and the unit's worker who filed it.
fn ready(app: &TestApp) -> (OrgUnitId, Client, Filed) {
    let unit = app.unit("MOPS.DŚ");
    let worker = app.staff_in(Role::PracownikSocjalny, unit);
    let filed = app.filed(&worker, unit);
    (unit, worker, filed)
}

fn texts(answer: &Answer, name: &str) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
}

fn clock_states(client: &Client, filed: &Filed) -> Vec<(String, String)> {
    let clocks = client.get(&format!("/api/v1/clocks?caseId={}", filed.case)).expect(200);
    let mut states: Vec<_> = texts(&clocks, "rule").into_iter().zip(texts(&clocks, "state")).collect();
    states.sort();
    states
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_case_is_read_with_what_may_happen_next() {
    each_app(|app| {
        let (unit, worker, filed) = ready(app);
        let read = worker.get(&case(&filed)).expect(200);
        assert_eq!((read.at("/number"), read.at("/state")), ("MOPS.DŚ.5120.1.2026".to_owned(), "open".to_owned()));
        assert_eq!(read.body["allowedTransitions"], json!(["suspend", "close"]));
        assert_eq!((read.at("/orgUnitId"), read.at("/openedOn")), (unit.to_string(), "2026-11-23".to_owned()));
        assert_eq!((read.at("/applicantId"), read.at("/householdId")), (filed.person, filed.household));
        assert_eq!(worker.with("if-none-match", "\"1\"").get(&format!("{CASES}/{}", filed.case)).status, 304);
        assert_eq!(worker.get(&format!("{CASES}/{NOBODY}")).problem(404), "not_found");
    });
}

#[test]
fn the_list_goes_by_the_day_of_opening_newest_first_and_by_its_filter() {
    each_app(|app| {
        let (unit, worker, _) = ready(app);
        app.benefit("zasilek_okresowy");
        for day in ["2026-11-20", "2026-11-22", "2026-11-21"] {
            let _ = app.filed_with(&worker, &intake_body(unit, "zasilek_okresowy", day));
        }
        let all = worker.get(&format!("{CASES}?orgUnitId={unit}")).expect(200);
        assert_eq!(texts(&all, "openedOn"), ["2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20"]);
        let mut days = Vec::new();
        let mut query = "limit=3".to_owned();
        loop {
            let page = worker.get(&format!("{CASES}?{query}")).expect(200);
            days.extend(texts(&page, "openedOn"));
            let Some(next) = page.body["page"]["next"].as_str() else {
                let back = page.at("/page/prev");
                let back = worker.get(&format!("{CASES}?limit=3&cursor={back}")).expect(200);
                assert_eq!(texts(&back, "openedOn"), days[..3]);
                break;
            };
            query = format!("limit=3&cursor={next}");
        }
        assert_eq!(days, texts(&all, "openedOn"));
        let newest = worker.get(&format!("{CASES}?limit=1")).expect(200);
        let foreign = worker.get(&format!("{CASES}?state=open&limit=1&cursor={}", newest.at("/page/next")));
        assert_eq!(foreign.problem(400), "invalid_cursor");
        let path = format!("{CASES}/{}", newest.at("/items/0/id"));
        let _ = worker.if_match(1).post(&format!("{path}/suspensions"), &json!({"ground": "preliminary_question"}));
        for (query, found) in [
            ("state=suspended", 1),
            ("state=open", 3),
            ("state=open&state=suspended", 4),
            ("kind=benefit", 4),
            ("kind=service", 0),
            (format!("orgUnitId={NOBODY}").as_str(), 0),
            (format!("assigneeId={NOBODY}").as_str(), 0),
        ] {
            let page = worker.get(&format!("{CASES}?{query}")).expect(200);
            assert_eq!(page.body["items"].as_array().unwrap().len(), found, "{query}");
        }
        for wrong in ["state=nonsense", "limit=0", "limit=201", "orgUnitId=x", "colour=red"] {
            assert_eq!(worker.get(&format!("{CASES}?{wrong}")).problem(400), "invalid_filter", "{wrong}");
        }
    });
}

#[test]
fn a_leader_assigns_a_case_and_its_clocks_follow() {
    each_app(|app| {
        let (unit, worker, filed) = ready(app);
        let leader = app.staff_in(Role::StarszySpecjalista, unit);
        let other = app.staff_of(Role::PracownikSocjalny, Some(app.unit("MOPS.PS")));
        let path = format!("{}/assignments", case(&filed));
        let to = |employee: &dyn ToString| json!({"employeeId": employee.to_string()});
        assert_eq!(worker.if_match(1).post(&path, &to(&other.employee)).problem(403), "action_forbidden");
        assert_eq!(other.client.get(&case(&filed)).problem(404), "not_found");
        let assigned = leader.if_match(1).post(&path, &to(&other.employee)).expect(200);
        assert_eq!((assigned.version(), assigned.at("/assigneeId")), (2, other.employee.to_string()));
        // Whoever works on a case reaches it, its people and its clocks, wherever they are kept.
        let _ = other.client.get(&case(&filed)).expect(200);
        let _ = other.client.get(&format!("/api/v1/persons/{}", filed.person)).expect(200);
        let clocks = other.client.get("/api/v1/clocks").expect(200);
        assert_eq!(texts(&clocks, "assigneeId"), [other.employee.to_string(), other.employee.to_string()]);
        let mine = leader.get(&format!("{CASES}?assigneeId={}", other.employee)).expect(200);
        assert_eq!(texts(&mine, "id"), [filed.case.clone()]);
        assert_eq!(leader.if_match(1).post(&path, &to(&other.employee)).problem(412), "version_mismatch");
        assert_eq!(leader.post(&path, &to(&other.employee)).problem(428), "precondition_required");
        let nobody = leader.if_match(2).post(&path, &to(&NOBODY));
        assert_eq!(nobody.fault(422), ("/employeeId".to_owned(), "unknown_reference".to_owned()));
        let mut elsewhere = to(&other.employee);
        elsewhere["orgUnitId"] = json!(other.unit.to_string());
        let refused = leader.if_match(2).post(&path, &elsewhere);
        assert_eq!(refused.fault(422), ("/orgUnitId".to_owned(), "unknown_reference".to_owned()));
        // The head hands it over to the other unit: the mark stays, the old unit does not see it any more.
        let moved = app.staff(Role::Kierownik).if_match(2).post(&path, &elsewhere).expect(200);
        assert_eq!((moved.at("/orgUnitId"), moved.at("/number")), (other.unit.to_string(), filed.number.clone()));
        assert_eq!(worker.get(&case(&filed)).problem(404), "not_found");
        let colleague = app.staff_in(Role::PracownikSocjalny, other.unit);
        let _ = colleague.get(&format!("/api/v1/households/{}", filed.household)).expect(200);
        assert_eq!(colleague.get("/api/v1/clocks").expect(200).body["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn art_24_kpa_an_excluded_employee_is_not_given_the_case() {
    each_app(|app| {
        let (unit, _, filed) = ready(app);
        let relative = app.staff_of(Role::PracownikSocjalny, Some(unit));
        app.db()
            .execute_raw(&format!(
                "INSERT INTO case_exclusions (employee_id, case_id) VALUES ('{}', '{}')",
                relative.employee, filed.case
            ))
            .unwrap();
        let head = app.staff(Role::Kierownik);
        let body = json!({"employeeId": relative.employee.to_string()});
        let refused = head.if_match(1).post(&format!("{}/assignments", case(&filed)), &body).expect(422);
        assert_eq!(refused.at("/errors/0/legalBasis"), "art. 24 KPA");
        assert_eq!(refused.fault(422), ("/employeeId".to_owned(), "employee_excluded".to_owned()));
        let interview = json!({"caseId": filed.case, "kind": "pelny", "conductorId": relative.employee.to_string(), "plannedOn": "2026-11-24"});
        let refused = head.post("/api/v1/interviews", &interview);
        assert_eq!(refused.fault(422), ("/conductorId".to_owned(), "employee_excluded".to_owned()));
        // The case, and whoever is in it, do not exist for the excluded employee.
        let excluded = app.log_in(relative.user);
        for path in [case(&filed), format!("{}/dossier", case(&filed)), format!("/api/v1/persons/{}", filed.person)] {
            assert_eq!(excluded.get(&path).problem(404), "not_found", "{path}");
        }
        assert_eq!(excluded.get(CASES).expect(200).body["items"], json!([]));
        assert_eq!(excluded.get("/api/v1/clocks").expect(200).body["items"], json!([]));
    });
}

#[test]
fn a_suspension_stops_the_limit_for_settling_and_its_end_moves_the_last_day() {
    each_app(|app| {
        let (_, worker, filed) = ready(app);
        let path = case(&filed);
        app.set_clock("2026-12-10T09:00:00Z");
        let worker = {
            drop(worker);
            app.staff(Role::Kierownik)
        };
        let body = json!({"ground": "awaiting_disability_ruling", "since": "2026-12-01"});
        let suspended = worker.if_match(1).post(&format!("{path}/suspensions"), &body).expect(200);
        assert_eq!(
            (suspended.at("/state"), suspended.at("/suspension/since")),
            ("suspended".to_owned(), "2026-12-01".to_owned())
        );
        assert_eq!(suspended.at("/suspension/legalBasis"), "art. 106 ust. 7 u.p.s.");
        assert_eq!(suspended.body["allowedTransitions"], json!(["resume"]));
        // The limit for the interview counts working days and does not stand still.
        assert_eq!(clock_states(&worker, &filed), pairs(&[("KPA-35-1M", "paused"), ("UPS-WYWIAD-14WD", "running")]));
        let early = worker.if_match(2).post(&format!("{path}/resumptions"), &json!({"on": "2026-11-30"}));
        assert_eq!(early.fault(422), ("/on".to_owned(), "too_early".to_owned()));
        let ahead = worker.if_match(2).post(&format!("{path}/resumptions"), &json!({"on": "2026-12-11"}));
        assert_eq!(ahead.fault(422), ("/on".to_owned(), "day_in_future".to_owned()));
        let resumed = worker.if_match(2).post(&format!("{path}/resumptions"), &json!({})).expect(200);
        assert_eq!((resumed.at("/state"), resumed.body.get("suspension")), ("open".to_owned(), None));
        let clock = worker.get(&format!("/api/v1/clocks?caseId={}&dueBefore=2027-01-05", filed.case)).expect(200);
        let settle = clock.body["items"].as_array().unwrap().iter().find(|item| item["rule"] == "KPA-35-1M").unwrap();
        // Nine days after 23 December is 1 January, a day off, and a Friday; so Monday the fourth.
        assert_eq!((&settle["dueOn"], &settle["state"]), (&json!("2027-01-04"), &json!("running")));
        assert_eq!(settle["stops"], json!([{"reason": "zawieszenie", "from": "2026-12-01", "to": "2026-12-10"}]));
    });
}

#[test]
fn a_case_closes_with_a_result_and_its_clocks_end() {
    each_app(|app| {
        let (unit, worker, filed) = ready(app);
        let path = format!("{}/closures", case(&filed));
        assert_eq!(worker.if_match(1).post(&path, &json!({})).problem(400), "schema_violation");
        let undecided = worker.if_match(1).post(&path, &json!({"result": "granted"}));
        assert_eq!(undecided.fault(422), ("/result".to_owned(), "application_open".to_owned()));
        let ahead = worker.if_match(1).post(&path, &json!({"result": "completed", "closedOn": "2026-11-24"}));
        assert_eq!(ahead.fault(422), ("/closedOn".to_owned(), "day_in_future".to_owned()));
        let early = worker.if_match(1).post(&path, &json!({"result": "completed", "closedOn": "2026-11-22"}));
        assert_eq!(early.fault(422), ("/closedOn".to_owned(), "too_early".to_owned()));
        let closed = worker.if_match(1).post(&path, &json!({"result": "completed"})).expect(200);
        assert_eq!(
            (closed.at("/state"), closed.at("/result"), closed.at("/closedOn")),
            ("closed".to_owned(), "completed".to_owned(), "2026-11-23".to_owned())
        );
        assert_eq!(closed.body["allowedTransitions"], json!([]));
        assert_eq!(clock_states(&worker, &filed), pairs(&[("KPA-35-1M", "met"), ("UPS-WYWIAD-14WD", "void")]));
        // Withdrawn and discontinued: every limit loses its object.
        let second = app.filed(&worker, unit);
        let withdrawal = format!("/api/v1/applications/{}/withdrawals", second.application);
        let withdrawn = worker.if_match(1).post(&withdrawal, &json!({})).expect(200);
        assert_eq!(
            (withdrawn.at("/state"), withdrawn.at("/withdrawnOn")),
            ("withdrawn".to_owned(), "2026-11-23".to_owned())
        );
        assert_eq!(withdrawn.body["allowedTransitions"], json!([]));
        let body = json!({"result": "discontinued"});
        let _ = worker.if_match(1).post(&format!("{}/closures", case(&second)), &body).expect(200);
        assert_eq!(clock_states(&worker, &second), pairs(&[("KPA-35-1M", "void"), ("UPS-WYWIAD-14WD", "void")]));
    });
}

#[test]
fn an_illegal_step_says_what_may_be_done_instead() {
    each_app(|app| {
        let (_, worker, filed) = ready(app);
        let head = app.staff(Role::Kierownik);
        let employee = app.staff_of(Role::PracownikSocjalny, None).employee;
        let steps = [
            ("suspensions", json!({"ground": "request_of_party"})),
            ("resumptions", json!({})),
            ("closures", json!({"result": "no_further_action"})),
            ("assignments", json!({"employeeId": employee.to_string()})),
        ];
        let refused = |version: i64, step: usize, allowed: Value| {
            let (name, body) = &steps[step];
            let answer = head.if_match(version).post(&format!("{}/{name}", case(&filed)), body);
            assert_eq!(answer.body["allowedTransitions"], allowed, "{name} {}", answer.text);
            assert_eq!(answer.problem(409), "invalid_transition", "{name}");
        };
        let done = |version: i64, step: usize| {
            let (name, body) = &steps[step];
            let _ = head.if_match(version).post(&format!("{}/{name}", case(&filed)), body).expect(200);
        };
        refused(1, 1, json!(["suspend", "close"]));
        done(1, 0);
        refused(2, 0, json!(["resume"]));
        refused(2, 2, json!(["resume"]));
        done(2, 1);
        done(3, 2);
        for step in 0..4 {
            refused(4, step, json!([]));
        }
        let stale = worker.if_match(3).post(&format!("{}/closures", case(&filed)), &steps[2].1);
        assert_eq!(
            (stale.body["currentVersion"].clone(), stale.problem(412)),
            (json!(4), "version_mismatch".to_owned())
        );
        let withdrawal = format!("/api/v1/applications/{}/withdrawals", filed.application);
        let early = worker.if_match(1).post(&withdrawal, &json!({"withdrawnOn": "2026-11-22"}));
        assert_eq!(early.fault(422), ("/withdrawnOn".to_owned(), "too_early".to_owned()));
        assert_eq!(worker.if_match(2).post(&withdrawal, &json!({})).problem(412), "version_mismatch");
        let _ = worker.if_match(1).post(&withdrawal, &json!({})).expect(200);
        let again = worker.if_match(2).post(&withdrawal, &json!({})).expect(409);
        assert_eq!(
            (again.at("/code"), &again.body["allowedTransitions"]),
            ("invalid_transition".to_owned(), &json!([]))
        );
    });
}

#[test]
fn the_timeline_has_what_happened_to_everything_in_the_case_newest_first() {
    each_app(|app| {
        let (_, worker, filed) = ready(app);
        let path = case(&filed);
        let because = worker.with("x-access-reason", "pismo strony");
        let _ = because
            .if_match(1)
            .post(&format!("{path}/suspensions"), &json!({"ground": "request_of_party"}))
            .expect(200);
        let withdrawal = format!("/api/v1/applications/{}/withdrawals", filed.application);
        let _ = worker.if_match(1).post(&withdrawal, &json!({})).expect(200);
        let all = worker.get(&format!("{path}/timeline")).expect(200);
        let expected =
            ["application.withdrawn", "case.suspended", "application.filed", "case.opened", "intake.registered"];
        assert_eq!(texts(&all, "event"), expected);
        assert_eq!(all.at("/items/1/reason"), "pismo strony");
        assert_eq!(
            (all.at("/items/0/resource/kind"), all.at("/items/0/resource/id")),
            ("application".to_owned(), filed.application.clone())
        );
        assert!(!all.text.contains("Nowak"), "{}", all.text);
        let first = worker.get(&format!("{path}/timeline?limit=2")).expect(200);
        let second = worker.get(&format!("{path}/timeline?limit=2&cursor={}", first.at("/page/next"))).expect(200);
        assert_eq!(texts(&second, "event"), expected[2..4]);
        let back = worker.get(&format!("{path}/timeline?limit=2&cursor={}", second.at("/page/prev"))).expect(200);
        assert_eq!(back.body["items"], first.body["items"]);
        let history = worker.get(&format!("{path}/history")).expect(200);
        assert_eq!(texts(&history, "event"), ["case.opened", "case.suspended"]);
        let parts = history.body["items"][0]["changes"].as_array().unwrap();
        let parts: Vec<_> = parts.iter().map(|part| part["part"].as_str().unwrap()).collect();
        assert_eq!(parts, ["cases", "case_circumstances", "clocks", "clocks"]);
    });
}
