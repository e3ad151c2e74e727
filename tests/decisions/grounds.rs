//! What a decision rests on: the amount applied for, a calculation that holds, the months, who does which step.

use domain::platform::role::Role;
use serde_json::Value;
use support::{Answer, Client, Matter, TestApp, decision_body, each_app, json};

const PATH: &str = "/api/v1/decisions";

fn prepare_with(matter: &Matter, calculation: &Value, change: impl FnOnce(&mut Value)) -> Answer {
    let id = matter.clerk.client.post("/api/v1/calculations", calculation).expect(201).at("/id");
    let mut body = decision_body(&id, "2027-04-30");
    change(&mut body);
    matter.clerk.client.key(&format!("k{id}")).post(PATH, &body)
}

fn prepare(matter: &Matter, change: impl FnOnce(&mut Value)) -> Answer {
    prepare_with(matter, &matter.calculation(), change)
}

fn step(client: &Client, seen: &Answer, noun: &str) -> Answer {
    client.if_match(seen.version()).post(&format!("{PATH}/{}/{noun}", seen.at("/id")), &json!({}))
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

/// A matter whose application was received, complete, on a day that has passed.
fn matter_of(app: &TestApp, benefit: &str, received_on: &str) -> Matter {
    app.centre();
    let unit = app.unit("MOPS.W");
    let clerk = app.staff_of(Role::PracownikSwiadczen, Some(unit));
    app.benefit(benefit);
    let filed = app.filed_with(&clerk.client, &support::intake_body(unit, benefit, received_on));
    app.interviewed(&filed.case, clerk.employee, "2026-11-23");
    Matter { clerk, filed, benefit: benefit.to_owned(), income: false }
}

#[test]
fn the_body_cannot_say_that_more_is_granted_than_the_amounts_tell() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        app.db().execute_raw("UPDATE applications SET requested_amount = 80000").unwrap();
        let all = |body: &mut Value| {
            body["extent"] = json!("in_full");
            body["leaveOutReasons"] = json!(true);
        };
        assert_eq!(prepare(&matter, all).fault(422), at("/extent", "extent_mismatch"));
        let silent = prepare(&matter, |body| body["leaveOutReasons"] = json!(true));
        assert_eq!(silent.fault(422), at("/leaveOutReasons", "reasons_required"));
        assert_eq!(prepare(&matter, |_| {}).expect(201).at("/extent"), "in_part");
        app.db().execute_raw("UPDATE applications SET requested_amount = 60000").unwrap();
        assert_eq!(prepare(&matter, all).expect(201).at("/extent"), "in_full");
        let less = prepare(&matter, |body| body["extent"] = json!("in_part")).expect(201);
        assert_eq!(less.at("/extent"), "in_part");
    });
}

#[test]
fn a_calculation_for_another_day_carries_no_decision() {
    each_app(|app| {
        let matter = matter_of(app, "zasilek_okresowy", "2024-12-20");
        let on = |day: &str| {
            let mut body = matter.calculation();
            body["asOf"] = json!(day);
            prepare_with(&matter, &body, |body| body["terms"]["from"] = json!("2024-12-01"))
        };
        assert_eq!(on("2026-11-24").fault(422), at("/calculationId", "calculation_outdated"));
        // The criterion rose on 1 January 2025.
        assert_eq!(on("2024-12-30").fault(422), at("/calculationId", "calculation_outdated"));
        assert_eq!(app.db().count("decisions"), 0);
    });
}

/// Prepares and approves a decision, lets something happen, and tells with what drafting and signing are refused then.
fn refusals(app: &TestApp, matter: &Matter, happens: impl FnOnce(&Matter)) -> [(String, String); 2] {
    let head = app.staff(Role::Kierownik);
    let approved = step(&head, &prepare(matter, |_| {}).expect(201), "approvals").expect(200);
    let next = app.calculated(matter).at("/id");
    happens(matter);
    let drafted = matter.clerk.client.key("later").post(PATH, &decision_body(&next, "2027-04-30"));
    let signed = step(&head, &approved, "signatures");
    assert_eq!(head.get(&format!("{PATH}/{}", approved.at("/id"))).expect(200).at("/state"), "approved");
    assert_eq!((app.db().count("awards"), app.db().count("decisions")), (0, 1));
    [drafted.fault(422), signed.fault(422)]
}

