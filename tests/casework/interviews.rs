//! Interviews.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use serde_json::Value;
use support::{Filed, Staff, TestApp, each_app, intake_body, json};

const INTERVIEWS: &str = "/api/v1/interviews";
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn ready(app: &TestApp) -> (Staff, Filed) {
    let unit = app.unit("MOPS.PS");
    let worker = app.staff_of(Role::PracownikSocjalny, Some(unit));
    let filed = app.filed(&worker.client, unit);
    (worker, filed)
}

fn plan(filed: &Filed, conductor: &dyn ToString, kind: &str) -> Value {
    json!({"caseId": filed.case, "kind": kind, "conductorId": conductor.to_string(), "plannedOn": "2026-11-24", "place": "miejsce zamieszkania"})
}

fn visit(filed: &Filed) -> Value {
    json!({
        "visitedOn": "2026-11-23",
        "participants": [{"role": "applicant", "personId": filed.person}, {"role": "police", "note": "dzielnicowy"}],
        "findings": "Mieszkanie ogrzewane piecem."
    })
}

fn interview_clock(worker: &Staff, filed: &Filed) -> Value {
    let clocks = worker.client.get(&format!("/api/v1/clocks?caseId={}", filed.case)).expect(200);
    clocks.body["items"].as_array().unwrap().iter().find(|clock| clock["rule"] == "UPS-WYWIAD-14WD").unwrap().clone()
}

#[test]
fn a_visit_is_planned_made_and_meets_the_limits_of_the_households_cases() {
    each_app(|app| {
        let (worker, filed) = ready(app);
        let mut again = intake_body(worker.unit, "zasilek_okresowy", "2026-11-23");
        again["applicant"] = json!({"personId": filed.person});
        again["household"] = json!({"householdId": filed.household});
        let second = app.filed_with(&worker.client, &again);
        let stranger = app.filed(&worker.client, worker.unit);
        let client = &worker.client;
        let made = client.key("p").post(INTERVIEWS, &plan(&filed, &worker.employee, "pelny")).expect(201);
        let repeated = client.key("p").post(INTERVIEWS, &plan(&filed, &worker.employee, "pelny")).expect(201);
        assert_eq!(repeated.body, made.body);
        let path = made.header("location").unwrap();
        assert_eq!(
            (made.at("/state"), &made.body["allowedTransitions"]),
            ("planned".to_owned(), &json!(["complete", "refuse"]))
        );
        let done = client.if_match(1).post(&format!("{path}/completions"), &visit(&filed)).expect(200);
        assert_eq!(
            (done.at("/state"), done.at("/findings")),
            ("completed".to_owned(), "Mieszkanie ogrzewane piecem.".to_owned())
        );
        assert_eq!((&done.body["allowedTransitions"], &done.body["restricted"]), (&json!([]), &json!([])));
        assert_eq!(client.get(&path).expect(200).body, done.body);
        for case in [&filed, &second] {
            let clock = interview_clock(&worker, case);
            assert_eq!((&clock["state"], &clock["endedOn"]), (&json!("met"), &json!("2026-11-23")));
        }
        assert_eq!(interview_clock(&worker, &stranger)["state"], "running");
        let timeline = client.get(&format!("/api/v1/cases/{}/timeline", second.case)).expect(200);
        assert_eq!(timeline.at("/items/0/event"), "case.interview_in_time");
        let timeline = client.get(&format!("/api/v1/cases/{}/timeline", filed.case)).expect(200);
        assert!(
            timeline.text.contains("interview.completed") && !timeline.text.contains("piecem"),
            "{}",
            timeline.text
        );
        // A benefits clerk sees the interview, but not what was found.
        let clerk = app.staff_in(Role::PracownikSwiadczen, worker.unit);
        let shown = clerk.get(&path).expect(200);
        assert_eq!((shown.body.get("findings"), &shown.body["restricted"]), (None, &json!(["narrative"])));
    });
}

#[test]
fn a_late_visit_misses_the_limit_and_one_with_relatives_does_not_end_it() {
    each_app(|app| {
        let unit = app.unit("MOPS.PS");
        let worker = app.staff_of(Role::PracownikSocjalny, Some(unit));
        app.benefit("zasilek_okresowy");
        let filed = app.filed_with(&worker.client, &intake_body(unit, "zasilek_okresowy", "2026-10-30"));
        let client = &worker.client;
        let with_relatives = client.post(INTERVIEWS, &plan(&filed, &worker.employee, "osoby_zobowiazane")).expect(201);
        let path = with_relatives.header("location").unwrap();
        let _ = client.if_match(1).post(&format!("{path}/completions"), &visit(&filed)).expect(200);
        assert_eq!(interview_clock(&worker, &filed)["state"], "running");
        let full = client.post(INTERVIEWS, &plan(&filed, &worker.employee, "pelny")).expect(201);
        let path = full.header("location").unwrap();
        let _ = client.if_match(1).post(&format!("{path}/completions"), &visit(&filed)).expect(200);
        // Fourteen working days from 30 October ended on 20 November: 11 November is a day off.
        let clock = interview_clock(&worker, &filed);
        assert_eq!((&clock["state"], &clock["dueOn"]), (&json!("missed"), &json!("2026-11-20")));
    });
}

