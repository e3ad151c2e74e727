//! Requests that are refused, with a marker in every place a request has.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use serde_json::{Value, json};

use super::caller::Caller;
use super::journey::{Office, Trail};
use super::markers::Markers;
use super::scan::Scanner;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const JSON: &str = "application/json";

/// An operation of the contract.
struct Operation {
    method: String,
    path: String,
    /// Names of query parameters.
    parameters: Vec<String>,
    /// Names of the fields of its body, when it has one.
    fields: Option<Vec<String>>,
}

impl Operation {
    fn at(&self, id: &str) -> String {
        let parts = self.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Operations that take nothing and answer at length, and the one that ends the caller's session.
const LEFT_OUT: &[&str] = &["/api/v1/openapi.json", "/api/v1/openapi.yaml", "/metrics", "/api/v1/auth/logout"];

/// Every operation that the contract names, but those.
fn operations(contract: &Value) -> Vec<Operation> {
    let fields = |operation: &Value| {
        let content = operation["requestBody"]["content"].as_object()?;
        let schema = content.values().next()?["schema"]["$ref"].as_str()?;
        let fields = contract.pointer(&format!("{}/properties", schema.strip_prefix('#')?))?.as_object()?;
        Some(fields.keys().cloned().collect())
    };
    let parameters = |operation: &Value| {
        let all = operation["parameters"].as_array().into_iter().flatten();
        all.filter(|one| one["in"] == "query").filter_map(|one| Some(one["name"].as_str()?.to_owned())).collect()
    };
    let mut found = Vec::new();
    for (path, operations) in contract["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap().iter().filter(|(_, value)| value.is_object()) {
            let (method, path) = (method.to_uppercase(), path.clone());
            if !LEFT_OUT.contains(&path.as_str()) {
                let (parameters, fields) = (parameters(operation), fields(operation));
                found.push(Operation { method, path, parameters, fields });
            }
        }
    }
    found
}

/// What stands in the place of a field's value; the last one tries to pass for serde's own words.
fn values(word: &str) -> [Value; 4] {
    [json!(word), json!({word: word}), json!([{word: word}]), json!(format!("{word}`, expected {word} at line {word}"))]
}

/// Marks each place of an operation, one after the other. Answers with how many of the requests were refused.
fn mark(caller: &Caller, operation: &Operation, word: &str) -> usize {
    let nobody = operation.at(NOBODY);
    let mut answers = Vec::new();
    let mut paths = vec![operation.at(word)];
    let names = operation.parameters.iter().map(|name| format!("{name}={word}"));
    for query in names.chain([format!("{word}=1"), word.to_owned(), format!("{word}="), format!("limit=1&{word}")]) {
        paths.push(format!("{nobody}?{query}"));
    }
    let versioned = caller.with("if-match", "\"1\"").key("klucz");
    for path in &paths {
        let (media_type, body) = if operation.fields.is_some() { (JSON, "{}") } else { ("", "") };
        answers.push(versioned.send(&operation.method, path, media_type, body.as_bytes()));
    }
    let long = format!("{word} ").repeat(30);
    for (name, value) in [
        ("if-match", format!("\"{word}\"")),
        ("if-none-match", word.to_owned()),
        ("idempotency-key", format!("{word} {word}")),
        ("x-access-reason", long),
        ("authorization", format!("Bearer {word}")),
        ("origin", format!("https://{word}.example.com")),
    ] {
        let (media_type, body) = if operation.fields.is_some() { (JSON, "{}") } else { ("", "") };
        answers.push(versioned.with(name, &value).send(&operation.method, &nobody, media_type, body.as_bytes()));
    }
    let Some(fields) = &operation.fields else { return answers.iter().filter(|answer| answer.status >= 400).count() };
    let send = |media_type: &str, body: &str| versioned.send(&operation.method, &nobody, media_type, body.as_bytes());
    for body in [word.to_owned(), format!("{{\"{word}\": "), format!("{{}} {word}"), format!("{{\"{word}\": 1}}")] {
        answers.push(send(JSON, &body));
    }
    answers.push(send(&format!("text/{word}"), word));
    for field in fields {
        let bodies = values(word).map(|value| json!({field: value}).to_string());
        answers.extend(bodies.iter().map(|body| send(JSON, body)));
    }
    answers.iter().filter(|answer| answer.status >= 400).count()
}

/// Marks every operation of the contract, as somebody who may carry it out.
pub(super) fn every_operation(office: &Office, markers: &Markers) {
    let contract = office.head.get("/api/v1/openapi.json").expect(200).body;
    let operations = operations(&contract);
    assert!(operations.len() > 90, "{} operations", operations.len());
    let mut refused = 0;
    for operation in &operations {
        let body: &[u8] = if operation.fields.is_some() { b"{\"\":0}" } else { b"" };
        let may = |caller: &&&Caller| {
            let path = operation.at(NOBODY);
            caller.with("if-match", "\"0\"").send(&operation.method, &path, JSON, body).status != 403
        };
        let everybody = office.everybody();
        let caller = everybody.iter().find(may).unwrap_or_else(|| panic!("nobody may {}", operation.path));
        refused += mark(&caller.marking().with("accept-language", "en"), operation, &markers.word);
    }
    assert!(refused > 10 * operations.len(), "{refused} refusals");
}

fn with(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
    body
}

/// Bodies that are good but for one thing, about people who are on record.
pub(super) fn nearly_good(office: &Office, markers: &Markers, trail: &Trail) {
    let (worker, anna, word) = (&office.worker, &markers.anna, &markers.word);
    let mut wrong_digit = anna.pesel[..10].to_owned();
    wrong_digit.push_str(if anna.pesel.ends_with('0') { "1" } else { "0" });
    let mut wrong_account = anna.nrb.clone();
    wrong_account.replace_range(..2, if anna.nrb.starts_with("00") { "01" } else { "00" });
    let person = anna.body();
    let changed = [
        ("/pesel", json!(anna.pesel)),
        ("/pesel", json!(wrong_digit)),
        ("/pesel", json!(wrong_digit.parse::<i64>().unwrap())),
        ("/birthDate", json!(anna.surname)),
        ("/sex", json!(anna.surname)),
        ("/surname", json!(anna.surname.repeat(20))),
        ("/surname", json!(format!("{}\u{7}", anna.surname))),
        ("/accounts/0/nrb", json!(wrong_account)),
        ("/accounts/0/ownerName", Value::Null),
        ("/addresses/0/postalCode", json!(word[..9])),
        ("/addresses/0/kind", json!(anna.surname)),
        ("/contacts/1/value", json!(anna.surname)),
        ("/foreignIds/0/country", json!(anna.surname)),
    ];
    let mut persons: Vec<Value> = changed.into_iter().map(|(pointer, value)| with(&person, pointer, value)).collect();
    for place in ["", "/addresses/0", "/contacts/0", "/accounts/0", "/foreignIds/0"] {
        persons.push(with(&person, &format!("{place}/{}", anna.surname.replace('/', "")), json!(1)));
    }
    let intake = |applicant: Value| {
        json!({
            "channel": "paper", "receivedOn": "2026-11-23", "orgUnitId": NOBODY, "applicant": applicant,
            "household": {"members": [{"ref": word, "role": "wnioskodawca"}]},
            "evidence": [{"ref": anna.surname, "record": {
                "kind": "income", "month": "2026-10", "incomeKind": word, "source": "dokument",
                "amount": {"amount": "1.00", "currency": "PLN"}
            }}],
            "applications": [{"benefitCode": word, "circumstances": ["4"]}]
        })
    };
    let record = json!({
        "kind": "income", "personId": trail.person, "month": "2026-10", "incomeKind": word, "source": "dokument",
        "amount": {"amount": "1.00", "currency": "PLN"}
    });
    let preview = json!({
        "benefitCode": "zasilek_okresowy", "asOf": "2026-11-23",
        "persons": [{"incomes": [{"kind": word, "amount": {"amount": "1.00", "currency": "PLN"}}]}]
    });
    let calculation = json!({"caseId": trail.case, "benefitCode": word});
    let member = json!({"personId": trail.person, "role": "wnioskodawca"});
    let login = json!({"login": word, "password": anna.surname});
    let mut requests: Vec<(&Caller, &str, Value)> = vec![
        (worker, "/api/v1/evidence", record),
        (worker, "/api/v1/households", json!({"members": [member]})),
        (&office.clerk, "/api/v1/calculations/preview", preview),
        (&office.clerk, "/api/v1/calculations", calculation),
        (worker, "/api/v1/auth/login", login),
        (worker, "/api/v1/auth/refresh", json!({"refreshToken": anna.surname})),
    ];
    for body in persons {
        requests.push((worker, "/api/v1/intakes", intake(json!({"ref": word, "person": body}))));
        requests.push((worker, "/api/v1/persons", body));
    }
    for (n, (caller, path, body)) in requests.iter().enumerate() {
        for language in ["en", "pl"] {
            let caller = caller.with("accept-language", language).key(&format!("{word}-{n}"));
            let answer = caller.post(path, body);
            assert!((400..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text);
        }
    }
    let again = worker.key("wplyw").post("/api/v1/intakes", &intake(json!({"personId": trail.person})));
    assert!((400..500).contains(&again.status), "{}", again.text);
    let path = format!("/api/v1/households/{}/members/{word}/endings", trail.household);
    let _ = worker.with("if-match", "\"1\"").post(&path, &json!({"lastDay": word})).status;
}

/// Requests that have no operation: paths, methods, and what is no HTTP.
pub(super) fn beside_the_contract(office: &Office, markers: &Markers, scanner: &Arc<Scanner>, address: SocketAddr) {
    let (word, head) = (&markers.word, &office.head.marking());
    for path in [format!("/{word}"), format!("/api/v1/{word}"), format!("/docs/{word}"), format!("/docs?{word}")] {
        let _ = head.get(&path).status;
    }
    let method = word.to_uppercase();
    for path in ["/api/v1/persons", "/healthz", "/api/v1/nowhere"] {
        let _ = head.send(&method, path, "", &[]).status;
        let _ = head.with("access-control-request-method", word).send("OPTIONS", path, "", &[]).status;
    }
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n";
    for raw in [
        format!("{head}Content-Length: {word}\r\n\r\n{{}}"),
        format!("{head}Transfer-Encoding: {word}\r\n\r\n{{}}"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n{word}\r\n"),
        format!("{head}{word}\r\n\r\n"),
        format!("{head}X: {word}\0\r\n\r\n"),
        format!("GET /{word} HTTP/9.9\r\n\r\n"),
        format!("GET /api/v1/persons/{word} HTTP/1.1\r\n\r\n"),
        format!("{word}\r\n\r\n"),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", word.repeat(10_000)),
    ] {
        let mut stream = TcpStream::connect(address).unwrap();
        // The service may hang up before it has read everything.
        let _ = stream.write_all(raw.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        scanner.text("refusal", &String::from_utf8_lossy(&answer));
    }
}
