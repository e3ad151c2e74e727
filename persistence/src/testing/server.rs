//! Where test databases come from: migrated templates that are copied.
#![expect(clippy::expect_used, reason = "a test without its database has nothing to go on with")]

use std::path::PathBuf;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Kind, POSTGRES_VARIABLE, TestDb, texts};
use crate::conn::{Conn, Purpose};
use crate::migrations;
use crate::url::DatabaseUrl;

/// The advisory lock under which the PostgreSQL template is made.
const TEMPLATE_LOCK: i64 = 7_264_900;

/// The server to create databases on.
pub(super) fn server() -> Option<DatabaseUrl> {
    let url = std::env::var(POSTGRES_VARIABLE).ok()?;
    Some(url.parse().expect("TEST_POSTGRES_URL like postgres://user@host/database"))
}

/// The same server, another database.
pub(super) fn database_on(server: &DatabaseUrl, name: &str) -> DatabaseUrl {
    let DatabaseUrl::Postgres(url) = server else { return server.clone() };
    let (base, options) = url.split_once('?').map_or((url.as_str(), None), |(base, options)| (base, Some(options)));
    let after_scheme = base.find("://").map_or(0, |at| at + 3);
    let authority = base.get(after_scheme..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| after_scheme + at);
    let base = base.get(..authority).unwrap_or(base);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    DatabaseUrl::Postgres(format!("{base}/{name}{options}"))
}

pub(super) fn on_maintenance(server: &DatabaseUrl, sql: &str) {
    let done = Conn::open(server, Purpose::Maintenance).and_then(|mut conn| conn.execute(sql));
    if let Err(error) = done {
        // A second panic while a failed test unwinds would hide the first.
        assert!(std::thread::panicking(), "{sql}: {error}");
    }
}

/// The bytes of a migrated SQLite file, made once in a process.
pub(super) fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let db = TestDb::unmigrated(Kind::Sqlite);
        migrations::migrate(db.url()).expect("migrations that run");
        // The last connection is closed: everything is in the file and the log is gone.
        match db.url() {
            DatabaseUrl::Sqlite(path) => std::fs::read(path).expect("the migrated file"),
            DatabaseUrl::Postgres(_) => Vec::new(),
        }
    })
}

/// The name of a migrated PostgreSQL database that nobody connects to. Other checkouts on the same server have
/// other migrations and so another template.
pub(super) fn postgres_template() -> String {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(make_postgres_template).clone()
}

fn make_postgres_template() -> String {
    let server = server().expect("TEST_POSTGRES_URL is set");
    let name = format!("mops_template_{}", fingerprint_of_migrations());
    let mut conn = Conn::open(&server, Purpose::Maintenance).expect("a connection to TEST_POSTGRES_URL");
    conn.execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).expect("the template's lock");
    let found = texts(&mut conn, &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"));
    if found.expect("the list of databases").is_empty() {
        let draft = format!("mops_draft_{}", random_id().simple());
        conn.execute(&format!("CREATE DATABASE {draft} TEMPLATE template0")).expect("a new database");
        migrations::migrate(&database_on(&server, &draft)).expect("migrations that run");
        conn.execute(&format!("ALTER DATABASE {draft} RENAME TO {name}")).expect("an unused database");
        conn.execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).expect("an own database");
    }
    conn.execute(&format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).expect("the template's lock");
    name
}

/// Sixteen digits that change with any step of the schema.
fn fingerprint_of_migrations() -> String {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/postgres"));
    let mut steps: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the migrations").flatten().map(|entry| entry.path()).collect();
    steps.sort();
    let mut hash = Sha256::new();
    for step in steps {
        hash.update(step.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default());
        hash.update(std::fs::read(step.join("up.sql")).unwrap_or_default());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[expect(clippy::disallowed_methods, reason = "test databases of several processes need names that never repeat")]
pub(super) fn random_id() -> Uuid {
    Uuid::now_v7()
}

#[cfg(test)]
mod tests {
    use super::database_on;

    #[test]
    fn the_database_of_a_url_is_replaced_and_its_options_stay() {
        for (server, expected) in [
            ("postgres://u:p@h:5/db?sslmode=disable", "postgres://u:p@h:5/x?sslmode=disable"),
            ("postgresql://h", "postgresql://h/x"),
            ("postgres:///db?host=/run", "postgres:///x?host=/run"),
        ] {
            assert_eq!(database_on(&server.parse().unwrap(), "x"), expected.parse().unwrap());
        }
    }
}
