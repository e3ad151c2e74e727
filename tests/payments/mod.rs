//! Awards and payment lists.

mod awards;
mod checks;
mod export;
mod lists;
mod runs;
mod steps;

use domain::platform::role::Role;
use support::payments::{Grant, Granted, PayOffice};
use support::{Answer, Client, TestApp, json};

const LISTS: &str = "/api/v1/payment-lists";

fn body(month: &str) -> serde_json::Value {
    json!({"month": month, "method": "account"})
}

/// A run for a month.
fn run(client: &Client, key: &str, month: &str) -> Answer {
    client.key(key).post(LISTS, &body(month)).expect(201)
}

fn path(list: &Answer) -> String {
    format!("{LISTS}/{}", list.at("/id"))
}

/// A step of a list, from the version the answer shows.
fn step(client: &Client, list: &Answer, noun: &str) -> Answer {
    let client = client.or_key(&format!("{noun}-{}", list.version()));
    client.if_match(list.version()).send("POST", &format!("{}/{noun}", path(list)), "", &[])
}

fn payments(client: &Client, list: &Answer) -> Vec<serde_json::Value> {
    let page = client.get(&format!("{}/payments?limit=200", path(list))).expect(200);
    page.body["items"].as_array().unwrap().clone()
}

/// Codes of findings, in their order.
fn codes(checked: &Answer) -> Vec<String> {
    let findings = checked.body["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

fn social_worker(app: &TestApp) -> Client {
    app.staff(Role::PracownikSocjalny)
}

/// An office with one award in order.
fn office_with_one(app: &TestApp) -> (PayOffice, Granted) {
    let office = app.pay_office();
    let granted = app.granted(&office, &Grant::default());
    (office, granted)
}
