//! Views of the event feed.

use chrono::{DateTime, Utc};
use persistence::platform::journal::JournalRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// JSON Schema pattern of [`EventType`].
pub const EVENT_TYPE_PATTERN: &str = r"^[a-z_]{1,40}\.[a-z_]{1,40}$";

/// The type of an event, as a filter names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct EventType(pub String);

impl TryFrom<String> for EventType {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let word =
            |part: &str| (1..=40).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let fits = text.split_once('.').is_some_and(|(subject, verb)| word(subject) && word(verb));
        if fits { Ok(Self(text)) } else { Err("expected an event type like `case.opened`") }
    }
}

impl utoipa::PartialSchema for EventType {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        domain::kernel::schema::pattern(EVENT_TYPE_PATTERN, "The type of an event", "org_unit.created")
    }
}

impl ToSchema for EventType {}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// The number after which to begin: `next` of the answer before; 0 begins with the first event.
    #[param(minimum = 0, default = 0)]
    #[serde(default)]
    pub after: i64,
    /// Only events of these types; repeat the parameter for several, at most twenty.
    #[serde(default)]
    #[param(inline, max_items = 20)]
    pub types: Vec<EventType>,
    /// The most events of the answer.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
}

/// What an event happened to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventResourceView {
    /// The kind of resource.
    #[schema(example = "org_unit")]
    pub kind: String,
    /// Its id.
    #[schema(example = "01890a5d-ac96-774b-bcce-b302099a8057")]
    pub id: String,
}

/// Something that happened. It carries no data of the resource: read that under your own permissions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its number: ascending without gaps, the same for every reader.
    #[schema(example = 1)]
    pub seq: i64,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(example = "org_unit.created")]
    pub kind: String,
    /// What it happened to.
    pub resource: EventResourceView,
    /// The version the resource had after it.
    #[schema(example = 1)]
    pub version: i64,
    /// When.
    pub occurred_at: DateTime<Utc>,
}

impl EventView {
    pub(super) fn of(seq: i64, row: JournalRow) -> Self {
        Self {
            seq,
            kind: row.event,
            resource: EventResourceView { kind: row.subject_kind, id: row.subject_id },
            version: row.subject_version,
            occurred_at: row.at.and_utc(),
        }
    }
}

/// A part of the feed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventsView {
    /// The events, in the order of their numbers.
    pub items: Vec<EventView>,
    /// What to ask for next as `after`, now or when there may be more.
    #[schema(example = 1)]
    pub next: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_two_words_with_a_dot() {
        assert!(EventType::try_from("payment_list.exported".to_owned()).is_ok());
        for wrong in ["", "case", "case.", ".opened", "Case.opened", "a.b.c", "case.\0", "case.ópened"] {
            assert!(EventType::try_from(wrong.to_owned()).is_err(), "{wrong:?}");
        }
    }
}
