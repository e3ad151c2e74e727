//! What lies out of reach does not exist.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use support::{each_app, json};

#[test]
fn a_worker_of_another_unit_finds_nothing_of_a_case() {
    each_app(|app| {
        let (unit, other) = (app.unit("MOPS.DŚ"), app.unit("MOPS.PS"));
        let worker = app.staff_of(Role::PracownikSocjalny, Some(unit));
        let filed = app.filed(&worker.client, unit);
        let plan = json!({"caseId": filed.case, "kind": "pelny", "conductorId": worker.employee.to_string(), "plannedOn": "2026-11-24"});
        let interview = worker.client.post("/api/v1/interviews", &plan).expect(201).at("/id");
        let clock = worker.client.get("/api/v1/clocks").expect(200).at("/items/0/id");
        let case = format!("/api/v1/cases/{}", filed.case);
        let stranger = app.staff_in(Role::StarszySpecjalista, other);
        let reads = [
            case.clone(),
            format!("{case}/dossier"),
            format!("{case}/timeline"),
            format!("{case}/history"),
            format!("/api/v1/intakes/{}", filed.intake),
            format!("/api/v1/interviews/{interview}"),
            format!("/api/v1/clocks/{clock}/explanation"),
        ];
        for path in &reads {
            let _ = worker.client.get(path).expect(200);
            assert_eq!(stranger.get(path).problem(404), "not_found", "{path}");
            assert_eq!(app.anonymous().get(path).problem(401), "token_invalid", "{path}");
        }
        let id = worker.employee.to_string();
        let writes = [
            (format!("{case}/assignments"), json!({"employeeId": id})),
            (format!("{case}/suspensions"), json!({"ground": "request_of_party"})),
            (format!("{case}/resumptions"), json!({})),
            (format!("{case}/closures"), json!({"result": "refused"})),
            (format!("/api/v1/applications/{}/withdrawals", filed.application), json!({})),
            (format!("/api/v1/interviews/{interview}/refusals"), json!({"refusal": "interview"})),
            (
                format!("/api/v1/interviews/{interview}/completions"),
                json!({"visitedOn": "2026-11-23", "participants": [{"role": "applicant"}], "findings": "x"}),
            ),
        ];
        for (path, body) in &writes {
            assert_eq!(stranger.if_match(1).post(path, body).problem(404), "not_found", "{path}");
        }
        let planned = stranger.post("/api/v1/interviews", &plan);
        assert_eq!(planned.fault(422), ("/caseId".to_owned(), "unknown_reference".to_owned()));
        for list in ["/api/v1/cases", "/api/v1/clocks"] {
            assert_eq!(stranger.get(list).expect(200).body["items"], json!([]), "{list}");
            assert!(!worker.client.get(list).expect(200).body["items"].as_array().unwrap().is_empty(), "{list}");
        }
        let asked = stranger.get(&format!("/api/v1/clocks?caseId={}", filed.case)).expect(200);
        assert_eq!(asked.body["items"], json!([]));
        assert_eq!(worker.client.get(&case).expect(200).version(), 1, "nothing changed");
    });
}
