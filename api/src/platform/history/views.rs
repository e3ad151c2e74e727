//! Views of histories.

use chrono::{DateTime, Utc};
use domain::kernel::ids::{EmployeeId, JournalId};
use persistence::error::Error as StoreError;
use persistence::platform::changes::{ChangedFields, RowChange};
use persistence::platform::journal::Entry;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::body::camel_case;
use crate::http::page::{CursorText, page_of};

/// Something that happened to a resource.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntryView {
    /// The row of the journal.
    pub id: JournalId,
    /// What happened.
    #[schema(example = "org_unit.changed")]
    pub event: String,
    /// The version the resource had after it.
    #[schema(example = 2)]
    pub version: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `user:<id>` or `system:<name>`.
    #[schema(example = "user:01890a5d-ac96-774b-bcce-b302099a8057")]
    pub actor: String,
    /// The employee the actor stood in for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<EmployeeId>,
    /// Why, when the actor said so in `X-Access-Reason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its number in the chain of the journal, once it is sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    /// Whether it is part of the chain; usually within a second.
    pub sealed: bool,
    /// What changed, by name only; absent after a lawful destruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<ChangedPartView>>,
}

/// A part of the resource that changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangedPartView {
    /// The part: the table that keeps it.
    #[schema(example = "org_units")]
    pub part: String,
    /// What became of it.
    pub change: PartChange,
    /// The names of the fields whose values differ.
    #[schema(example = json!(["name"]))]
    pub fields: Vec<String>,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartChange {
    /// It is new.
    Added,
    /// It was there and is different now.
    Changed,
    /// It is gone.
    Removed,
}

impl HistoryEntryView {
    pub(super) fn of(entry: &Entry) -> Result<Self, StoreError> {
        let row = &entry.row;
        let corrupt = || StoreError::Corrupt { table: "journal", id: row.id.clone() };
        let on_behalf_of = row.on_behalf_of.as_deref().map(str::parse).transpose().map_err(|_id| corrupt())?;
        let changes = entry.changed_fields()?;
        Ok(Self {
            id: row.id.parse().map_err(|_id| corrupt())?,
            event: row.event.clone(),
            version: row.subject_version,
            at: row.at.and_utc(),
            actor: row.actor.clone(),
            on_behalf_of,
            reason: row.reason.clone(),
            seq: entry.seq,
            sealed: entry.seq.is_some(),
            changes: changes.map(|changes| changes.into_iter().map(ChangedPartView::from).collect()),
        })
    }
}

impl From<ChangedFields> for ChangedPartView {
    fn from(changed: ChangedFields) -> Self {
        let change = match changed.change {
            RowChange::Added => PartChange::Added,
            RowChange::Changed => PartChange::Changed,
            RowChange::Removed => PartChange::Removed,
        };
        Self { part: changed.table, change, fields: changed.fields.iter().map(|field| camel_case(field)).collect() }
    }
}

page_of!(
    /// A page of a history, oldest first. It leads forward only.
    HistoryPage,
    HistoryEntryView
);

/// Which part of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
