//! The dossier: everything about a case in one answer, as far as the caller may see it.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use serde_json::Value;
use support::{each_app, intake_body, json};

#[test]
fn one_answer_has_the_case_and_all_that_belongs_to_it() {
    each_app(|app| {
        let unit = app.unit("MOPS.DŚ");
        let worker = app.staff_of(Role::PracownikSocjalny, Some(unit));
        app.benefit("zasilek_okresowy");
        let mut body = intake_body(unit, "zasilek_okresowy", "2026-11-23");
        body["household"]["members"][1] =
            json!({"ref": "jan", "person": {"givenNames": "Jan", "surname": "Nowak"}, "role": "dziecko"});
        body["evidence"] = json!([
            {"ref": "anna", "record": {"kind": "income", "month": "2026-10", "incomeKind": "wynagrodzenie", "amount": {"amount": "900.00", "currency": "PLN"}, "source": "dokument"}},
            {"ref": "jan", "record": {"kind": "health", "note": "astma", "source": "dokument"}},
            {"record": {"kind": "rent", "amount": {"amount": "640.00", "currency": "PLN"}, "source": "dokument"}}
        ]);
        let filed = app.filed_with(&worker.client, &body);
        let plan = json!({"caseId": filed.case, "kind": "pelny", "conductorId": worker.employee.to_string(), "plannedOn": "2026-11-24"});
        let interview = worker.client.post("/api/v1/interviews", &plan).expect(201).header("location").unwrap();
        let visit = json!({"visitedOn": "2026-11-23", "participants": [{"role": "applicant", "personId": filed.person}], "findings": "piec"});
        let _ = worker.client.if_match(1).post(&format!("{interview}/completions"), &visit).expect(200);
        let path = format!("/api/v1/cases/{}/dossier", filed.case);
        let dossier = worker.client.get(&path).expect(200);
        assert_eq!((dossier.at("/case/number"), &dossier.body["circumstances"]), (filed.number.clone(), &json!(["4"])));
        assert_eq!(dossier.body["household"]["members"].as_array().unwrap().len(), 2);
        let names: Vec<_> =
            dossier.body["people"].as_array().unwrap().iter().map(|p| p["givenNames"].clone()).collect();
        assert_eq!(names, ["Anna", "Jan"]);
        assert_eq!(dossier.body["evidence"].as_array().unwrap().len(), 3);
        assert!(dossier.text.contains("astma") && dossier.text.contains("piec"));
        assert_eq!(
            (dossier.at("/applications/0/state"), dossier.at("/applications/0/firstMonth")),
            ("complete".to_owned(), "2026-11".to_owned())
        );
        assert_eq!(
            (dossier.at("/clocks/0/rule"), dossier.at("/clocks/1/state")),
            ("KPA-35-1M".to_owned(), "met".to_owned())
        );
        assert_eq!((&dossier.body["restricted"], &dossier.body["moreEvidence"]), (&json!([]), &json!(false)));
        // A benefits clerk sees health, but no narrative.
        let clerk = app.staff_in(Role::PracownikSwiadczen, unit);
        let shown = clerk.get(&path).expect(200);
        assert_eq!(shown.body["restricted"], json!(["narrative"]));
        assert!(shown.text.contains("astma") && !shown.text.contains("piec"), "{}", shown.text);
        // Voided evidence is not part of it.
        let rent =
            dossier.body["evidence"].as_array().unwrap().iter().find(|row| row["kind"] == "rent").unwrap().clone();
        let voiding = format!("/api/v1/evidence/{}/voidings", rent["id"].as_str().unwrap());
        let _ = worker.client.if_match(1).post(&voiding, &json!({"reason": "pomyłka"})).expect(200);
        assert_eq!(worker.client.get(&path).expect(200).body["evidence"].as_array().unwrap().len(), 2);
        assert_eq!(app.staff(Role::Kancelaria).get(&path).problem(403), "action_forbidden");
    });
}

#[test]
fn a_protected_person_is_marked_within_the_circle_and_nobody_outside_it() {
    each_app(|app| {
        let unit = app.unit("MOPS.PS");
        let worker = app.staff_in(Role::PracownikSocjalny, unit);
        app.benefit("zasilek_okresowy");
        let mut body = intake_body(unit, "zasilek_okresowy", "2026-11-23");
        body["household"]["members"][1] = json!({"role": "dziecko", "person": {
            "givenNames": "Zofia", "surname": "Nowak", "birthDate": "2019-05-05", "protection": {"grounds": "zagrożenie przemocą"}
        }});
        let filed = app.filed_with(&worker, &body);
        let path = format!("/api/v1/cases/{}/dossier", filed.case);
        let dossier = worker.get(&path).expect(200);
        let people: Vec<(Value, Value)> = dossier.body["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| (person["givenNames"].clone(), person["protected"].clone()))
            .collect();
        assert_eq!(people, [(json!("Anna"), json!(false)), (json!("Zofia"), json!(true))]);
        assert!(!dossier.text.contains("przemoc"), "{}", dossier.text);
        let other = app.staff_in(Role::PracownikSocjalny, app.unit("INNY"));
        assert_eq!(other.get(&path).problem(404), "not_found");
        let search = json!({"surname": "Nowak", "givenNames": "Zofia", "birthDate": "2019-05-05"});
        assert_eq!(other.post("/api/v1/persons/search", &search).expect(200).body["items"], json!([]));
    });
}