#[test]
fn evidence_that_was_voided_or_disputed_carries_no_decision() {
    for noun in ["voidings", "disputes"] {
        each_app(|app| {
            let matter = app.ready_matter("zasilek_staly", Some("300.00"));
            let evidence = app.db().texts("SELECT id FROM evidence").into_iter().flatten().next().unwrap();
            let refused = refusals(app, &matter, |_| {
                let path = format!("/api/v1/evidence/{evidence}/{noun}");
                let worker = app.staff(Role::PracownikSocjalny);
                let _ = worker.if_match(1).post(&path, &json!({"reason": "pomyłka"})).expect(200);
            });
            let expected = at(&format!("/evidence/{evidence}"), "evidence_voided");
            assert_eq!(refused, [expected.clone(), expected]);
        });
    }
}

#[test]
fn nothing_is_granted_to_a_person_who_died() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let refused = refusals(app, &matter, |matter| {
            let person = format!("/api/v1/persons/{}", matter.filed.person);
            let seen = matter.clerk.client.get(&person).expect(200);
            let death = json!({"deathDate": "2026-11-22"});
            let _ = matter.clerk.client.if_match(seen.version()).post(&format!("{person}/deaths"), &death).expect(200);
        });
        let expected = at(&format!("/members/{}", matter.filed.person), "applicant_deceased");
        assert_eq!(refused, [expected.clone(), expected]);
    });
}

#[test]
fn another_household_needs_another_calculation() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let worker = app.staff(Role::PracownikSocjalny);
        let jan = json!({"givenNames": "Jan", "surname": "Nowak", "birthDate": "1980-01-01", "sex": "male"});
        let jan = worker.post("/api/v1/persons", &jan).expect(201).at("/id");
        let refused = refusals(app, &matter, |matter| {
            let household = format!("/api/v1/households/{}", matter.filed.household);
            let seen = worker.get(&household).expect(200);
            let member = json!({"personId": jan, "role": "partner", "from": "2026-11-23"});
            let _ = worker.if_match(seen.version()).post(&format!("{household}/members"), &member).expect(200);
        });
        let expected = at(&format!("/members/{jan}"), "household_changed");
        assert_eq!(refused, [expected.clone(), expected]);
    });
}

#[test]
fn protection_recorded_after_the_draft_takes_the_address_out_of_what_is_signed() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let clerk = &matter.clerk.client;
        let person = format!("/api/v1/persons/{}", matter.filed.person);
        let address =
            json!({"kind": "zamieszkania", "street": "ul. Wymyślona", "house": "3", "locality": "Przykładowo"});
        let seen = clerk.get(&person).expect(200);
        let seen = clerk.if_match(seen.version()).post(&format!("{person}/addresses"), &address).expect(200);
        let drafted = prepare(&matter, |_| {}).expect(201);
        assert!(drafted.at("/content/party").contains("Wymyślona"), "{}", drafted.text);
        let grounds = json!({"grounds": "procedura Niebieskie Karty"});
        let _ = clerk.if_match(seen.version()).post(&format!("{person}/protections"), &grounds).expect(200);
        let head = app.staff(Role::Kierownik);
        let signed = app.signed(&drafted, &head);
        assert_eq!(signed.at("/content/party"), "Anna Nowak");
        let page = head.get(&format!("{PATH}/{}/rendition", signed.at("/id"))).expect(200);
        assert!(!signed.text.contains("Wymyślona") && !page.text.contains("Wymyślona"), "{}", page.text);
    });
}

#[test]
fn art_106_ust_3_the_first_month_is_not_pushed_away() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let from = |day: &str, extent: &str| {
            prepare(&matter, |body| {
                body["extent"] = json!(extent);
                body["terms"] = json!({"method": "cash_desk", "from": day, "to": "2028-06-30"});
            })
        };
        let late = from("2026-11-02", "in_full");
        assert_eq!(late.at("/errors/0/legalBasis"), "art. 106 ust. 3 u.p.s.");
        assert_eq!(late.fault(422), at("/terms/from", "after_application"));
        assert_eq!(from("2027-11-24", "in_part").fault(422), at("/terms/from", "day_too_far"));
        assert_eq!(from("2027-02-01", "in_part").expect(201).at("/terms/from"), "2027-02-01");
        assert_eq!(from("2026-11-01", "in_full").expect(201).at("/terms/from"), "2026-11-01");
        let ahead = prepare(&matter, |body| body["completeOn"] = json!("2026-11-24"));
        assert_eq!(ahead.fault(422), at("/completeOn", "day_in_future"));
    });
}

