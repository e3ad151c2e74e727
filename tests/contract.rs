//! The contract: what `openapi.yaml` says is what the service does.

use std::collections::{BTreeMap, BTreeSet};

use api::http::openapi::{LOGGED_IN, OPEN};
use domain::kernel::ids::UserId;
use domain::platform::action::Action;
use domain::platform::staff::{Login, User};
use persistence::platform::journal::Events;
use persistence::platform::users;
use serde_json::Value;
use support::{Client, TestApp, each_app};

use crate::tidy;

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn contract() -> Value {
    serde_json::from_str(&api::server::contract_texts().unwrap().json).unwrap()
}

struct Operation {
    method: String,
    path: String,
    id: String,
    value: Value,
}

fn operations() -> Vec<Operation> {
    let contract = contract();
    let mut all = Vec::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, value) in item.as_object().unwrap() {
            let id = value["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no id")).to_owned();
            all.push(Operation { method: method.to_uppercase(), path: path.clone(), id, value: value.clone() });
        }
    }
    assert!(all.len() > 10, "the contract has operations");
    all
}

/// The names in braces, and the path with an id in their places.
fn fill(path: &str) -> (Vec<String>, String) {
    let mut names = Vec::new();
    let mut filled = String::new();
    for (n, piece) in path.split(['{', '}']).enumerate() {
        if n % 2 == 1 {
            names.push(piece.to_owned());
            filled.push_str(ID);
        } else {
            filled.push_str(piece);
        }
    }
    (names, filled)
}

#[test]
fn the_committed_contract_is_the_one_the_service_has() {
    let current = api::server::contract_texts().unwrap().yaml;
    assert!(tidy::read("openapi.yaml") == current, "openapi.yaml is not current: run `make openapi`");
}

#[test]
fn every_operation_is_described() {
    let contract = contract();
    let tags: BTreeSet<&str> =
        contract["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for Operation { method, path, id, value } in operations() {
        assert!(ids.insert(id.clone()), "{id} twice");
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{id}");
        for key in ["summary", "description"] {
            assert!(value[key].as_str().is_some_and(|text| text.len() > 5), "{id} has no {key}");
        }
        let own = value["tags"].as_array().unwrap();
        assert!(own.len() == 1 && tags.contains(own[0].as_str().unwrap()), "{id}: {own:?}");
        let parameters = value["parameters"].as_array().cloned().unwrap_or_default();
        for name in fill(&path).0 {
            let documented = parameters.iter().any(|p| p["name"] == name.as_str() && p["in"] == "path");
            assert!(documented, "{method} {path}: {name} is not documented");
        }
        for (media, content) in value["requestBody"]["content"].as_object().into_iter().flatten() {
            let example = content.get("example").or_else(|| content.get("examples"));
            assert!(example.is_some(), "{id}: {media} has no example, and its parts have none to put together");
        }
    }
}

#[test]
fn names_are_camel_case_and_codes_are_snake_case() {
    fn check(name: &str, schema: &Value) {
        for (property, inner) in schema["properties"].as_object().into_iter().flatten() {
            let camel = property.starts_with(|c: char| c.is_ascii_lowercase())
                && property.chars().all(|c| c.is_ascii_alphanumeric());
            assert!(camel, "{name}.{property}");
            check(&format!("{name}.{property}"), inner);
        }
        for code in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let snake = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            // Codes of a standard keep its spelling: currencies of ISO 4217.
            let of_a_standard = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
            assert!(snake || of_a_standard, "{name}: {code}");
        }
        for part in ["oneOf", "allOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
            check(name, part);
        }
    }
    for (name, schema) in contract()["components"]["schemas"].as_object().unwrap() {
        check(name, schema);
    }
}

/// Two types of one name would share one schema, and the contract would be wrong about one of them.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in tidy::sources("api/src").into_iter().chain(tidy::sources("domain/src")) {
        let mut described: Option<Option<String>> = None;
        for whole in text.lines() {
            let line = whole.trim();
            if line.starts_with("#[") && line.contains("ToSchema") {
                let other = line.split_once("schema(as = ").and_then(|(_, rest)| rest.split_once(')'));
                described = Some(other.map(|(name, _)| name.to_owned()));
            }
            let declared = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
            if let Some(declared) = declared {
                let name: String = declared.chars().take_while(|c| c.is_alphanumeric()).collect();
                // Enums of `codes!` are described by the macro.
                let of_macro = text.contains("codes! {") && whole.starts_with("    pub enum ");
                if let Some(other) = described.take().or(of_macro.then_some(None)) {
                    places.entry(other.unwrap_or(name)).or_default().push(path.clone());
                }
            }
        }
    }
    let schemas = contract()["components"]["schemas"].clone();
    let twice: Vec<_> = places.iter().filter(|(name, at)| at.len() > 1 && schemas.get(name).is_some()).collect();
    assert!(places.len() > 100 && twice.is_empty(), "{twice:?}");
}

#[test]
fn every_operation_has_an_action_or_is_listed_as_needing_none() {
    for Operation { id, value, .. } in operations() {
        let open = OPEN.contains(&id.as_str());
        let expected = match Action::guarding(&id) {
            Some(action) => action.code(),
            None if open => "none",
            None => {
                assert!(LOGGED_IN.contains(&id.as_str()), "{id} is guarded by no action and in no list");
                "logged_in"
            }
        };
        assert_eq!(value["x-required-action"], expected, "{id}");
        assert_eq!(value["security"][0].get("bearer").is_none(), open, "{id}");
    }
}

/// Somebody who is logged in and holds no role.
fn nobody(app: &TestApp) -> Client {
    let user = app.store(|tx| {
        let id = UserId::new(tx.context().ids.next());
        let login = Login::try_from(format!("nikt.{id}")).unwrap();
        let (password_hash, must_change_password) = (String::new(), false);
        let user = User { id, version: 1, login, employee: None, password_hash, must_change_password, blocked: false };
        users::insert(tx, &user)?;
        Ok((id, Events::one("user.created", users::subject(id), 1)))
    });
    app.log_in(user)
}

#[test]
fn the_required_action_is_what_the_service_asks_for() {
    each_app(|app| {
        for Operation { method, path, id, value } in operations() {
            let path = fill(&path).1;
            let call = |client: &Client| client.send(&method, &path, "", &[]);
            let anonymous = call(&app.anonymous());
            let required = value["x-required-action"].as_str().unwrap();
            if required == "none" {
                assert_ne!(anonymous.status, 401, "{id}");
                continue;
            }
            assert_eq!(anonymous.problem(401), "token_invalid", "{id}");
            let refused = call(&nobody(app));
            if required == "logged_in" {
                assert!(![401, 403].contains(&refused.status), "{id}: {}", refused.text);
            } else {
                assert_eq!(refused.body["requiredAction"], required, "{id}: {}", refused.text);
                assert_eq!(refused.problem(403), "action_forbidden", "{id}");
            }
        }
    });
}
