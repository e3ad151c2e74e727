//! Intakes: everything in one request, or nothing.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use std::collections::BTreeSet;

use domain::kernel::ids::OrgUnitId;
use domain::platform::role::Role;
use serde_json::Value;
use support::{Answer, Client, Filed, TestApp, each_app, intake_body, json};

use crate::races;

const INTAKES: &str = "/api/v1/intakes";
const TODAY: &str = "2026-11-23";
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
/// Everything that an intake can write.
const TABLES: &[&str] = &[
    "persons",
    "person_names",
    "person_addresses",
    "person_units",
    "households",
    "household_memberships",
    "evidence",
    "intakes",
    "cases",
    "case_circumstances",
    "applications",
    "clocks",
    "counters",
    "idempotency_keys",
    "journal",
];

/// A unit, a worker of it, and a catalogue with two benefits.
fn ready(app: &TestApp) -> (OrgUnitId, Client) {
    let unit = app.unit("MOPS.DŚ");
    app.benefit("zasilek_okresowy");
    app.benefit("zasilek_celowy");
    (unit, app.staff_in(Role::PracownikSocjalny, unit))
}

fn rows(app: &TestApp) -> Vec<i64> {
    TABLES.iter().map(|table| app.db().count(table)).collect()
}

fn zl(amount: &str) -> Value {
    json!({"amount": amount, "currency": "PLN"})
}

/// A family with everything in it: three new people, their household, evidence about two of them and the household,
/// two applications.
fn family(unit: OrgUnitId) -> Value {
    json!({
        "channel": "oral_protocol", "receivedOn": TODAY, "postedOn": "2026-11-20", "orgUnitId": unit.to_string(),
        "sourceSystem": "obywatel", "externalId": "UPP-1", "note": "wniosek ustny",
        "payloadDigest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "applicant": {"ref": "ewa", "person": {
            "givenNames": "Ewa", "surname": "Żółć", "pesel": "44051401359",
            "addresses": [{"kind": "zamieszkania", "locality": "Łódź", "postalCode": "90-926"}]
        }},
        "household": {"members": [
            {"ref": "ewa", "role": "wnioskodawca"},
            {"ref": "jan", "person": {"givenNames": "Jan", "surname": "Żółć", "birthDate": "2015-06-01"}, "role": "dziecko"},
            {"person": {"givenNames": "Adam", "surname": "Żółć"}, "role": "malzonek", "from": "2020-01-01"}
        ]},
        "evidence": [
            {"ref": "ewa", "record": {"kind": "income", "month": "2026-10", "incomeKind": "wynagrodzenie", "amount": zl("900.00"), "source": "dokument"}},
            {"ref": "jan", "record": {"kind": "schooling", "note": "szkoła podstawowa", "source": "oswiadczenie"}},
            {"record": {"kind": "rent", "amount": zl("640.00"), "source": "dokument"}}
        ],
        "applications": [
            {"benefitCode": "zasilek_okresowy", "circumstances": ["4", "7a"], "complete": true},
            {"benefitCode": "zasilek_celowy", "demand": "opał na zimę", "requestedAmount": zl("800.00"), "urgency": "urgent"}
        ]
    })
}

