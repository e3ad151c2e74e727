//! What a decision needs, and what it is drafted from.

use domain::platform::role::Role;
use serde_json::Value;
use support::{Answer, Matter, TestApp, decision_body, each_app, json};

const PATH: &str = "/api/v1/decisions";

fn prepare(app: &TestApp, matter: &Matter, change: impl FnOnce(&mut Value)) -> Answer {
    let mut body = decision_body(&app.calculated(matter).at("/id"), "2027-04-30");
    change(&mut body);
    matter.clerk.client.key(&format!("k{}", body["calculationId"])).post(PATH, &body)
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn art_106_ust_4_a_decision_needs_an_interview_made_for_the_application() {
    each_app(|app| {
        app.centre();
        let matter = app.matter("zasilek_okresowy", None);
        let missing = prepare(app, &matter, |_| {});
        assert_eq!(
            (missing.at("/code"), missing.at("/errors/0/legalBasis")),
            ("missing_evidence".into(), "art. 106 ust. 4 u.p.s.".into())
        );
        assert_eq!(missing.fault(422).1, "interview_missing");
        app.interviewed(&matter.filed.case, matter.clerk.employee, "2026-11-22");
        let old = prepare(app, &matter, |_| {});
        assert_eq!(
            (old.at("/code"), old.at("/errors/0/legalBasis")),
            ("interview_outdated".into(), "art. 107 ust. 4 u.p.s.".into())
        );
        app.interviewed(&matter.filed.case, matter.clerk.employee, "2026-11-23");
        let made = prepare(app, &matter, |_| {}).expect(201);
        let factual = made.at("/content/factualReasons");
        assert!(factual.contains("23 listopada 2026 r.") && factual.contains("osoba: wnioskodawca"), "{factual}");
        assert!(factual.contains("rodzinny wywiad środowiskowy z dnia 23 listopada 2026 r"), "{factual}");
    });
}

#[test]
fn a_refusal_words_its_reason_and_pays_nothing() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", Some("1010.00"));
        let calculate = || {
            let mut body = matter.calculation();
            let fields = body.as_object_mut().unwrap();
            fields.remove("chosenAmount");
            fields.remove("choiceReason");
            matter.clerk.client.post("/api/v1/calculations", &body).expect(201).at("/id")
        };
        let id = calculate();
        let post = |key: &str, body: Value| matter.clerk.client.key(key).post(PATH, &body);
        let with_terms = post("a", decision_body(&id, "2027-04-30"));
        assert_eq!(with_terms.fault(422), at("/terms", "terms_mismatch"));
        assert_eq!(post("b", json!({"calculationId": id, "kind": "grant"})).fault(422), at("/kind", "not_entitled"));
        let made = post("c", json!({"calculationId": id})).expect(201);
        assert_eq!((made.at("/kind"), made.at("/extent")), ("refuse".into(), "not_at_all".into()));
        assert!(made.body.get("terms").is_none());
        let (legal, factual) = (made.at("/content/legalReasons"), made.at("/content/factualReasons"));
        assert!(legal.contains("dochód nie jest niższy od kryterium dochodowego (art. 38 ust. 1"), "{legal}");
        assert!(legal.contains("1010,00"), "{legal}");
        assert!(factual.contains("dochód: emerytura, 2026-10; dokument: decyzja ZUS"), "{factual}");
        let kept = post("d", json!({"calculationId": calculate(), "leaveOutReasons": true}));
        assert_eq!(kept.at("/code"), "reasoning_incomplete");
        assert_eq!(kept.fault(422), at("/leaveOutReasons", "reasons_required"));
    });
}

#[test]
fn an_entitled_person_is_refused_only_with_reasons_of_its_own() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let refuse = |change: fn(&mut Value)| {
            prepare(app, &matter, |body| {
                body["kind"] = json!("refuse");
                body.as_object_mut().unwrap().remove("terms");
                change(body);
            })
        };
        assert_eq!(refuse(|_| {}).fault(422), at("/refusalReasons", "refusal_reason_missing"));
        let made =
            refuse(|body| body["refusalReasons"] = json!(["brak współdziałania (art. 11 ust. 2 u.p.s.)"])).expect(201);
        assert!(made.at("/content/legalReasons").contains("– brak współdziałania (art. 11 ust. 2 u.p.s.)"));
    });
}

#[test]
fn terms_follow_the_application_the_benefit_and_the_account() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_okresowy", None);
        let with = |terms: Value| prepare(app, &matter, |body| body["terms"] = terms);
        assert_eq!(with(Value::Null).fault(422), at("/terms", "terms_mismatch"));
        let early = with(json!({"method": "cash_desk", "from": "2026-10-31", "to": "2026-12-31"}));
        assert_eq!(early.at("/errors/0/legalBasis"), "art. 106 ust. 3 u.p.s.");
        assert_eq!(early.fault(422), at("/terms/from", "before_application"));
        assert_eq!(with(json!({"method": "cash_desk"})).fault(422), at("/terms/to", "last_day_missing"));
        assert_eq!(with(json!({"method": "cash_desk", "to": "2026-10-31"})).fault(422), at("/terms/to", "range"));
        let nowhere = json!({"method": "account", "to": "2026-12-31", "accountId": matter.filed.case});
        assert_eq!(with(nowhere).fault(422), at("/terms/accountId", "unknown_reference"));
        assert_eq!(
            with(json!({"method": "account", "to": "2026-12-31"})).fault(422),
            at("/terms/accountId", "account_missing")
        );
        let person = format!("/api/v1/persons/{}", matter.filed.person);
        let clerk = &matter.clerk.client;
        let seen = clerk.get(&person).expect(200);
        let account = json!({"nrb": "61109010140000071219812874", "own": true});
        let with_account = clerk.if_match(seen.version()).post(&format!("{person}/accounts"), &account).expect(200);
        let account = with_account.at("/accounts/0/id");
        let unused = json!({"method": "cash_desk", "to": "2026-12-31", "accountId": account});
        assert_eq!(with(unused).fault(422), at("/terms/accountId", "account_unused"));
        let made = with(json!({"method": "account", "to": "2026-12-31", "accountId": account})).expect(201);
        assert_eq!((made.at("/terms/accountId"), made.at("/terms/kind")), (account, "monthly".into()));
        assert_eq!(app.db().count("decisions"), 1);
    });
}

