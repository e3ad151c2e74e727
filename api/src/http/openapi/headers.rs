//! The header parameters that operations share.

/// The version that a change is based on.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchHeader {
    /// The version you saw: one `ETag`. Another one, or several, match no version.
    #[param(rename = "If-Match", example = "\"1\"")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    if_match: String,
}

/// What a `PUT` that may make the resource expects to find: one of the two headers.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct ExpectedHeaders {
    /// The version you saw, to replace it: one `ETag`.
    #[param(rename = "If-Match", example = "\"1\"")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    if_match: Option<String>,
    /// `*`, to set it for the first time.
    #[param(rename = "If-None-Match", value_type = Option<AnyVersion>, inline)]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    if_none_match: Option<String>,
}

/// The key of a request that must not happen twice, where it is required.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct KeyHeader {
    /// Your own name for this request; a repeat answers with what the first one made.
    #[param(rename = "Idempotency-Key", pattern = "^[!-~]{1,255}$", example = "5e1c1b1e-7b1f-4c58-9c0b-0f4a1b2c3d4e")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    idempotency_key: String,
}

/// The key of a request that must not happen twice, where it may be left out.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct OptionalKeyHeader {
    /// Your own name for this request; a repeat answers with what the first one made.
    #[param(rename = "Idempotency-Key", pattern = "^[!-~]{1,255}$", example = "5e1c1b1e-7b1f-4c58-9c0b-0f4a1b2c3d4e")]
    #[expect(dead_code, reason = "describes a header; the extractor reads it")]
    idempotency_key: Option<String>,
}

/// The only value that `If-None-Match` takes for a `PUT`.
#[derive(Debug, utoipa::ToSchema)]
#[expect(dead_code, reason = "describes a header; the extractor reads it")]
enum AnyVersion {
    #[schema(rename = "*")]
    Any,
}
