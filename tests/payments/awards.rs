//! Awards: schedules, overlaps, reach.

use std::sync::Barrier;

use api::http::error::Error;
use domain::payments::award::AwardKind;
use domain::platform::role::Role;
use persistence::testing::Kind;
use support::payments::{Grant, Granted};
use support::{TestApp, each_app, json};

use super::{office_with_one, social_worker};

fn schedule(award: &serde_json::Value) -> Vec<String> {
    let lines = award["schedule"].as_array().unwrap();
    lines
        .iter()
        .map(|line| format!("{} {}", line["month"].as_str().unwrap(), line["amount"]["amount"].as_str().unwrap()))
        .collect()
}

#[test]
fn art_106_ust_3_a_month_of_which_the_right_covers_a_part_has_its_share() {
    each_app(|app| {
        let office = app.pay_office();
        let grant = Grant { from: "2026-11-16", to: Some("2027-01-31"), amount: "900.00", ..Grant::default() };
        let granted = app.granted(&office, &grant);
        let award = app.award_of(&office.clerk.client, &granted);
        assert_eq!(schedule(&award), ["2026-11 450.00", "2026-12 900.00", "2027-01 900.00"]);
        assert_eq!((award["state"].as_str(), award["version"].as_i64()), (Some("active"), Some(2)));
        assert_eq!(award["legalBasis"], "art. 106 ust. 3 u.p.s.");
        assert_eq!(award["personId"], granted.person.to_string());
        let path = format!("/api/v1/awards/{}", award["id"].as_str().unwrap());
        let read = office.accountant.client.get(&path).expect(200);
        assert_eq!((read.body.clone(), read.header("etag")), (award, Some("\"2\"".to_owned())));
    });
}

#[test]
fn an_open_right_is_scheduled_ahead_and_further_as_it_runs() {
    each_app(|app| {
        let office = app.pay_office();
        let granted = app.granted(&office, &Grant { to: None, ..Grant::default() });
        let lines = schedule(&app.award_of(&office.clerk.client, &granted));
        assert_eq!((lines.len(), lines.last().unwrap().as_str()), (24, "2028-10 1000.00"));
        app.set_clock("2028-11-20T10:00:00Z");
        let list = super::run(&app.log_in(office.clerk.user), "later", "2028-11");
        assert_eq!(list.body["count"], 25);
        let lines = schedule(&app.award_of(&app.log_in(office.clerk.user), &granted));
        assert_eq!((lines.len(), lines.last().unwrap().as_str()), (25, "2028-11 1000.00"));
    });
}

#[test]
fn a_benefit_is_granted_once_for_a_day() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let refused =
            app.granted_to(&office, granted.person, &Grant { from: "2027-01-31", to: None, ..Grant::default() });
        let refused = refused.unwrap_err();
        assert!(matches!(refused, Error::OverlappingAward), "{refused:?}");
        assert_eq!((refused.describe().0.as_u16(), refused.describe().1), (409, "overlapping_award"));
        assert_eq!(app.db().count("awards"), 1, "nothing is stored of what was refused");
        let version = |app: &TestApp| app.db().texts("SELECT version FROM persons");
        assert_eq!(version(app), [Some("2".to_owned())], "a grant counts the person's record up");
        let follows = Grant { from: "2027-02-01", to: None, ..Grant::default() };
        let other = Grant { benefit: "zasilek_okresowy".to_owned(), ..Grant::default() };
        let once = Grant { kind: AwardKind::OneOff, ..Grant::default() };
        for grant in [follows, other, once.clone(), once] {
            app.granted_to(&office, granted.person, &grant).unwrap();
        }
    });
}

#[test]
fn a_signature_makes_the_award_and_the_delivery_makes_it_payable() {
    each_app(|app| {
        let office = app.pay_office();
        let (head, clerk) = (app.log_in(office.head), &office.clerk.client);
        let grant = Grant { method: domain::payments::payment::PaymentMethod::CashDesk, ..Grant::default() };
        let person = app.payee(&office, &grant);
        let (granted, other) = (app.approved_to(&office, person, &grant), app.approved_to(&office, person, &grant));
        let path = |granted: &Granted| format!("/api/v1/decisions/{}", granted.decision);
        let sign = |granted: &Granted| head.if_match(1).send("POST", &format!("{}/signatures", path(granted)), "", &[]);
        let signed = sign(&granted).expect(200);
        let award = app.award_of(clerk, &granted);
        assert_eq!((schedule(&award).len(), award.get("enforceableOn")), (3, None));
        assert_eq!(award["decisionId"], signed.body["id"]);
        assert_eq!(sign(&other).problem(409), "overlapping_award");
        assert_eq!(head.get(&path(&other)).expect(200).at("/state"), "approved");
        let list = clerk.key("a").post(super::LISTS, &json!({"month": "2026-11", "method": "cash_desk"})).expect(201);
        let found = super::step(clerk, &list, "checks").expect(200);
        assert_eq!(super::codes(&found), ["decision_not_enforceable"]);
        let delivery = json!({"dispatchedOn": "2026-11-23", "deliveredOn": "2026-11-23", "way": "doreczenie"});
        let delivered = head.if_match(signed.version()).post(&format!("{}/deliveries", path(&granted)), &delivery);
        let enforceable = delivered.expect(200).at("/enforceableOn/on");
        assert_eq!(app.award_of(clerk, &granted)["enforceableOn"], enforceable);
        app.set_clock(&format!("{enforceable}T10:00:00Z"));
        let clerk = app.log_in(office.clerk.user);
        let list = clerk.get(&super::path(&list)).expect(200);
        assert_eq!(super::step(&clerk, &list, "checks").expect(200).at("/list/state"), "checked");
    });
}

#[test]
fn of_two_grants_at_once_one_is_made() {
    for kind in persistence::testing::kinds().into_iter().filter(|kind| *kind == Kind::Postgres) {
        let app = TestApp::start(kind);
        let office = app.pay_office();
        for round in 0..20 {
            let granted = app.granted(&office, &Grant { benefit: format!("inne_{round}"), ..Grant::default() });
            let grant = Grant { benefit: "zasilek_okresowy".to_owned(), ..Grant::default() };
            let barrier = Barrier::new(2);
            let made = std::thread::scope(|scope| {
                let grants: Vec<_> = (0..2)
                    .map(|_| {
                        scope.spawn(|| {
                            barrier.wait();
                            app.granted_to(&office, granted.person, &grant).is_ok()
                        })
                    })
                    .collect();
                grants.into_iter().map(|grant| grant.join().unwrap()).filter(|made| *made).count()
            });
            assert_eq!(made, 1, "round {round}");
        }
    }
}

#[test]
fn awards_follow_the_reach_of_their_case() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let award = app.award_of(&office.accountant.client, &granted);
        let path = format!("/api/v1/awards/{}", award["id"].as_str().unwrap());
        let list = format!("/api/v1/awards?caseId={}", granted.case);
        let elsewhere = app.staff_in(Role::PracownikSwiadczen, app.unit("INNA"));
        for path in [&path, &list] {
            assert_eq!(elsewhere.get(path).problem(404), "not_found");
            assert_eq!(social_worker(app).get(path).problem(403), "action_forbidden");
            assert_eq!(app.anonymous().get(path).problem(401), "token_invalid");
            let _ = app.staff_in(Role::PracownikSwiadczen, office.unit).get(path).expect(200);
        }
        assert_eq!(elsewhere.get("/api/v1/awards").problem(400), "invalid_filter");
    });
}
