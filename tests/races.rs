//! Requests at the same instant: what must happen once happens once.
//!
//! Here are the tools and what belongs to no other file; two approvers, two payment runs and many intakes at once are
//! tested beside the rest of their subject.

use std::sync::Barrier;

use domain::platform::role::Role;
use persistence::testing::{Kind, POSTGRES_VARIABLE, kinds};
use support::{Client, TestApp, json};

use crate::people::{household_of, named, register};

/// Runs a test on a service with each database, with the number of rounds: on PostgreSQL two requests really overlap in
/// the database, on SQLite they queue up for one writer, and few rounds show that.
pub(crate) fn each_app(test: impl Fn(&TestApp, usize)) {
    for kind in kinds() {
        let rounds = match kind {
            Kind::Sqlite => 20,
            Kind::Postgres => 200,
        };
        test(&TestApp::start(kind), rounds);
    }
    if !kinds().contains(&Kind::Postgres) {
        eprintln!("not raced on PostgreSQL: {POSTGRES_VARIABLE} is not set");
    }
}

/// Does the same on several threads that wait for each other before they begin.
pub(crate) fn at_once<T: Send>(threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(threads);
    std::thread::scope(|scope| {
        let (work, barrier) = (&work, &barrier);
        let started = (0..threads).map(|n| {
            scope.spawn(move || {
                barrier.wait();
                work(n)
            })
        });
        let started: Vec<_> = started.collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn person(worker: &Client) -> String {
    register(worker, &named("Anna", "Nowak"))
}

#[test]
fn of_two_new_households_with_the_same_person_one_is_registered() {
    each_app(|app, rounds| {
        let worker = app.staff(Role::PracownikSocjalny);
        for round in 0..rounds {
            let member = json!({"personId": person(&worker), "role": "wnioskodawca", "from": "2020-01-01"});
            let body = json!({"members": [member]});
            let mut answers = at_once(2, |_| worker.post("/api/v1/households", &body));
            answers.sort_by_key(|answer| answer.status);
            assert_eq!(answers[0].status, 201, "round {round}: {}", answers[0].text);
            assert_eq!(answers[1].clone().fault(422).1, "membership_overlap", "round {round}");
        }
        let rounds = i64::try_from(rounds).unwrap();
        assert_eq!((app.db().count("households"), app.db().count("household_memberships")), (rounds, rounds));
    });
}

#[test]
fn of_two_households_that_take_the_same_person_in_one_does() {
    each_app(|app, rounds| {
        let worker = app.staff(Role::PracownikSocjalny);
        let homes = [0, 1].map(|_| household_of(&worker, &person(&worker)));
        let mut versions = [1, 1];
        for round in 0..rounds {
            let member = json!({"personId": person(&worker), "role": "partner", "from": "2026-01-01"});
            let answers = at_once(2, |n| {
                worker.if_match(versions[n]).post(&format!("/api/v1/households/{}/members", homes[n]), &member)
            });
            let taken: Vec<usize> = (0..2).filter(|n| answers[*n].status == 200).collect();
            assert_eq!(taken.len(), 1, "round {round}: {} {}", answers[0].text, answers[1].text);
            versions[taken[0]] += 1;
            let refused = answers[1 - taken[0]].clone().fault(422);
            assert_eq!(refused, ("/personId".to_owned(), "membership_overlap".to_owned()), "round {round}");
        }
        assert_eq!(app.db().count("household_memberships"), i64::try_from(rounds).unwrap() + 2);
    });
}
