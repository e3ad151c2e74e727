//! Databases for tests: an SQLite file always, a PostgreSQL database when `TEST_POSTGRES_URL` is set.
//!
//! Every test has a database of its own, so tests run side by side, in one process and in several. A migrated
//! template is made once (SQLite: per process, PostgreSQL: per server and set of migrations) and copied.
#![expect(clippy::expect_used, reason = "a test without its database has nothing to go on with")]

mod fill;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use domain::kernel::context::{Actor, Context, IdSource};
use domain::kernel::ids::RequestId;
use tempfile::TempDir;
use uuid::{Builder, Uuid};

use crate::conn::{Conn, Purpose, on};
use crate::error::Error;
use crate::store::{Store, StoreConfig};
use crate::url::DatabaseUrl;
pub use fill::fill;
use server::{database_on, on_maintenance, postgres_template, random_id, server, sqlite_template};

/// Names the variable with the PostgreSQL server that tests may create databases on.
pub const POSTGRES_VARIABLE: &str = "TEST_POSTGRES_URL";

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A temporary file.
    Sqlite,
    /// A database on the server of `TEST_POSTGRES_URL`.
    Postgres,
}

/// The kinds that tests can use here: SQLite always, PostgreSQL when it is configured.
#[must_use]
pub fn kinds() -> Vec<Kind> {
    let postgres = server().map(|_url| Kind::Postgres);
    std::iter::once(Kind::Sqlite).chain(postgres).collect()
}

/// Runs `test` on an empty, migrated database of each kind.
pub fn each_database(test: impl Fn(TestDb)) {
    for kind in kinds() {
        test(TestDb::migrated(kind));
    }
}

/// Drives one asynchronous test to its end.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime for the test").block_on(work)
}

/// A database that lives as long as its test.
#[derive(Debug)]
pub struct TestDb {
    url: DatabaseUrl,
    kind: Kind,
    home: Home,
}

/// What is removed with the database.
#[derive(Debug)]
enum Home {
    Directory { _dir: TempDir },
    Server { url: DatabaseUrl, name: String },
}

impl TestDb {
    /// An empty database with the current schema.
    ///
    /// # Panics
    /// When it cannot be made; for PostgreSQL also when `TEST_POSTGRES_URL` is not set.
    #[must_use]
    pub fn migrated(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let db = Self::unmigrated(kind);
                if let DatabaseUrl::Sqlite(path) = &db.url {
                    std::fs::write(path, sqlite_template()).expect("a writable temporary directory");
                }
                db
            }
            Kind::Postgres => Self::on_server(Some(&postgres_template())),
        }
    }

    /// A database without any table.
    ///
    /// # Panics
    /// As [`TestDb::migrated`].
    #[must_use]
    pub fn unmigrated(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let dir = TempDir::new().expect("a writable temporary directory");
                let url = DatabaseUrl::Sqlite(dir.path().join("mops.db"));
                Self { url, kind, home: Home::Directory { _dir: dir } }
            }
            Kind::Postgres => Self::on_server(None),
        }
    }

    fn on_server(template: Option<&str>) -> Self {
        let server = server().expect("TEST_POSTGRES_URL is set");
        let name = format!("mops_test_{}", random_id().simple());
        let from = template.unwrap_or("template0");
        on_maintenance(&server, &format!("CREATE DATABASE {name} TEMPLATE {from}"));
        let url = database_on(&server, &name);
        Self { url, kind: Kind::Postgres, home: Home::Server { url: server, name } }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A store on it, with a small pool.
    ///
    /// # Panics
    /// When it cannot be opened.
    #[must_use]
    pub fn store(&self) -> Store {
        let config = StoreConfig { connections: 4, ..StoreConfig::new(self.url.clone()) };
        Store::open(&config).expect("a store on the test's database")
    }

    /// Runs statements behind the store's back.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn execute_raw(&self, sql: &str) -> Result<(), Error> {
        Conn::open(&self.url, Purpose::Maintenance)?.execute(sql)
    }

    /// The first column of a query's rows, as text; an SQL null is `None`.
    ///
    /// # Panics
    /// When the database refuses the query.
    #[must_use]
    pub fn texts(&self, sql: &str) -> Vec<Option<String>> {
        let mut conn = Conn::open(&self.url, Purpose::Maintenance).expect("a connection");
        texts(&mut conn, sql).expect("a query of one column")
    }

    /// How many rows `from` has: a table, with or without a `WHERE`.
    ///
    /// # Panics
    /// When the database refuses the query.
    #[must_use]
    pub fn count(&self, from: &str) -> i64 {
        let found = self.texts(&format!("SELECT count(*) FROM {from}"));
        found.into_iter().flatten().next().and_then(|text| text.parse().ok()).expect("a count is one number")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Home::Server { url, name } = &self.home {
            on_maintenance(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
}

/// The first column of a query's rows, as text.
pub(crate) fn texts(conn: &mut Conn, sql: &str) -> Result<Vec<Option<String>>, Error> {
    let query = format!("WITH one(value) AS ({sql}) SELECT CAST(value AS TEXT) AS value FROM one");
    let rows: Vec<OneText> = on!(conn, c => diesel::sql_query(query).load(c))?;
    Ok(rows.into_iter().map(|row| row.value).collect())
}

/// The circumstances of a test's act: Monday 23 November 2026, 11:15:30 in Poland, by the system.
#[must_use]
pub fn test_context() -> Arc<Context> {
    test_context_of(Actor::System("test"))
}

/// The same, by someone else.
///
/// # Panics
/// Never: the instant is a constant.
#[must_use]
pub fn test_context_of(actor: Actor) -> Arc<Context> {
    let ids = Arc::new(TestIds);
    Arc::new(Context {
        now: DateTime::from_timestamp_micros(1_795_428_930_123_456).expect("an instant of 2026"),
        today: NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day of 2026"),
        actor,
        on_behalf_of: None,
        reason: None,
        request: RequestId::new(ids.next()),
        ids,
    })
}

/// Ids of version 7 that ascend through the whole process, from a fixed instant on.
#[derive(Debug, Clone, Copy, Default)]
pub struct TestIds;

impl IdSource for TestIds {
    fn next(&self) -> Uuid {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut tail = [0; 10];
        if let Some(end) = tail.get_mut(2..) {
            end.copy_from_slice(&number.to_be_bytes());
        }
        Builder::from_unix_timestamp_millis(1_795_428_930_123 + number, &tail).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_has_a_database_of_its_own() {
        each_database(|one| {
            let other = TestDb::migrated(one.kind());
            one.execute_raw("INSERT INTO access_groups VALUES (1, 0, '', '')").unwrap();
            assert_eq!((one.count("access_groups"), other.count("access_groups")), (1, 0));
        });
    }

    #[test]
    fn ids_ascend() {
        let ids: Vec<Uuid> = (0..1000).map(|_| TestIds.next()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(ids[0].get_version_num(), 7);
    }
}
