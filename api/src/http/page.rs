//! Keyset pages: `limit` and an opaque `cursor` that belongs to one list and one filter.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use persistence::page::Keyset;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::hex_digest;
use super::error::{Error, Fault};

/// Pattern of a cursor in the contract.
pub const CURSOR_PATTERN: &str = "^[A-Za-z0-9_-]{8,1200}$";

/// A cursor as a client sends it back.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct CursorText(pub String);

impl utoipa::PartialSchema for CursorText {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        // The shape of a cursor, but of no list.
        let example = "Zm9yLWV4YW1wbGUtb25seQ";
        domain::kernel::schema::pattern(
            CURSOR_PATTERN,
            "`page.next` or `page.prev` of another page of this list",
            example,
        )
    }
}

impl utoipa::ToSchema for CursorText {}

/// How many items a page has when the client does not say.
pub const DEFAULT_LIMIT: u16 = 50;
/// The most items of a page.
pub const MAX_LIMIT: u16 = 200;

/// Where a page of a list stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// The most items this page may have.
    #[schema(example = 50)]
    pub limit: u16,
    /// The cursor of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The cursor of the page before; absent on the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
}

/// What a client asks of a list.
#[derive(Debug, Clone)]
pub struct Wanted {
    list: String,
    limit: u16,
    at: Option<Position>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Position {
    // The list and its filter.
    f: String,
    // The sort keys of the item next to the page.
    k: Vec<String>,
    // Whether the page lies before that item.
    b: bool,
}

impl Wanted {
    /// Reads `limit` and `cursor` for a list; `filter` is everything that chooses its items.
    ///
    /// # Errors
    /// [`Error::Filter`] for a limit outside 1 to 200, [`Error::Cursor`] for a cursor of another list or filter.
    pub fn of(
        list: &str,
        filter: &impl Serialize,
        limit: Option<u16>,
        cursor: Option<&CursorText>,
    ) -> Result<Self, Error> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Error::Filter(Fault::new(
                "parameter:limit",
                "invalid_filter",
                "expected a number from 1 to 200",
            )));
        }
        let filter = serde_json::to_string(filter).unwrap_or_default();
        let mut list = hex_digest(format!("{list}\n{filter}").as_bytes());
        list.truncate(16);
        let at = cursor.map(|cursor| read(&cursor.0, &list)).transpose()?;
        Ok(Self { list, limit, at })
    }

    /// What to load: one item more than the page has, to know whether it is the last.
    #[must_use]
    pub fn keyset(&self) -> Keyset {
        let (at, backward) = self.at.as_ref().map_or((None, false), |at| (Some(at.k.clone()), at.b));
        Keyset { at, backward, limit: i64::from(self.limit) + 1 }
    }

    /// Cuts what was loaded to the page, puts it into the list's order and makes the cursors.
    pub fn cut<T>(&self, mut items: Vec<T>, keys: impl Fn(&T) -> Vec<String>) -> (Vec<T>, Page) {
        let limit = usize::from(self.limit);
        let more = items.len() > limit;
        items.truncate(limit);
        let backward = self.at.as_ref().is_some_and(|at| at.b);
        if backward {
            items.reverse();
        }
        let cursor =
            |item: Option<&T>, b: bool| item.map(|item| write(&Position { f: self.list.clone(), k: keys(item), b }));
        let has_next = more || backward;
        let has_prev = if backward { more } else { self.at.is_some() };
        let next = if has_next { cursor(items.last(), false) } else { None };
        let prev = if has_prev { cursor(items.first(), true) } else { None };
        (items, Page { limit: self.limit, next, prev })
    }
}

fn write(position: &Position) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).unwrap_or_default())
}

fn read(text: &str, list: &str) -> Result<Position, Error> {
    let in_pattern =
        (8..=1200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let position: Option<Position> =
        URL_SAFE_NO_PAD.decode(text).ok().and_then(|json| serde_json::from_slice(&json).ok());
    match position {
        None => Err(Error::Cursor { well_formed: in_pattern }),
        // A real cursor, but of another list or filter, or with keys no list makes.
        Some(position) if position.f != list || position.k.iter().any(|key| key.contains('\0')) => {
            Err(Error::Cursor { well_formed: false })
        }
        Some(position) => Ok(position),
    }
}

/// A page type with its item type, so that the contract names both.
macro_rules! page_of {
    ($(#[$doc:meta])* $name:ident, $item:ty) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            /// The items of this page, in the order of the list.
            pub items: Vec<$item>,
            /// Where the page stands.
            pub page: $crate::http::page::Page,
        }

        impl $crate::http::answer::Listed for $name {
            fn page(&self) -> &$crate::http::page::Page {
                &self.page
            }
        }
    };
}
pub(crate) use page_of;

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(filter: &str, limit: u16, cursor: Option<&str>) -> Result<Wanted, Error> {
        Wanted::of("cases", &filter, Some(limit), cursor.map(|text| CursorText(text.to_owned())).as_ref())
    }

    #[test]
    fn a_cursor_of_another_filter_is_refused() {
        let (_, page) = wanted("a", 1, None).unwrap().cut(vec![1, 2], |n| vec![n.to_string()]);
        let cursor = page.next.unwrap();
        assert!(wanted("a", 1, Some(&cursor)).is_ok());
        assert!(matches!(wanted("b", 1, Some(&cursor)), Err(Error::Cursor { well_formed: false })));
        assert!(matches!(wanted("a", 1, Some("AAAAAAAAAA")), Err(Error::Cursor { well_formed: true })));
        assert!(matches!(wanted("a", 1, Some("?")), Err(Error::Cursor { well_formed: false })));
    }

    #[test]
    fn limits_lie_between_one_and_two_hundred() {
        assert!(wanted("a", 0, None).is_err() && wanted("a", 201, None).is_err() && wanted("a", 200, None).is_ok());
    }

    #[test]
    fn pages_lead_forth_and_back() {
        // A list 1..=5 in pages of two.
        let load = |cursor: Option<String>| {
            let wanted = wanted("a", 2, cursor.as_deref()).unwrap();
            let all = 1..=5_i32;
            let keyset = wanted.keyset();
            let items: Vec<i32> = match keyset.at {
                None => all.take(3).collect(),
                Some(keys) => {
                    let at: i32 = keys.first().unwrap().parse().unwrap();
                    if keyset.backward {
                        all.rev().filter(|n| *n < at).take(3).collect()
                    } else {
                        all.filter(|n| *n > at).take(3).collect()
                    }
                }
            };
            wanted.cut(items, |n| vec![n.to_string()])
        };
        let (first, page) = load(None);
        assert!(first == [1, 2] && page.prev.is_none());
        let (second, page) = load(page.next);
        assert_eq!(second, [3, 4]);
        let (third, last) = load(page.next.clone());
        assert!(third == [5] && last.next.is_none());
        let (again, back) = load(last.prev);
        assert!(again == [3, 4] && back.next.is_some());
        let (begin, top) = load(back.prev);
        assert!(begin == [1, 2] && top.prev.is_none() && top.next.is_some());
    }
}
