//! Puts right what the generator cannot say, on the contract as JSON.

use serde_json::{Map, Value, json};

/// What may stand beside a type without restricting it.
const ANNOTATIONS: &[&str] = &["type", "title", "description", "default", "readOnly", "writeOnly"];

/// Schemas that nothing fits, parameters that may be `null`, bodies without an example.
pub(super) fn put_right(api: &mut Value) {
    merge_annotations(api);
    let schemas = api.pointer("/components/schemas").cloned().unwrap_or_default();
    each_operation(api, &mut |operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(schema) = parameter.get_mut("schema") {
                forbid_null(schema);
            }
        }
        let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
        for media in content.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
            give_example(media, &schemas);
        }
    });
}

fn each_operation(api: &mut Value, work: &mut impl FnMut(&mut Value)) {
    let paths = api.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        for operation in item.iter_mut().filter(|(name, _)| is_method(name)).map(|(_, operation)| operation) {
            work(operation);
        }
    }
}

fn is_method(name: &str) -> bool {
    ["get", "post", "put", "patch", "delete"].contains(&name)
}

/// An inlined type with a description comes as `allOf: [the type, {type: object, description}]`, which a text can
/// never fit. Here it becomes the type with that description.
fn merge_annotations(value: &mut Value) {
    if let Value::Array(items) = value {
        items.iter_mut().for_each(merge_annotations);
    }
    let Value::Object(schema) = value else { return };
    schema.values_mut().for_each(merge_annotations);
    let Some([Value::Object(inlined), Value::Object(note)]) =
        schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice)
    else {
        return;
    };
    if note.keys().all(|key| ANNOTATIONS.contains(&key.as_str())) {
        let mut merged = inlined.clone();
        merged.extend(note.clone().into_iter().filter(|(key, _)| key != "type"));
        schema.remove("allOf");
        schema.extend(merged);
    }
}

/// A query parameter or a header is there or not; it is never `null`.
fn forbid_null(schema: &mut Value) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema["type"] = only;
        }
    }
    let Some(variants) = schema.get_mut("oneOf").and_then(Value::as_array_mut) else { return };
    variants.retain(|variant| variant.get("type").is_none_or(|name| name != "null"));
    if let [only] = variants.as_mut_slice() {
        let only = only.take();
        if let (Some(schema), Value::Object(only)) = (schema.as_object_mut(), only) {
            schema.remove("oneOf");
            schema.extend(only);
        }
    }
}

fn give_example(media: &mut Value, schemas: &Value) {
    if media.get("example").is_some() || media.get("examples").is_some() {
        return;
    }
    let example = media.get("schema").and_then(|schema| example(schema, schemas, 8));
    if let (Some(example), Some(media)) = (example, media.as_object_mut()) {
        media.insert("example".to_owned(), example);
    }
}

/// An example of a schema: its own, or one put together from those of its parts. Fields that may be left out are left
/// out, unless they bring an example of their own.
fn example(schema: &Value, schemas: &Value, depth: u8) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if let Some(own) = own_example(schema) {
        return Some(own);
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return example(schemas.get(name)?, schemas, depth);
    }
    if let Some(variants) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(key)?.as_array()) {
        return variants.iter().find_map(|variant| example(variant, schemas, depth));
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut whole = Map::new();
        for part in parts {
            whole.extend(example(part, schemas, depth)?.as_object()?.clone());
        }
        return Some(Value::Object(whole));
    }
    let types = schema.get("type")?;
    let named = |name: &str| types == name || types.as_array().is_some_and(|types| types.iter().any(|t| t == name));
    if named("object") {
        return object_example(schema, schemas, depth);
    }
    if named("array") {
        let item = schema.get("items").and_then(|items| example(items, schemas, depth))?;
        return Some(json!([item]));
    }
    if named("boolean") {
        return Some(json!(true));
    }
    if named("integer") { Some(schema.get("minimum").cloned().unwrap_or(json!(1))) } else { None }
}

fn own_example(schema: &Value) -> Option<Value> {
    let first = |key: &str| schema.get(key).and_then(Value::as_array).and_then(|all| all.first());
    let found = schema.get("example").or_else(|| first("examples")).or_else(|| schema.get("default"));
    found.or_else(|| schema.get("const")).or_else(|| first("enum")).cloned()
}

fn object_example(schema: &Value, schemas: &Value, depth: u8) -> Option<Value> {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut whole = Map::new();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if required.contains(&name.as_str()) {
            whole.insert(name.clone(), example(property, schemas, depth)?);
        } else if let Some(own) = own_example(property) {
            whole.insert(name.clone(), own);
        }
    }
    Some(Value::Object(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inlined_text_with_a_description_is_still_a_text() {
        let mut schema =
            json!({"allOf": [{"type": "string", "maxLength": 40}, {"type": "object", "description": "A name."}]});
        merge_annotations(&mut schema);
        assert_eq!(schema, json!({"type": "string", "maxLength": 40, "description": "A name."}));
        let flattened = json!({"allOf": [{"$ref": "#/x"}, {"type": "object", "properties": {}}]});
        let mut same = flattened.clone();
        merge_annotations(&mut same);
        assert_eq!(same, flattened);
    }

    #[test]
    fn a_parameter_is_never_null() {
        for (given, expected) in [
            (json!({"type": ["string", "null"], "pattern": "x"}), json!({"type": "string", "pattern": "x"})),
            (json!({"oneOf": [{"type": "null"}, {"$ref": "#/x"}]}), json!({"$ref": "#/x"})),
        ] {
            let mut schema = given;
            forbid_null(&mut schema);
            assert_eq!(schema, expected);
        }
    }

    #[test]
    fn an_example_is_put_together_from_its_parts() {
        let schemas = json!({"Id": {"type": "string", "examples": ["0189"]}});
        let body = json!({"type": "object", "required": ["id", "ids", "open"], "properties": {
            "id": {"$ref": "#/components/schemas/Id"},
            "ids": {"type": "array", "items": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Id"}]}},
            "open": {"type": "boolean"},
            "parent": {"$ref": "#/components/schemas/Id"},
            "note": {"type": "string", "example": "x"},
        }});
        let expected = json!({"id": "0189", "ids": ["0189"], "open": true, "note": "x"});
        assert_eq!(example(&body, &schemas, 8), Some(expected));
        let unknown = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
        assert_eq!(example(&unknown, &schemas, 8), None);
    }
}
