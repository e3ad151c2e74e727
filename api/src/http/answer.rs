//! Answers: a resource with its version, a resource just made, a list.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

use super::page::Page;
use super::params::etag;

/// A resource with a version, which becomes its `ETag`.
pub trait Representation: Serialize {
    /// The version of the resource.
    fn version(&self) -> i64;
}

/// 200 with an `ETag`, or 304 when the caller has this version already.
#[derive(Debug)]
pub struct Versioned<T>(pub T);

impl<T: Representation> Responder for Versioned<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = etag(self.0.version());
        let has = request.headers().get("if-none-match").and_then(|value| value.to_str().ok());
        if request.method() == actix_web::http::Method::GET && has == Some(tag.as_str()) {
            return HttpResponse::NotModified().insert_header(("ETag", tag)).finish();
        }
        HttpResponse::Ok().insert_header(("ETag", tag)).json(self.0)
    }
}

/// 201 with `Location` and `ETag`.
#[derive(Debug)]
pub struct Created<T> {
    /// The new resource.
    pub made: T,
    /// Where it is.
    pub location: String,
    /// Whether it was made by an earlier request under the same key.
    pub replayed: bool,
}

impl<T> Created<T> {
    /// A new resource under `/api/v1/<collection>/<id>`.
    pub fn at(collection: &str, id: impl std::fmt::Display, made: T, replayed: bool) -> Self {
        Self { made, location: format!("/api/v1/{collection}/{id}"), replayed }
    }
}

impl<T: Representation> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(StatusCode::CREATED);
        response.insert_header(("Location", self.location)).insert_header(("ETag", etag(self.made.version())));
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        response.json(self.made)
    }
}

/// 200 with a body that has no version, such as a list or a computed answer.
#[derive(Debug)]
pub struct Plain<T>(pub T);

impl<T: Serialize> Responder for Plain<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }
}

/// A page of a list that is read by its address.
pub trait Listed: Serialize {
    /// Where the page stands.
    fn page(&self) -> &Page;
}

/// 200 with a page, and `Link` to the pages next to it (RFC 8288).
#[derive(Debug)]
pub struct Listing<T>(pub T);

impl<T: Listed> Responder for Listing<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        let neighbours = [("next", &self.0.page().next), ("prev", &self.0.page().prev)];
        let links = neighbours.into_iter().filter_map(|(relation, cursor)| {
            let cursor = cursor.as_deref()?;
            Some(format!("<{}>; rel=\"{relation}\"", with_cursor(request.path(), request.query_string(), cursor)))
        });
        let links: Vec<String> = links.collect();
        if !links.is_empty() {
            response.insert_header(("Link", links.join(", ")));
        }
        response.json(self.0)
    }
}

/// The same list, at another place. A cursor needs no escaping.
fn with_cursor(path: &str, query: &str, cursor: &str) -> String {
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let pairs: Vec<String> = kept.map(str::to_owned).chain([format!("cursor={cursor}")]).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// 204.
#[derive(Debug)]
pub struct NoContent;

impl Responder for NoContent {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}
