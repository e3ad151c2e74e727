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

/// Whether a column holds one of some texts: `column IN (…)`.
///
/// Unlike diesel's `eq_any`, SQLite keeps the prepared statement, since few lengths of the list exist.
#[derive(Debug, Clone)]
pub(crate) struct Among<C> {
    column: C,
    values: Vec<String>,
    not: bool,
}

/// Rows whose column holds one of these.
pub(crate) fn among<C>(column: C, values: Vec<String>) -> Among<C> {
    Among { column, values, not: false }
}

/// Rows whose column holds none of these.
pub(crate) fn not_among<C>(column: C, values: Vec<String>) -> Among<C> {
    Among { column, values, not: true }
}

impl<C> Expression for Among<C> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Among<C> {}

impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for Among<C> {}

impl<C, G> ValidGrouping<G> for Among<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryId> QueryId for Among<C> {
    type QueryId = ();
    // The length of the list is part of the text and not of the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, DB> QueryFragment<DB> for Among<C>
where
    DB: Backend + HasSqlType<Text>,
    C: QueryFragment<DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.values.is_empty() {
            out.push_sql(if self.not { "(1 = 1)" } else { "(1 = 0)" });
            return Ok(());
        }
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(if self.not { " NOT IN (" } else { " IN (" });
        push_list(&mut out, &self.values)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Binds a list, padded to a power of two so that few texts of a statement exist.
pub(crate) fn push_list<'b, DB>(out: &mut AstPass<'_, 'b, DB>, values: &'b [String]) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    let Some(last) = values.last() else { return Ok(()) };
    let padded = values.len().next_power_of_two();
    for (n, value) in values.iter().chain(std::iter::repeat(last)).take(padded).enumerate() {
        if n > 0 {
            out.push_sql(", ");
        }
        out.push_bind_param::<Text, String>(value)?;
    }
    Ok(())
}
