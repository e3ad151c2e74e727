//! Payment runs at once: each line is paid once.

use std::collections::BTreeSet;

use domain::payments::award::AwardLine;
use domain::payments::due::{DueLine, LivePayment, new_payments};
use persistence::error::Error;
use persistence::payments::{awards, payments};
use persistence::testing::block_on;
use persistence::tx::Read;
use support::payments::{Grant, Granted};
use support::{TestApp, each_app};

use super::{office_with_one, run};
use crate::races;

#[test]
fn of_two_runs_at_once_one_pays() {
    races::each_app(|app, rounds| {
        let office = app.pay_office();
        let clients: Vec<_> = (0..2).map(|_| app.log_in(office.clerk.user)).collect();
        for round in 0..rounds {
            app.granted(&office, &Grant { to: Some("2026-11-30"), ..Grant::default() });
            let lists: BTreeSet<String> =
                races::at_once(2, |n| run(&clients[n], &format!("run-{round}-{n}"), "2026-11").at("/id"))
                    .into_iter()
                    .collect();
            assert_eq!(lists.len(), 1, "round {round}: the run that finds nothing new answers with the list before");
        }
        let rounds = i64::try_from(rounds).unwrap();
        assert_eq!((app.db().count("payments"), app.db().count("payment_lists")), (rounds, rounds));
        let lines = app.db().count("(SELECT DISTINCT award_line_id FROM payments) AS paid");
        assert_eq!(lines, rounds, "each line is paid once");
        let numbers = app.db().texts("SELECT number FROM payment_lists ORDER BY number");
        let numbers: Vec<i64> = numbers.into_iter().flatten().map(|number| number.parse().unwrap()).collect();
        assert_eq!(numbers, (1..=rounds).collect::<Vec<_>>(), "no number is lost or given twice");
    });
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

/// The lines that the domain finds due and unpaid, by id.
fn due_by_the_domain(app: &TestApp, granted: &[Granted], up_to: &str) -> BTreeSet<String> {
    let (decisions, up_to) = (granted.iter().map(|one| one.decision).collect::<Vec<_>>(), up_to.parse().unwrap());
    let context = app.state.system_context("test");
    let work = move |read: &mut Read<'_>| {
        let (mut due, mut live) = (Vec::new(), Vec::new());
        for decision in decisions {
            let award = awards::of_decision(read, decision)?.unwrap().into_inner();
            let line = |line: &AwardLine| DueLine {
                line: line.id,
                person: award.person,
                month: line.month,
                amount: line.amount,
            };
            let lines: Vec<_> = award.lines.iter().map(|line| line.id).collect();
            let amount = award.amount;
            let paid = payments::live_of(read, &lines)?.into_iter();
            live.extend(paid.map(|(line, (payment, _, _))| LivePayment { payment, line, amount }));
            due.extend(award.due_lines(up_to).map(line));
        }
        Ok::<_, Error>(new_payments(&due, &live).new)
    };
    let new = block_on(app.state.store.read(context, "award.read", work)).unwrap();
    new.iter().map(|due| due.line.to_string()).collect()
}

#[test]
fn a_run_pays_what_the_domain_finds_due() {
    each_app(|app| {
        let office = app.pay_office();
        let grants = ["2026-08-01", "2026-10-01", "2026-12-01"].into_iter().cycle().take(12);
        let granted: Vec<Granted> =
            grants.map(|from| app.granted(&office, &Grant { from, ..Grant::default() })).collect();
        let change = |n: usize, to: &str| {
            let sql = format!("UPDATE awards SET {to} WHERE decision_id = '{}'", granted[n].decision);
            app.db().execute_raw(&sql).unwrap();
        };
        for n in 0..3 {
            change(3 + n, "state = 'suspended'");
            change(6 + n, "state = 'ended', ended_with = '2026-09'");
            change(9 + n, "state = 'ended', ended_with = NULL");
        }
        for (key, month) in [("a", "2026-08"), ("b", "2026-10"), ("c", "2026-12")] {
            let expected = due_by_the_domain(app, &granted, month);
            let list = run(&office.clerk.client, key, month);
            let paid =
                app.db().texts(&format!("SELECT award_line_id FROM payments WHERE list_id = '{}'", list.at("/id")));
            assert_eq!(paid.into_iter().flatten().collect::<BTreeSet<_>>(), expected, "{month}");
            change(3, "state = 'active'");
        }
    });
}
