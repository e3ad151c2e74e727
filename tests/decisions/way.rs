//! From draft to signature: who may do which step, and what stands still.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use persistence::testing::Kind;
use serde_json::Value;
use support::payments::Grant as Terms;
use support::{Answer, Client, decision_body, each_app, json};

use crate::races;

const PATH: &str = "/api/v1/decisions";

fn of(answer: &Answer) -> String {
    format!("{PATH}/{}", answer.at("/id"))
}

fn step(client: &Client, seen: &Answer, noun: &str, body: &Value) -> Answer {
    client.if_match(seen.version()).post(&format!("{}/{noun}", of(seen)), body)
}

fn steps(answer: &Answer) -> Vec<(String, Value)> {
    let steps = answer.body["allowedTransitions"].as_array().unwrap().iter();
    steps.map(|step| (step["transition"].as_str().unwrap().to_owned(), step["blockedBy"].clone())).collect()
}

#[test]
fn a_decision_is_prepared_approved_and_signed_by_different_people() {
    each_app(|app| {
        let (matter, prepared) = app.prepared();
        let head = app.staff_of(Role::Kierownik, None);
        assert_eq!((prepared.at("/state"), prepared.at("/number")), ("prepared".into(), matter.filed.number.clone()));
        let own = json!(["separation_of_duties"]);
        assert_eq!(steps(&prepared), [("return".to_owned(), json!([])), ("approve".to_owned(), own)]);
        let seen = head.client.get(&of(&prepared)).expect(200);
        assert_eq!(steps(&seen), [("return".to_owned(), json!([])), ("approve".to_owned(), json!([]))]);
        assert_eq!(seen.at("/terms/amount/amount"), "600.00");
        assert_eq!((seen.at("/terms/from"), seen.at("/terms/to")), ("2026-11-01".into(), "2027-04-30".into()));
        assert_eq!(seen.at("/extent"), "in_full");
        let signed = app.signed(&prepared, &head.client);
        assert_eq!((signed.at("/state"), signed.at("/issuedOn")), ("signed".into(), "2026-11-23".into()));
        assert_eq!((signed.at("/approvedBy"), signed.at("/signedBy")), (head.user.to_string(), head.user.to_string()));
        assert!(signed.at("/content/signatoryName").starts_with("Testowa Osoba"), "{}", signed.text);
        assert_eq!(signed.at("/contentHash").len(), 64);
        assert_eq!(steps(&signed), [("dispatch".to_owned(), json!([]))]);
        assert!(signed.body.get("appealUntil").is_none() && signed.body.get("finalOn").is_none());
        assert_eq!(head.client.get(&of(&signed)).expect(200).body, signed.body);
        // The application is decided and the limit for settling kept.
        let row = |sql: &str| app.db().texts(sql).into_iter().flatten().next().unwrap();
        assert_eq!(row("SELECT state FROM applications"), "decided");
        assert_eq!(row("SELECT state FROM clocks WHERE rule = 'KPA-35-1M'"), "met");
        app.seal();
        let feed = head.client.get("/api/v1/events?after=0&limit=200").expect(200);
        for kind in ["decision.prepared", "decision.approved", "decision.signed", "application.decided"] {
            assert!(feed.text.contains(&format!("\"{kind}\"")), "{kind}");
        }
        assert!(!feed.text.contains("Nowak"), "{}", feed.text);
    });
}

#[test]
fn an_application_is_decided_once_and_not_after_it_was_withdrawn() {
    each_app(|app| {
        let (matter, first) = app.prepared();
        let second = app.prepare(&matter);
        let head = app.staff(Role::Kierownik);
        let approved = step(&head, &second, "approvals", &json!({})).expect(200);
        let _ = app.signed(&first, &head);
        assert_eq!(step(&head, &approved, "signatures", &json!({})).problem(409), "invalid_transition");
        assert_eq!(app.db().count("decisions WHERE content_hash IS NOT NULL"), 1);
    });
}

#[test]
fn nobody_approves_or_signs_what_they_prepared() {
    each_app(|app| {
        let (matter, prepared) = app.prepared();
        let both = app.also(matter.clerk.user, Role::Kierownik);
        assert_eq!(step(&both, &prepared, "approvals", &json!({})).problem(403), "separation_of_duties");
        let approved = step(&app.staff(Role::ZastepcaKierownika), &prepared, "approvals", &json!({})).expect(200);
        assert_eq!(step(&both, &approved, "signatures", &json!({})).problem(403), "separation_of_duties");
        assert_eq!(app.staff(Role::Kierownik).get(&of(&prepared)).expect(200).at("/state"), "approved");
    });
}

