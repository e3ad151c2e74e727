//! What callers of the store are promised, on both databases.

use std::sync::mpsc::channel;
use std::task::{Context as Poll, Waker};

use domain::kernel::context::{Actor, IdSource};
use domain::kernel::ids::{EmployeeId, PersonId, UserId};
use uuid::Uuid;

use super::*;
use crate::platform::journal::Subject;
use crate::testing::{Kind, TestDb, TestIds, block_on, each_database, test_context, test_context_of};

fn subject() -> Subject {
    Subject::new("person", TestIds.next())
}

fn done(event: &'static str) -> Result<((), Events), Error> {
    Ok(((), Events::one(event, subject(), 1)))
}

fn person() -> PersonId {
    PersonId::new(TestIds.next())
}

/// The events that the journal holds, in alphabetical order.
fn events(db: &TestDb) -> Vec<String> {
    db.texts("SELECT event FROM journal ORDER BY event").into_iter().flatten().collect()
}

#[test]
fn a_write_leaves_its_journal_row_payload_and_place_in_the_sealers_queue() {
    each_database(|db| {
        let store = db.store();
        block_on(store.write(test_context(), |_tx| done("person.noted"))).unwrap();
        assert_eq!(events(&db), ["person.noted"]);
        for table in ["journal_payloads", "journal_unsealed"] {
            assert_eq!(db.count(&format!("{table} JOIN journal ON journal.id = {table}.journal_id")), 1, "{table}");
        }
        assert_eq!(db.count("access_entries"), 0, "a write is in the journal, not in the access log");
    });
}

#[test]
fn a_refused_or_panicking_write_leaves_nothing_and_its_neighbours_everything() {
    each_database(|db| {
        let store = db.store();
        let noting = |tx: &mut Tx<'_>| tx.conn().execute("INSERT INTO access_groups VALUES (1, 0, '', '')");
        let (first, refused, panicked, last) = block_on(async {
            tokio::join!(
                store.write(test_context(), |_tx| done("first")),
                store.write(test_context(), move |tx| {
                    noting(tx)?;
                    Err::<((), Events), _>(Error::NotFound)
                }),
                store.write(test_context(), move |tx| {
                    noting(tx)?;
                    if tx.context().reason.is_none() {
                        panic!("a use-case that panics");
                    }
                    done("never")
                }),
                store.write(test_context(), |_tx| done("last")),
            )
        });
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(matches!(panicked, Err(Error::Panicked)), "{panicked:?}");
        assert!(first.is_ok() && last.is_ok(), "{first:?} {last:?}");
        assert_eq!(db.count("access_groups"), 0);
        block_on(store.write(test_context(), |_tx| done("later"))).unwrap();
        assert_eq!(events(&db), ["first", "last", "later"]);
    });
}

#[test]
fn a_panicking_read_is_answered_and_the_next_one_works() {
    each_database(|db| {
        let config = StoreConfig { connections: 1, waiting: 0, url: db.url().clone() };
        let store = Store::open(&config).unwrap();
        let broken: Result<(), Error> =
            block_on(store.read(test_context(), "test", |_read| panic!("a read that panics")));
        assert!(matches!(broken, Err(Error::Panicked)), "{broken:?}");
        block_on(store.read(test_context(), "test", |read| read.conn().ping())).unwrap();
    });
}

#[test]
fn a_refused_statement_inside_a_write_that_goes_on_is_the_use_cases_choice() {
    let db = TestDb::migrated(Kind::Sqlite);
    let store = db.store();
    block_on(store.write(test_context(), |tx| {
        let row = "INSERT INTO access_groups VALUES (1, 0, '', '')";
        tx.conn().execute(row)?;
        assert!(matches!(tx.conn().execute(row), Err(Error::Duplicate { .. })));
        done("kept")
    }))
    .unwrap();
    assert_eq!((events(&db), db.count("access_groups")), (vec!["kept".to_owned()], 1));
}

