//! What a user's roles, units and exclusions let them reach, computed in this one place.
//!
//! [`reach`] answers for one action. Persistence turns a [`Reach`] into a predicate; what lies outside does not
//! exist for the caller.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::action::Action;
use super::role::Role;
use crate::kernel::day::DayRange;
use crate::kernel::ids::{CaseId, EmployeeId, OrgUnitId, UserId};

/// How far a role reaches for an action.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// The whole centre.
    All,
    /// The units the role is held in, and what is assigned to the employee elsewhere.
    Units,
    /// Only what is assigned to the employee.
    Assigned,
}

/// A group of fields that not every role sees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Facet {
    /// What was said and seen: findings of interviews, reasons.
    Narrative,
    /// Health: certificates of disability, illness.
    Health,
    /// Contact data and addresses.
    Contact,
    /// Bank accounts.
    Account,
}

impl Facet {
    /// Every facet.
    pub const ALL: &'static [Self] = &[Self::Narrative, Self::Health, Self::Contact, Self::Account];

    /// The name in `restricted[]`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Narrative => "narrative",
            Self::Health => "health",
            Self::Contact => "contact",
            Self::Account => "account",
        }
    }

    /// The facets a role sees (product model E8).
    #[must_use]
    pub const fn of(role: Role) -> &'static [Self] {
        match role {
            Role::Kierownik | Role::ZastepcaKierownika | Role::PracownikSocjalny | Role::StarszySpecjalista => {
                Self::ALL
            }
            Role::PracownikSwiadczen => &[Self::Health, Self::Contact, Self::Account],
            Role::Ksiegowosc => &[Self::Account],
            Role::Kancelaria => &[Self::Contact],
            Role::AdministratorSystemu | Role::IodAudytor => &[],
        }
    }
}

/// A role that a user holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit it is held in; `None` is the whole centre.
    pub unit: Option<OrgUnitId>,
    /// When it is held.
    pub range: DayRange,
}

/// Everything about a user that access depends on. It comes from the database, never from the token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Staff {
    /// The log-in.
    pub user: UserId,
    /// The employee behind it.
    pub employee: Option<EmployeeId>,
    /// Roles, past, present and future.
    pub grants: Vec<Grant>,
    /// Cases this employee is excluded from (art. 24 KPA): they do not exist for them.
    pub excluded_cases: BTreeSet<CaseId>,
}

/// What a user reaches when doing one action on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    /// The log-in.
    pub user: UserId,
    /// The employee behind it.
    pub employee: Option<EmployeeId>,
    /// The whole centre.
    pub all: bool,
    /// These units, when not the whole centre.
    pub units: BTreeSet<OrgUnitId>,
    /// What is assigned to the employee, wherever it is kept.
    pub assigned: bool,
    /// Never these.
    pub excluded_cases: BTreeSet<CaseId>,
    facets: BTreeSet<Facet>,
}

impl Reach {
    /// Whether the caller sees these fields.
    #[must_use]
    pub fn sees(&self, facet: Facet) -> bool {
        self.facets.contains(&facet)
    }

    /// Whether something kept in a unit and assigned to an employee lies within.
    ///
    /// The same answer as persistence's predicate; a property test compares them.
    #[must_use]
    pub fn covers(&self, case: CaseId, unit: OrgUnitId, assignee: Option<EmployeeId>) -> bool {
        let mine = self.assigned && assignee.is_some() && assignee == self.employee;
        !self.excluded_cases.contains(&case) && (self.all || self.units.contains(&unit) || mine)
    }

    /// Whether the caller may act for a unit, for example file a case there.
    #[must_use]
    pub fn covers_unit(&self, unit: OrgUnitId) -> bool {
        self.all || self.units.contains(&unit)
    }
}

/// The reach of an action, or `None` when no role of today allows it.
#[must_use]
pub fn reach(staff: &Staff, action: Action, today: NaiveDate) -> Option<Reach> {
    let mut reach = Reach {
        user: staff.user,
        employee: staff.employee,
        all: false,
        units: BTreeSet::new(),
        assigned: false,
        excluded_cases: staff.excluded_cases.clone(),
        facets: BTreeSet::new(),
    };
    let mut allowed = false;
    // What a role shows, it shows only as far as it reaches: a role in one unit opens no field of another unit.
    let mut of_all = BTreeSet::new();
    for grant in staff.grants.iter().filter(|grant| grant.range.contains(today)) {
        let Some(scope) = action.scope(grant.role) else { continue };
        allowed = true;
        reach.facets.extend(Facet::of(grant.role));
        match (scope, grant.unit) {
            (Scope::All, _) | (Scope::Units, None) => {
                reach.all = true;
                of_all.extend(Facet::of(grant.role));
            }
            (Scope::Units, Some(unit)) => {
                reach.units.insert(unit);
                reach.assigned = true;
            }
            (Scope::Assigned, _) => reach.assigned = true,
        }
    }
    if reach.all {
        reach.facets = of_all;
    }
    allowed.then_some(reach)
}

