//! The history of a resource: what happened to it, by whom and why, with the names of the changed fields.
//!
//! Every resource shows its history with [`page`], which first makes sure that the resource exists for the caller.

mod views;

use domain::kernel::ids::JournalId;
use domain::platform::action::Marker;
use persistence::platform::journal::{self, Subject};
use persistence::tx::Read;

pub use self::views::{ChangedPartView, HistoryEntryView, HistoryPage, HistoryQuery, PartChange};
use crate::http::allowed::Allowed;
use crate::http::answer::Listing;
use crate::http::error::Error;
use crate::http::page::Wanted;
use crate::state::State;

/// A page of the history of `subject`, oldest first. It leads forward only.
///
/// `exists` loads the resource within the caller's reach, which also notes the person whose data it is.
///
/// # Errors
/// What `exists` refuses, and [`Error::Cursor`] or [`Error::Filter`] for a page that cannot be made.
pub async fn page<A, F>(
    state: &State,
    allowed: &Allowed<A>,
    subject: Subject,
    query: &HistoryQuery,
    exists: F,
) -> Result<Listing<HistoryPage>, Error>
where
    A: Marker,
    F: FnOnce(&mut Read<'_>, &Allowed<A>) -> Result<(), Error> + Send + 'static,
{
    let wanted = Wanted::of("history", &(subject.kind, subject.id), query.limit, query.cursor.as_ref())?;
    let keyset = wanted.keyset();
    let after = match &keyset.at {
        None => None,
        Some(keys) => {
            let id: Option<JournalId> = keys.first().and_then(|id| id.parse().ok());
            Some(id.filter(|_| !keyset.backward).ok_or(Error::Cursor { well_formed: true })?)
        }
    };
    let limit = keyset.limit;
    let entries = state
        .read(allowed, move |read, by| {
            exists(read, by)?;
            Ok(journal::history(read, subject, after, limit)?)
        })
        .await?;
    let (entries, mut page) = wanted.cut(entries, |entry| vec![entry.row.id.clone()]);
    page.prev = None;
    let items = entries.iter().map(HistoryEntryView::of).collect::<Result<Vec<_>, _>>()?;
    Ok(Listing(HistoryPage { items, page }))
}
