//! A payment run: everything due goes on a list, in a few statements however many awards there are.

use chrono::Datelike as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text};
use domain::kernel::day::YearMonth;
use domain::kernel::ids::{EmployeeId, PaymentListId, UserId};
use domain::kernel::text::Line;
use domain::payments::payment::{PaymentMethod, PaymentState};
use domain::payments::payment_list::{ControlSums, ListHead, PaymentList};

use super::awards;
use super::payment_lists::{self, ListRow};
use super::payments::{Together, sums_of};
use crate::conn::{Conn, on};
use crate::error::Error;
use crate::platform::counters;
use crate::schema::payment_lists as lists;
use crate::tx::Tx;

/// Any fixed number: the advisory lock under which runs wait for each other on PostgreSQL.
const LOCK: i64 = 7_264_004;

/// What a run is for.
#[derive(Debug, Clone)]
pub struct Run {
    /// The last month to pay.
    pub period: YearMonth,
    /// The method.
    pub method: PaymentMethod,
    /// One benefit, or all.
    pub benefit: Option<Line<80>>,
    /// Who runs it.
    pub by: UserId,
    /// The employee behind the log-in: what they are excluded from is left to others.
    pub employee: Option<EmployeeId>,
}

/// Draws a list up with every due line that no live payment pays; the first list of the same month, method and benefit
/// that stands is the one it adds to. `None` when nothing is due.
///
/// # Errors
/// [`Error::Unavailable`] when another run takes too long.
pub fn draw_up(tx: &mut Tx<'_>, run: &Run) -> Result<Option<PaymentList>, Error> {
    if let Conn::Pg(c) = tx.conn() {
        // SQLite has one writer. Whoever waits here sees what the run before has put on its list.
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(LOCK).execute(c)?;
        // One statement pays everybody: it may take longer than a statement usually does.
        diesel::sql_query("SET LOCAL statement_timeout = 60000").execute(c)?;
    }
    awards::extend(tx, run.period)?;
    if !anything_due(tx, run)? {
        return Ok(None);
    }
    let today = tx.context().today;
    let year = u16::try_from(today.year()).unwrap_or_default();
    let series = format!("payment-list:{year}");
    let number = u32::try_from(counters::next(tx, &series)?);
    let standing = payment_lists::standing(tx, run.period, run.method, run.benefit.as_deref())?;
    let head = ListHead {
        id: PaymentListId::new(tx.context().ids.next()),
        number: number.map_err(|_past| Error::Corrupt { table: "counters", id: series })?,
        year,
        period: run.period,
        method: run.method,
        benefit: run.benefit.clone(),
        supplementary_to: standing.first().map(|first| first.head.id),
        drawn_up_on: today,
    };
    let id = head.id;
    let nothing =
        ControlSums::of(&[]).map_err(|_too_large| Error::Corrupt { table: "payment_lists", id: id.to_string() })?;
    let empty = ListRow::from(&PaymentList::draft(head.clone(), nothing, run.by));
    on!(tx.conn(), c => diesel::insert_into(lists::table).values(&empty).execute(c))?;
    put_on(tx, run, id)?;
    let sums = sums_of(tx, id)?;
    let list = PaymentList::draft(head, sums, run.by);
    let row = ListRow::from(&list);
    on!(tx.conn(), c => diesel::update(lists::table.find(&row.id)).set(&row).execute(c))?;
    let subject = payment_lists::subject(id);
    tx.changed(subject, "payment_lists", id, None, Some(&row))?;
    tx.changed(subject, "payments", id, None, Some(&Together::new(PaymentState::OnList, sums)))?;
    Ok(Some(list))
}

/// Lines that are due: of an active award, or of an ended one up to its last month, without a live payment. The
/// domain's `due_lines` and `new_payments` say the same; a test compares them.
const DUE: &str = "FROM award_lines AS l \
     JOIN awards AS w ON w.id = l.award_id \
     JOIN persons AS p ON p.id = w.person_id \
     LEFT JOIN person_accounts AS f ON f.id = w.account_id \
     WHERE l.paid = FALSE AND l.month <= $1 AND w.method = $2 AND ($3 = '' OR w.benefit_code = $3) \
       AND (w.state = 'active' OR (w.state = 'ended' AND l.month <= w.ended_with)) \
       AND NOT EXISTS (SELECT 1 FROM case_exclusions AS x WHERE x.case_id = w.case_id AND x.employee_id = $4) \
       AND NOT EXISTS (SELECT 1 FROM payments AS q WHERE q.award_line_id = l.id AND q.state <> 'cancelled')";

