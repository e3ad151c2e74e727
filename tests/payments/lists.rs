//! What goes on a payment list, and what does not.

use domain::payments::award::AwardKind;
use domain::payments::payment::PaymentMethod;
use domain::platform::role::Role;
use support::payments::Grant;
use support::{each_app, json};

use super::{LISTS, body, office_with_one, path, payments, run, social_worker, step};

#[test]
fn a_list_has_everything_due_and_run_again_adds_nothing() {
    each_app(|app| {
        let office = app.pay_office();
        let clerk = &office.clerk.client;
        app.granted(&office, &Grant { surname: "Żak".to_owned(), from: "2026-10-01", ..Grant::default() });
        app.granted(&office, &Grant { surname: "Ćma".to_owned(), amount: "300.50", ..Grant::default() });
        app.granted(&office, &Grant { method: PaymentMethod::CashDesk, ..Grant::default() });
        app.granted(&office, &Grant { from: "2026-12-01", ..Grant::default() });
        let list = run(clerk, "a", "2026-11");
        let sums = |list: &support::Answer| (list.body["count"].clone(), list.at("/total/amount"), list.at("/state"));
        assert_eq!(sums(&list), (json!(3), "2300.50".to_owned(), "draft".to_owned()));
        assert_eq!(list.body["allowedTransitions"], json!(["check", "leave_out", "void"]));
        let shown: Vec<String> = payments(clerk, &list)
            .iter()
            .map(|p| {
                format!(
                    "{} {} {}",
                    p["payee"].as_str().unwrap(),
                    p["month"].as_str().unwrap(),
                    p["amount"]["amount"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(
            shown,
            ["Żaneta Ćma 2026-11 300.50", "Żaneta Żak 2026-10 1000.00", "Żaneta Żak 2026-11 1000.00"],
            "by name and month"
        );
        let again = run(clerk, "b", "2026-11");
        assert_eq!((again.body.clone(), app.db().count("payments")), (list.body.clone(), 3));
        let cash = clerk.key("c").post(LISTS, &json!({"month": "2026-11", "method": "cash_desk"})).expect(201);
        assert_eq!((cash.body["count"].clone(), cash.body["number"].clone()), (json!(1), json!(2)));
        assert_eq!(clerk.get(&path(&list)).expect(200).body, list.body);
        let paid = app.db().count("payments WHERE state = 'on_list'");
        assert_eq!(paid, 4);
    });
}

#[test]
fn what_comes_later_goes_on_a_supplementary_list() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let clerk = &office.clerk.client;
        let first = run(clerk, "a", "2026-11");
        app.granted(&office, &Grant { amount: "77.00", ..Grant::default() });
        let second = run(clerk, "b", "2026-11");
        assert_eq!(second.body["supplementaryTo"], first.body["id"]);
        assert_eq!((second.body["count"].clone(), second.at("/total/amount")), (json!(1), "77.00".to_owned()));
        assert_eq!(run(clerk, "c", "2026-11").body, second.body);
        let only = clerk
            .key("d")
            .post(LISTS, &json!({"month": "2026-12", "method": "account", "benefitCode": "zasilek_okresowy"}));
        assert_eq!(only.fault(422), ("/month".to_owned(), "nothing_due".to_owned()));
        let next = run(clerk, "e", "2026-12");
        assert_eq!((next.body["count"].clone(), next.body.get("supplementaryTo")), (json!(2), None));
    });
}

#[test]
fn a_one_off_benefit_is_due_in_the_month_of_its_right() {
    each_app(|app| {
        let office = app.pay_office();
        let once = Grant { kind: AwardKind::OneOff, from: "2026-11-10", to: Some("2026-11-30"), ..Grant::default() };
        let granted = app.granted(&office, &once);
        app.granted_to(&office, granted.person, &once).unwrap();
        assert_eq!(run(&office.clerk.client, "a", "2026-11").body["count"], 2);
    });
}

#[test]
fn voiding_frees_the_lines() {
    each_app(|app| {
        let (office, granted) = office_with_one(app);
        let clerk = &office.clerk.client;
        let list = run(clerk, "a", "2026-11");
        let line = app.award_of(clerk, &granted)["schedule"][0].clone();
        assert_eq!(line["payment"]["listId"], list.body["id"]);
        let void = step(clerk, &list, "voidings").expect(200);
        assert_eq!((void.at("/state"), void.body["allowedTransitions"].clone()), ("void".to_owned(), json!([])));
        assert_eq!(app.award_of(clerk, &granted)["schedule"][0].get("payment"), None);
        assert_eq!(payments(clerk, &list)[0]["state"], "cancelled");
        let anew = run(clerk, "b", "2026-11");
        assert_ne!(anew.body["id"], list.body["id"]);
        assert_eq!((anew.body["count"].clone(), anew.body.get("supplementaryTo")), (json!(1), None));
        assert_eq!(step(clerk, &void, "voidings").problem(409), "invalid_transition");
    });
}

#[test]
fn a_run_needs_a_key_and_a_repeat_makes_nothing_new() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let clerk = &office.clerk.client;
        assert_eq!(clerk.post(LISTS, &body("2026-11")).problem(428), "idempotency_key_required");
        let list = run(clerk, "a", "2026-11");
        app.granted(&office, &Grant::default());
        let repeat = run(clerk, "a", "2026-11");
        assert_eq!((repeat.header("idempotency-replayed").as_deref(), repeat.body), (Some("true"), list.body));
        assert_eq!(clerk.key("a").post(LISTS, &body("2026-12")).problem(422), "idempotency_key_reused");
        let bad = |body| clerk.key("bad").post(LISTS, &body);
        assert_eq!(bad(json!({"month": "2027-01", "method": "account"})).fault(422).1, "month_too_far");
        assert_eq!(bad(json!({"month": "2026-13", "method": "account"})).problem(400), "schema_violation");
        assert_eq!(bad(json!({"month": "2026-11", "method": "bitcoin"})).problem(400), "schema_violation");
        assert_eq!(bad(json!({"month": "2026-11", "method": "postal"})).fault(422).1, "nothing_due");
    });
}