#[test]
fn a_one_off_benefit_has_a_purpose_and_ends_with_its_month() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_celowy", None);
        let with = |purpose: Value| {
            prepare(app, &matter, |body| {
                body["purpose"] = purpose;
                body["terms"] = json!({"method": "supplier"});
            })
        };
        let no_purpose = with(Value::Null);
        assert_eq!(no_purpose.at("/code"), "reasoning_incomplete");
        assert_eq!(no_purpose.fault(422), at("/purpose", "slot_empty"));
        let made = with(json!("zakup opału")).expect(201);
        assert_eq!((made.at("/terms/kind"), made.at("/terms/to")), ("one_off".into(), "2026-11-30".into()));
        assert!(made.at("/content/ruling").contains("zakup opału"));
        let bare = app.ready_matter("zasilek_celowy", None);
        let mut body = bare.calculation();
        body.as_object_mut().unwrap().remove("chosenAmount");
        body.as_object_mut().unwrap().remove("choiceReason");
        let id = bare.clerk.client.post("/api/v1/calculations", &body).expect(201).at("/id");
        let unchosen =
            bare.clerk.client.key("x").post(PATH, &json!({"calculationId": id, "terms": {"method": "supplier"}}));
        assert_eq!(unchosen.fault(422), at("/calculationId", "amount_not_chosen"));
    });
}

#[test]
fn the_address_of_a_protected_party_is_not_printed() {
    each_app(|app| {
        let matter = app.ready_matter("zasilek_staly", Some("300.00"));
        let clerk = &matter.clerk.client;
        let person = format!("/api/v1/persons/{}", matter.filed.person);
        let address = json!({"kind": "zamieszkania", "street": "ul. Wymyślona", "house": "3", "flat": "4", "postalCode": "00-001", "locality": "Przykładowo"});
        let seen = clerk.get(&person).expect(200);
        let seen = clerk.if_match(seen.version()).post(&format!("{person}/addresses"), &address).expect(200);
        let open = prepare(app, &matter, |_| {}).expect(201);
        assert_eq!(open.at("/content/party"), "Anna Nowak, ul. Wymyślona 3 m. 4, 00-001 Przykładowo");
        let grounds = json!({"grounds": "procedura Niebieskie Karty"});
        let _ = clerk.if_match(seen.version()).post(&format!("{person}/protections"), &grounds).expect(200);
        let hidden = prepare(app, &matter, |_| {}).expect(201);
        assert_eq!(hidden.at("/content/party"), "Anna Nowak");
        assert!(!hidden.text.contains("Wymyślona"));
    });
}

#[test]
fn an_application_is_found_complete_before_it_is_decided() {
    each_app(|app| {
        app.centre();
        let unit = app.unit("MOPS.Z");
        let clerk = app.staff_of(Role::PracownikSwiadczen, Some(unit));
        app.benefit("zasilek_staly");
        let mut body = support::intake_body(unit, "zasilek_staly", "2026-10-20");
        body["applications"][0]["complete"] = json!(false);
        let filed = app.filed_with(&clerk.client, &body);
        app.interviewed(&filed.case, clerk.employee, "2026-11-23");
        let matter = Matter { clerk, filed, benefit: "zasilek_staly".to_owned(), income: false };
        let open = prepare(app, &matter, |_| {});
        assert_eq!(open.at("/code"), "missing_evidence");
        assert_eq!(open.fault(422), at("/completeOn", "application_incomplete"));
        let made = prepare(app, &matter, |body| body["completeOn"] = json!("2026-11-03")).expect(201);
        assert_eq!(made.at("/terms/from"), "2026-11-01", "the month in which the last document was there");
        let state = app.db().texts("SELECT state FROM applications");
        assert_eq!(state, [Some("complete".to_owned())]);
    });
}

#[test]
fn what_the_decision_rests_on_must_be_there() {
    each_app(|app| {
        let matter = app.matter("zasilek_staly", Some("300.00"));
        app.interviewed(&matter.filed.case, matter.clerk.employee, "2026-11-23");
        let no_centre = prepare(app, &matter, |_| {});
        assert_eq!(no_centre.at("/code"), "reasoning_incomplete");
        assert_eq!(no_centre.fault(422).1, "centre_unknown");
        app.centre();
        let wrong = prepare(app, &matter, |body| body["extent"] = json!("not_at_all"));
        assert_eq!(wrong.at("/errors/0/code"), "extent_mismatch");
        let unknown = prepare(app, &matter, |body| body["salary"] = json!(1));
        assert_eq!(unknown.problem(400), "unknown_field");
        let closed = format!("/api/v1/cases/{}", matter.filed.case);
        let _ = matter.clerk.client.get(&closed).expect(200);
        app.db().execute_raw("UPDATE cases SET status = 'closing', result = 'granted'").unwrap();
        assert_eq!(prepare(app, &matter, |_| {}).problem(409), "invalid_transition");
    });
}
