//! A caller's reach as SQL: one predicate for cases, one for persons, one for households.
//!
//! Get, count, guards, includes and searches use these; lists use the arms of [`case_arms`]. There is no third
//! place. The domain's `Reach::covers` gives the same answers; a test compares them.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, Text};
use domain::kernel::ids::OrgUnitId;
use domain::platform::access::Reach;

use crate::filter::{Among, among, not_among, push_list};
use crate::schema::cases;

/// The parts of a reach in stored form.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The whole centre.
    pub(crate) all: bool,
    /// Units.
    pub(crate) units: Vec<String>,
    /// The employee whose assigned cases are within, if any.
    pub(crate) assignee: Option<String>,
    /// Never these cases.
    pub(crate) excluded: Vec<String>,
}

impl Seen {
    pub(crate) fn of(reach: &Reach) -> Self {
        Self {
            all: reach.all,
            units: reach.units.iter().map(ToString::to_string).collect(),
            assignee: reach.employee.filter(|_| reach.assigned).map(|employee| employee.to_string()),
            excluded: reach.excluded_cases.iter().map(ToString::to_string).collect(),
        }
    }
}

/// One index range of a list of cases. A list merges the arms of its reach, each cut to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CaseArm {
    /// Every case.
    All,
    /// The cases of one unit.
    Unit(String),
    /// The cases of several units, when there are too many for an arm each.
    Units(Vec<String>),
    /// The cases assigned to an employee.
    Assigned(String),
}

impl CaseArm {
    /// Whether the arm holds no case of a unit that is asked for.
    pub(crate) fn misses(&self, wanted: Option<OrgUnitId>) -> bool {
        let Some(wanted) = wanted.map(|unit| unit.to_string()) else { return false };
        match self {
            Self::All | Self::Assigned(_) => false,
            Self::Unit(unit) => *unit != wanted,
            Self::Units(units) => !units.contains(&wanted),
        }
    }
}

/// The most units that get an arm of their own: with the assigned cases that makes four arms.
const UNIT_ARMS: usize = 3;

/// The arms of a list of cases; together they are exactly the predicate, and they may overlap.
pub(crate) fn case_arms(seen: &Seen) -> Vec<CaseArm> {
    if seen.all {
        return vec![CaseArm::All];
    }
    let mut arms: Vec<CaseArm> = if seen.units.len() <= UNIT_ARMS {
        seen.units.iter().cloned().map(CaseArm::Unit).collect()
    } else {
        vec![CaseArm::Units(seen.units.clone())]
    };
    arms.extend(seen.assignee.clone().map(CaseArm::Assigned));
    arms
}

/// Merges what the arms of a list gave: in the list's order, each row once, cut to the page.
pub(crate) fn merge_arms<T, K: Ord>(arms: Vec<Vec<T>>, descending: bool, limit: i64, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut rows: Vec<T> = arms.into_iter().flatten().collect();
    rows.sort_by(|a, b| if descending { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) });
    rows.dedup_by(|a, b| key(a) == key(b));
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    rows
}

/// Whether a case lies within: a condition for any query with the columns of `cases`.
#[derive(Debug, Clone)]
pub(crate) struct CaseWithin {
    units: Among<cases::unit_id>,
    excluded: Among<cases::id>,
    all: bool,
    assignee: Option<String>,
}

/// Whether a case lies within.
pub(crate) fn case_within(seen: Seen) -> CaseWithin {
    let Seen { all, units, assignee, excluded } = seen;
    CaseWithin { units: among(cases::unit_id, units), excluded: not_among(cases::id, excluded), all, assignee }
}

impl Expression for CaseWithin {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for CaseWithin where cases::unit_id: AppearsOnTable<QS> {}

impl<QS> SelectableExpression<QS> for CaseWithin where cases::unit_id: SelectableExpression<QS> {}

impl<G> ValidGrouping<G> for CaseWithin {
    type IsAggregate = is_aggregate::No;
}

impl QueryId for CaseWithin {
    type QueryId = ();
    // What is asked depends on the reach and not on the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB> QueryFragment<DB> for CaseWithin
where
    DB: Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
    cases::id: QueryFragment<DB>,
    cases::unit_id: QueryFragment<DB>,
    cases::assignee_id: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        if self.all {
            out.push_sql("1 = 1");
        } else {
            self.units.walk_ast(out.reborrow())?;
            if let Some(me) = &self.assignee {
                out.push_sql(" OR (");
                cases::assignee_id.walk_ast(out.reborrow())?;
                out.push_sql(" IS NOT NULL AND ");
                cases::assignee_id.walk_ast(out.reborrow())?;
                out.push_sql(" = ");
                out.push_bind_param::<Text, String>(me)?;
                out.push_sql(")");
            }
        }
        out.push_sql(") AND ");
        self.excluded.walk_ast(out)
    }
}

