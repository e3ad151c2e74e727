//! Personal data stays where it belongs: known numbers and names go through the whole main job, and through every
//! refusal, and none of them turns up in a log record at level `trace`, a counter, an address, a link, a refusal, an
//! event or a history.

mod caller;
mod journey;
mod markers;
mod scan;
mod watch;
mod wrong;

use std::sync::Arc;

use persistence::testing::kinds;
use serde_json::{Value, json};
use support::{Answer, each_app};

use self::journey::Office;
use self::markers::Markers;
use self::scan::Scanner;
use self::watch::watch;

fn assert_none(scanner: &Scanner) {
    let leaks = scanner.leaks();
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

#[test]
fn names_and_numbers_stay_out_of_logs_counters_addresses_refusals_and_events() {
    each_app(|app| {
        let markers = Markers::new("podroz", 1);
        let scanner = Arc::new(Scanner::new(&markers.needles()));
        let watching = watch(&scanner);
        let office = Office::open(app, &scanner);
        let trail = journey::play(&office, &markers);
        assert_none(&scanner);
        wrong::nearly_good(&office, &markers, &trail);
        // On one database, and on PostgreSQL where there is one: its messages repeat values.
        if kinds().last() == Some(&app.db().kind()) {
            wrong::every_operation(&office, &markers);
        }
        wrong::beside_the_contract(&office, &markers, &scanner, app.address());
        app.seal();
        journey::read(&trail, &markers);
        let search = json!({"surname": markers.word, "limit": 1});
        let search = office.worker.post("/api/v1/persons/search", &search).expect(200);
        assert_eq!(search.status, 200);
        let sources = watching.sources();
        drop(watching);
        assert_none(&scanner);
        // The canary sang: there were records of the service and of its libraries, down to the lowest level.
        assert!(sources.contains("INFO api::http::envelope"), "{sources:?}");
        assert!(sources.iter().any(|source| source.starts_with("TRACE ")), "{sources:?}");
    });
}

fn answer(status: u16, header: &str, body: Value) -> Answer {
    let headers = vec![("location".to_owned(), header.to_owned())];
    Answer { status, headers, text: body.to_string(), body }
}

/// What a scanner finds of one leak.
fn planted(markers: &Markers, plant: impl FnOnce(&Arc<Scanner>)) -> Vec<String> {
    let scanner = Arc::new(Scanner::new(&markers.needles()));
    plant(&scanner);
    scanner.leaks()
}

#[test]
fn a_leak_planted_on_purpose_is_found_in_every_channel() {
    let markers = Markers::new("zasadzka", 2);
    let (surname, word) = (markers.anna.surname.clone(), markers.word.clone());
    // As {"f":"…","k":["<word>"],"b":false}, which is what a cursor says.
    let cursor = {
        use base64::Engine as _;
        let position = json!({"f": "0123456789abcdef", "k": [word, "1"], "b": false}).to_string();
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(position)
    };
    let nothing = || json!({});
    let looked = |path: &str, answer: Answer| planted(&markers, |scanner| drop(scanner.answer(path, answer)));
    let person = "/api/v1/persons/1";
    let grouped: Vec<String> = markers.jan.nrb.chars().map(|digit| format!("{digit} ")).collect();
    for (channel, found) in [
        ("refusal", looked(person, answer(422, "", json!({"detail": surname})))),
        ("refusal", looked(person, answer(400, "", json!({"detail": grouped.concat()})))),
        ("header location", looked("/", answer(201, &format!("/persons/{word}"), nothing()))),
        ("address", looked(&format!("/persons?surname={word}"), answer(200, "", nothing()))),
        ("link", looked("/", answer(200, "", json!({"page": {"next": cursor}})))),
        ("link", looked("/", answer(200, "", json!({"self": format!("/persons/{word}")})))),
        ("history", looked(&format!("{person}/history"), answer(200, "", json!([surname])))),
        ("/api/v1/events", looked("/api/v1/events?after=0", answer(200, "", json!({"items": [surname]})))),
        ("/metrics", looked("/metrics", answer(200, "", json!(markers.anna.pesel)))),
    ] {
        assert!(found.iter().any(|leak| leak.starts_with(channel)), "{channel}: {found:?}");
    }
    assert_eq!(looked(person, answer(200, person, json!({"surname": surname}))), Vec::<String>::new());
}

#[test]
fn a_record_that_leaks_is_found_whoever_logs_it() {
    let markers = Markers::new("szept", 3);
    let logged = |record: &(dyn Fn() + Sync)| {
        let scanner = Arc::new(Scanner::new(&markers.needles()));
        let watching = watch(&scanner);
        // On a thread of its own, as the service logs.
        std::thread::scope(|scope| drop(scope.spawn(record)));
        drop(watching);
        scanner.leaks()
    };
    let surname = &markers.anna.surname;
    assert_ne!(logged(&|| log::info!("request=1 {surname}")), Vec::<String>::new());
    assert_ne!(logged(&|| log::trace!(target: "diesel", "{:?}", markers.jan.nrb)), Vec::<String>::new());
    assert_ne!(logged(&|| log::debug!(target: "mio::poll", "%C4%86{}", &surname[2..])), Vec::<String>::new());
    // What this library says below `info` may be a part of a request: the service does not log it at any level.
    assert_ne!(logged(&|| log::error!(target: "actix_http::h1", "{surname}")), Vec::<String>::new());
    assert_eq!(logged(&|| log::debug!(target: "actix_http::h1::decoder", "{surname}")), Vec::<String>::new());
    assert_eq!(logged(&|| log::info!("nothing of note")), Vec::<String>::new());
}
