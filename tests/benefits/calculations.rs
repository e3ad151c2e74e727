//! Calculations of cases: what is on file, explained and kept.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use serde_json::Value;
use support::{Answer, Matter, TestApp, each_app, intake_body, json};

const PATH: &str = "/api/v1/calculations";
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn zl(amount: &str) -> Value {
    json!({"amount": amount, "currency": "PLN"})
}

/// A calculation without a choice.
fn plain(matter: &Matter) -> Value {
    let mut body = matter.calculation();
    let fields = body.as_object_mut().unwrap();
    fields.remove("chosenAmount");
    fields.remove("choiceReason");
    body
}

#[test]
fn the_amounts_of_worked_examples_come_out_of_what_is_on_file() {
    each_app(|app| {
        let check = |day: &str, benefit: &str, income: Option<&str>, expected: &[(&str, &str)]| {
            app.set_clock(&format!("{day}T10:00:00Z"));
            let matter = app.matter(benefit, income);
            let answer = matter.clerk.client.post(PATH, &plain(&matter)).expect(201);
            for (pointer, value) in expected {
                assert_eq!(answer.at(pointer), *value, "{benefit} {pointer}: {}", answer.text);
            }
            let path = format!("{PATH}/{}", answer.at("/id"));
            assert_eq!(answer.header("location").as_deref(), Some(path.as_str()));
            let again = matter.clerk.client.get(&path).expect(200);
            assert_eq!((again.body.clone(), again.header("etag").as_deref()), (answer.body.clone(), Some("\"1\"")));
            assert_eq!(answer.text.contains("\"kind\":\"evidence\""), income.is_some(), "{}", answer.text);
            assert!(answer.text.contains("\"kind\":\"parameter\"") && answer.at("/result/hash").len() == 64);
        };
        check(
            "2025-02-01",
            "zasilek_okresowy",
            None,
            &[
                ("/result/outcome", "grant_range"),
                ("/result/min/amount", "505.00"),
                ("/result/max/amount", "823.00"),
                ("/asOf", "2025-02-01"),
                ("/month", "2025-02"),
            ],
        );
        check(
            "2025-03-01",
            "zasilek_staly",
            Some("300.00"),
            &[("/result/outcome", "grant"), ("/result/amount/amount", "1013.00")],
        );
        check(
            "2026-11-21",
            "zasilek_okresowy",
            Some("1010.00"),
            &[
                ("/result/outcome", "refuse"),
                ("/result/refusal/reason", "dochod_nie_jest_nizszy_od_kryterium"),
                ("/result/income/total/exact", "1010.00"),
            ],
        );
    });
}

#[test]
fn a_choice_inside_the_range_is_kept_with_its_reason() {
    each_app(|app| {
        let matter = app.matter("zasilek_okresowy", None);
        let with = |amount: Option<&str>, reason: Option<&str>| {
            let mut body = plain(&matter);
            body["chosenAmount"] = amount.map_or(Value::Null, zl);
            body["choiceReason"] = json!(reason);
            matter.clerk.client.post(PATH, &body)
        };
        let made = with(Some("600.00"), Some("leki")).expect(201);
        assert_eq!((made.at("/chosenAmount/amount"), made.at("/choiceReason")), ("600.00".into(), "leki".into()));
        let steps = made.body["result"]["steps"].as_array().unwrap();
        assert_eq!(steps.last().unwrap()["values"][0]["origin"]["kind"], "choice");
        let fault = |answer: Answer| answer.fault(422);
        assert_eq!(fault(with(Some("823.01"), Some("leki"))), ("/chosenAmount".into(), "amount_out_of_range".into()));
        assert_eq!(fault(with(Some("600.00"), None)), ("/choiceReason".into(), "choice_reason_missing".into()));
        assert_eq!(fault(with(None, Some("leki"))), ("/choiceReason".into(), "amount_not_chosen".into()));
        let staly = app.matter("zasilek_staly", Some("300.00"));
        let mut body = staly.calculation();
        body["chosenAmount"] = zl("1013.00");
        body["choiceReason"] = json!("leki");
        assert_eq!(fault(staly.clerk.client.post(PATH, &body)), ("/chosenAmount".into(), "no_choice".into()));
    });
}

/// A family of two in a new case: the applicant with income, a child without a word about it.
fn family(app: &TestApp) -> (support::Staff, Answer) {
    let unit = app.unit("MOPS.R");
    let clerk = app.staff_of(Role::PracownikSwiadczen, Some(unit));
    app.benefit("zasilek_okresowy");
    let mut body = intake_body(unit, "zasilek_okresowy", "2026-11-23");
    body["household"]["members"].as_array_mut().unwrap().push(json!({
        "ref": "jan", "person": {"givenNames": "Jan", "surname": "Nowak", "birthDate": "2015-06-01"}, "role": "dziecko"
    }));
    let income = |month: &str| json!({"ref": "anna", "record": {"kind": "income", "month": month, "incomeKind": "wynagrodzenie", "amount": zl("1000.00"), "source": "dokument"}});
    body["evidence"] = json!([income("2026-10"), income("2026-11")]);
    let filed = clerk.client.key("family").post("/api/v1/intakes", &body).expect(201);
    (clerk, filed)
}