#[test]
fn sixty_four_concurrent_writers_are_all_acknowledged_and_all_there() {
    each_database(|db| {
        let store = db.store();
        block_on(async {
            let mut writers = tokio::task::JoinSet::new();
            for _ in 0..64 {
                let store = store.clone();
                writers.spawn(async move { store.write(test_context(), |_tx| done("person.noted")).await });
            }
            for outcome in writers.join_all().await {
                outcome.unwrap();
            }
        });
        assert_eq!(db.count("journal"), 64);
        assert_eq!(db.count("journal_payloads"), 64);
    });
}

#[test]
fn a_call_beyond_those_that_may_wait_is_refused_at_once() {
    each_database(|db| {
        let config = StoreConfig { connections: 1, waiting: 1, url: db.url().clone() };
        let store = Store::open(&config).unwrap();
        let (open, gate) = channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let wait = || {
            let gate = Arc::clone(&gate);
            store.read(test_context(), "test", move |_read| {
                gate.lock().unwrap().recv().map_err(|_closed| Error::NotFound)
            })
        };
        let (working, waiting, refused) = block_on(async {
            tokio::join!(wait(), wait(), async {
                let refused = store.read(test_context(), "test", |_read| Ok::<_, Error>(())).await;
                open.send(()).unwrap();
                open.send(()).unwrap();
                refused
            })
        });
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        assert!(working.is_ok() && waiting.is_ok(), "{working:?} {waiting:?}");
        block_on(store.read(test_context(), "test", |_read| Ok::<_, Error>(()))).unwrap();
    });
}

#[test]
fn whose_data_a_read_saw_is_in_the_access_log_before_it_answers() {
    each_database(|db| {
        let store = db.store();
        let (user, one, other) = (UserId::new(TestIds.next()), person(), person());
        let mut context =
            (*test_context_of(Actor::User { user, employee: Some(EmployeeId::new(Uuid::nil())) })).clone();
        context.reason = Some("wniosek".to_owned());
        let request = context.request;
        let seen = block_on(store.read(Arc::new(context), "get_person", move |read| {
            for person in [one, other, one] {
                read.saw(person);
            }
            Ok::<_, Error>(7)
        }));
        assert_eq!(seen.unwrap(), 7);
        let entry = db.texts("SELECT actor || ' ' || action || ' ' || reason || ' ' || request_id FROM access_entries");
        assert_eq!(entry, [Some(format!("user:{user} get_person wniosek {request}"))]);
        let people = db.texts("SELECT person_id FROM access_people JOIN access_entries ON id = entry_id ORDER BY 1");
        assert_eq!(people, [Some(one.to_string()), Some(other.to_string())]);
    });
}

#[test]
fn a_read_that_saw_nobody_or_failed_leaves_no_entry() {
    each_database(|db| {
        let store = db.store();
        block_on(store.read(test_context(), "get_health", |_read| Ok::<_, Error>(()))).unwrap();
        let failed = block_on(store.read(test_context(), "get_person", |read| {
            read.saw(person());
            Err::<(), _>(Error::NotFound)
        }));
        assert!(failed.is_err());
        assert_eq!(db.count("access_entries") + db.count("access_groups"), 0);
    });
}

#[test]
fn groups_of_the_access_log_form_one_chain() {
    each_database(|db| {
        let store = db.store();
        block_on(async {
            for _ in 0..3 {
                let mut readers = tokio::task::JoinSet::new();
                for _ in 0..8 {
                    let store = store.clone();
                    readers.spawn(async move {
                        store
                            .read(test_context(), "get_person", |read| {
                                read.saw(person());
                                Ok::<_, Error>(())
                            })
                            .await
                    });
                }
                for outcome in readers.join_all().await {
                    outcome.unwrap();
                }
            }
        });
        assert_eq!((db.count("access_entries"), db.count("access_people")), (24, 24));
        let groups = db.count("access_groups");
        assert!((3..=24).contains(&groups), "{groups}");
        let linked = "access_groups a JOIN access_groups b ON b.seq = a.seq + 1 AND b.prev_hash = a.hash";
        assert_eq!(db.count(linked), groups - 1);
    });
}

