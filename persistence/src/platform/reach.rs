//! A caller's reach as SQL: one predicate for cases, one for persons, one for households.
//!
//! Get, count, guards, includes and searches use these; lists use the arms of [`case_arms`]. There is no third
//! place. The domain's `Reach::covers` gives the same answers; a test compares them.

use domain::kernel::ids::OrgUnitId;
use domain::platform::access::Reach;

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
pub(crate) fn merge_arms<T, K: Ord>(
    arms: Vec<Vec<T>>,
    descending: bool,
    limit: i64,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let mut rows: Vec<T> = arms.into_iter().flatten().collect();
    rows.sort_by(|a, b| if descending { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) });
    rows.dedup_by(|a, b| key(a) == key(b));
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    rows
}

/// Whether a case lies within: a condition over the columns of `cases`.
macro_rules! case_within {
    ($query:expr, $seen:expr) => {{
        use $crate::schema::cases;
        let seen = $seen;
        let mut query = $query;
        if !seen.all {
            let mut within: Box<
                dyn BoxableExpression<_, _, SqlType = diesel::sql_types::Nullable<diesel::sql_types::Bool>>,
            > = Box::new(cases::unit_id.eq_any(seen.units.clone()).nullable());
            if let Some(me) = seen.assignee.clone() {
                within = Box::new(within.or(cases::assignee_id.eq(me)));
            }
            query = query.filter(within);
        }
        if !seen.excluded.is_empty() {
            query = query.filter(cases::id.ne_all(seen.excluded.clone()));
        }
        query
    }};
}
pub(crate) use case_within;