#[test]
fn income_that_is_not_known_stops_the_calculation() {
    each_app(|app| {
        let (clerk, filed) = family(app);
        let case = filed.at("/applications/0/caseId");
        let household = clerk.client.get(&format!("/api/v1/households/{}", filed.at("/householdId"))).expect(200);
        let members = household.body["members"].as_array().unwrap();
        let child = members.iter().find(|member| member["role"] == "dziecko").unwrap()["personId"].clone();
        let child = child.as_str().unwrap();
        let anna = filed.at("/applicantId");
        let base = json!({"caseId": case, "benefitCode": "zasilek_okresowy"});
        let with = |key: &str, value: Value| {
            let mut body = base.clone();
            body["noIncomePersonIds"] = json!([child]);
            body[key] = value;
            clerk.client.post(PATH, &body)
        };
        let missing = clerk.client.post(PATH, &base);
        assert_eq!(missing.body["code"], "missing_evidence");
        assert_eq!(missing.fault(422), (format!("/members/{child}"), "income_missing".to_owned()));
        let made = with("otherCircumstances", json!(false)).expect(201);
        assert_eq!(
            (made.at("/result/income/total/exact"), made.body["result"]["income"]["persons"].clone()),
            ("1000.00".into(), json!(2))
        );
        // Who states to have had none while income is on file.
        let both = with("noIncomePersonIds", json!([child, anna]));
        assert_eq!(both.fault(422), ("/noIncomePersonIds/1".into(), "income_recorded".into()));
        let stranger = with("incomeLostPersonIds", json!([NOBODY]));
        assert_eq!(stranger.fault(422), ("/incomeLostPersonIds/0".into(), "unknown_reference".into()));
        // Doubted evidence is not used.
        let rows = clerk.client.get(&format!("/api/v1/evidence?personId={anna}")).expect(200);
        let rows = rows.body["items"].as_array().unwrap();
        let of =
            |month: &str| rows.iter().find(|row| row["month"] == month).unwrap()["id"].as_str().unwrap().to_owned();
        let dispute = format!("/api/v1/evidence/{}/disputes", of("2026-10"));
        let _ = clerk.client.if_match(1).post(&dispute, &json!({"reason": "sprzeczne"})).expect(200);
        assert_eq!(with("otherCircumstances", json!(false)).fault(422).0, format!("/members/{anna}"));
        // The month of the application counts for whom income was lost.
        let lost = with("incomeLostPersonIds", json!([anna])).expect(201);
        assert_eq!(lost.at("/inputs/persons/0/income/rows/0/month"), "2026-11");
    });
}

#[test]
fn a_ruling_names_income_that_bears_on_the_application() {
    each_app(|app| {
        let matter = app.matter("zasilek_okresowy", Some("1010.00"));
        let clerk = &matter.clerk.client;
        let person = &matter.filed.person;
        let late = json!({"kind": "income", "personId": person, "month": "2026-12", "incomeKind": "emerytura", "amount": zl("1.00"), "source": "dokument"});
        let rows = clerk.get(&format!("/api/v1/evidence?personId={person}")).expect(200);
        let known = rows.at("/items/0/id");
        app.set_clock("2026-12-10T10:00:00Z");
        let clerk = app.log_in(matter.clerk.user);
        let late = clerk.post("/api/v1/evidence", &late).expect(201).at("/id");
        let with = |evidence: &str| {
            let mut body = plain(&matter);
            body["rulings"] = json!([{"evidenceId": evidence, "counted": false, "reason": "zwrócono"}]);
            clerk.post(PATH, &body)
        };
        let made = with(&known).expect(201);
        assert_eq!(made.at("/result/income/total/exact"), "0.00");
        assert!(made.text.contains("zwrócono"));
        let after = with(&late).fault(422);
        assert_eq!(after, ("/rulings/0/evidenceId".into(), "income_month_after_application".into()));
        assert_eq!(with(NOBODY).fault(422), ("/rulings/0/evidenceId".into(), "unknown_reference".into()));
    });
}

#[test]
fn a_calculation_is_within_the_reach_of_its_case_and_never_changes() {
    each_app(|app| {
        let matter = app.matter("zasilek_okresowy", None);
        let clerk = &matter.clerk.client;
        let made = clerk.key("one").post(PATH, &matter.calculation()).expect(201);
        let path = format!("{PATH}/{}", made.at("/id"));
        let again = clerk.key("one").post(PATH, &matter.calculation()).expect(201);
        assert_eq!((again.at("/id"), again.header("idempotency-replayed").as_deref()), (made.at("/id"), Some("true")));
        assert_eq!(clerk.key("one").post(PATH, &plain(&matter)).problem(422), "idempotency_key_reused");
        let stranger = app.staff_in(Role::PracownikSwiadczen, app.unit("INNY"));
        assert_eq!(stranger.get(&path).problem(404), "not_found");
        assert_eq!(stranger.post(PATH, &plain(&matter)).fault(422), ("/caseId".into(), "unknown_reference".into()));
        assert_eq!(app.staff(Role::Ksiegowosc).get(&path).problem(403), "action_forbidden");
        let mut body = plain(&matter);
        body["asOf"] = json!("2026-11-22");
        assert_eq!(clerk.post(PATH, &body).fault(422), ("/asOf".into(), "application_after_decision".into()));
        body["salary"] = json!(1);
        assert_eq!(clerk.post(PATH, &body).problem(400), "unknown_field");
        for sql in ["UPDATE calculations SET chosen_amount = 1", "DELETE FROM calculations"] {
            assert!(app.db().execute_raw(sql).is_err(), "{sql}");
        }
        app.seal();
        let feed = app.staff(Role::Kierownik).get("/api/v1/events?after=0&limit=200").expect(200);
        assert!(feed.text.contains("\"calculation.created\"") && !feed.text.contains("Nowak"), "{}", feed.text);
    });
}
