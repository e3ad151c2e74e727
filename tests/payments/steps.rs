//! Who takes which step of a payment list, and when.

use domain::platform::role::Role;
use support::payments::{Grant, PayOffice};
use support::{Answer, each_app};

use super::{office_with_one, path, run, social_worker, step};

#[test]
fn a_list_goes_from_draft_to_export() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let (clerk, accountant) = (&office.clerk.client, &office.accountant.client);
        let list = run(clerk, "a", "2026-11");
        let _ = step(clerk, &list, "checks").expect(200);
        let list = clerk.get(&path(&list)).expect(200);
        let approved = step(accountant, &list, "approvals").expect(200);
        assert_eq!(approved.at("/approvedBy"), office.accountant.user.to_string());
        let _ = step(accountant, &approved, "exports").expect(200);
        let exported = accountant.get(&path(&list)).expect(200);
        assert_eq!((exported.at("/state"), exported.version()), ("exported".to_owned(), 4));
        assert_eq!(app.award_of(clerk, &granted)["schedule"][0]["payment"]["state"], "exported");
        for noun in ["checks", "omissions", "voidings"] {
            assert_eq!(step(clerk, &exported, noun).problem(409), "invalid_transition", "{noun}");
        }
        for noun in ["approvals", "exports"] {
            assert_eq!(step(accountant, &exported, noun).problem(409), "invalid_transition", "{noun}");
        }
        app.seal();
        let feed = app.staff(Role::Kierownik).get("/api/v1/events?limit=200").expect(200).text;
        for event in ["award.granted", "payment_list.drawn_up", "payment_list.checked", "payment_list.exported"] {
            assert!(feed.contains(event), "{event}");
        }
    });
}

#[test]
fn steps_need_their_role_and_the_version_the_caller_saw() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let clerk = &office.clerk.client;
        let list = run(clerk, "a", "2026-11");
        for noun in ["checks", "omissions", "approvals", "exports", "voidings"] {
            let path = format!("{}/{noun}", path(&list));
            let right = if ["approvals", "exports"].contains(&noun) { &office.accountant.client } else { clerk };
            let right = right.or_key(noun);
            assert_eq!(right.send("POST", &path, "", &[]).problem(428), "precondition_required", "{noun}");
            let stale = right.if_match(7).send("POST", &path, "", &[]);
            assert_eq!(
                (stale.body["currentVersion"].clone(), stale.problem(412)),
                (1.into(), "version_mismatch".into())
            );
            let stranger = social_worker(app).if_match(1).send("POST", &path, "", &[]);
            assert_eq!(stranger.problem(403), "action_forbidden", "{noun}");
        }
        for noun in ["approvals", "exports"] {
            assert_eq!(step(clerk, &list, noun).problem(403), "action_forbidden", "{noun}");
            assert_eq!(step(&office.accountant.client, &list, noun).problem(409), "invalid_transition", "{noun}");
        }
    });
}

fn checked(office: &PayOffice) -> Answer {
    let clerk = &office.clerk.client;
    let list = run(clerk, "a", "2026-11");
    let _ = step(clerk, &list, "checks").expect(200);
    clerk.get(&path(&list)).expect(200)
}

#[test]
fn nobody_approves_or_exports_what_they_made() {
    each_app(|app| {
        let office = app.pay_office();
        // Whoever drew the list up, prepared a decision or signed one holds the role of accounting, too.
        for user in [office.clerk.user, office.worker, office.head] {
            let _ = app.also(user, Role::Ksiegowosc);
        }
        app.granted(&office, &Grant::default());
        let list = checked(&office);
        for user in [office.clerk.user, office.worker, office.head] {
            assert_eq!(step(&app.log_in(user), &list, "approvals").problem(403), "separation_of_duties");
        }
        let approved = step(&office.accountant.client, &list, "approvals").expect(200);
        let author = app.log_in(office.clerk.user);
        assert_eq!(step(&author, &approved, "exports").problem(403), "separation_of_duties");
        assert_eq!(author.get(&path(&list)).expect(200).at("/state"), "approved");
    });
}

#[test]
fn whoever_drew_a_list_up_is_the_same_person_under_a_second_log_in() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let list = checked(&office);
        let second = app.second_log_in(&office.clerk, Role::Ksiegowosc);
        assert_eq!(step(&second, &list, "approvals").problem(403), "separation_of_duties");
        let approved = step(&office.accountant.client, &list, "approvals").expect(200);
        assert_eq!(step(&second, &approved, "exports").problem(403), "separation_of_duties");
        assert_eq!(step(&office.accountant.client, &approved, "exports").status, 200);
    });
}

#[test]
fn what_happened_since_the_checks_stops_approval_and_export() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let accountant = &office.accountant.client;
        let list = checked(&office);
        let enforceable = |day: &str| {
            app.db().execute_raw(&format!("UPDATE awards SET enforceable_on = {day}")).unwrap();
        };
        enforceable("NULL");
        let blocked = step(accountant, &list, "approvals");
        assert_eq!(blocked.at("/errors/0/code"), "decision_not_enforceable");
        assert_eq!(blocked.at("/errors/0/legalBasis"), "art. 130 § 1 KPA");
        assert_eq!(blocked.problem(409), "list_has_blockers");
        enforceable("'2026-11-20'");
        let approved = step(accountant, &list, "approvals").expect(200);
        enforceable("NULL");
        assert_eq!(step(accountant, &approved, "exports").problem(409), "list_has_blockers");
        let void = step(&office.clerk.client, &approved, "voidings").expect(200);
        assert_eq!(void.at("/state"), "void");
    });
}

#[test]
fn a_draft_with_blockers_is_not_approved() {
    each_app(|app| {
        let office = app.pay_office();
        app.granted(&office, &Grant { enforceable_on: None, ..Grant::default() });
        let list = checked(&office);
        assert_eq!(list.at("/state"), "draft");
        assert_eq!(list.body["lastCheck"]["blockers"], 1);
        assert_eq!(step(&office.accountant.client, &list, "approvals").problem(409), "list_has_blockers");
    });
}

#[test]
fn art_24_kpa_whoever_is_excluded_from_a_case_has_no_hand_in_its_payment() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let list = checked(&office);
        let exclude = |employee| {
            let values = format!("('{employee}', '{}', 'pokrewieństwo')", granted.case);
            let sql = format!("INSERT INTO case_exclusions (employee_id, case_id, grounds) VALUES {values}");
            app.db().execute_raw(&sql).unwrap();
        };
        exclude(office.accountant.employee);
        let accountant = app.log_in(office.accountant.user);
        assert_eq!(step(&accountant, &list, "approvals").problem(403), "separation_of_duties");
        assert_eq!(super::payments(&accountant, &list), Vec::<serde_json::Value>::new());
        let void = step(&office.clerk.client, &list, "voidings").expect(200);
        exclude(office.clerk.employee);
        let clerk = app.log_in(office.clerk.user);
        let run = clerk.key("again").post(super::LISTS, &super::body("2026-11"));
        assert_eq!(run.fault(422).1, "nothing_due");
        assert_eq!(void.at("/state"), "void");
    });
}
