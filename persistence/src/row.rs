//! Inserting and updating root rows, the same for every aggregate: version counted, change journalled.

/// Inserts a row and remembers it for the journal.
macro_rules! insert_row {
    ($tx:expr, $table:ident, $subject:expr, $row:expr) => {{
        let row = $row;
        $crate::conn::on!($tx.conn(), c => diesel::insert_into($table::table).values(&row).execute(c))?;
        $tx.changed($subject, stringify!($table), &row.id, None, Some(&row))
    }};
}

/// Updates the root row of a `Loaded` aggregate: counts its version up, refuses when someone was faster
/// (`Error::Stale`), and remembers before and after for the journal.
macro_rules! update_row {
    ($tx:expr, $table:ident, $subject:expr, $row:ty, $loaded:expr) => {{
        let before = <$row>::from($loaded.original());
        $loaded.version = before.version + 1;
        let after = <$row>::from(&**$loaded);
        let hit = $crate::conn::on!($tx.conn(), c => diesel::update($table::table.find(&before.id))
            .filter($table::version.eq(before.version))
            .set(&after)
            .execute(c))?;
        if hit == 0 {
            let current: i64 = $crate::conn::on!($tx.conn(), c => $table::table
                .find(&before.id)
                .select($table::version)
                .first(c))?;
            return Err($crate::error::Error::Stale { current });
        }
        $tx.changed($subject, stringify!($table), &after.id, Some(&before), Some(&after))
    }};
}

/// Inserts rows in a few statements. A single row, the usual case, goes by a statement that stays prepared.
macro_rules! insert_rows {
    ($conn:expr, $table:ident, $rows:expr) => {
        for chunk in $rows.chunks($crate::platform::journal::ROWS_AT_ONCE) {
            match chunk {
                [row] => $crate::conn::on!($conn, c => diesel::insert_into($table::table).values(row).execute(c))?,
                rows => $crate::conn::on!($conn, c => diesel::insert_into($table::table).values(rows).execute(c))?,
            };
        }
    };
}

pub(crate) use {insert_row, insert_rows, update_row};
