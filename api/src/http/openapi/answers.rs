//! The headers of answers: where something new is, which version a resource has, whether it was made before.

use serde_json::Value;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};

use super::refusals::header;

/// Pattern of an `ETag`.
const ETAG_PATTERN: &str = "^\"[1-9][0-9]{0,17}\"$";
/// The name of the shared parameter `X-Access-Reason`.
const ACCESS_REASON: &str = "AccessReason";

/// Adds the shared parameters to the contract.
pub(super) fn share(api: &mut OpenApi) {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(200))
        .pattern(Some(domain::kernel::text::LINE_PATTERN));
    let reason = ParameterBuilder::new()
        .name("X-Access-Reason")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Why the caller reads or changes this; kept in the access log and the journal."))
        .example(Some(Value::from("wniosek z 3 lutego")))
        .schema(Some(schema));
    let components = api.components.get_or_insert_default();
    components.parameters.insert(ACCESS_REASON.to_owned(), RefOr::T(reason.build()));
}

/// Lets an operation take a reason for access.
pub(super) fn add_reason(operation: &mut Operation) {
    let reference = Ref::new(format!("#/components/parameters/{ACCESS_REASON}"));
    operation.parameters.get_or_insert_default().push(RefOr::Ref(reference));
}

/// Adds the headers that an operation's successes bring. `versioned` are the schemas with a version.
pub(super) fn add_headers(path: &str, get: bool, operation: &mut Operation, versioned: &[String]) {
    let takes = |operation: &Operation, name: &str| {
        operation.parameters.iter().flatten().any(|parameter| match parameter {
            RefOr::T(parameter) => parameter.name == name,
            RefOr::Ref(_) => false,
        })
    };
    let (key, version) = (takes(operation, "Idempotency-Key"), takes(operation, "If-Match"));
    if let Some(RefOr::T(created)) = operation.responses.responses.get_mut("201") {
        add(created, "Location", header("Where the new resource is"));
        if has_version(created, versioned) {
            add(created, "ETag", etag());
        }
        if key {
            let mut replayed = header("`true` when an earlier request with this key made it");
            replayed.extensions = None;
            add(created, "Idempotency-Replayed", replayed);
        }
    }
    let Some(RefOr::T(answered)) = operation.responses.responses.get_mut("200") else { return };
    if get && schemas(answered).any(|name| name.ends_with("Page")) {
        let mut link = header("The pages next to this one, with `rel` `next` and `prev`; absent where there are none");
        link.extensions = None;
        add(answered, "Link", link);
    }
    let one = get && path.ends_with('}');
    if !(one || version) || !has_version(answered, versioned) {
        return;
    }
    add(answered, "ETag", etag());
    if one {
        operation.parameters.get_or_insert_default().push(RefOr::T(if_none_match()));
        let unchanged = ResponseBuilder::new().description("The caller has this version").header("ETag", etag());
        operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged.build()));
    }
}

fn add(response: &mut Response, name: &str, header: Header) {
    response.headers.insert(name.to_owned(), RefOr::T(header));
}

fn etag() -> Header {
    let mut header = header("The version of the resource, for `If-Match`");
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(Some(ETAG_PATTERN)).examples(["\"1\""]);
    header.schema = Some(schema.into());
    header
}

fn if_none_match() -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The version you have, from `ETag`; when it is the one now, the answer is 304."))
        .example(Some(Value::from("\"1\"")))
        .schema(Some(schema))
        .build()
}

fn has_version(response: &Response, versioned: &[String]) -> bool {
    schemas(response).any(|name| versioned.iter().any(|known| known == name))
}

/// The names of the schemas that an answer shows.
fn schemas(response: &Response) -> impl Iterator<Item = &str> {
    let schemas = response.content.values().filter_map(|content| match content {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    });
    schemas.filter_map(|schema| match schema {
        RefOr::Ref(reference) => reference.ref_location.rsplit('/').next(),
        RefOr::T(_) => None,
    })
}

/// The schemas that require a `version`.
pub(super) fn versioned(api: &Value) -> Vec<String> {
    let schemas = api.pointer("/components/schemas").and_then(Value::as_object);
    let with_version = schemas.into_iter().flatten().filter(|(_, schema)| {
        let required = schema.get("required").and_then(Value::as_array);
        required.is_some_and(|names| names.iter().any(|name| name == "version"))
    });
    with_version.map(|(name, _)| name.clone()).collect()
}