#[test]
fn a_step_needs_its_role_its_state_and_the_version_seen() {
    each_app(|app| {
        let (matter, prepared) = app.prepared();
        let (head, clerk) = (app.staff(Role::Kierownik), &matter.clerk.client);
        let nothing = json!({});
        assert_eq!(step(clerk, &prepared, "approvals", &nothing).problem(403), "action_forbidden");
        let early = step(&head, &prepared, "signatures", &nothing);
        assert_eq!(early.body["allowedTransitions"], json!(["return", "approve"]));
        assert_eq!(early.problem(409), "invalid_transition");
        let path = format!("{}/approvals", of(&prepared));
        assert_eq!(head.post(&path, &nothing).problem(428), "precondition_required");
        assert_eq!(head.if_match(7).post(&path, &nothing).problem(412), "version_mismatch");
        let approved = step(&head, &prepared, "approvals", &nothing).expect(200);
        let stale = step(&head, &prepared, "approvals", &nothing);
        assert_eq!(stale.body["currentVersion"], approved.version());
        assert_eq!(stale.problem(412), "version_mismatch");
        assert_eq!(step(&head, &approved, "returns", &json!({"note": "źle"})).problem(409), "invalid_transition");
        // Who signs has a name and a position (art. 107 § 1 pkt 8 KPA).
        let nameless = app.log_in(app.account("bez.etatu", Role::Kierownik));
        let refused = step(&nameless, &approved, "signatures", &nothing).expect(422);
        assert_eq!(refused.at("/code"), "reasoning_incomplete");
        assert_eq!(
            (refused.at("/errors/1/code"), refused.at("/errors/1/legalBasis")),
            ("signatory_position".into(), "art. 107 § 1 pkt 8 KPA".into())
        );
        // A case that was suspended meanwhile.
        app.db().execute_raw("UPDATE cases SET status = 'suspended', suspension_ground = 'request_of_party', suspended_since = '2026-11-23'").unwrap();
        assert_eq!(step(&head, &approved, "signatures", &nothing).problem(409), "invalid_transition");
    });
}

#[test]
fn what_was_given_back_is_drafted_anew_and_handed_in_again() {
    each_app(|app| {
        let (matter, prepared) = app.prepared();
        let (head, clerk) = (app.staff(Role::Kierownik), &matter.clerk.client);
        assert_eq!(step(&head, &prepared, "returns", &json!({"note": " "})).problem(400), "schema_violation");
        let returned = step(&head, &prepared, "returns", &json!({"note": "Proszę skrócić okres."})).expect(200);
        assert_eq!(
            (returned.at("/state"), returned.at("/returnNote")),
            ("returned".into(), "Proszę skrócić okres.".into())
        );
        let mut body = decision_body(&prepared.at("/calculationId"), "2026-12-31");
        body["reasons"] = json!({"factual": "Ustaliłam, co następuje."});
        assert_eq!(step(clerk, &prepared, "revisions", &body).problem(412), "version_mismatch");
        let again = step(clerk, &returned, "revisions", &body).expect(200);
        assert_eq!((again.at("/state"), again.at("/terms/to")), ("prepared".into(), "2026-12-31".into()));
        assert_eq!(again.at("/content/factualReasons"), "Ustaliłam, co następuje.");
        assert_eq!(step(clerk, &again, "revisions", &body).problem(409), "invalid_transition");
        // A calculation of another case does not belong here.
        let returned = step(&head, &again, "returns", &json!({"note": "kwota"})).expect(200);
        let other = app.ready_matter("zasilek_okresowy", None);
        let foreign = app.calculated(&other).at("/id");
        let wide = app.also(matter.clerk.user, Role::StarszySpecjalista);
        let refused = step(&wide, &returned, "revisions", &decision_body(&foreign, "2026-12-31"));
        assert_eq!(refused.fault(422), ("/calculationId".into(), "other_matter".into()));
        // Another calculation of the same case does.
        let mut dearer = matter.calculation();
        dearer["chosenAmount"]["amount"] = json!("700.00");
        let dearer = clerk.post("/api/v1/calculations", &dearer).expect(201).at("/id");
        let changed = step(clerk, &returned, "revisions", &decision_body(&dearer, "2026-12-31")).expect(200);
        assert_eq!((changed.at("/calculationId"), changed.at("/terms/amount/amount")), (dearer, "700.00".into()));
    });
}

