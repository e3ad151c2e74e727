//! Rows as JSON, one text for each on both databases, and the hashes over them.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Failure;
use super::catalog::{Column, Kind, Table, quoted};
use crate::conn::{Conn, on};

/// Rows that are read or written at once.
pub(super) const CHUNK: usize = 500;
/// Columns in one call of `json_array`, which takes a hundred.
const COLUMNS: usize = 60;
/// How a row writes an instant: always whole microseconds.
const INSTANT: &str = "%FT%T%.6f";
/// How SQLite stores an instant: as many digits as it needs, as diesel writes it.
const SQLITE_INSTANT: &str = "%F %T%.f";

/// The values of one row, in the order of the table's columns. Booleans, numbers, texts and nulls.
pub(super) type Row = Vec<Value>;

#[derive(QueryableByName)]
struct Json {
    #[diesel(sql_type = Text)]
    row: String,
}

/// Hands all rows of a table to `take`, in chunks, in the order of their keys.
pub(super) fn each_chunk(
    conn: &mut Conn,
    table: &Table,
    mut take: impl FnMut(&[Row]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut after: Option<Row> = None;
    loop {
        let query = select(conn, table, after.as_ref());
        let found: Vec<Json> = on!(conn, c => diesel::sql_query(query).load(c))?;
        let mut rows = Vec::with_capacity(found.len());
        for Json { row } in &found {
            rows.push(read(conn, table, row)?);
        }
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.clone());
        take(&rows)?;
        if rows.len() < CHUNK {
            return Ok(());
        }
    }
}

fn select(conn: &Conn, table: &Table, after: Option<&Row>) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    let row = match conn {
        Conn::Sqlite(_) => {
            let parts: Vec<String> =
                columns.chunks(COLUMNS).map(|part| format!("json_array({})", part.join(", "))).collect();
            format!("json_array({})", parts.join(", "))
        }
        // A row of PostgreSQL as a list of its values, whatever the order of its columns.
        Conn::Pg(_) => "row_to_json(t)::text".to_owned(),
    };
    // Both databases compare texts byte by byte.
    let ordered = |column: &Column| match (conn, column.kind) {
        (Conn::Pg(_), Kind::Text) => format!("{} COLLATE \"C\"", quoted(&column.name)),
        (Conn::Pg(_) | Conn::Sqlite(_), _) => quoted(&column.name),
    };
    let key: Vec<String> = table.key_columns().map(ordered).collect();
    let key = key.join(", ");
    let filter = after.map_or(String::new(), |after| {
        let of_key = table.key.iter().filter_map(|place| table.columns.get(*place).zip(after.get(*place)));
        let values: Vec<String> = of_key.map(|(column, value)| literal(conn, column, value)).collect();
        format!("WHERE ({key}) > ({})", values.join(", "))
    });
    format!("SELECT {row} AS row FROM {} t {filter} ORDER BY {key} LIMIT {CHUNK}", quoted(&table.name))
}

/// A value as a literal of SQL. Texts have no NUL on either database, and PostgreSQL reads backslashes as they are.
fn literal(conn: &Conn, column: &Column, value: &Value) -> String {
    let stored = stored(conn, column.kind, value);
    match stored.as_str() {
        Some(text) => format!("'{}'", text.replace('\'', "''")),
        None => stored.to_string(),
    }
}

/// Reads what the database made of a row.
fn read(conn: &Conn, table: &Table, json: &str) -> Result<Row, Failure> {
    let unreadable = || Failure::Unsupported { table: table.name.clone(), why: "a row is no JSON".to_owned() };
    let value: Value = serde_json::from_str(json).map_err(|_syntax| unreadable())?;
    let values: Vec<Value> = match (conn, value) {
        (Conn::Sqlite(_), Value::Array(parts)) => {
            let parts: Option<Vec<&Vec<Value>>> = parts.iter().map(Value::as_array).collect();
            parts.ok_or_else(unreadable)?.into_iter().flatten().cloned().collect()
        }
        (Conn::Pg(_), Value::Object(mut values)) => {
            table.columns.iter().map(|column| values.remove(&column.name).unwrap_or_default()).collect()
        }
        (Conn::Pg(_) | Conn::Sqlite(_), _) => return Err(unreadable()),
    };
    let mut row = Vec::with_capacity(values.len());
    for (column, value) in table.columns.iter().zip(values) {
        let normal = normal(column.kind, value).ok_or_else(|| Failure::Unsupported {
            table: table.name.clone(),
            why: format!("a value in column `{}` is not of the column's type", column.name),
        })?;
        row.push(normal);
    }
    Ok(row)
}

/// The one form of a value; `None` when it is not of the column's kind.
pub(super) fn normal(kind: Kind, value: Value) -> Option<Value> {
    match (kind, value) {
        (_, Value::Null) => Some(Value::Null),
        (Kind::Text, Value::String(text)) => Some(Value::String(text)),
        (Kind::Integer, Value::Number(number)) => number.as_i64().map(Value::from),
        (Kind::Boolean, Value::Bool(yes)) => Some(Value::Bool(yes)),
        // SQLite's booleans.
        (Kind::Boolean, Value::Number(number)) => match number.as_i64() {
            Some(0) => Some(Value::Bool(false)),
            Some(1) => Some(Value::Bool(true)),
            _ => None,
        },
        (Kind::Date, Value::String(text)) => {
            let date = NaiveDate::parse_from_str(&text, "%F").ok()?;
            (date.format("%F").to_string() == text).then_some(Value::String(text))
        }
        (Kind::Timestamp, Value::String(text)) => {
            let at = NaiveDateTime::parse_from_str(&text.replacen(' ', "T", 1), "%FT%T%.f").ok()?;
            let whole = at.nanosecond() < 1_000_000_000 && at.nanosecond().is_multiple_of(1_000);
            whole.then(|| Value::String(at.format(INSTANT).to_string()))
        }
        (Kind::Text | Kind::Integer | Kind::Boolean | Kind::Date | Kind::Timestamp, _) => None,
    }
}

