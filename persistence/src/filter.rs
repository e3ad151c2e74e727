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
pub(crate) struct After<A, B, V, T> {
    sort: A,
    id: B,
    value: V,
    last: String,
    descending: bool,
    sql_type: std::marker::PhantomData<T>,
}

/// Rows whose text `sort` and `id` come after the given ones.
pub(crate) fn after<A, B>(sort: A, id: B, value: String, last: String) -> After<A, B, String, Text> {
    After { sort, id, value, last, descending: false, sql_type: std::marker::PhantomData }
}

/// Rows that come before, for lists with the newest first.
pub(crate) fn before<A, B, V, T>(sort: A, id: B, value: V, last: String) -> After<A, B, V, T> {
    After { sort, id, value, last, descending: true, sql_type: std::marker::PhantomData }
}

impl<A, B, V, T> Expression for After<A, B, V, T> {
    type SqlType = Bool;
}

impl<A, B, V, T, QS> AppearsOnTable<QS> for After<A, B, V, T>
where
    A: AppearsOnTable<QS>,
    B: AppearsOnTable<QS>,
{
}

impl<A, B, V, T, QS> SelectableExpression<QS> for After<A, B, V, T>
where
    A: SelectableExpression<QS>,
    B: SelectableExpression<QS>,
{
}

impl<A, B, V, T, G> ValidGrouping<G> for After<A, B, V, T> {
    type IsAggregate = is_aggregate::No;
}

impl<A, B, V, T> QueryId for After<A, B, V, T>
where
    A: QueryId,
    B: QueryId,
    T: QueryId,
{
    type QueryId = ();
    // The direction is part of the text and not of the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<A, B, V, T, DB> QueryFragment<DB> for After<A, B, V, T>
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