#[test]
fn one_request_registers_people_household_evidence_and_a_case_for_each_application() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let answer = worker.key("a").post(INTAKES, &family(unit)).expect(201);
        let filed = Filed::of(answer.clone());
        assert_eq!(answer.header("location"), Some(format!("{INTAKES}/{}", filed.intake)));
        assert_eq!(answer.header("etag").as_deref(), Some("\"1\""));
        assert_eq!((answer.at("/state"), &answer.body["allowedTransitions"]), ("split".to_owned(), &json!([])));
        assert_eq!(filed.number, "MOPS.DŚ.5120.1.2026");
        assert_eq!(answer.at("/applications/1/caseNumber"), "MOPS.DŚ.5120.2.2026");
        assert_eq!(
            (answer.at("/applications/0/state"), answer.at("/applications/1/state")),
            ("complete".to_owned(), "registered".to_owned())
        );
        assert_eq!(worker.get(&format!("{INTAKES}/{}", filed.intake)).expect(200).body, answer.body);
        let person = worker.get(&format!("/api/v1/persons/{}", filed.person)).expect(200);
        assert_eq!((person.at("/surname"), person.at("/addresses/0/locality")), ("Żółć".to_owned(), "Łódź".to_owned()));
        let household = worker.get(&format!("/api/v1/households/{}", filed.household)).expect(200);
        let days: Vec<_> = household.body["members"].as_array().unwrap().iter().map(|m| m["from"].clone()).collect();
        assert_eq!(days, ["2020-01-01", TODAY, TODAY], "from the day of receipt on, unless the request says otherwise");
        let rent = worker.get(&format!("/api/v1/evidence?householdId={}", filed.household)).expect(200);
        assert_eq!(rent.at("/items/0/amount/amount"), "640.00");
        let counts: Vec<i64> =
            ["persons", "evidence", "intakes", "cases", "case_circumstances", "applications", "clocks"]
                .iter()
                .map(|table| app.db().count(table))
                .collect();
        assert_eq!(counts, [3, 3, 1, 2, 2, 2, 4]);
        let due = app.db().texts("SELECT CAST(due_on AS TEXT) FROM clocks ORDER BY rule, due_on");
        let due: Vec<String> = due.into_iter().flatten().collect();
        // A month to 23 December, twice; 14 working days with no day off in them; two for the urgent one.
        assert_eq!(due, ["2026-12-23", "2026-12-23", "2026-12-11", "2026-11-25"]);
        let events = app.staff(Role::Kierownik);
        app.seal();
        let feed = events.get("/api/v1/events?after=0&limit=200").expect(200);
        assert!(!feed.text.contains("Żółć") && !feed.text.contains("44051401359"), "{}", feed.text);
        for kind in [
            "intake.registered",
            "person.registered",
            "household.registered",
            "evidence.recorded",
            "case.opened",
            "application.filed",
        ] {
            assert!(feed.text.contains(&format!("\"{kind}\"")), "{kind}");
        }
    });
}

fn with(unit: OrgUnitId, pointer: &str, value: Value) -> Value {
    let mut body = family(unit);
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        Value::Object(fields) => {
            fields.insert(name.to_owned(), value);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => panic!("{pointer} names no field"),
    }
    body
}

#[test]
fn a_fault_in_any_part_is_named_and_nothing_is_written() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let elsewhere = app.unit("INNY");
        let stranger = app.staff_in(Role::PracownikSocjalny, elsewhere);
        let foreign = stranger.post("/api/v1/persons", &json!({"givenNames": "Obca", "surname": "Osoba"})).expect(201);
        let foreign = foreign.at("/id");
        let before = rows(app);
        let cases = [
            ("/channel", json!("email"), "/channel", "form_not_allowed"),
            ("/channel", json!("phone"), "/channel", "form_not_allowed"),
            ("/channel", json!("epuap"), "/channel", "form_not_allowed"),
            ("/receivedOn", json!("2026-11-24"), "/receivedOn", "day_in_future"),
            ("/postedOn", json!("2026-11-24"), "/postedOn", "posted_after_receipt"),
            ("/externalId", json!(null), "/externalId", "source_incomplete"),
            ("/sourceSystem", json!(null), "/sourceSystem", "source_incomplete"),
            ("/orgUnitId", json!(elsewhere.to_string()), "/orgUnitId", "unknown_reference"),
            ("/orgUnitId", json!(NOBODY), "/orgUnitId", "unknown_reference"),
            ("/applicant", json!({}), "/applicant", "one_party"),
            ("/applicant/person/pesel", json!("44051401358"), "/applicant/person/pesel", "pesel_check_digit"),
            ("/applicant/person/orgUnitId", json!(unit.to_string()), "/applicant/person/orgUnitId", "unit_of_intake"),
            ("/household/householdId", json!(NOBODY), "/household", "one_household"),
            ("/household/members/0/ref", json!("nikt"), "/household/members/0/ref", "unknown_reference"),
            ("/household/members/1/ref", json!("ewa"), "/household/members/1/ref", "listed_twice"),
            ("/household/members/0/to", json!("2026-11-22"), "/household/members", "applicant_not_member"),
            (
                "/household/members/1/person/birthDate",
                json!("2027-01-01"),
                "/household/members/1/person/birthDate",
                "birth_date_in_future",
            ),
            ("/evidence/0/ref", json!("nikt"), "/evidence/0/ref", "unknown_reference"),
            ("/evidence/0/record/amount", zl("-1.00"), "/evidence/0/record/amount", "amount_negative"),
            ("/evidence/0/record/personId", json!(NOBODY), "/evidence/0/ref", "one_subject"),
            ("/applications/1/benefitCode", json!("nie_ma"), "/applications/1/benefitCode", "unknown_benefit"),
            ("/applications/1/requestedAmount", zl("-0.01"), "/applications/1/requestedAmount", "amount_negative"),
            ("/applications/0/circumstances", json!(["4", "4"]), "/applications/0/circumstances/1", "listed_twice"),
            ("/applicant", json!({"personId": foreign, "ref": "ewa"}), "/applicant/personId", "unknown_reference"),
        ];
        for (n, (pointer, value, fault_at, code)) in cases.into_iter().enumerate() {
            let answer = worker.key(&format!("k{n}")).post(INTAKES, &with(unit, pointer, value)).expect(422);
            assert_eq!(answer.at("/code"), "rule_violation");
            let faults = answer.body["errors"].as_array().unwrap();
            let named = |fault: &&Value| fault["pointer"] == fault_at && fault["code"] == code;
            assert!(faults.iter().any(|fault| named(&fault)), "{pointer}: {}", answer.text);
            assert!(!answer.text.contains("Żółć") && !answer.text.contains("440514"), "{}", answer.text);
            assert_eq!(rows(app), before, "{pointer}");
        }
        let by_mail = worker.key("mail").post(INTAKES, &with(unit, "/channel", json!("email"))).expect(422);
        assert_eq!(by_mail.at("/errors/0/legalBasis"), "art. 63 § 1 KPA");
        // Faults that only writing finds: a third person with the PESEL of the first, somebody in two households.
        let twin = with(unit, "/household/members/2/person/pesel", json!("44051401359"));
        let twin = worker.key("twin").post(INTAKES, &twin);
        assert_eq!(twin.fault(409), ("/household/members/2/person/pesel".to_owned(), "duplicate".to_owned()));
        let mut late = family(unit);
        late["evidence"][2]["record"]["personId"] = json!(foreign);
        let late = worker.key("late").post(INTAKES, &late);
        assert_eq!(late.fault(422), ("/evidence/2/record/personId".to_owned(), "unknown_reference".to_owned()));
        assert_eq!(rows(app), before);
        let _ = worker.key("right").post(INTAKES, &family(unit)).expect(201);
    });
}