/// A value as this database stores it.
fn stored(conn: &Conn, kind: Kind, value: &Value) -> Value {
    match (conn, kind, value) {
        (Conn::Sqlite(_), Kind::Timestamp, Value::String(text)) => {
            let at = NaiveDateTime::parse_from_str(text, INSTANT);
            at.map_or_else(|_unreadable| value.clone(), |at| Value::String(at.format(SQLITE_INSTANT).to_string()))
        }
        _ => value.clone(),
    }
}

/// Writes rows, which have the table's form.
pub(super) fn insert(conn: &mut Conn, table: &Table, rows: &[Row]) -> Result<(), Failure> {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    let columns = columns.join(", ");
    let name = quoted(&table.name);
    let sql = match conn {
        Conn::Sqlite(_) => {
            let values: Vec<String> = (0..table.columns.len()).map(|place| format!("value ->> {place}")).collect();
            format!("INSERT INTO {name} ({columns}) SELECT {} FROM json_each($1)", values.join(", "))
        }
        Conn::Pg(_) => {
            format!(
                "INSERT INTO {name} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{name}, $1::json)"
            )
        }
    };
    for chunk in rows.chunks(CHUNK) {
        let mut json = String::from("[");
        for (place, row) in chunk.iter().enumerate() {
            let pairs = table.columns.iter().zip(row).map(|(column, value)| (column, stored(conn, column.kind, value)));
            let row = match conn {
                Conn::Sqlite(_) => Value::Array(pairs.map(|(_, value)| value).collect()),
                Conn::Pg(_) => Value::Object(pairs.map(|(column, value)| (column.name.clone(), value)).collect()),
            };
            let separator = if place == 0 { "" } else { "," };
            // Writing to a string does not fail.
            let _ = write!(json, "{separator}{row}");
        }
        json.push(']');
        on!(conn, c => diesel::sql_query(&sql).bind::<Text, _>(&json).execute(c))?;
    }
    Ok(())
}

/// The line of a row: its columns in alphabetical order, as a JSON object.
pub(super) fn line(table: &Table, row: &Row) -> String {
    let mut line = String::from("{");
    for (place, (column, value)) in table.columns.iter().zip(row).enumerate() {
        let separator = if place == 0 { "" } else { "," };
        let _ = write!(line, "{separator}{}:{value}", Value::from(column.name.as_str()));
    }
    line.push_str("}\n");
    line
}

/// Reads such a line back; `None` when it is not the line of a row of this table.
pub(super) fn row_of(table: &Table, line: &str) -> Option<Row> {
    let Value::Object(mut values) = serde_json::from_str(line).ok()? else { return None };
    let row: Option<Row> =
        table.columns.iter().map(|column| normal(column.kind, values.remove(&column.name)?)).collect();
    row.filter(|_row| values.is_empty())
}

/// Counts and hashes the lines of a table. The hash is that of a file with these lines.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rows: u64,
    hash: Sha256,
}

impl Tally {
    pub(super) fn add(&mut self, line: &str) {
        self.rows += 1;
        self.hash.update(line);
    }

    /// How many, and the SHA-256 in hexadecimal digits.
    pub(super) fn done(self) -> (u64, String) {
        (self.rows, self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table() -> Table {
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        let columns = vec![column("at", Kind::Timestamp), column("id", Kind::Text), column("yes", Kind::Boolean)];
        Table { name: "t".to_owned(), columns, key: vec![1], references: Vec::new() }
    }

    #[test]
    fn a_row_is_its_line_and_a_line_its_row() {
        let row = vec![json!("2026-11-23T10:15:30.500000"), json!("ż\"'\n"), Value::Null];
        let text = "{\"at\":\"2026-11-23T10:15:30.500000\",\"id\":\"ż\\\"'\\n\",\"yes\":null}\n";
        assert_eq!(line(&table(), &row), text);
        assert_eq!(row_of(&table(), text), Some(row));
    }

    #[test]
    fn a_line_of_other_columns_or_types_is_no_row() {
        for wrong in [
            r#"{"at":null,"id":"x"}"#,
            r#"{"at":null,"id":"x","yes":true,"more":1}"#,
            r#"{"at":"soon","id":"x","yes":true}"#,
            r#"{"at":null,"id":1,"yes":true}"#,
            r#"{"at":null,"id":"x","yes":2}"#,
            r#"[null,"x",true]"#,
            "",
        ] {
            assert_eq!(row_of(&table(), wrong), None, "{wrong}");
        }
    }

    #[test]
    fn both_spellings_of_a_value_have_one_form() {
        let at = json!("2026-11-23T10:15:30.500000");
        for spelling in ["2026-11-23 10:15:30.500", "2026-11-23T10:15:30.5", "2026-11-23T10:15:30.500000"] {
            assert_eq!(normal(Kind::Timestamp, json!(spelling)), Some(at.clone()));
        }
        assert_eq!(normal(Kind::Boolean, json!(1)), normal(Kind::Boolean, json!(true)));
        for (kind, wrong) in [
            (Kind::Timestamp, json!("2026-11-23 10:15:30.1234567")),
            (Kind::Timestamp, json!("infinity")),
            (Kind::Date, json!("2026-1-1")),
            (Kind::Integer, json!(1.5)),
            (Kind::Integer, json!("1")),
            (Kind::Boolean, json!(2)),
            (Kind::Text, json!(1)),
        ] {
            assert_eq!(normal(kind, wrong.clone()), None, "{wrong}");
        }
    }
}
