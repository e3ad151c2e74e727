//! One group of jobs, without a thread: the channel is filled first, so that all of them are in one group.

use std::sync::Mutex;

use super::*;
use crate::testing::{Kind, TestDb};

/// What the callers were told, in the order of their jobs.
type Told = Vec<(&'static str, Result<(), String>)>;

struct Bench {
    db: TestDb,
    told: Arc<Mutex<Told>>,
    jobs: Vec<Job>,
}

impl Bench {
    fn new() -> Self {
        Self { db: TestDb::migrated(Kind::Sqlite), told: Arc::default(), jobs: Vec::new() }
    }

    fn job(mut self, name: &'static str, run: impl FnOnce(&mut Conn) -> Verdict + Send + 'static) -> Self {
        let told = Arc::clone(&self.told);
        let reply: Reply =
            Box::new(move |outcome| told.lock().unwrap().push((name, outcome.map_err(|cause| cause.to_string()))));
        self.jobs.push(Job::Change { run: Box::new(run), reply });
        self
    }

    /// A job that writes one row named after it and returns `verdict`.
    fn note(self, name: &'static str, verdict: Verdict) -> Self {
        self.job(name, move |conn| {
            insert(conn, name);
            verdict
        })
    }

    /// Runs all jobs, and gives what was told and what is in the database then.
    fn run(self) -> (Told, Vec<String>) {
        let (queue, jobs) = sync_channel(self.jobs.len() + 1);
        for job in self.jobs.into_iter().chain([Job::Stop]) {
            queue.send(job).unwrap();
        }
        let url = self.db.url().clone();
        let conn = Conn::open(&url, Purpose::Write).unwrap();
        Loop { conn, url, patience: Duration::from_secs(3600) }.run(&jobs);
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        (told, notes(&self.db))
    }
}

fn insert(conn: &mut Conn, name: &str) {
    let sql = format!("INSERT INTO access_groups SELECT count(*) + 1, 0, '{name}', '' FROM access_groups");
    conn.execute(&sql).unwrap();
}

fn notes(db: &TestDb) -> Vec<String> {
    db.texts("SELECT prev_hash FROM access_groups ORDER BY seq").into_iter().flatten().collect()
}

fn unavailable(told: &Result<(), String>) -> bool {
    told.as_ref().is_err_and(|cause| cause.starts_with("unavailable"))
}

#[test]
fn a_failing_and_a_panicking_job_take_nothing_of_their_neighbours() {
    let (told, rows) = Bench::new()
        .note("first", Verdict::Keep)
        .note("refused", Verdict::Discard)
        .job("panicked", |conn| {
            insert(conn, "panicked");
            panic!("a job that panics");
        })
        .note("last", Verdict::Keep)
        .run();
    assert_eq!(rows, ["first", "last"]);
    assert_eq!(told, [("first", Ok(())), ("refused", Ok(())), ("panicked", Ok(())), ("last", Ok(()))]);
}

#[test]
fn nobody_is_answered_before_the_whole_group_is_committed() {
    let bench = Bench::new().note("first", Verdict::Keep);
    let url = bench.db.url().clone();
    let seen = Arc::new(Mutex::new(0));
    let (seen_by_reply, mut bench) = (Arc::clone(&seen), bench);
    let reply: Reply = Box::new(move |_outcome| {
        let mut conn = Conn::open(&url, Purpose::Read).unwrap();
        *seen_by_reply.lock().unwrap() =
            crate::testing::texts(&mut conn, "SELECT seq FROM access_groups").unwrap().len();
    });
    bench.jobs.insert(0, Job::Change { run: Box::new(|_conn| Verdict::Keep), reply });
    bench.note("last", Verdict::Keep).run();
    assert_eq!(*seen.lock().unwrap(), 2, "the first answer comes when the rows of the last job are there");
}

#[test]
fn a_savepoint_left_open_fails_its_whole_group_and_no_later_one() {
    let (told, rows) = Bench::new()
        .note("before", Verdict::Keep)
        .job("left open", |conn| {
            conn.begin().unwrap();
            insert(conn, "left open");
            Verdict::Keep
        })
        .note("after", Verdict::Keep)
        .run();
    assert_eq!(rows, ["after"], "the group is gone, the next one is written");
    assert!(unavailable(&told[0].1) && unavailable(&told[1].1), "{told:?}");
    assert_eq!(told[2], ("after", Ok(())));
}

#[test]
fn a_savepoint_closed_by_a_job_fails_its_whole_group_and_no_later_one() {
    for twice in [false, true] {
        let (told, rows) = Bench::new()
            .note("before", Verdict::Keep)
            .job("closed", move |conn| {
                insert(conn, "closed");
                conn.rollback().unwrap();
                if twice {
                    conn.rollback().unwrap();
                }
                Verdict::Keep
            })
            .note("after", Verdict::Keep)
            .run();
        assert_eq!(rows, ["after"]);
        assert!(unavailable(&told[0].1) && unavailable(&told[1].1), "{told:?}");
        assert_eq!(told[2], ("after", Ok(())));
    }
}

#[test]
fn a_statement_that_ends_the_transaction_fails_the_group() {
    let (told, rows) = Bench::new()
        .note("before", Verdict::Keep)
        .job("ended", |conn| {
            conn.execute("ROLLBACK").unwrap();
            Verdict::Keep
        })
        .note("after", Verdict::Keep)
        .run();
    assert_eq!(rows, ["after"], "as when a full disk makes SQLite roll back by itself");
    assert!(told[0].1.is_err() && told[1].1.is_err() && told[2].1.is_ok(), "{told:?}");
}

#[test]
fn a_slow_job_delays_its_neighbours_and_harms_none() {
    let db = TestDb::migrated(Kind::Sqlite);
    let writer = Writer::start(db.url().clone()).unwrap();
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    let submit = |name: &'static str, run: Box<dyn FnOnce(&mut Conn) -> Verdict + Send>| {
        let tell = tell.clone();
        let reply: Reply = Box::new(move |outcome| tell.send((name, outcome.is_ok())).unwrap());
        writer.submit(Job::Change { run, reply }).unwrap();
    };
    submit(
        "slow",
        Box::new(move |conn| {
            gate.recv().unwrap();
            insert(conn, "slow");
            Verdict::Keep
        }),
    );
    for name in ["second", "third"] {
        submit(
            name,
            Box::new(move |conn| {
                insert(conn, name);
                Verdict::Keep
            }),
        );
    }
    assert!(told.try_recv().is_err(), "nobody is answered while the slow job works");
    open.send(()).unwrap();
    let answers: Vec<_> = told.iter().take(3).collect();
    assert_eq!(answers, [("slow", true), ("second", true), ("third", true)]);
    assert_eq!(notes(&db), ["slow", "second", "third"]);
}

