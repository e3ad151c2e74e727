//! Rows for both logs, through the store.
#![expect(clippy::expect_used, reason = "a test without its rows has nothing to go on with")]

use std::sync::Arc;

use chrono::TimeDelta;
use domain::kernel::context::{Actor, IdSource};
use domain::kernel::ids::{EmployeeId, PersonId, UserId};
use uuid::Uuid;

use super::{TestIds, block_on, test_context, test_context_of, texts};
use crate::error::Error;
use crate::platform::journal::{Events, Subject};
use crate::platform::seals;
use crate::store::Store;
use crate::tx::{Read, Tx};

/// Fills both logs through the store: `writes` writes of one to three events, all sealed, of which every tenth has
/// lost its payload lawfully, and `reads` reads of one to four persons.
///
/// # Panics
/// When the database refuses.
pub fn fill(store: &Store, writes: usize, reads: usize) {
    block_on(async {
        for number in 0..writes {
            write(store, number).await.expect("a write");
            if number % 10 == 9 {
                destroy_oldest_payload(store).await.expect("a lawful destruction");
            }
        }
        while store.housekeeping(|house| seals::seal(house, 64)).await.expect("seals") > 0 {}
        let mut readers = tokio::task::JoinSet::new();
        for number in 0..reads {
            let store = store.clone();
            readers.spawn(async move { read(&store, number).await });
            if number % 5 == 4 {
                while let Some(outcome) = readers.join_next().await {
                    outcome.expect("no panic").expect("a read");
                }
            }
        }
        for outcome in readers.join_all().await {
            outcome.expect("a read");
        }
    });
}

#[derive(serde::Serialize)]
struct Note {
    number: usize,
    text: &'static str,
}

async fn write(store: &Store, number: usize) -> Result<(), Error> {
    let mut context = (*test_context_of(Actor::User { user: UserId::new(TestIds.next()), employee: None })).clone();
    context.reason = number.is_multiple_of(3).then(|| "na wniosek strony: „żółć” 'x'".to_owned());
    context.on_behalf_of = number.is_multiple_of(4).then(|| EmployeeId::new(TestIds.next()));
    // Instants of all lengths: whole seconds, milliseconds, microseconds.
    context.now += TimeDelta::microseconds(match number % 3 {
        0 => 876_544,
        1 => 544,
        _ => 1,
    });
    let work = move |tx: &mut Tx<'_>| {
        let subject = Subject::new("person", TestIds.next());
        let (before, after) = (Note { number, text: "a \"b\" \n c\\" }, Note { number: number + 1, text: "ą ' ; 🂡" });
        tx.changed(subject, "notes", number, number.is_multiple_of(2).then_some(&before), Some(&after))?;
        let events = Events::one("person.noted", subject, 1);
        let more = (0..number % 3).map(|_| Events::one("case.noted", Subject::new("case", TestIds.next()), 2));
        Ok(((), more.fold(events, Events::join)))
    };
    store.write(Arc::new(context), work).await
}

/// Does what a lawful destruction does: a journal row that names the row, and the deletion of its payload.
async fn destroy_oldest_payload(store: &Store) -> Result<(), Error> {
    let work = |tx: &mut Tx<'_>| {
        let conn = tx.conn();
        let oldest = texts(conn, "SELECT min(journal_id) FROM journal_payloads")?.into_iter().flatten().next();
        let id: Uuid = oldest.and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
        Ok::<_, Error>((id, Events::one("payload.destroyed", Subject::new("journal", id), 1)))
    };
    let id = store.write(test_context(), work).await?;
    let sql = format!("DELETE FROM journal_payloads WHERE journal_id = '{id}'");
    store.housekeeping(move |house| house.conn().execute(&sql)).await
}

async fn read(store: &Store, number: usize) -> Result<(), Error> {
    let mut context = (*test_context()).clone();
    context.reason = number.is_multiple_of(2).then(|| "wywiad".to_owned());
    let work = move |read: &mut Read<'_>| {
        for _ in 0..=number % 4 {
            read.saw(PersonId::new(TestIds.next()));
        }
        Ok(())
    };
    store.read(Arc::new(context), "get_person", work).await
}
