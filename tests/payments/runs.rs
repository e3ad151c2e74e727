//! Payment runs at once: each line is paid once.

use std::sync::Barrier;

use persistence::testing::{Kind, kinds};
use support::payments::Grant;
use support::{TestApp, each_app};

use super::{LISTS, body, office_with_one, run};

#[test]
fn of_two_runs_at_once_one_pays() {
    for kind in kinds().into_iter().filter(|kind| *kind == Kind::Postgres) {
        let app = TestApp::start(kind);
        let office = app.pay_office();
        let clients: Vec<_> = (0..2).map(|_| app.log_in(office.clerk.user)).collect();
        for round in 0..20 {
            app.granted(&office, &Grant { to: Some("2026-11-30"), ..Grant::default() });
            let barrier = Barrier::new(clients.len());
            std::thread::scope(|scope| {
                for (n, client) in clients.iter().enumerate() {
                    let barrier = &barrier;
                    scope.spawn(move || {
                        barrier.wait();
                        let answer = client.key(&format!("run-{round}-{n}")).post(LISTS, &body("2026-11"));
                        assert_eq!(answer.status, 201, "{}", answer.text);
                    });
                }
            });
            assert_eq!(app.db().count("payments"), round + 1, "round {round}");
            assert_eq!(app.db().count("payment_lists"), round + 1, "round {round}");
        }
    }
}

#[test]
fn the_schema_itself_pays_a_line_once_and_keeps_what_a_payment_says() {
    each_app(|app| {
        let (office, _) = office_with_one(app);
        let _ = run(&office.clerk.client, "a", "2026-11");
        let double = "INSERT INTO payments SELECT '01890a5d-ac96-774b-bcce-b302099a8057', list_id, award_line_id, \
                      person_id, benefit_code, month, amount, account, payee, state FROM payments";
        let refused = app.db().execute_raw(double).unwrap_err();
        assert!(refused.to_string().contains("award_line_id"), "{refused}");
        for sql in ["UPDATE payments SET amount = 1", "UPDATE payments SET account = NULL", "DELETE FROM payments"] {
            let refused = app.db().execute_raw(sql).unwrap_err();
            assert_eq!(refused.to_string(), "refused by payment_fixed", "{sql}");
        }
        let double = "INSERT INTO awards SELECT '01890a5d-ac96-774b-bcce-b302099a8057', version, 'x', case_id, \
                      person_id, benefit_code, kind, right_from, right_to, amount, method, account_id, enforceable_on, \
                      state, ended_with, scheduled_to FROM awards";
        assert_eq!(app.db().execute_raw(double).unwrap_err().to_string(), "refused by award_overlap");
    });
}
