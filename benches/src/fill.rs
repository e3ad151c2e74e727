//! Fills the database of a benchmark with cases, past the service: rows alone, as many as wanted.

use std::fmt::Write as _;

use crate::bare::Direct;

/// A unit with cases: its id and its symbol.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The id.
    pub id: String,
    /// The symbol.
    pub symbol: String,
}

/// Rows of one statement.
const CHUNK: u32 = 500;

/// The units of social work teams.
///
/// # Panics
/// When the database cannot be read.
#[must_use]
pub fn units(db: &mut Direct) -> Vec<Unit> {
    let sql = "SELECT id || '|' || symbol AS value FROM org_units WHERE symbol LIKE 'MOPS.PS.%' ORDER BY symbol";
    let found = db.texts(sql).expect("the units");
    let pairs = found.iter().filter_map(|text| text.split_once('|'));
    pairs.map(|(id, symbol)| Unit { id: id.to_owned(), symbol: symbol.to_owned() }).collect()
}

/// The id of the case with a number; cases go round the units.
#[must_use]
pub fn case_id(number: u32) -> String {
    format!("01a00000-0000-7000-8001-{number:012x}")
}

fn person_id(number: u32) -> String {
    format!("01a00000-0000-7000-8000-{number:012x}")
}

/// Adds so many cases, each of a person of its own.
///
/// # Panics
/// When the database refuses.
pub fn cases(db: &mut Direct, units: &[Unit], count: u32) {
    let mut first = 0;
    while first < count {
        let next = count.min(first + CHUNK);
        let (mut persons, mut cases) = (String::new(), String::new());
        for number in first..next {
            let unit = units.get(usize::try_from(number).expect("a number") % units.len()).expect("a unit");
            let comma = if number == first { "" } else { "," };
            let person = person_id(number);
            write!(
                persons,
                "{comma}('{person}', 1, 'active', 'Anna', 'Nowak{number}', 'nowak{number} anna', {FALSE}, '2026-01-01 00:00:00')"
            )
            .expect("text");
            let (case, month, day) = (case_id(number), 1 + number % 10, 1 + number / 10 % 28);
            write!(
                cases,
                "{comma}('{case}', 1, '{}', '4111', '', {}, 2026, 'benefit', '{}', '{person}', '2026-{month:02}-{day:02}', \
                 'standard', 'standard', 'open')",
                unit.symbol,
                1_000_000 + number,
                unit.id,
            )
            .expect("text");
        }
        db.execute(&format!(
            "INSERT INTO persons (id, version, state, given_names, surname, search_key, unknown_identity, created_at) \
             VALUES {persons}; \
             INSERT INTO cases (id, version, unit_symbol, class_symbol, base, number, year, kind, unit_id, applicant_id, \
             opened_on, urgency, classification, status) VALUES {cases}"
        ))
        .expect("rows");
        first = next;
    }
    db.execute("ANALYZE").expect("statistics");
}

/// Both databases read this as false.
const FALSE: &str = "FALSE";
