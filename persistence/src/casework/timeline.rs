//! What happened in a case: the journal of the case and of what belongs to it.

use diesel::prelude::*;
use domain::kernel::ids::CaseId;

use crate::conn::on;
use crate::error::Error;
use crate::page::Keyset;
use crate::platform::journal::JournalRow;
use crate::platform::reach::merge_arms;
use crate::schema::{applications, awards, calculations, clocks, decisions, interviews, journal};
use crate::tx::Read;

/// A part of what happened, newest first. The caller has loaded the case within reach.
///
/// # Errors
/// Only those of the database.
pub fn list(read: &mut Read<'_>, case: CaseId, page: &Keyset) -> Result<Vec<JournalRow>, Error> {
    let mut arms = Vec::new();
    for (kind, ids) in subjects(read, case)? {
        arms.push(of_subjects(read, kind, &ids, page)?);
    }
    Ok(merge_arms(arms, !page.backward, page.limit, |row: &JournalRow| row.id.clone()))
}

/// What happened to subjects of one kind: one index range for each.
fn of_subjects(
    read: &mut Read<'_>,
    kind: &'static str,
    ids: &[String],
    page: &Keyset,
) -> Result<Vec<JournalRow>, Error> {
    let older = !page.backward;
    Ok(on!(read.conn(), c => {
        let mut query = journal::table
            .filter(journal::subject_kind.eq(kind))
            .filter(journal::subject_id.eq_any(ids))
            .select(JournalRow::as_select())
            .limit(page.limit)
            .into_boxed();
        if page.at.is_some() {
            let id = page.key(0);
            query = if older { query.filter(journal::id.lt(id)) } else { query.filter(journal::id.gt(id)) };
        }
        query = if older { query.order(journal::id.desc()) } else { query.order(journal::id.asc()) };
        query.load(c)
    })?)
}

/// The case and all that belongs to it: applications and their intakes, interviews, clocks, calculations, decisions,
/// awards.
fn subjects(read: &mut Read<'_>, case: CaseId) -> Result<Vec<(&'static str, Vec<String>)>, Error> {
    let id = case.to_string();
    let filed: Vec<(String, String)> = on!(read.conn(), c => applications::table
        .filter(applications::case_id.eq(&id))
        .select((applications::id, applications::intake_id))
        .load(c))?;
    let (filed, intakes) = filed.into_iter().unzip();
    let interviews: Vec<String> = on!(read.conn(), c => interviews::table
        .filter(interviews::case_id.eq(&id))
        .select(interviews::id)
        .load(c))?;
    let clocks: Vec<String> = on!(read.conn(), c => clocks::table
        .filter(clocks::case_id.eq(&id))
        .select(clocks::id)
        .load(c))?;
    let calculations: Vec<String> = on!(read.conn(), c => calculations::table
        .filter(calculations::case_id.eq(&id))
        .select(calculations::id)
        .load(c))?;
    let decisions: Vec<String> = on!(read.conn(), c => decisions::table
        .filter(decisions::case_id.eq(&id))
        .select(decisions::id)
        .load(c))?;
    let awards: Vec<String> = on!(read.conn(), c => awards::table
        .filter(awards::case_id.eq(&id))
        .select(awards::id)
        .load(c))?;
    Ok(vec![
        ("case", vec![id]),
        ("application", filed),
        ("intake", intakes),
        ("interview", interviews),
        ("clock", clocks),
        ("calculation", calculations),
        ("decision", decisions),
        ("award", awards),
    ])
}
