//! How long a payment run takes: a list of many awards, the run again, and its checks.
//!
//! `payment-run <mops> [--postgres URL] [--awards N]`. The URL names an empty database.
#![expect(clippy::print_stdout, reason = "the report of this program")]
#![expect(clippy::expect_used, reason = "a bench stops at what it did not expect")]

use std::path::PathBuf;
use std::time::Instant;

use benches::bare::Direct;
use benches::client::Client;
use benches::fill;
use benches::process::Home;
use serde_json::{Value, json};

/// The password of a demonstration.
const PASSWORD: &str = "demo-haslo-2026";

fn main() {
    let mut words = std::env::args().skip(1);
    let (mut mops, mut postgres, mut awards) = (None, None, 100_000);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--postgres" => postgres = words.next(),
            "--awards" => awards = words.next().and_then(|n| n.parse().ok()).expect("a number of awards"),
            path => mops = Some(PathBuf::from(path)),
        }
    }
    let mops = mops.expect("the server");
    println!("| database | awards | first run | run again | the month after | checks |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (kind, database) in std::iter::once(("sqlite", String::new())).chain(postgres.map(|url| ("postgres", url))) {
        let home = Home::demo(&mops, &database, 2);
        let running = home.start_demo();
        let office = Client::log_in(&home.base(), "swiadczenia", PASSWORD);
        let today = office.get("/api/v1/demo/clock").expect("the clock").1;
        let month = text(&today, "today").get(..7).expect("a month").to_owned();
        let mut db = Direct::open(home.database()).expect("the database");
        let units = fill::units(&mut db);
        fill::cases(&mut db, &units, awards);
        fill::awards(&mut db, awards, &month);
        drop(db);
        let run = |month: &str, key: &str| {
            let body = json!({"month": month, "method": "account"});
            timed(|| office.post("/api/v1/payment-lists", Some(key), &body))
        };
        let (first, list) = run(&month, "first");
        assert_eq!(list.get("count"), Some(&json!(awards)), "{list}");
        let (again, same) = run(&month, "again");
        assert_eq!(text(&list, "id"), text(&same, "id"), "a run again adds nothing");
        let (further, next) = run(&month_after(&month), "further");
        assert_eq!(next.get("count"), Some(&json!(awards)), "{next}");
        let path = format!("/api/v1/payment-lists/{}/checks", text(&list, "id"));
        let (checks, _) = timed(|| office.change(&path, 1, &json!({})));
        println!("| {kind} | {awards} | {first} ms | {again} ms | {further} ms | {checks} ms |");
        running.stop();
    }
}

fn timed(call: impl FnOnce() -> Option<(u16, Value)>) -> (u128, Value) {
    let started = Instant::now();
    let (status, answer) = call().expect("an answer");
    let took = started.elapsed().as_millis();
    assert!((200..300).contains(&status), "{status}: {answer}");
    (took, answer)
}

fn text<'a>(answer: &'a Value, field: &str) -> &'a str {
    answer.get(field).and_then(Value::as_str).unwrap_or_else(|| panic!("{field} in {answer}"))
}

fn month_after(month: &str) -> String {
    let (year, number) = month.split_once('-').expect("a month");
    let (year, number): (u32, u32) = (year.parse().expect("a year"), number.parse().expect("a month"));
    if number == 12 { format!("{}-01", year + 1) } else { format!("{year}-{:02}", number + 1) }
}
