//! Persons, households and evidence.

mod evidence;
mod facts;
mod households;
mod persons;
mod reach;

use domain::kernel::pesel::Pesel;
use serde_json::Value;
use support::{Client, json};

/// A PESEL number that nobody has been given on purpose: of 12 May 1980 unless the test says otherwise.
pub(crate) fn pesel(serial: u16) -> String {
    pesel_of("1980-05-12", serial)
}

/// A PESEL number of a day of birth.
pub(crate) fn pesel_of(born: &str, serial: u16) -> String {
    Pesel::compose(born.parse().unwrap(), serial).unwrap().to_string()
}

/// A body that registers a person.
pub(crate) fn named(given: &str, surname: &str) -> Value {
    json!({"givenNames": given, "surname": surname})
}

/// Registers a person and answers with the id.
pub(crate) fn register(client: &Client, body: &Value) -> String {
    client.post("/api/v1/persons", body).expect(201).at("/id")
}

/// Registers a household of one and answers with the id.
pub(crate) fn household_of(client: &Client, person: &str) -> String {
    let body = json!({"members": [{"personId": person, "role": "wnioskodawca", "from": "2020-01-01"}]});
    client.post("/api/v1/households", &body).expect(201).at("/id")
}
