//! What tables there are, read from the database itself.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::Failure;
use crate::conn::{Conn, on};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Boolean,
    Date,
    Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table. Columns are in alphabetical order, since the two schemas may name them in different ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The places in `columns` of the primary key, in its order.
    pub(super) key: Vec<usize>,
    /// The tables that it refers to; it may be one of them.
    pub(super) references: Vec<String>,
}

impl Table {
    /// The columns of the primary key, in its order.
    pub(super) fn key_columns(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().filter_map(|place| self.columns.get(*place))
    }
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    /// Its place in the primary key, from one; zero outside.
    #[diesel(sql_type = BigInt)]
    key_place: i64,
}

#[derive(QueryableByName)]
struct ReferenceRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    target: String,
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, c.name AS column_name, lower(c.type) AS kind, \
            CAST(c.pk AS BIGINT) AS key_place \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' \
     ORDER BY m.name, c.name";
const SQLITE_REFERENCES: &str = "SELECT DISTINCT m.name AS table_name, f.\"table\" AS target \
     FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2";

const POSTGRES_COLUMNS: &str = "SELECT t.relname::text AS table_name, a.attname::text AS column_name, \
            format_type(a.atttypid, NULL) AS kind, \
            COALESCE(array_position(i.indkey::int2[], a.attnum) - array_lower(i.indkey::int2[], 1) + 1, 0)::bigint \
                AS key_place \
     FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid \
          LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary \
     WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') \
       AND t.relname NOT LIKE '\\_\\_diesel%' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' \
     ORDER BY t.relname::text COLLATE \"C\", a.attname::text COLLATE \"C\"";
const POSTGRES_REFERENCES: &str = "SELECT DISTINCT t.relname::text AS table_name, r.relname::text AS target \
     FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid \
     WHERE f.contype = 'f' AND t.relnamespace = current_schema()::regnamespace ORDER BY 1, 2";

/// The tables of the centre, each after those it refers to (as far as references form no circle).
pub(super) fn tables(conn: &mut Conn) -> Result<Vec<Table>, Failure> {
    let (columns, references) = match conn {
        Conn::Sqlite(_) => (SQLITE_COLUMNS, SQLITE_REFERENCES),
        Conn::Pg(_) => (POSTGRES_COLUMNS, POSTGRES_REFERENCES),
    };
    let columns: Vec<ColumnRow> = on!(conn, c => diesel::sql_query(columns).load(c))?;
    let references: Vec<ReferenceRow> = on!(conn, c => diesel::sql_query(references).load(c))?;
    let mut tables = Vec::new();
    for of_one in columns.chunk_by(|a, b| a.table_name == b.table_name) {
        tables.push(table(of_one, &references)?);
    }
    Ok(in_order(tables))
}

fn table(rows: &[ColumnRow], references: &[ReferenceRow]) -> Result<Table, Failure> {
    let name = rows.first().map(|row| row.table_name.clone()).unwrap_or_default();
    let mut columns = Vec::with_capacity(rows.len());
    for row in rows {
        let kind = kind(&row.kind).ok_or_else(|| Failure::Unsupported {
            table: name.clone(),
            why: format!("column `{}` is of type `{}`", row.column_name, row.kind),
        })?;
        columns.push(Column { name: row.column_name.clone(), kind });
    }
    let mut key: Vec<(i64, usize)> =
        rows.iter().enumerate().filter(|(_, row)| row.key_place > 0).map(|(at, row)| (row.key_place, at)).collect();
    key.sort_unstable();
    if key.is_empty() {
        return Err(Failure::Unsupported { table: name, why: "it has no primary key".to_owned() });
    }
    let references = references.iter().filter(|row| row.table_name == name).map(|row| row.target.clone()).collect();
    Ok(Table { name, columns, key: key.into_iter().map(|(_, at)| at).collect(), references })
}

fn kind(declared: &str) -> Option<Kind> {
    match declared {
        "text" | "character varying" => Some(Kind::Text),
        "bigint" | "integer" | "smallint" => Some(Kind::Integer),
        "boolean" => Some(Kind::Boolean),
        "date" => Some(Kind::Date),
        "timestamp" | "timestamp without time zone" => Some(Kind::Timestamp),
        _ => None,
    }
}

/// Puts tables after those they refer to. What is left of a circle keeps the order of its names.
fn in_order(mut waiting: Vec<Table>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: Vec<String> = waiting.iter().map(|table| table.name.clone()).collect();
        let is_free =
            |table: &Table| table.references.iter().all(|target| *target == table.name || !names.contains(target));
        let next = waiting.iter().position(is_free).unwrap_or_default();
        ordered.push(waiting.remove(next));
    }
    ordered
}

/// Whether the table has any row.
pub(super) fn has_rows(conn: &mut Conn, table: &Table) -> Result<bool, Failure> {
    let exists = format!("EXISTS (SELECT 1 FROM {})", quoted(&table.name));
    Ok(on!(conn, c => diesel::select(diesel::dsl::sql::<Bool>(&exists)).get_result(c))?)
}

/// A name as both databases read it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conn::Purpose;
    use crate::testing::{Kind as Database, TestDb, each_database, kinds};

    fn named(name: &str, references: &[&str]) -> Table {
        let references = references.iter().map(ToString::to_string).collect();
        Table { name: name.to_owned(), columns: Vec::new(), key: Vec::new(), references }
    }

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let tables =
            vec![named("a", &["b", "a"]), named("b", &["c"]), named("c", &[]), named("x", &["y"]), named("y", &["x"])];
        let order: Vec<String> = in_order(tables).into_iter().map(|table| table.name).collect();
        assert_eq!(order, ["c", "b", "a", "x", "y"]);
    }

    #[test]
    fn both_schemas_have_the_same_tables_columns_kinds_keys_and_references() {
        let schemas: Vec<Vec<Table>> = kinds()
            .into_iter()
            .map(|kind| tables(&mut Conn::open(TestDb::migrated(kind).url(), Purpose::Maintenance).unwrap()).unwrap())
            .collect();
        for schema in &schemas {
            assert_eq!(schema, &schemas[0]);
            let journal = schema.iter().find(|table| table.name == "journal").unwrap();
            assert_eq!(journal.columns.len(), 11);
            let people = schema.iter().find(|table| table.name == "person_units").unwrap();
            let key: Vec<_> = people.key_columns().map(|column| column.name.as_str()).collect();
            assert_eq!(
                (key, people.references.as_slice()),
                (vec!["person_id", "unit_id"], &["org_units".to_owned(), "persons".to_owned()][..])
            );
        }
    }

    #[test]
    fn what_cannot_be_carried_over_is_named() {
        for (sql, expected) in [
            (
                "CREATE TABLE odd (id TEXT NOT NULL PRIMARY KEY, amount REAL)",
                "`odd` cannot be carried over: column `amount`",
            ),
            ("CREATE TABLE odd (id TEXT)", "`odd` cannot be carried over: it has no primary key"),
        ] {
            each_database(|db| {
                db.execute_raw(sql).unwrap();
                let refused = tables(&mut Conn::open(db.url(), Purpose::Maintenance).unwrap()).unwrap_err().to_string();
                assert!(refused.starts_with(expected), "{refused}");
            });
        }
    }

    #[test]
    fn no_number_is_drawn_from_a_sequence_that_a_copy_would_lose() {
        each_database(|db| match db.kind() {
            Database::Sqlite => assert_eq!(db.count("sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"), 0),
            Database::Postgres => assert_eq!(db.count("pg_sequences"), 0),
        });
    }
}
