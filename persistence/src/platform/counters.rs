//! Running numbers without gaps or doubles: taken in the transaction that uses them.

use diesel::prelude::*;

use crate::conn::on;
use crate::error::Error;
use crate::schema::counters;
use crate::tx::Tx;

/// The next number of a series, from 1. The row stays locked until the transaction ends, so a number is neither
/// given twice nor lost.
///
/// # Errors
/// Only those of the database.
pub fn next(tx: &mut Tx<'_>, name: &str) -> Result<i64, Error> {
    Ok(on!(tx.conn(), c => diesel::insert_into(counters::table)
        .values((counters::name.eq(name), counters::last.eq(1_i64)))
        .on_conflict(counters::name)
        .do_update()
        .set(counters::last.eq(counters::last + 1_i64))
        .returning(counters::last)
        .get_result(c))?)
}