#[test]
fn a_client_that_goes_away_does_not_stop_its_write() {
    each_database(|db| {
        let store = db.store();
        let (open, gate) = channel::<()>();
        let (tell, told) = channel();
        block_on(async {
            let mut write = Box::pin(store.write(test_context(), move |_tx| {
                tell.send(()).map_err(|_gone| Error::NotFound)?;
                gate.recv().map_err(|_gone| Error::NotFound)?;
                done("person.noted")
            }));
            assert!(write.as_mut().poll(&mut Poll::from_waker(Waker::noop())).is_pending());
            told.recv().unwrap();
            drop(write);
            open.send(()).unwrap();
        });
        // The end of the runtime has waited for PostgreSQL's write, the end of the store waits for SQLite's.
        drop(store);
        assert_eq!(events(&db), ["person.noted"]);
    });
}

#[test]
fn dropping_the_store_of_sqlite_waits_for_what_is_queued() {
    let db = TestDb::migrated(Kind::Sqlite);
    let store = db.store();
    for _ in 0..50 {
        let mut write = Box::pin(store.write(test_context(), |_tx| done("person.noted")));
        assert!(write.as_mut().poll(&mut Poll::from_waker(Waker::noop())).is_pending());
    }
    drop(store);
    assert_eq!(db.count("journal"), 50);
}

#[test]
fn reading_connections_of_sqlite_refuse_writes() {
    let db = TestDb::migrated(Kind::Sqlite);
    let store = db.store();
    let refused =
        block_on(store.read(test_context(), "test", |read| {
            read.conn().execute("INSERT INTO access_groups VALUES (1, 0, '', '')")
        }));
    assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
    assert_eq!(db.count("access_groups"), 0);
}

#[test]
fn housekeeping_writes_without_an_event() {
    each_database(|db| {
        let store = db.store();
        let insert = "INSERT INTO access_groups VALUES (1, 0, '', '')";
        block_on(store.housekeeping(move |house| house.conn().execute(insert))).unwrap();
        let again = block_on(store.housekeeping(move |house| house.conn().execute(insert)));
        assert!(matches!(again, Err(Error::Duplicate { .. })), "{again:?}");
        assert_eq!((db.count("access_groups"), db.count("journal")), (1, 0));
    });
}

#[test]
fn a_read_that_holds_still_sees_one_state_and_leaves_no_transaction_open() {
    each_database(|db| {
        let config = StoreConfig { connections: 2, waiting: 4, url: db.url().clone() };
        let store = Store::open(&config).unwrap();
        let counted = |still: bool| {
            let (began, begin) = channel();
            let (go, gone) = channel();
            let inner = store.clone();
            let reader = std::thread::spawn(move || {
                block_on(inner.read(test_context(), "test", move |read| {
                    if still {
                        read.hold_still()?;
                    }
                    let count = |read: &mut Read<'_>| crate::testing::texts(read.conn(), "SELECT id FROM journal");
                    let before = count(read)?.len();
                    began.send(()).unwrap();
                    gone.recv().unwrap();
                    Ok::<_, Error>((before, count(read)?.len()))
                }))
            });
            begin.recv().unwrap();
            block_on(store.write(test_context(), |_tx| done("between"))).unwrap();
            go.send(()).unwrap();
            reader.join().unwrap().unwrap()
        };
        let (before, after) = counted(true);
        assert_eq!(before, after);
        let (before, after) = counted(false);
        assert_eq!(before + 1, after);
        let refused = block_on(store.read(test_context(), "test", |read| {
            read.hold_still()?;
            Err::<(), _>(Error::NotFound)
        }));
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert_eq!(store.inner.pool.state().connections, 2, "no connection was thrown away");
    });
}