#[test]
fn a_full_queue_refuses_at_once_and_is_worked_off_later() {
    let db = TestDb::migrated(Kind::Sqlite);
    let writer = Writer::start(db.url().clone()).unwrap();
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let (started, running) = std::sync::mpsc::channel();
    let blocker = Box::new(move |_conn: &mut Conn| {
        started.send(()).unwrap();
        gate.recv().unwrap();
        Verdict::Keep
    });
    let silent = || -> Reply { Box::new(|_outcome| ()) };
    writer.submit(Job::Change { run: blocker, reply: silent() }).unwrap();
    running.recv().unwrap();
    let done = Arc::new(Mutex::new(0));
    let count = || {
        let done = Arc::clone(&done);
        let run = Box::new(move |_conn: &mut Conn| {
            *done.lock().unwrap() += 1;
            Verdict::Keep
        });
        Job::Change { run, reply: silent() }
    };
    for _ in 0..QUEUE {
        writer.submit(count()).unwrap();
    }
    assert!(matches!(writer.submit(count()), Err(Error::Unavailable(_))), "one more than the queue holds");
    open.send(()).unwrap();
    drop(writer);
    assert_eq!(*done.lock().unwrap(), QUEUE, "what was accepted is done before the writer ends");
}

#[test]
fn a_database_that_is_locked_elsewhere_is_unavailable_and_works_again_later() {
    let db = TestDb::migrated(Kind::Sqlite);
    let url = db.url().clone();
    let mut other = Conn::open(&url, Purpose::Write).unwrap();
    other.begin().unwrap();
    let mut conn = Conn::open(&url, Purpose::Write).unwrap();
    conn.execute("PRAGMA busy_timeout = 0").unwrap();
    let mut writer = Loop { conn, url, patience: GROUP_TIME };
    let (_queue, jobs) = sync_channel(1);
    let mut group = Group { replies: Vec::new(), stop: false };
    let job = || Job::Change { run: Box::new(|_conn| Verdict::Keep), reply: Box::new(|_outcome| ()) };
    let refused = writer.group(job(), &jobs, &mut group);
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    assert_eq!(group.replies.len(), 1, "the caller is told");
    other.rollback().unwrap();
    writer.reopen();
    writer.group(job(), &jobs, &mut group).unwrap();
}
