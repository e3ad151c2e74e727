//! Loads a whole centre into an empty database, in one transaction.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::Failure;
use super::catalog::{self, Table, quoted};
use super::manifest::{TableSummary, summary};
use super::rows::{self, row_of};
use crate::conn::{Conn, Purpose, on};
use crate::migrations;
use crate::platform::seals::Checkpoint;
use crate::platform::verify::{self, Report};
use crate::url::DatabaseUrl;

/// What was carried from one place to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The tables, with the counts and hashes that source and target agree on.
    pub tables: Vec<TableSummary>,
    /// The head of the source's journal.
    pub checkpoint: Option<Checkpoint>,
    /// What the verification of the target found. A finding here was carried over faithfully: it was in the source.
    pub verification: Report,
}

/// A database that is being loaded.
pub(super) struct Loading<'a> {
    conn: &'a mut Conn,
}

impl Loading<'_> {
    /// Inserts the rows of these lines; `Err` holds the place of the first that is not a row of the table.
    pub(super) fn lines(&mut self, table: &Table, lines: &[String]) -> Result<Result<(), usize>, Failure> {
        let mut rows = Vec::with_capacity(lines.len());
        for (place, line) in lines.iter().enumerate() {
            match row_of(table, line) {
                Some(row) => rows.push(row),
                None => return Ok(Err(place)),
            }
        }
        rows::insert(self.conn, table, &rows)?;
        Ok(Ok(()))
    }
}

/// Loads what `feed` gives for each table, in the order of references, and compares. `names` are the tables of the
/// source: none of them may be missing in the target.
///
/// The target gets the schema of the source first, and what is newer of the schema last, on the loaded rows.
pub(super) fn load(
    target: &DatabaseUrl,
    schema: &[String],
    names: &[&str],
    checkpoint: Option<Checkpoint>,
    mut feed: impl FnMut(&mut Loading<'_>, &Table) -> Result<TableSummary, Failure>,
) -> Result<Carried, Failure> {
    let newest = schema.last().map_or("", String::as_str);
    let known = migrations::known()?;
    if known.get(..schema.len()) != Some(schema) {
        return Err(Failure::UnknownSchema(newest.to_owned()));
    }
    Conn::open(target, Purpose::Maintenance)?.transaction(|conn| {
        let is_new = prepare(conn, schema, newest)?;
        let tables = catalog::tables(conn)?;
        if let Some(lost) = names.iter().find(|name| !tables.iter().any(|table| table.name == **name)) {
            return Err(Failure::Unsupported {
                table: (*lost).to_owned(),
                why: "the target has no such table".to_owned(),
            });
        }
        let guards = Guards::lower(conn, &tables)?;
        for table in tables.iter().rev() {
            if is_new {
                // What the steps of the schema put there comes with the source.
                conn.execute(&format!("DELETE FROM {}", quoted(&table.name)))?;
            } else if catalog::has_rows(conn, table)? {
                return Err(Failure::NotEmpty { table: table.name.clone() });
            }
        }
        let mut summaries = Vec::with_capacity(tables.len());
        for table in &tables {
            summaries.push(feed(&mut Loading { conn }, table)?);
        }
        guards.raise(conn)?;
        for (table, read) in tables.iter().zip(&summaries) {
            if summary(conn, table, |_lines| Ok(()))? != *read {
                return Err(Failure::Differs { table: table.name.clone() });
            }
        }
        let verification = verify::check(conn, checkpoint.as_ref())?;
        migrations::run(conn, None)?;
        Ok(Carried { tables: summaries, checkpoint, verification })
    })
}

/// Gives a database without tables the schema of the source. Returns whether it had none.
fn prepare(conn: &mut Conn, schema: &[String], newest: &str) -> Result<bool, Failure> {
    let applied = migrations::applied(conn)?;
    let is_new = applied.is_empty() && catalog::tables(conn)?.is_empty();
    if is_new {
        migrations::run(conn, Some(newest))?;
    } else if applied != schema {
        let found = applied.last().map_or("none", String::as_str).to_owned();
        return Err(Failure::OtherSchema { expected: newest.to_owned(), found });
    }
    Ok(is_new)
}

/// Triggers and references that would look at rows one by one: rows of a consistent snapshot are consistent when all
/// of them are there, and no trigger may change or refuse what is carried.
struct Guards {
    raise: Vec<String>,
}

#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    target: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    deferrable: bool,
}

#[derive(QueryableByName)]
struct Trigger {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

impl Guards {
    fn lower(conn: &mut Conn, tables: &[Table]) -> Result<Self, Failure> {
        match conn {
            Conn::Sqlite(_) => Self::lower_sqlite(conn),
            Conn::Pg(_) => Self::lower_postgres(conn, tables),
        }
    }

    /// The schema of SQLite is rows too: dropped triggers come back in the same transaction.
    fn lower_sqlite(conn: &mut Conn) -> Result<Self, Failure> {
        conn.execute("PRAGMA defer_foreign_keys = ON")?;
        let query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name";
        let triggers: Vec<Trigger> = on!(conn, c => diesel::sql_query(query).load(c))?;
        for Trigger { name, .. } in &triggers {
            conn.execute(&format!("DROP TRIGGER {}", quoted(name)))?;
        }
        Ok(Self { raise: triggers.into_iter().map(|trigger| trigger.sql).collect() })
    }

    fn lower_postgres(conn: &mut Conn, tables: &[Table]) -> Result<Self, Failure> {
        let names: Vec<String> = tables.iter().map(|table| quoted(&table.name)).collect();
        // Nobody writes meanwhile; a service that is still running makes this fail, not wait.
        conn.execute("SET LOCAL lock_timeout = 10000")?;
        conn.execute(&format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", names.join(", ")))?;
        // Deferred references are checked now, before the tables change again.
        let mut raise = vec!["SET CONSTRAINTS ALL IMMEDIATE".to_owned()];
        for name in &names {
            conn.execute(&format!("ALTER TABLE {name} DISABLE TRIGGER USER"))?;
            raise.push(format!("ALTER TABLE {name} ENABLE TRIGGER USER"));
        }
        let query = "SELECT t.relname::text AS table_name, r.relname::text AS target, f.conname::text AS name, \
                            f.condeferrable AS deferrable \
                     FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid \
                     WHERE f.contype = 'f' AND t.relnamespace = current_schema()::regnamespace ORDER BY 1, 3";
        let references: Vec<Reference> = on!(conn, c => diesel::sql_query(query).load(c))?;
        let place = |name: &str| tables.iter().position(|table| table.name == name);
        for Reference { table_name, target, name, deferrable } in references {
            // A row may refer to a later one of its own table, or of another table in a circle.
            if !deferrable && place(&target) >= place(&table_name) {
                let constraint = format!("ALTER TABLE {} ALTER CONSTRAINT {}", quoted(&table_name), quoted(&name));
                conn.execute(&format!("{constraint} DEFERRABLE INITIALLY DEFERRED"))?;
                raise.push(format!("{constraint} NOT DEFERRABLE"));
            }
        }
        conn.execute("SET CONSTRAINTS ALL DEFERRED")?;
        Ok(Self { raise })
    }

    /// Puts everything back. A reference that leads nowhere is an error now (on SQLite: at the commit).
    fn raise(self, conn: &mut Conn) -> Result<(), Failure> {
        for sql in self.raise {
            conn.execute(&sql)?;
        }
        Ok(())
    }
}