/// The account that the decision names, as long as the person has it; else the newest of the person's own; else the
/// one the decision names all the same, for the checks to stop.
const ACCOUNT: &str = "CASE WHEN d.named IS NULL THEN NULL ELSE COALESCE((\
     SELECT a.nrb FROM person_accounts AS a \
     WHERE a.person_id = d.person_id AND a.superseded_at >= '9999-12-31' AND a.valid_from <= $6 AND a.valid_to > $6 \
       AND (a.nrb = d.named OR a.own) \
     ORDER BY CASE WHEN a.nrb = d.named THEN 0 ELSE 1 END, a.valid_from DESC, a.id DESC LIMIT 1), d.named) END";

/// PostgreSQL numbers parameters by `$`, SQLite by `?`.
fn numbered(tx: &mut Tx<'_>, query: String) -> String {
    match tx.conn() {
        Conn::Pg(_) => query,
        Conn::Sqlite(_) => query.replace('$', "?"),
    }
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "that there is one is all that is asked")]
    one: i64,
}

fn anything_due(tx: &mut Tx<'_>, run: &Run) -> Result<bool, Error> {
    let query = numbered(tx, format!("SELECT CAST(1 AS BIGINT) AS one {DUE} LIMIT 1"));
    let employee = run.employee.map(|employee| employee.to_string()).unwrap_or_default();
    let found: Vec<Found> = on!(tx.conn(), c => diesel::sql_query(query)
        .bind::<Text, _>(run.period.to_string())
        .bind::<Text, _>(run.method.code())
        .bind::<Text, _>(run.benefit.as_deref().unwrap_or_default())
        .bind::<Text, _>(employee)
        .load(c))?;
    Ok(!found.is_empty())
}

/// Puts the due lines on a list, by name, month and line.
///
/// The ids are version 7, made here and counted up by the database in their last six digits: one statement makes
/// all of them, and their order is that of the list.
fn put_on(tx: &mut Tx<'_>, run: &Run, list: PaymentListId) -> Result<(), Error> {
    let base = tx.context().ids.next().to_string();
    let base: String = base.chars().take(30).collect();
    // Where the databases differ: six hexadecimal digits.
    let digits = match tx.conn() {
        Conn::Pg(_) => "lpad(to_hex(d.place), 6, '0')",
        Conn::Sqlite(_) => "printf('%06x', d.place)",
    };
    let query = format!(
        "INSERT INTO payments \
             (id, list_id, award_line_id, person_id, benefit_code, month, amount, account, payee, state) \
         SELECT $5 || {digits}, $7, d.line_id, d.person_id, d.benefit_code, d.month, d.amount, {ACCOUNT}, d.payee, $8 \
         FROM (SELECT row_number() OVER (ORDER BY p.search_key, w.person_id, l.month, l.id) AS place, \
                 l.id AS line_id, w.person_id AS person_id, w.benefit_code AS benefit_code, l.month AS month, \
                 l.amount AS amount, p.given_names || ' ' || p.surname AS payee, f.nrb AS named {DUE}) AS d"
    );
    let query = numbered(tx, query);
    let employee = run.employee.map(|employee| employee.to_string()).unwrap_or_default();
    let today = tx.context().today;
    on!(tx.conn(), c => diesel::sql_query(query)
        .bind::<Text, _>(run.period.to_string())
        .bind::<Text, _>(run.method.code())
        .bind::<Text, _>(run.benefit.as_deref().unwrap_or_default())
        .bind::<Text, _>(employee)
        .bind::<Text, _>(base)
        .bind::<Date, _>(today)
        .bind::<Text, _>(list.to_string())
        .bind::<Text, _>(PaymentState::OnList.code())
        .execute(c))?;
    Ok(())
}
