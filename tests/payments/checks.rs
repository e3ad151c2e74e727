//! The checks before payment: each finding, and what it means for the list.

use domain::payments::award::AwardKind;
use domain::platform::role::Role;
use support::payments::{Grant, Granted, nrb};
use support::{Answer, TestApp, each_app, json};

use super::{codes, office_with_one, path, run, step};

fn checked(app: &TestApp, grant: &Grant, spoil: impl Fn(&TestApp, &Granted)) -> (Vec<String>, Answer) {
    let office = app.pay_office();
    let granted = app.granted(&office, grant);
    let list = run(&office.clerk.client, "a", "2026-11");
    spoil(app, &granted);
    let checked = step(&office.clerk.client, &list, "checks").expect(200);
    (codes(&checked), checked)
}

#[test]
fn a_list_in_order_is_checked_and_its_sums_are_fixed() {
    each_app(|app| {
        let (found, checked) = checked(app, &Grant::default(), |_, _| {});
        assert_eq!((found, checked.at("/list/state")), (vec![], "checked".to_owned()));
        assert_eq!(checked.header("etag").as_deref(), Some("\"2\""));
        assert_eq!(checked.body["list"]["lastCheck"], json!({"on": "2026-11-23", "blockers": 0, "warnings": 0}));
        assert_eq!(checked.body["list"]["controlSums"]["count"], 1);
        assert_eq!(checked.at("/list/controlSums/total/amount"), "1000.00");
        assert_eq!(checked.body["list"]["allowedTransitions"], json!(["approve", "void"]));
    });
}

#[test]
fn a_dead_person_is_not_paid() {
    each_app(|app| {
        let (found, checked) = checked(app, &Grant::default(), |app, granted| {
            let clerk = app.staff(Role::Kierownik);
            let person = format!("/api/v1/persons/{}", granted.person);
            let version = clerk.get(&person).expect(200).version();
            let died = clerk.if_match(version).post(&format!("{person}/deaths"), &json!({"deathDate": "2026-11-22"}));
            assert!(died.status < 300, "{}", died.text);
        });
        assert_eq!((found, checked.at("/list/state")), (vec!["payee_dead".to_owned()], "draft".to_owned()));
    });
}

#[test]
fn art_130_kpa_a_decision_that_is_not_enforceable_yet_is_not_paid() {
    each_app(|app| {
        for day in [None, Some("2026-11-24")] {
            let (found, checked) = checked(app, &Grant { enforceable_on: day, ..Grant::default() }, |_, _| {});
            assert!(found.contains(&"decision_not_enforceable".to_owned()), "{found:?}");
            let finding = &checked.body["findings"][0];
            assert_eq!((&finding["severity"], &finding["legalBasis"]), (&json!("blocker"), &json!("art. 130 § 1 KPA")));
            let _ = app.db().execute_raw("UPDATE awards SET enforceable_on = '2026-11-20'");
        }
    });
}

#[test]
fn an_account_the_person_does_not_have_any_more_is_not_paid_to() {
    each_app(|app| {
        let (found, _) = checked(app, &Grant::default(), |app, granted| {
            let ended =
                format!("UPDATE person_accounts SET valid_to = '2026-11-01' WHERE person_id = '{}'", granted.person);
            app.db().execute_raw(&ended).unwrap();
        });
        assert_eq!(found, ["account_invalid"]);
    });
}

#[test]
fn a_new_account_of_the_person_takes_the_place_of_one_they_gave_up() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let clerk = &office.clerk.client;
        let head = app.staff(Role::Kierownik);
        let ended =
            format!("UPDATE person_accounts SET valid_to = '2026-11-01' WHERE person_id = '{}'", granted.person);
        app.db().execute_raw(&ended).unwrap();
        let person = format!("/api/v1/persons/{}", granted.person);
        let version = head.get(&person).expect(200).version();
        let new = nrb(999).to_string();
        let added = head.if_match(version).post(&format!("{person}/accounts"), &json!({"nrb": new, "own": true}));
        assert!(added.status < 300, "{}", added.text);
        let list = run(clerk, "a", "2026-11");
        assert_eq!(super::payments(clerk, &list)[0]["account"], new);
        assert_eq!(step(clerk, &list, "checks").expect(200).at("/list/state"), "checked");
    });
}

#[test]
fn an_account_of_somebody_else_is_left_to_a_person() {
    each_app(|app| {
        let (found, checked) = checked(app, &Grant { own_account: false, ..Grant::default() }, |_, _| {});
        assert_eq!(found, ["account_of_other_person"]);
        assert_eq!(
            (checked.at("/list/state"), checked.at("/findings/0/severity")),
            ("checked".into(), "warning".into())
        );
    });
}

#[test]
fn a_suspended_award_is_not_paid() {
    each_app(|app| {
        let (found, _) = checked(app, &Grant::default(), |app, _| {
            app.db().execute_raw("UPDATE awards SET state = 'suspended'").unwrap();
        });
        assert_eq!(found, ["award_not_active"]);
    });
}

#[test]
fn a_month_is_paid_once_also_over_two_lists() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let clerk = &office.clerk.client;
        let first = run(clerk, "a", "2026-11");
        // An award that has ended lets another begin, though its month is on a list.
        app.db().execute_raw("UPDATE awards SET state = 'ended', ended_with = '2026-11'").unwrap();
        app.granted_to(&office, granted.person, &Grant::default()).unwrap();
        let second = run(clerk, "b", "2026-11");
        let found = step(clerk, &second, "checks").expect(200);
        assert_eq!(codes(&found), ["double_month"]);
        assert_eq!(found.at("/findings/0/legalBasis"), "art. 106 ust. 3 u.p.s.");
        let _ = step(clerk, &first, "voidings").expect(200);
        let second = clerk.get(&path(&second)).expect(200);
        assert_eq!(step(clerk, &second, "checks").expect(200).at("/list/state"), "checked");
    });
}

#[test]
fn one_off_benefits_of_a_month_do_not_disturb_each_other() {
    each_app(|app| {
        let once = Grant { kind: AwardKind::OneOff, ..Grant::default() };
        let office = app.pay_office();
        let granted = app.granted(&office, &once);
        app.granted_to(&office, granted.person, &once).unwrap();
        let list = run(&office.clerk.client, "a", "2026-11");
        assert_eq!(codes(&step(&office.clerk.client, &list, "checks").expect(200)), Vec::<String>::new());
    });
}

#[test]
fn what_is_blocked_is_left_out_and_due_again() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let clerk = &office.clerk.client;
        app.granted(&office, &Grant { enforceable_on: None, amount: "250.00", ..Grant::default() });
        let list = run(clerk, "a", "2026-11");
        let checked = step(clerk, &list, "checks").expect(200);
        assert_eq!(codes(&checked), ["decision_not_enforceable"]);
        let list = clerk.get(&path(&list)).expect(200);
        let left = step(clerk, &list, "omissions").expect(200);
        assert_eq!((left.body["count"].clone(), left.at("/total/amount")), (json!(1), "1000.00".to_owned()));
        assert_eq!(left.body.get("lastCheck"), None);
        assert_eq!(step(clerk, &left, "omissions").fault(422).1, "nothing_blocks");
        assert_eq!(step(clerk, &left, "checks").expect(200).at("/list/state"), "checked");
        let next = run(clerk, "b", "2026-11");
        assert_eq!(
            (next.at("/total/amount"), next.body["supplementaryTo"].clone()),
            ("250.00".to_owned(), list.body["id"].clone())
        );
    });
}
