//! Compares the service with the bare server on the same rows.
//!
//! `bench <mops> <bare> [--postgres URL] [--seconds N] [--cases N]`: reads a case by its id, lists 50 cases as a worker
//! of one unit among 50, registers a person; prints the CPU time of a request, the ratio and the latencies. The URL
//! names an empty database.
#![expect(clippy::print_stdout, reason = "the report of this program")]
#![expect(clippy::expect_used, reason = "a bench stops at what it did not expect")]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use benches::bare::Direct;
use benches::client::Client;
use benches::cpu;
use benches::fill::{self, Unit};
use benches::load::{self, Operation};
use benches::process::{Home, Running};

const UNITS: u32 = 50;
const CONNECTIONS: usize = 64;
/// Runs of each server, taken in turns; the median counts.
const ROUNDS: usize = 3;
/// The unit whose worker asks: the place in the list of units.
const MINE: usize = 7;
/// The password of a demonstration.
const PASSWORD: &str = "demo-haslo-2026";

struct Arguments {
    mops: PathBuf,
    bare: PathBuf,
    postgres: Option<String>,
    time: Duration,
    cases: u32,
}

fn arguments() -> Arguments {
    let mut words = std::env::args().skip(1);
    let (mut paths, mut postgres, mut seconds, mut cases) = (Vec::new(), None, 4, 100_000);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--postgres" => postgres = words.next(),
            "--seconds" => seconds = words.next().and_then(|n| n.parse().ok()).expect("a number of seconds"),
            "--cases" => cases = words.next().and_then(|n| n.parse().ok()).expect("a number of cases"),
            path => paths.push(PathBuf::from(path)),
        }
    }
    let [mops, bare] = <[PathBuf; 2]>::try_from(paths).expect("the two servers");
    Arguments { mops, bare, postgres, time: Duration::from_secs(seconds), cases }
}

fn main() {
    let arguments = arguments();
    println!(
        "| database | operation | server | req/s | p50 ms | p99 ms | CPU µs/req | with database | ratio | with database |"
    );
    println!("|---|---|---|---:|---:|---:|---:|---:|---:|---:|");
    compare("sqlite", &arguments, "");
    if let Some(url) = &arguments.postgres {
        compare("postgres", &arguments, url);
    }
}

/// One of the two servers, and how it is asked.
struct Side {
    token: String,
    operations: Vec<Operation>,
}

/// What a run cost, in microseconds of CPU a request.
#[derive(Clone, Copy)]
struct Cost {
    rate: u128,
    p50: u128,
    p99: u128,
    server: u128,
    all: u128,
}

fn compare(kind: &str, arguments: &Arguments, database: &str) {
    let home = Home::demo(&arguments.mops, database, UNITS);
    let mut db = Direct::open(home.database()).expect("the database");
    let units = fill::units(&mut db);
    fill::cases(&mut db, &units, arguments.cases);
    drop(db);
    let unit = units.get(MINE).expect("a unit");
    let worker = unit.symbol.rsplit_once('.').map(|(_, number)| format!("pracownik.{number}")).expect("a number");
    let number = AtomicU32::new(0);
    let mut costs: Vec<[Vec<Cost>; 2]> = Vec::new();
    for round in 0..ROUNDS {
        for (place, ours) in [(0, true), (1, false)] {
            let (running, side) = if ours {
                let running = home.start_demo();
                let token = Client::log_in(&home.base(), &worker, PASSWORD).token().to_owned();
                let operations = operations("/api/v1", "?limit=50", unit, arguments.cases);
                (running, Side { token, operations })
            } else {
                let list = format!("?unit={}", unit.id);
                let operations = operations("", &list, unit, arguments.cases);
                (home.start_bare(&arguments.bare), Side { token: String::new(), operations })
            };
            for (at, operation) in side.operations.iter().enumerate() {
                let cost = measure(kind, &running, home.address(), (&side.token, operation), arguments.time, &number);
                if round == 0 && place == 0 {
                    costs.push([Vec::new(), Vec::new()]);
                }
                costs.get_mut(at).and_then(|both| both.get_mut(place)).expect("a place").push(cost);
            }
            running.stop();
        }
    }
    for (at, [ours, bare]) in costs.into_iter().enumerate() {
        let name = ["read by id", "list of 50", "create"].get(at).copied().unwrap_or_default();
        let (ours, bare) = (median(ours), median(bare));
        row(kind, name, "mops", ours, Some(bare));
        row(kind, name, "bare", bare, None);
    }
}

fn operations(base: &'static str, list: &str, unit: &Unit, cases: u32) -> Vec<Operation> {
    let place = u32::try_from(MINE).expect("a place");
    let of_unit = cases / UNITS;
    let list = format!("{base}/cases{list}");
    let org_unit = unit.id.clone();
    vec![
        Operation {
            name: "read by id",
            status: 200,
            request: Box::new(move |n| {
                // The cases of the unit are every fiftieth.
                let case = (n.wrapping_mul(7919) % of_unit) * UNITS + place;
                ("GET", format!("{base}/cases/{}", fill::case_id(case)), String::new())
            }),
        },
        Operation { name: "list of 50", status: 200, request: Box::new(move |_| ("GET", list.clone(), String::new())) },
        Operation {
            name: "create",
            status: 201,
            request: Box::new(move |n| {
                let body = format!(
                    "{{\"givenNames\":\"Anna\",\"surname\":\"Nowak-{n}\",\"birthDate\":\"1980-05-12\",\
                     \"orgUnitId\":\"{org_unit}\"}}"
                );
                ("POST", format!("{base}/persons"), body)
            }),
        },
    ]
}

fn measure(
    kind: &str,
    running: &Running,
    address: SocketAddr,
    (token, operation): (&str, &Operation),
    time: Duration,
    number: &AtomicU32,
) -> Cost {
    drop(load::run(address, token, operation, (CONNECTIONS, Duration::from_millis(700)), number));
    let database = || if kind == "postgres" { cpu::of_all("postgres") } else { Duration::ZERO };
    let before = (cpu::of_process(running.id()), database());
    let outcome = load::run(address, token, operation, (CONNECTIONS, time), number);
    let server = cpu::of_process(running.id()) - before.0;
    let all = server + database() - before.1;
    let answers = u128::from(outcome.answers.max(1));
    Cost {
        rate: answers * 1_000_000 / outcome.took.as_micros().max(1),
        p50: outcome.percentile(50).as_micros(),
        p99: outcome.percentile(99).as_micros(),
        server: server.as_micros() / answers,
        all: all.as_micros() / answers,
    }
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.all);
    costs.get(costs.len() / 2).copied().expect("a run")
}

/// A quotient with two decimals, and a time in milliseconds with one.
fn hundredths(value: u128) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

fn row(kind: &str, name: &str, server: &str, cost: Cost, bare: Option<Cost>) {
    let ratio = |ours: u128, bare: u128| hundredths(ours * 100 / bare.max(1));
    let (alone, all) = bare
        .map_or((String::new(), String::new()), |bare| (ratio(cost.server, bare.server), ratio(cost.all, bare.all)));
    println!(
        "| {kind} | {name} | {server} | {} | {} | {} | {} | {} | {alone} | {all} |",
        cost.rate,
        hundredths(cost.p50 / 10),
        hundredths(cost.p99 / 10),
        cost.server,
        cost.all,
    );
}
