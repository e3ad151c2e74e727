//! Filters that diesel lacks, for any backend.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, Text};

/// The row comparison `(a, b) > (?, ?)`, which lets one index answer a keyset page.
///
/// `V` is the value of the sort column `a` with SQL type `T`; the second column is an id.
#[derive(Debug, Clone)]
pub(crate) struct Beyond<A, B, V, T> {
    sort: A,
    id: B,
    value: V,
    last: String,
    descending: bool,
    sql_type: std::marker::PhantomData<T>,
}

/// Rows whose `sort` and `id` lie beyond the given ones: after them, or before them when `descending`.
pub(crate) fn beyond<A, B, V, T>(sort: A, id: B, value: V, last: String, descending: bool) -> Beyond<A, B, V, T> {
    Beyond { sort, id, value, last, descending, sql_type: std::marker::PhantomData }
}

/// Cuts a boxed query that is sorted by two columns to one part of the list; loads it from `$c`.
///
/// `$value` is the value of the sort column at the edge of the page. Backward pages come nearest first.
macro_rules! keyset {
    ($c:expr, $query:expr, $page:expr, $sort:expr, $id:expr, $value:expr, $type:ty, $newest_first:expr) => {{
        let descending = $newest_first != $page.backward;
        let mut query = $query.limit($page.limit);
        if $page.at.is_some() {
            let beyond = $crate::filter::beyond::<_, _, _, $type>($sort, $id, $value, $page.key(1), descending);
            query = query.filter(beyond);
        }
        query =
            if descending { query.order(($sort.desc(), $id.desc())) } else { query.order(($sort.asc(), $id.asc())) };
        query.load($c)
    }};
}
pub(crate) use keyset;

impl<A, B, V, T> Expression for Beyond<A, B, V, T> {
    type SqlType = Bool;
}

impl<A, B, V, T, QS> AppearsOnTable<QS> for Beyond<A, B, V, T>
where
    A: AppearsOnTable<QS>,
    B: AppearsOnTable<QS>,
{
}

impl<A, B, V, T, QS> SelectableExpression<QS> for Beyond<A, B, V, T>
where
    A: SelectableExpression<QS>,
    B: SelectableExpression<QS>,
{
}

impl<A, B, V, T, G> ValidGrouping<G> for Beyond<A, B, V, T> {
    type IsAggregate = is_aggregate::No;
}

impl<A, B, V, T> QueryId for Beyond<A, B, V, T>
where
    A: QueryId,
    B: QueryId,
    T: QueryId,
{
    type QueryId = ();
    // The direction is part of the text and not of the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<A, B, V, T, DB> QueryFragment<DB> for Beyond<A, B, V, T>
where
    DB: Backend + HasSqlType<T> + HasSqlType<Text>,
    A: QueryFragment<DB>,
    B: QueryFragment<DB>,
    V: ToSql<T, DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.sort.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.id.walk_ast(out.reborrow())?;
        out.push_sql(if self.descending { ") < (" } else { ") > (" });
        out.push_bind_param::<T, V>(&self.value)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, String>(&self.last)?;
        out.push_sql(")");
        Ok(())
    }
}