#[test]
fn all_faults_of_the_body_come_at_once() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let mut body = family(unit);
        body["channel"] = json!("phone");
        body["receivedOn"] = json!("2026-12-01");
        body["applicant"]["person"]["pesel"] = json!("44051401358");
        body["applications"][1]["requestedAmount"] = zl("-5.00");
        let answer = worker.key("a").post(INTAKES, &body).expect(422);
        let codes: Vec<_> =
            answer.body["errors"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["form_not_allowed", "day_in_future", "amount_negative", "pesel_check_digit"]);
    });
}

#[test]
fn a_repeat_answers_the_same_and_another_body_under_the_key_is_refused() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let body = family(unit);
        let first = worker.key("one").post(INTAKES, &body).expect(201);
        let before = rows(app);
        let again = worker.key("one").post(INTAKES, &body).expect(201);
        assert_eq!((again.body.clone(), again.header("idempotency-replayed")), (first.body, Some("true".to_owned())));
        let other = with(unit, "/note", json!("inna"));
        assert_eq!(worker.key("one").post(INTAKES, &other).problem(422), "idempotency_key_reused");
        assert_eq!(worker.post(INTAKES, &body).problem(428), "idempotency_key_required");
        let resent = worker.key("two").post(INTAKES, &body);
        assert_eq!(resent.fault(409), ("/externalId".to_owned(), "duplicate".to_owned()));
        assert_eq!(rows(app), before);
        let known = with(unit, "/externalId", json!("UPP-2"));
        let known = worker.key("three").post(INTAKES, &known);
        assert!(!known.text.contains(&again.at("/applicantId")), "a duplicate never says who");
        assert_eq!(known.fault(409), ("/applicant/person/pesel".to_owned(), "duplicate".to_owned()));
    });
}

