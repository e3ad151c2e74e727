//! The schema's steps, built into the binary: the same names for both databases.

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::conn::{Conn, Purpose, on};
use crate::error::Error;
use crate::url::DatabaseUrl;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Any fixed number: the advisory lock that migrating instances take.
const LOCK: i64 = 7_264_001;

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Unavailable(format!("migration failed: {error}"))
}

/// Brings the schema up to this binary's version. Returns the names of the steps that were run.
///
/// Several instances may start at once: on PostgreSQL they wait for each other under an advisory lock, on SQLite
/// behind the write lock.
///
/// # Errors
/// [`Error::Unavailable`] when the database is unreachable or a step fails; a failed step changes nothing.
pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, Error> {
    run(&mut Conn::open(url, Purpose::Maintenance)?, None)
}

/// Runs the steps that are missing, up to and with version `until`, and all without it.
pub(crate) fn run(conn: &mut Conn, until: Option<&str>) -> Result<Vec<String>, Error> {
    match conn {
        Conn::Pg(c) => {
            c.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            let names = run_on(c, POSTGRES, until);
            c.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            names
        }
        // What is missing must be asked under the lock: another instance may be running it.
        Conn::Sqlite(_) => conn.transaction(|conn| match conn {
            Conn::Sqlite(c) => run_on(c, SQLITE, until),
            Conn::Pg(c) => run_on(c, POSTGRES, until),
        }),
    }
}

fn run_on<D: Backend>(
    conn: &mut impl MigrationHarness<D>,
    steps: impl MigrationSource<D>,
    until: Option<&str>,
) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for step in conn.pending_migrations(steps).map_err(failed)? {
        let version = step.name().version().to_string();
        if until.is_none_or(|until| version.as_str() <= until) {
            conn.run_migration(&step).map_err(failed)?;
            names.push(version);
        }
    }
    Ok(names)
}

/// Takes every step back, newest first; the database is empty afterwards. For tests and for giving a database up.
///
/// # Errors
/// As [`migrate`].
pub fn revert_all(url: &DatabaseUrl) -> Result<Vec<String>, Error> {
    let mut conn = Conn::open(url, Purpose::Maintenance)?;
    let done = match &mut conn {
        Conn::Pg(c) => c.revert_all_migrations(POSTGRES),
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE),
    };
    Ok(done.map_err(failed)?.iter().map(ToString::to_string).collect())
}

/// Whether the schema is exactly the one this binary was built for: neither older nor newer. Changes nothing, so a
/// role without the right to change the schema may ask.
///
/// # Errors
/// [`Error::Unavailable`] when the database is unreachable.
pub fn is_current(url: &DatabaseUrl) -> Result<bool, Error> {
    let applied = applied(&mut Conn::open(url, Purpose::Maintenance)?)?;
    Ok(applied == known()?)
}

/// The versions of the steps that were run on this database, oldest first.
pub(crate) fn applied(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let exists = match conn {
        Conn::Pg(_) => "to_regclass('__diesel_schema_migrations') IS NOT NULL",
        Conn::Sqlite(_) => "EXISTS (SELECT 1 FROM sqlite_master WHERE name = '__diesel_schema_migrations')",
    };
    let exists: bool = on!(conn, c => diesel::select(sql::<Bool>(exists)).get_result(c))?;
    if !exists {
        return Ok(Vec::new());
    }
    let versions = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    let rows: Vec<Step> = on!(conn, c => diesel::sql_query(versions).load(c))?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The versions of the steps in this binary, oldest first; both databases have the same.
pub(crate) fn known() -> Result<Vec<String>, Error> {
    let steps = MigrationSource::<Sqlite>::migrations(&SQLITE).map_err(failed)?;
    let mut versions: Vec<String> = steps.iter().map(|step| step.name().version().to_string()).collect();
    versions.sort();
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::platform::verify::verify;
    use crate::testing::{Kind, TestDb, each_database, fill, kinds};

    /// The tables, their columns and indexes, triggers and functions, by name.
    fn shape(db: &TestDb) -> Vec<Option<String>> {
        match db.kind() {
            Kind::Sqlite => {
                db.texts("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1")
            }
            Kind::Postgres => db.texts(
                "SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable \
                   FROM information_schema.columns WHERE table_schema = 'public' \
                 UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' \
                 UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
                 UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace \
                 ORDER BY 1",
            ),
        }
    }

    #[test]
    fn up_down_and_up_again_on_a_filled_database() {
        each_database(|db| {
            let before = shape(&db);
            fill(&db.store(), 20, 10);
            let steps = revert_all(db.url()).unwrap();
            assert!(!steps.is_empty());
            let left: Vec<String> =
                shape(&db).into_iter().flatten().filter(|line| !line.contains("__diesel")).collect();
            assert_eq!(left, [""; 0], "nothing is left behind");
            assert!(!is_current(db.url()).unwrap());
            let mut again = migrate(db.url()).unwrap();
            again.reverse();
            assert_eq!(again, steps);
            assert_eq!(shape(&db), before);
            assert!(is_current(db.url()).unwrap());
            fill(&db.store(), 5, 5);
            assert!(verify(db.url(), None).unwrap().is_clean());
        });
    }

    #[test]
    fn running_them_twice_does_nothing() {
        each_database(|db| assert_eq!(migrate(db.url()).unwrap(), [""; 0]));
    }

    #[test]
    fn instances_that_start_together_wait_for_each_other() {
        for kind in kinds() {
            let db = TestDb::unmigrated(kind);
            let steps: usize = std::thread::scope(|scope| {
                let instances: Vec<_> = (0..8).map(|_| scope.spawn(|| migrate(db.url()))).collect();
                instances.into_iter().map(|instance| instance.join().unwrap().unwrap().len()).sum()
            });
            assert_eq!(steps, revert_all(db.url()).unwrap().len(), "each step is run once");
        }
    }

    #[test]
    fn a_database_of_a_newer_binary_is_not_current() {
        each_database(|db| {
            db.execute_raw("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')").unwrap();
            assert!(!is_current(db.url()).unwrap());
        });
    }

    #[test]
    fn asking_for_the_version_makes_no_table() {
        for kind in kinds() {
            let db = TestDb::unmigrated(kind);
            db.execute_raw("SELECT 1").unwrap();
            assert!(!is_current(db.url()).unwrap());
            assert_eq!(shape(&db), []);
        }
    }

    #[test]
    fn both_databases_have_the_same_steps_each_with_its_way_back() {
        let steps = |database: &str| -> BTreeSet<String> {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(database);
            let names = |entry: std::fs::DirEntry| {
                for direction in ["up.sql", "down.sql"] {
                    assert!(entry.path().join(direction).is_file(), "{:?} has {direction}", entry.path());
                }
                entry.file_name().to_string_lossy().into_owned()
            };
            std::fs::read_dir(folder).unwrap().map(|entry| names(entry.unwrap())).collect()
        };
        assert_eq!(steps("sqlite"), steps("postgres"));
    }
}