#[test]
fn months_of_another_law_are_calculated_by_themselves() {
    each_app(|app| {
        let matter = matter_of(app, "zasilek_okresowy", "2024-12-20");
        let of = |month: &str, amount: &str, from: &str, to: &str| {
            let mut body = matter.calculation();
            body["month"] = json!(month);
            body["chosenAmount"]["amount"] = json!(amount);
            let terms = json!({"method": "cash_desk", "from": from, "to": to});
            prepare_with(&matter, &body, |body| {
                body["extent"] = json!("in_part");
                body["terms"] = terms;
            })
        };
        assert_eq!(of("2026-11", "600.00", "2024-12-01", "2027-04-30").fault(422), at("/terms", "months_differ"));
        assert_eq!(of("2024-12", "400.00", "2024-12-01", "2025-01-31").fault(422), at("/terms", "months_differ"));
        assert_eq!(of("2024-12", "400.00", "2024-12-01", "2024-12-31").expect(201).at("/terms/to"), "2024-12-31");
        assert_eq!(of("2025-01", "600.00", "2025-01-01", "2027-04-30").expect(201).at("/terms/from"), "2025-01-01");
    });
}

#[test]
fn no_month_after_the_last_year_is_scheduled() {
    each_app(|app| {
        app.set_clock("2198-06-15T10:00:00Z");
        let matter = app.ready_matter("zasilek_staly", Some("300.00"));
        let prepared = prepare(&matter, |body| body["terms"] = json!({"method": "cash_desk"})).expect(201);
        let _ = app.signed(&prepared, &app.staff(Role::Kierownik));
        let awards = format!("/api/v1/awards?caseId={}", matter.filed.case);
        let awards = matter.clerk.client.get(&awards).expect(200);
        let months = awards.body["items"][0]["schedule"].as_array().unwrap();
        assert_eq!((months.len(), &months[18]["month"]), (19, &json!("2199-12")));
    });
}

#[test]
fn an_author_with_two_log_ins_is_one_person() {
    each_app(|app| {
        let (matter, prepared) = app.prepared();
        let other = app.second_log_in(&matter.clerk, Role::Kierownik);
        assert_eq!(step(&other, &prepared, "approvals").problem(403), "separation_of_duties");
        let head = app.staff(Role::Kierownik);
        let approved = step(&head, &prepared, "approvals").expect(200);
        assert_eq!(step(&other, &approved, "signatures").problem(403), "separation_of_duties");
        assert_eq!(step(&head, &approved, "signatures").expect(200).at("/state"), "signed");
    });
}

#[test]
fn the_registry_sees_the_delivery_and_no_word_of_the_decision() {
    each_app(|app| {
        let (_, prepared) = app.prepared();
        let signed = app.signed(&prepared, &app.staff(Role::Kierownik));
        let office = app.staff(Role::Kancelaria);
        assert_eq!(office.get(&format!("{PATH}/{}", signed.at("/id"))).problem(403), "action_forbidden");
        let body = json!({"dispatchedOn": "2026-11-23", "deliveredOn": "2026-11-23", "way": "doreczenie"});
        let path = format!("{PATH}/{}/deliveries", signed.at("/id"));
        let delivered = office.if_match(signed.version()).post(&path, &body).expect(200);
        assert_eq!((delivered.at("/state"), delivered.at("/deliveredOn")), ("delivered".into(), "2026-11-23".into()));
        for field in ["content", "terms", "kind", "benefitCode", "extent", "calculationId", "returnNote"] {
            assert!(delivered.body.get(field).is_none(), "{field}: {}", delivered.text);
        }
        assert!(!delivered.text.contains("Nowak") && !delivered.text.contains("600.00"), "{}", delivered.text);
    });
}