/// What a [`Within`] is about.
#[derive(Debug, Clone, Copy)]
enum Kept {
    /// A person: kept in the units of `person_units`, and with the cases of a household they belong to.
    Person,
    /// A household: kept in the units of `household_units`, and with its cases.
    Household,
}

/// Whether the person or household that a column names lies within: a condition for any query with that column.
///
/// Whoever belongs to the household of a case that the caller is excluded from, or applied in it, lies outside, and
/// so does every household with such a member.
#[derive(Debug, Clone)]
pub(crate) struct Within<C> {
    kept: Kept,
    id: C,
    seen: Seen,
}

/// Whether a person lies within; `id` is a column with a person's id.
pub(crate) fn person_within<C>(id: C, seen: Seen) -> Within<C> {
    Within { kept: Kept::Person, id, seen }
}

/// Whether a household lies within; `id` is a column with a household's id.
pub(crate) fn household_within<C>(id: C, seen: Seen) -> Within<C> {
    Within { kept: Kept::Household, id, seen }
}

impl Seen {
    /// The whole centre but for the exclusions: what a core card asks for.
    pub(crate) fn whole_centre(&self) -> Self {
        Self { all: true, units: Vec::new(), assignee: None, excluded: self.excluded.clone() }
    }
}

impl<C> Expression for Within<C> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Within<C> {}

impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for Within<C> {}

impl<C, G> ValidGrouping<G> for Within<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryId> QueryId for Within<C> {
    type QueryId = ();
    // What is asked depends on the reach and not on the type.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, DB> QueryFragment<DB> for Within<C>
where
    DB: Backend + HasSqlType<Text>,
    C: QueryFragment<DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { kept, id, seen } = self;
        out.push_sql(if seen.all { "((1 = 1" } else { "((1 = 0" });
        if !seen.units.is_empty() {
            out.push_sql(match kept {
                Kept::Person => " OR EXISTS (SELECT 1 FROM person_units AS u WHERE u.person_id = ",
                Kept::Household => " OR EXISTS (SELECT 1 FROM household_units AS u WHERE u.household_id = ",
            });
            id.walk_ast(out.reborrow())?;
            out.push_sql(" AND u.unit_id IN (");
            push_list(&mut out, &seen.units)?;
            out.push_sql("))");
        }
        if let Some(me) = &seen.assignee {
            out.push_sql(match kept {
                Kept::Person => {
                    " OR EXISTS (SELECT 1 FROM household_memberships AS m JOIN cases AS k ON \
                     k.household_id = m.household_id WHERE m.superseded_at >= '9999-12-31' AND m.person_id = "
                }
                Kept::Household => " OR EXISTS (SELECT 1 FROM cases AS k WHERE k.household_id = ",
            });
            id.walk_ast(out.reborrow())?;
            out.push_sql(" AND k.assignee_id = ");
            out.push_bind_param::<Text, String>(me)?;
            out.push_sql(")");
        }
        out.push_sql(")");
        if !seen.excluded.is_empty() {
            out.push_sql(" AND NOT EXISTS (SELECT 1 FROM cases AS k WHERE k.id IN (");
            push_list(&mut out, &seen.excluded)?;
            out.push_sql(match kept {
                Kept::Person => ") AND (k.applicant_id = ",
                Kept::Household => ") AND (k.household_id = ",
            });
            id.walk_ast(out.reborrow())?;
            out.push_sql(match kept {
                Kept::Person => {
                    " OR EXISTS (SELECT 1 FROM household_memberships AS m WHERE m.superseded_at >= '9999-12-31' \
                     AND m.household_id = k.household_id AND m.person_id = "
                }
                Kept::Household => {
                    " OR EXISTS (SELECT 1 FROM household_memberships AS m JOIN household_memberships AS o ON \
                     o.person_id = m.person_id WHERE m.superseded_at >= '9999-12-31' \
                     AND o.superseded_at >= '9999-12-31' AND (o.household_id = k.household_id \
                     OR o.person_id = k.applicant_id) AND m.household_id = "
                }
            });
            id.walk_ast(out.reborrow())?;
            out.push_sql(")))");
        }
        out.push_sql(")");
        Ok(())
    }
}