/// Every action that a user may do today, with whether it reaches the whole centre.
#[must_use]
pub fn permissions(staff: &Staff, today: NaiveDate) -> Vec<(Action, Reach)> {
    Action::ALL.iter().filter_map(|action| reach(staff, *action, today).map(|reach| (*action, reach))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unit(n: u128) -> OrgUnitId {
        OrgUnitId::new(Uuid::from_u128(n))
    }

    fn staff(grants: Vec<Grant>) -> Staff {
        Staff {
            user: UserId::new(Uuid::from_u128(1)),
            employee: Some(EmployeeId::new(Uuid::from_u128(2))),
            grants,
            excluded_cases: BTreeSet::new(),
        }
    }

    fn grant(role: Role, unit: Option<OrgUnitId>, from: &str, last: &str) -> Grant {
        Grant { role, unit, range: DayRange::closed(day(from), Some(day(last))).unwrap() }
    }

    #[test]
    fn a_role_counts_only_within_its_dates() {
        let deputy = staff(vec![grant(Role::ZastepcaKierownika, None, "2025-02-01", "2025-02-10")]);
        assert!(reach(&deputy, Action::ApproveDecision, day("2025-02-10")).is_some());
        assert!(reach(&deputy, Action::ApproveDecision, day("2025-02-11")).is_none());
    }

    #[test]
    fn a_social_worker_neither_approves_nor_pays() {
        let worker = staff(vec![grant(Role::PracownikSocjalny, Some(unit(7)), "2020-01-01", "2199-01-01")]);
        for action in
            [Action::ApproveDecision, Action::SignDecision, Action::ApprovePaymentList, Action::ExportPaymentList]
        {
            assert_eq!(reach(&worker, action, day("2025-02-01")), None, "{action:?}");
        }
        let reach = reach(&worker, Action::ReadCase, day("2025-02-01")).unwrap();
        let case = CaseId::new(Uuid::from_u128(5));
        assert!(reach.covers(case, unit(7), None) && !reach.covers(case, unit(8), None));
        assert!(reach.covers(case, unit(8), worker.employee));
    }

    #[test]
    fn accounting_sees_no_narrative() {
        let accountant = staff(vec![grant(Role::Ksiegowosc, None, "2020-01-01", "2199-01-01")]);
        let reach = reach(&accountant, Action::ReadPaymentList, day("2025-02-01")).unwrap();
        assert!(reach.sees(Facet::Account) && !reach.sees(Facet::Narrative) && !reach.sees(Facet::Health));
    }

    #[test]
    fn a_role_in_one_unit_opens_no_field_of_another() {
        let registry = grant(Role::Kancelaria, None, "2020-01-01", "2199-01-01");
        let clerk = grant(Role::PracownikSwiadczen, Some(unit(7)), "2020-01-01", "2199-01-01");
        let both = reach(&staff(vec![registry, clerk]), Action::ReadPerson, day("2025-02-01")).unwrap();
        assert!(both.all && both.sees(Facet::Contact) && !both.sees(Facet::Account));
        let alone = reach(&staff(vec![clerk]), Action::ReadPerson, day("2025-02-01")).unwrap();
        assert!(!alone.all && alone.sees(Facet::Account));
    }

    proptest! {
        #[test]
        fn an_excluded_case_is_never_reached(all in any::<bool>(), in_unit in any::<bool>(), assigned in any::<bool>()) {
            let case = CaseId::new(Uuid::from_u128(5));
            let mut user = staff(vec![grant(Role::Kierownik, (!all).then(|| unit(7)), "2020-01-01", "2199-01-01")]);
            user.excluded_cases.insert(case);
            let reach = reach(&user, Action::ReadCase, day("2025-02-01")).unwrap();
            let assignee = if assigned { user.employee } else { None };
            let kept_in = unit(if in_unit { 7 } else { 8 });
            prop_assert!(!reach.covers(case, kept_in, assignee));
        }
    }
}
