//! Kills the service under load, again and again, and looks for what was lost or doubled.
//!
//! `crash-test <mops> [--rounds N] [--postgres URL] [--trace-only]`: kills `<mops>` N times (20) under 16 writers on
//! SQLite and, with a URL, on PostgreSQL; then follows writes on SQLite with `strace`.
#![expect(clippy::print_stdout, reason = "the report of this program")]
#![expect(clippy::expect_used, reason = "a bench stops at what it did not expect")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use benches::client::Client;
use benches::process::{Home, LOGIN, PASSWORD};
use benches::trace::answered_writes;
use serde_json::{Value, json};

const WRITERS: usize = 16;
const READY_WITHIN: Duration = Duration::from_secs(1);
const TRACED_WRITES: usize = 40;

struct Arguments {
    binary: PathBuf,
    rounds: usize,
    postgres: Option<String>,
    trace_only: bool,
}

fn arguments() -> Arguments {
    let mut words = std::env::args().skip(1);
    let mut parsed = Arguments { binary: PathBuf::new(), rounds: 20, postgres: None, trace_only: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rounds" => parsed.rounds = words.next().and_then(|n| n.parse().ok()).expect("a number of rounds"),
            "--postgres" => parsed.postgres = words.next(),
            "--trace-only" => parsed.trace_only = true,
            path => parsed.binary = PathBuf::from(path),
        }
    }
    parsed
}

/// What the writers know: for each key the symbol they asked for, and whether they were told it is done.
type Ledger = Mutex<BTreeMap<String, bool>>;

fn main() -> ExitCode {
    let arguments = arguments();
    let mut faults = 0;
    if !arguments.trace_only {
        faults += crash("sqlite", &Home::new(&arguments.binary, ""), arguments.rounds);
        if let Some(url) = &arguments.postgres {
            faults += crash("postgres", &Home::new(&arguments.binary, url), arguments.rounds);
        }
    }
    faults += follow(&Home::new(&arguments.binary, ""));
    println!("{faults} faults");
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Kills and restarts, then counts what was lost or doubled.
fn crash(name: &str, home: &Home, rounds: usize) -> usize {
    let ledger = Ledger::default();
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let (running, ready) = home.start();
        slowest = slowest.max(ready);
        let client = Client::log_in(&home.base(), LOGIN, PASSWORD);
        replay(&client, &ledger);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let (client, ledger, stop) = (client.clone(), &ledger, &stop);
                scope.spawn(move || write_until(&client, ledger, stop, &format!("{round}-{writer}")));
            }
            // A different moment in every round.
            let pause = 150 + (round * 37) % 200;
            std::thread::sleep(Duration::from_millis(u64::try_from(pause).unwrap_or(200)));
            running.kill();
            stop.store(true, Ordering::Relaxed);
        });
    }
    let (running, ready) = home.start();
    slowest = slowest.max(ready);
    let client = Client::log_in(&home.base(), LOGIN, PASSWORD);
    replay(&client, &ledger);
    let stored = symbols(&client);
    running.stop();
    let ledger = ledger.into_inner().expect("no writer panicked");
    let lost = ledger.keys().filter(|symbol| !stored.contains_key(*symbol)).count();
    let doubled = stored.values().filter(|count| **count > 1).count();
    let unknown = stored.keys().filter(|symbol| !ledger.contains_key(*symbol)).count();
    let late = usize::from(slowest > READY_WITHIN);
    let findings = findings(home.database());
    println!(
        "{name}: {rounds} kills, {} writes, {lost} lost, {doubled} doubled, {unknown} unknown, \
         {findings} findings in the journal, slowest start {} ms",
        ledger.len(),
        slowest.as_millis()
    );
    lost + doubled + unknown + late + findings
}

fn write_until(client: &Client, ledger: &Ledger, stop: &AtomicBool, name: &str) {
    let mut n = 0;
    while !stop.load(Ordering::Relaxed) {
        let symbol = format!("{name}-{n}");
        n += 1;
        remember(ledger, &symbol, false);
        match create(client, &symbol) {
            Some((201, _)) => remember(ledger, &symbol, true),
            Some((status, body)) => panic!("unexpected answer {status}: {body}"),
            None => return,
        }
    }
}

fn remember(ledger: &Ledger, symbol: &str, done: bool) {
    ledger.lock().expect("no writer panicked").insert(symbol.to_owned(), done);
}

fn create(client: &Client, symbol: &str) -> Option<(u16, Value)> {
    client.post("/api/v1/org-units", Some(symbol), &json!({ "symbol": symbol, "name": "Próba awarii" }))
}

/// Sends everything again under its key: what was done answers the same, what was lost in flight is done now.
fn replay(client: &Client, ledger: &Ledger) {
    let open: Vec<String> = {
        let ledger = ledger.lock().expect("no writer panicked");
        let unknown = ledger.iter().filter(|(_, done)| !**done).map(|(symbol, _)| symbol.clone());
        // Some that were acknowledged too: a repeat must not double them.
        unknown.chain(ledger.keys().rev().take(50).cloned()).collect()
    };
    for symbol in open {
        let answer = create(client, &symbol).expect("an answer to a repeat");
        assert_eq!(answer.0, 201, "repeat of {symbol}: {}", answer.1);
        remember(ledger, &symbol, true);
    }
}

/// Every symbol that is stored, with how often.
fn symbols(client: &Client) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let (_, page) = client.get(&format!("/api/v1/org-units?limit=200{cursor}")).expect("a page");
        for unit in page.pointer("/items").and_then(Value::as_array).expect("items") {
            let symbol = unit.get("symbol").and_then(Value::as_str).unwrap_or_default();
            *found.entry(symbol.to_owned()).or_insert(0) += 1;
        }
        match page.pointer("/page/next").and_then(Value::as_str) {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn findings(database: &str) -> usize {
    let url = database.parse().expect("a database URL");
    persistence::platform::verify::verify(&url, None).expect("a verification").findings.len()
}

/// Follows writes with `strace`: each answer must come after the disk was waited for.
fn follow(home: &Home) -> usize {
    let log = tempfile::NamedTempFile::new().expect("a file for the trace");
    let running = home.start_traced(log.path());
    let client = Client::log_in(&home.base(), LOGIN, PASSWORD);
    for n in 0..TRACED_WRITES {
        let (status, _) = create(&client, &format!("S{n}")).expect("an answer");
        assert_eq!(status, 201);
    }
    running.stop();
    let trace = std::fs::read_to_string(log.path()).expect("a trace");
    let answered = answered_writes(&trace);
    let early = answered.iter().filter(|write| !write.synced).count();
    println!("sqlite under strace: {} writes answered, {early} before the disk had them", answered.len());
    early + usize::from(answered.len() < TRACED_WRITES)
}