#[test]
fn lists_are_for_those_who_deal_with_money_and_payments_follow_the_case() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let clerk = &office.clerk.client;
        let list = run(clerk, "a", "2026-11");
        let elsewhere = app.staff_in(Role::PracownikSwiadczen, app.unit("INNA"));
        assert_eq!(elsewhere.get(&path(&list)).expect(200).body["count"], 1);
        assert_eq!(payments(&elsewhere, &list), Vec::<serde_json::Value>::new());
        assert_eq!(payments(&app.staff_in(Role::PracownikSwiadczen, office.unit), &list).len(), 1);
        for path in [LISTS.to_owned(), path(&list), format!("{}/payments", path(&list))] {
            assert_eq!(social_worker(app).get(&path).problem(403), "action_forbidden");
            let _ = app.staff(Role::Kierownik).get(&path).expect(200);
        }
        let run = office.accountant.client.key("x").post(LISTS, &body("2026-11"));
        assert_eq!(run.problem(403), "action_forbidden");
        let nowhere = format!("{LISTS}/01890a5d-ac96-774b-bcce-b302099a8057");
        assert_eq!(clerk.get(&nowhere).problem(404), "not_found");
        assert_eq!(clerk.get(&format!("{nowhere}/payments")).problem(404), "not_found");
        let reads = app.db().texts("SELECT DISTINCT action FROM access_entries ORDER BY 1");
        assert!(reads.contains(&Some("payment.list".to_owned())), "{reads:?}");
    });
}

#[test]
fn pages_of_lists_and_payments_go_on_where_they_ended() {
    each_app(|app| {
        let office = app.pay_office();
        let clerk = &office.clerk.client;
        for n in 0..3 {
            app.granted(&office, &Grant { surname: format!("Osoba{n}"), ..Grant::default() });
            let _ = run(clerk, &format!("k{n}"), if n == 2 { "2026-12" } else { "2026-11" });
        }
        let first = clerk.get(&format!("{LISTS}?limit=2")).expect(200);
        let numbers = |page: &support::Answer| -> Vec<i64> {
            page.body["items"].as_array().unwrap().iter().map(|list| list["number"].as_i64().unwrap()).collect()
        };
        assert_eq!(numbers(&first), [3, 2]);
        let second = clerk.get(&format!("{LISTS}?limit=2&cursor={}", first.at("/page/next"))).expect(200);
        assert_eq!(numbers(&second), [1]);
        assert_eq!(numbers(&clerk.get(&format!("{LISTS}?month=2026-11&state=draft")).expect(200)), [2, 1]);
        assert_eq!(clerk.get(&format!("{LISTS}?month=2026")).problem(400), "invalid_filter");
        let list = &first.body["items"][0];
        let payments = format!("{LISTS}/{}/payments?limit=2", list["id"].as_str().unwrap());
        let page = clerk.get(&payments).expect(200);
        assert_eq!(page.body["items"].as_array().unwrap().len(), 2);
        let rest = clerk.get(&format!("{payments}&cursor={}", page.at("/page/next"))).expect(200);
        assert_eq!(rest.body["items"][0]["payee"], "Żaneta Osoba2");
    });
}
