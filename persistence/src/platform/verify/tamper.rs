//! A thousand random acts of tampering, each of which must be found.
//!
//! An act that changes nothing (the same value, a refused key) is drawn again. `TAMPER_SEED` repeats a run.

use std::hash::{BuildHasher, Hasher};

use super::tests::unguarded;
use super::*;
use crate::testing::{Kind, each_database, fill, texts};

const ACTS: usize = 1_000;
const TABLES: [&str; 6] =
    ["journal", "journal_payloads", "journal_seals", "access_groups", "access_entries", "access_people"];

/// A xorshift generator: repeatable, and good enough to draw rows.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

fn seed() -> u64 {
    let fresh = || std::hash::RandomState::new().build_hasher().finish() | 1;
    std::env::var("TAMPER_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(fresh)
}

/// A table as the database describes it, with the condition that each of its rows alone fulfils.
struct Victim {
    name: &'static str,
    columns: Vec<Column>,
    rows: Vec<String>,
}

struct Column {
    name: String,
    kind: String,
    key: bool,
}

/// How one database names, reads and writes a value of any type.
struct Dialect {
    kind: Kind,
}

impl Dialect {
    /// The expression that gives a column's value as a literal.
    fn literal(&self, column: &Column) -> String {
        match self.kind {
            Kind::Sqlite => format!("quote({})", column.name),
            Kind::Postgres => format!("quote_nullable({}) || '::{}'", column.name, column.kind),
        }
    }

    fn columns(&self, conn: &mut Conn, table: &str) -> Vec<Column> {
        let query = match self.kind {
            Kind::Sqlite => format!(
                "SELECT lower(name || ',' || type || ',' || (pk > 0)) FROM pragma_table_info('{table}') ORDER BY cid"
            ),
            Kind::Postgres => format!(
                "SELECT a.attname || ',' || format_type(a.atttypid, NULL) || ',' || \
                        CASE WHEN a.attnum = ANY (i.indkey) THEN 1 ELSE 0 END \
                 FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
                 WHERE a.attrelid = '{table}'::regclass AND a.attnum > 0 ORDER BY a.attnum"
            ),
        };
        let found = texts(conn, &query).unwrap();
        found
            .into_iter()
            .flatten()
            .map(|line| {
                let mut parts = line.split(',').map(str::to_owned);
                let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
                Column { name, kind, key: parts.next().as_deref() == Some("1") }
            })
            .collect()
    }

    fn victim(&self, conn: &mut Conn, name: &'static str) -> Victim {
        let columns = self.columns(conn, name);
        let key: Vec<&Column> = columns.iter().filter(|column| column.key).collect();
        assert!(!key.is_empty(), "{name} has a key");
        let order = key.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let each = key.iter().map(|column| format!("'{} = ' || {}", column.name, self.literal(column)));
        let row = each.collect::<Vec<_>>().join(" || ' AND ' || ");
        let rows = texts(conn, &format!("SELECT {row} FROM {name} ORDER BY {order}")).unwrap();
        Victim { name, columns, rows: rows.into_iter().flatten().collect() }
    }
}

impl Victim {
    /// A row; the first and the last more often than the others, since chains are weakest at their ends.
    fn row(&self, random: &mut Random) -> &str {
        match random.below(8) {
            0 => self.rows.first().unwrap(),
            1 => self.rows.last().unwrap(),
            _ => random.one_of::<String>(&self.rows),
        }
    }

    fn at(&self, row: &str) -> String {
        format!("{} WHERE {row}", self.name)
    }

    fn value(&self, conn: &mut Conn, dialect: &Dialect, column: &Column, row: &str) -> String {
        let sql = format!("SELECT {} FROM {}", dialect.literal(column), self.at(row));
        texts(conn, &sql).unwrap().remove(0).unwrap()
    }

    /// All rows as literals, sorted: what the table is.
    fn contents(&self, conn: &mut Conn, dialect: &Dialect) -> Vec<Option<String>> {
        let all: Vec<String> = self.columns.iter().map(|column| dialect.literal(column)).collect();
        let mut rows = texts(conn, &format!("SELECT {} FROM {}", all.join(" || ',' || "), self.name)).unwrap();
        rows.sort();
        rows
    }

    fn set(&self, row: &str, values: &[(&Column, String)]) -> String {
        let sets: Vec<String> = values.iter().map(|(column, value)| format!("{} = {value}", column.name)).collect();
        format!("UPDATE {} SET {} WHERE {row}", self.name, sets.join(", "))
    }

    /// Another value for a column: near the old one, far from it, or of another row.
    fn other(&self, conn: &mut Conn, dialect: &Dialect, random: &mut Random, column: &Column, row: &str) -> String {
        let old = self.value(conn, dialect, column, row);
        let elsewhere = self.row(random);
        let number = random.next() % 100_000;
        let Column { name, kind, .. } = column;
        let mut choices = vec![self.value(conn, dialect, column, elsewhere), "NULL".to_owned()];
        choices.extend(match kind.as_str() {
            "text" => vec![
                "''".to_owned(),
                format!("'{number}'"),
                format!("{name} || ' '"),
                format!("upper({name})"),
                format!("substr({name}, 2)"),
                format!("substr({name}, 1, length({name}) - 1)"),
                format!("replace({name}, '{}', '{}')", number % 10, number / 10 % 10),
            ],
            "bigint" => vec![format!("{name} + 1"), format!("{name} - 1"), format!("-{name}"), number.to_string()],
            other if other.starts_with("timestamp") => {
                vec!["'2026-11-23 10:15:30.000001'".to_owned(), format!("'20{:02}-01-01 00:00:00'", number % 90 + 10)]
            }
            other => panic!("no other value for {other}"),
        });
        // What one database alone would take.
        match (dialect.kind, kind.as_str()) {
            (Kind::Sqlite, "text") => choices.push(format!("CAST({name} AS BLOB)")),
            (Kind::Sqlite, "bigint") => choices.extend([format!("{name} || 'x'"), format!("{name} + 0.5")]),
            (Kind::Sqlite, _) => choices.extend([
                format!("replace({name}, ' ', 'T')"),
                format!("{name} || '0'"),
                format!("{name} || 'Z'"),
                number.to_string(),
            ]),
            (Kind::Postgres, kind) if kind.starts_with("timestamp") => choices.extend([
                format!("{name} + interval '1 microsecond'"),
                "'infinity'".to_owned(),
                format!("{name} - interval '4000 years'"),
            ]),
            (Kind::Postgres, _) => {}
        }
        choices.retain(|choice| *choice != old);
        random.one_of(&choices).clone()
    }

    fn change(&self, conn: &mut Conn, dialect: &Dialect, random: &mut Random) -> Vec<String> {
        let (row, column) = (self.row(random), random.one_of(&self.columns));
        let value = self.other(conn, dialect, random, column, row);
        vec![self.set(row, &[(column, value)])]
    }

    fn delete(&self, random: &mut Random) -> Vec<String> {
        vec![format!("DELETE FROM {}", self.at(self.row(random)))]
    }

    /// A copy of a row with another key, and sometimes with other values besides.
    fn insert(&self, conn: &mut Conn, dialect: &Dialect, random: &mut Random) -> Vec<String> {
        let row = self.row(random);
        let keep = random.below(3) > 0;
        let values: Vec<String> = self
            .columns
            .iter()
            .map(|column| {
                if column.key || (!keep && random.below(3) == 0) {
                    self.other(conn, dialect, random, column, row)
                } else {
                    column.name.clone()
                }
            })
            .collect();
        vec![format!("INSERT INTO {} SELECT {} FROM {}", self.name, values.join(", "), self.at(row))]
    }

    /// Exchanges some columns of two rows, by way of values that no row has.
    fn swap(&self, conn: &mut Conn, dialect: &Dialect, random: &mut Random) -> Vec<String> {
        let (one, other) = (self.row(random), self.row(random));
        let chosen = random.next() | 1 << random.below(self.columns.len());
        let (mut of_one, mut of_other, mut nobodys) = (Vec::new(), Vec::new(), Vec::new());
        for (place, column) in self.columns.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1) {
            of_one.push((column, self.value(conn, dialect, column, one)));
            of_other.push((column, self.value(conn, dialect, column, other)));
            nobodys.push((
                column,
                match column.kind.as_str() {
                    "text" => format!("'nobody {place}'"),
                    "bigint" => "-77".to_owned(),
                    _ => "'1999-01-01 00:00:00'".to_owned(),
                },
            ));
        }
        // The first row is found by its new values.
        let found: Vec<String> = nobodys.iter().map(|(column, value)| format!("{} = {value}", column.name)).collect();
        vec![self.set(one, &nobodys), self.set(other, &of_one), self.set(&found.join(" AND "), &of_other)]
    }
}

