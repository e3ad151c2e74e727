//! Canonical JSON: keys sorted, no white space; the text that a calculation's hash is taken over.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::ParameterVersion;
use crate::kernel::trace::Step;

/// SHA-256 in hexadecimal over rule set, inputs, parameter versions and steps.
pub(super) fn hash(rule_set: &str, inputs: &Value, parameters: &[ParameterVersion], steps: &[Step]) -> String {
    let whole = json!({ "ruleSet": rule_set, "inputs": inputs, "parameters": parameters, "steps": steps });
    let mut text = String::new();
    write(&whole, &mut text);
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // INVARIANT: writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Writes a value with sorted keys, whatever order the map keeps.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            // INVARIANT: writing to a String cannot fail.
            let _ = write!(out, "{value}");
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => write_object(map.iter().collect(), out),
    }
}

fn write_object(mut members: Vec<(&String, &Value)>, out: &mut String) {
    members.sort_unstable_by_key(|(key, _)| *key);
    out.push('{');
    for (index, (key, item)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(&Value::String(key.clone()), out);
        out.push(':');
        write(item, out);
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_sorted_in_whatever_order_they_come() {
        let (one, two, value) = ("b".to_owned(), "a".to_owned(), json!(1));
        let mut text = String::new();
        write_object(vec![(&one, &value), (&two, &value)], &mut text);
        assert_eq!(text, r#"{"a":1,"b":1}"#);
    }

    #[test]
    fn keys_are_sorted_and_blanks_left_out() {
        let value = json!({ "b": [1, null, "ż\"x"], "a": { "d": true, "c": "1.00" } });
        let mut text = String::new();
        write(&value, &mut text);
        assert_eq!(text, r#"{"a":{"c":"1.00","d":true},"b":[1,null,"ż\"x"]}"#);
    }
}
