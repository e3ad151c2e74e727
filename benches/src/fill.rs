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

/// An account number with good check digits, of a bank's own example.
const ACCOUNT: &str = "61109010140000071219812874";

/// Adds so many awards for the cases of [`cases`], each with a line for a month and an account of the person's own.
///
/// # Panics
/// When the database refuses.
pub fn awards(db: &mut Direct, count: u32, month: &str) {
    let user = db.texts("SELECT min(id) AS value FROM users").expect("a user").remove(0);
    let mut first = 0;
    while first < count {
        let next = count.min(first + CHUNK);
        let (mut accounts, mut decisions, mut awards, mut lines) = (vec![], vec![], vec![], vec![]);
        for number in first..next {
            let (person, case) = (person_id(number), case_id(number));
            let id = |table: u32| format!("01a00000-0000-7000-80{table:02}-{number:012x}");
            let (account, decision, award, line) = (id(10), id(11), id(12), id(13));
            accounts.push(format!(
                "('{account}', '{person}', '{ACCOUNT}', TRUE, '2020-01-01', '9999-12-31', '2026-01-01 00:00:00', \
                 '9999-12-31 00:00:00')"
            ));
            decisions.push(format!(
                "('{decision}', 1, '{case}', 'grant', 'zasilek_staly', '{{}}', 'signed', '2026-01-01', '{user}')"
            ));
            awards.push(format!(
                "('{award}', 1, '{decision}', '{case}', '{person}', 'zasilek_staly', 'monthly', '2026-01-01', \
                 '9999-12-31', 100000, 'account', '{account}', '2026-01-01', 'active', '{month}')"
            ));
            lines.push(format!("('{line}', '{award}', '{month}', 100000)"));
        }
        db.execute(&format!(
            "INSERT INTO person_accounts (id, person_id, nrb, own, valid_from, valid_to, recorded_at, superseded_at) \
             VALUES {}; \
             INSERT INTO decisions (id, version, case_id, kind, benefit_code, content, status, drafted_on, drafted_by) \
             VALUES {}; \
             INSERT INTO awards (id, version, decision_id, case_id, person_id, benefit_code, kind, right_from, right_to, \
             amount, method, account_id, enforceable_on, state, scheduled_to) VALUES {}; \
             INSERT INTO award_lines (id, award_id, month, amount) VALUES {}",
            accounts.join(","),
            decisions.join(","),
            awards.join(","),
            lines.join(",")
        ))
        .expect("rows");
        if first % 10_000 == 0 {
            // The trigger against overlaps is planned by what is known of the table.
            db.execute("ANALYZE").expect("statistics");
        }
        first = next;
    }
    db.execute("ANALYZE").expect("statistics");
}