/// Draws one act and does it, unless the database refuses or nothing changes. Returns its SQL.
fn act(conn: &mut Conn, dialect: &Dialect, victims: &[Victim], random: &mut Random) -> Option<String> {
    let victim = random.one_of(victims);
    let statements = match random.below(4) {
        0 => victim.change(conn, dialect, random),
        1 => victim.delete(random),
        2 => victim.insert(conn, dialect, random),
        _ => victim.swap(conn, dialect, random),
    };
    let before = victim.contents(conn, dialect);
    for sql in &statements {
        conn.execute(sql).ok()?;
    }
    (victim.contents(conn, dialect) != before).then(|| statements.join("; "))
}

#[test]
fn every_one_of_a_thousand_random_acts_is_found() {
    each_database(|db| {
        fill(&db.store(), 60, 40);
        let dialect = Dialect { kind: db.kind() };
        let mut conn = unguarded(&db);
        let victims = TABLES.map(|table| dialect.victim(&mut conn, table));
        assert_eq!(check(&mut conn, None).unwrap().findings, []);
        let seed = seed();
        let mut random = Random(seed);
        let mut acts = 0;
        while acts < ACTS {
            conn.begin().unwrap();
            let done = act(&mut conn, &dialect, &victims, &mut random);
            let report = done.as_ref().map(|_sql| check(&mut conn, None));
            conn.rollback().unwrap();
            if let (Some(sql), Some(report)) = (done, report) {
                let context = || format!("TAMPER_SEED={seed} on {:?}, act {acts}: {sql}", db.kind());
                let report = report.unwrap_or_else(|error| panic!("{error}: {}", context()));
                assert!(!report.is_clean(), "not found: {}", context());
                acts += 1;
            }
        }
        assert_eq!(check(&mut conn, None).unwrap().findings, []);
    });
}