#[test]
fn signed_content_stands_still_behind_the_services_back_too() {
    each_app(|app| {
        let (_, prepared) = app.prepared();
        app.db().execute_raw("UPDATE decisions SET amount = 60000").unwrap();
        let head = app.staff(Role::Kierownik);
        let signed = app.signed(&prepared, &head);
        for change in [
            "content = '{}'",
            "amount = 1",
            "right_to = '2030-01-01'",
            "content_hash = NULL",
            "kind = 'refuse'",
            "method = 'postal'",
        ] {
            assert!(app.db().execute_raw(&format!("UPDATE decisions SET {change}")).is_err(), "{change}");
        }
        assert!(app.db().execute_raw("DELETE FROM decisions").is_err());
        assert_eq!(head.get(&of(&signed)).expect(200).body, signed.body);
    });
}

#[test]
fn a_decision_that_is_not_what_was_signed_is_not_shown() {
    each_app(|app| {
        let (_, prepared) = app.prepared();
        let head = app.staff(Role::Kierownik);
        let signed = app.signed(&prepared, &head);
        match app.db().kind() {
            Kind::Sqlite => app.db().execute_raw("DROP TRIGGER decisions_signed_no_update").unwrap(),
            Kind::Postgres => app.db().execute_raw("DROP TRIGGER decisions_signed ON decisions").unwrap(),
        }
        app.db().execute_raw("UPDATE decisions SET amount = 90000").unwrap();
        assert_eq!(head.get(&of(&signed)).problem(500), "internal_error");
    });
}

#[test]
fn a_repeat_answers_the_same_and_a_calculation_carries_one_decision() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let clerk = &matter.clerk.client;
        let body = decision_body(&app.calculated(&matter).at("/id"), "2027-04-30");
        assert_eq!(clerk.post(PATH, &body).problem(428), "idempotency_key_required");
        let first = clerk.key("one").post(PATH, &body).expect(201);
        assert_eq!(first.header("location"), Some(of(&first)));
        let again = clerk.key("one").post(PATH, &body).expect(201);
        assert_eq!((again.at("/id"), again.header("idempotency-replayed").as_deref()), (first.at("/id"), Some("true")));
        let mut other = body.clone();
        other["terms"]["to"] = json!("2027-03-31");
        assert_eq!(clerk.key("one").post(PATH, &other).problem(422), "idempotency_key_reused");
        assert_eq!(clerk.key("two").post(PATH, &other).fault(409), ("/calculationId".into(), "duplicate".into()));
        assert_eq!(app.db().count("decisions"), 1);
        assert_eq!(app.staff(Role::Kierownik).key("x").post(PATH, &body).problem(403), "action_forbidden");
    });
}

#[test]
fn other_units_know_nothing_of_a_decision() {
    each_app(|app| {
        let (matter, prepared) = app.prepared();
        let list = format!("{PATH}?caseId={}", matter.filed.case);
        let mine = matter.clerk.client.get(&list).expect(200);
        assert_eq!((mine.body["items"].as_array().unwrap().len(), mine.at("/items/0/id")), (1, prepared.at("/id")));
        let stranger = app.staff_in(Role::StarszySpecjalista, app.unit("INNY"));
        let rendition = format!("{}/rendition", of(&prepared));
        for path in [of(&prepared), list.clone(), rendition] {
            assert_eq!(stranger.get(&path).problem(404), "not_found", "{path}");
        }
        let calculation = prepared.at("/calculationId");
        let body = decision_body(&calculation, "2027-04-30");
        assert_eq!(
            stranger.key("x").post(PATH, &body).fault(422),
            ("/calculationId".into(), "unknown_reference".into())
        );
        assert_eq!(step(&stranger, &prepared, "revisions", &body).problem(404), "not_found");
        assert_eq!(matter.clerk.client.get(PATH).problem(400), "invalid_filter");
        assert_eq!(app.staff(Role::Ksiegowosc).get(&list).problem(403), "action_forbidden");
    });
}

#[test]
fn of_two_approvers_at_once_one_wins() {
    races::each_app(|app, rounds| {
        let office = app.pay_office();
        let heads = [app.staff(Role::Kierownik), app.staff(Role::ZastepcaKierownika)];
        let person = app.payee(&office, &Terms::default());
        for round in 0..rounds {
            let decision = app.prepared_to(&office, person, &Terms::default()).decision;
            let path = format!("{PATH}/{decision}");
            let approve = |n: usize| heads[n].if_match(1).post(&format!("{path}/approvals"), &json!({}));
            let mut answers = races::at_once(2, approve);
            answers.sort_by_key(|answer| answer.status);
            assert_eq!(answers[0].status, 200, "round {round}: {}", answers[0].text);
            assert!([409, 412].contains(&answers[1].status), "round {round}: {}", answers[1].text);
            let seen = heads[0].get(&path).expect(200);
            let winner = (answers[0].at("/approvedBy"), answers[0].version());
            assert_eq!((seen.at("/approvedBy"), seen.version()), winner, "round {round}");
        }
    });
}
