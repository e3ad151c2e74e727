//! What happened in a case, as it is shown.

use chrono::{DateTime, Utc};
use domain::kernel::ids::{EmployeeId, JournalId};
use persistence::error::Error as StoreError;
use persistence::platform::journal::JournalRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::page::{CursorText, page_of};
use crate::platform::events::views::EventResourceView;

/// Something that happened in a case, or to what belongs to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntryView {
    /// The row of the journal.
    pub id: JournalId,
    /// What happened.
    #[schema(example = "case.opened")]
    pub event: String,
    /// What it happened to.
    pub resource: EventResourceView,
    /// The version the resource had after it.
    #[schema(example = 1)]
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
}

impl TimelineEntryView {
    /// Shows a row.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a row whose ids are none.
    pub fn of(row: JournalRow) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt { table: "journal", id: row.id.clone() };
        let on_behalf_of = row.on_behalf_of.as_deref().map(str::parse).transpose().map_err(|_id| corrupt())?;
        Ok(Self {
            id: row.id.parse().map_err(|_id| corrupt())?,
            event: row.event,
            resource: EventResourceView { kind: row.subject_kind, id: row.subject_id },
            version: row.subject_version,
            at: row.at.and_utc(),
            actor: row.actor,
            on_behalf_of,
            reason: row.reason,
        })
    }
}

page_of!(
    /// A page of what happened in a case, newest first.
    TimelinePage,
    TimelineEntryView
);

/// Which part of a timeline.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