#[test]
fn somebody_on_record_applies_again_with_the_household_on_record() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let first = app.filed_with(&worker, &family(unit));
        let mut body = intake_body(unit, "zasilek_celowy", TODAY);
        body["applicant"] = json!({"personId": first.person});
        body["household"] = json!({"householdId": first.household});
        let second = app.filed_with(&worker, &body);
        assert_eq!((&second.person, &second.household), (&first.person, &first.household));
        assert_eq!(second.number, "MOPS.DŚ.5120.3.2026");
        assert_eq!(app.db().count("households"), 1);
        // The registry files it for another unit, whose workers then reach the record.
        let other = app.unit("MOPS.PS");
        let colleague = app.staff_in(Role::PracownikSocjalny, other);
        assert_eq!(colleague.get(&format!("/api/v1/persons/{}", first.person)).problem(404), "not_found");
        body["orgUnitId"] = json!(other.to_string());
        let third = app.filed_with(&app.staff(Role::Kancelaria), &body);
        assert_eq!(third.number, "MOPS.PS.5120.1.2026");
        let _ = colleague.get(&format!("/api/v1/persons/{}", first.person)).expect(200);
        // Somebody new in a household on record is no member of it.
        let mut stranger = intake_body(unit, "zasilek_celowy", TODAY);
        stranger["household"] = json!({"householdId": first.household});
        let refused = worker.key("s").post(INTAKES, &stranger);
        assert_eq!(refused.fault(422), ("/household/householdId".to_owned(), "applicant_not_member".to_owned()));
        // Somebody in a household already cannot be in a new one.
        let mut moved = intake_body(unit, "zasilek_celowy", TODAY);
        moved["applicant"] = json!({"personId": first.person, "ref": "anna"});
        let refused = worker.key("m").post(INTAKES, &moved);
        assert_eq!(refused.fault(422), ("/household/members/0/personId".to_owned(), "membership_overlap".to_owned()));
    });
}

#[test]
fn intakes_at_once_get_different_marks_without_a_gap() {
    races::each_app(|app, rounds| {
        let (unit, worker) = ready(app);
        let mut marks = BTreeSet::new();
        for round in 0..rounds {
            // The third comes as far as its mark, and then its evidence is about nobody.
            let answers = races::at_once(3, |n| {
                let mut body = intake_body(unit, "zasilek_okresowy", TODAY);
                if n == 2 {
                    let about = json!({"kind": "health", "personId": NOBODY, "note": "x", "source": "dokument"});
                    body["evidence"] = json!([{"record": about}]);
                }
                worker.key(&format!("k-{round}-{n}")).post(INTAKES, &body)
            });
            let (refused, filed): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|one| one.status == 422);
            assert_eq!((refused.len(), filed.len()), (1, 2), "round {round}");
            marks.extend(filed.into_iter().map(|answer| Filed::of(answer.expect(201)).number));
        }
        let expected: BTreeSet<String> = (1..=2 * rounds).map(|n| format!("MOPS.DŚ.5120.{n}.2026")).collect();
        assert_eq!(marks, expected, "a refused intake leaves no gap");
    });
}

#[test]
fn the_mark_has_the_year_of_receipt_and_the_limits_run_from_then() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let mut body = intake_body(unit, "zasilek_okresowy", "2025-12-30");
        body["applications"][0]["complex"] = json!(true);
        assert_eq!(app.filed_with(&worker, &body).number, "MOPS.DŚ.5120.1.2025");
        let due = app.db().texts("SELECT CAST(due_on AS TEXT) FROM clocks ORDER BY rule");
        // Two months from 30 December end on the last of February, a Saturday.
        assert_eq!(due, [Some("2026-03-02".to_owned()), Some("2026-01-21".to_owned())]);
    });
}

#[test]
fn art_63_par_1_kpa_the_centre_says_whether_epuap_files() {
    for kind in persistence::testing::kinds() {
        let app = TestApp::start_with(kind, |config| config.epuap_files = true);
        let (unit, worker) = ready(&app);
        let mut body = intake_body(unit, "zasilek_okresowy", TODAY);
        body["channel"] = json!("epuap");
        assert_eq!(app.filed_with(&worker, &body).answer.at("/channel"), "epuap");
    }
}

#[test]
fn who_may_not_register_or_reach_does_not() {
    each_app(|app| {
        let (unit, worker) = ready(app);
        let body = intake_body(unit, "zasilek_okresowy", TODAY);
        for role in [Role::Ksiegowosc, Role::AdministratorSystemu, Role::IodAudytor] {
            assert_eq!(app.staff(role).key("a").post(INTAKES, &body).problem(403), "action_forbidden");
        }
        assert_eq!(app.anonymous().key("a").post(INTAKES, &body).problem(401), "token_invalid");
        assert_eq!(app.db().count("intakes"), 0);
        let filed = app.filed_with(&worker, &body);
        let path = format!("{INTAKES}/{}", filed.intake);
        let stranger = app.staff_in(Role::PracownikSocjalny, app.unit("INNY"));
        assert_eq!(stranger.get(&path).problem(404), "not_found");
        assert_eq!(app.staff(Role::Ksiegowosc).get(&path).problem(403), "action_forbidden");
        let _ = app.staff(Role::Kancelaria).get(&path).expect(200);
        assert_eq!(worker.get(&format!("{INTAKES}/{NOBODY}")).problem(404), "not_found");
        let unchanged = worker.with("if-none-match", "\"1\"").get(&path);
        assert_eq!(unchanged.status, 304);
    });
}