#[test]
fn a_refusal_names_what_the_law_attaches_to_it() {
    each_app(|app| {
        let (worker, filed) = ready(app);
        let client = &worker.client;
        let made = client.post(INTERVIEWS, &plan(&filed, &worker.employee, "aktualizacja")).expect(201);
        let path = made.header("location").unwrap();
        let ahead = client
            .if_match(1)
            .post(&format!("{path}/refusals"), &json!({"refusal": "interview", "refusedOn": "2026-11-24"}));
        assert_eq!(ahead.fault(422), ("/refusedOn".to_owned(), "day_in_future".to_owned()));
        let early = client
            .if_match(1)
            .post(&format!("{path}/refusals"), &json!({"refusal": "interview", "refusedOn": "2026-11-22"}));
        assert_eq!(early.fault(422), ("/refusedOn".to_owned(), "too_early".to_owned()));
        let refused =
            client.if_match(1).post(&format!("{path}/refusals"), &json!({"refusal": "interview"})).expect(200);
        assert_eq!(
            refused.body["refusal"],
            json!({
                "refusal": "interview", "refusedOn": "2026-11-23", "consequence": "refuse_repeal_or_suspend",
                "legalBasis": "art. 107 ust. 4a u.p.s."
            })
        );
        assert_eq!(refused.at("/state"), "refused");
        for (step, body) in [("refusals", json!({"refusal": "interview"})), ("completions", visit(&filed))] {
            let illegal = client.if_match(2).post(&format!("{path}/{step}"), &body).expect(409);
            assert_eq!(
                (illegal.at("/code"), &illegal.body["allowedTransitions"]),
                ("invalid_transition".to_owned(), &json!([])),
                "{step}"
            );
        }
        assert_eq!(
            client.if_match(1).post(&format!("{path}/completions"), &visit(&filed)).problem(412),
            "version_mismatch"
        );
    });
}

#[test]
fn a_wrong_plan_or_visit_is_refused_and_changes_nothing() {
    each_app(|app| {
        let (worker, filed) = ready(app);
        let client = &worker.client;
        let wrong = |pointer: &str, value: Value| {
            let mut body = plan(&filed, &worker.employee, "pelny");
            *body.pointer_mut(pointer).unwrap() = value;
            client.post(INTERVIEWS, &body).fault(422)
        };
        let fault = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        assert_eq!(wrong("/caseId", json!(NOBODY)), fault("/caseId", "unknown_reference"));
        assert_eq!(wrong("/conductorId", json!(NOBODY)), fault("/conductorId", "unknown_reference"));
        assert_eq!(wrong("/plannedOn", json!("2026-11-22")), fault("/plannedOn", "too_early"));
        assert_eq!(app.db().count("interviews"), 0);
        let made = client.post(INTERVIEWS, &plan(&filed, &worker.employee, "pelny")).expect(201);
        let path = format!("{}/completions", made.header("location").unwrap());
        let wrong = |pointer: &str, value: Value| {
            let mut body = visit(&filed);
            *body.pointer_mut(pointer).unwrap() = value;
            client.if_match(1).post(&path, &body)
        };
        assert_eq!(wrong("/visitedOn", json!("2026-11-24")).fault(422), fault("/visitedOn", "day_in_future"));
        assert_eq!(wrong("/visitedOn", json!("2026-11-22")).fault(422), fault("/visitedOn", "too_early"));
        let nobody = wrong("/participants/0/personId", json!(NOBODY)).fault(422);
        assert_eq!(nobody, fault("/participants/0/personId", "unknown_reference"));
        assert_eq!(wrong("/participants", json!([])).problem(400), "schema_violation");
        assert_eq!(wrong("/findings", json!(" ")).problem(400), "schema_violation");
        assert_eq!(client.post(&path, &visit(&filed)).problem(428), "precondition_required");
        let clerk = app.staff_in(Role::PracownikSwiadczen, worker.unit);
        assert_eq!(clerk.if_match(1).post(&path, &visit(&filed)).problem(403), "action_forbidden");
        assert_eq!(clerk.post(INTERVIEWS, &plan(&filed, &worker.employee, "pelny")).problem(403), "action_forbidden");
        assert_eq!(client.get(&made.header("location").unwrap()).expect(200).body, made.body);
        // Nobody works on a closed case any more.
        let _ = client
            .if_match(1)
            .post(&format!("/api/v1/cases/{}/closures", filed.case), &json!({"result": "no_further_action"}))
            .expect(200);
        let late = client.post(INTERVIEWS, &plan(&filed, &worker.employee, "pelny"));
        assert_eq!(late.fault(422), fault("/caseId", "case_closed"));
    });
}
