//! One action for every operation of the API, and which role may do it how far.
//!
//! The action's name is the handler's: `AssignCase` guards `assign_case`. The marker types of [`mod@marker`] name an
//! action in a handler's signature; the contract reads `x-required-action` from here too.

use super::access::Scope;
use super::role::Role;

/// A type that names an action: the parameter of the API's `Allowed<…>`.
pub trait Marker: Send + Sync + 'static {
    /// The action.
    const ACTION: Action;
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $operation:literal $code:literal : $rule:expr;)+) => {
        /// An operation that needs permission.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Action { $($(#[$doc])* $name,)+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code, for example `case.assign`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The operation it guards, as the contract names it, for example `assign_case`.
            #[must_use]
            pub const fn operation(self) -> &'static str {
                match self { $(Self::$name => $operation),+ }
            }

            /// Which roles may do it, and how far.
            #[must_use]
            pub const fn rule(self) -> &'static [(Role, Scope)] {
                match self { $(Self::$name => $rule),+ }
            }
        }

        /// One marker type for each action.
        pub mod marker {
            use super::{Action, Marker};
            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub struct $name;

                impl Marker for $name {
                    const ACTION: Action = Action::$name;
                }
            )+
        }
    };
}

impl Action {
    /// How far a role may do it; `None` when it may not.
    #[must_use]
    pub fn scope(self, role: Role) -> Option<Scope> {
        self.rule().iter().find(|(allowed, _)| *allowed == role).map(|(_, scope)| *scope)
    }

    /// The action that guards an operation.
    #[must_use]
    pub fn guarding(operation: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.operation() == operation)
    }
}

use Role::{
    AdministratorSystemu, IodAudytor, Kancelaria, Kierownik, Ksiegowosc, PracownikSocjalny, PracownikSwiadczen,
    StarszySpecjalista, ZastepcaKierownika,
};
use Scope::{All, Units};

/// Everybody who works with the service.
const STAFF: &[(Role, Scope)] = &[
    (Kierownik, All),
    (ZastepcaKierownika, All),
    (PracownikSocjalny, All),
    (StarszySpecjalista, All),
    (PracownikSwiadczen, All),
    (Ksiegowosc, All),
    (Kancelaria, All),
    (AdministratorSystemu, All),
    (IodAudytor, All),
];
/// Whoever configures the centre.
const CONFIGURE: &[(Role, Scope)] = &[(AdministratorSystemu, All)];
/// Whoever looks after users.
const USERS: &[(Role, Scope)] = &[(AdministratorSystemu, All)];
/// Whoever audits.
const AUDIT: &[(Role, Scope)] = &[(IodAudytor, All)];
/// Whoever follows what happens: ids only.
const FOLLOW: &[(Role, Scope)] = &[(Kierownik, All), (AdministratorSystemu, All), (IodAudytor, All)];
/// Whoever works with people and their cases.
const CASEWORK: &[(Role, Scope)] = &[
    (Kierownik, All),
    (ZastepcaKierownika, All),
    (PracownikSocjalny, Units),
    (StarszySpecjalista, Units),
    (PracownikSwiadczen, Units),
];
/// The same, and the registry.
const REGISTER: &[(Role, Scope)] = &[
    (Kierownik, All),
    (ZastepcaKierownika, All),
    (PracownikSocjalny, Units),
    (StarszySpecjalista, Units),
    (PracownikSwiadczen, Units),
    (Kancelaria, All),
];
/// Whoever visits families.
const VISIT: &[(Role, Scope)] =
    &[(Kierownik, All), (ZastepcaKierownika, All), (PracownikSocjalny, Units), (StarszySpecjalista, Units)];
/// Whoever leads a section or the centre.
const LEAD: &[(Role, Scope)] = &[(Kierownik, All), (ZastepcaKierownika, All), (StarszySpecjalista, Units)];
/// Whoever proposes decisions.
const PREPARE: &[(Role, Scope)] =
    &[(PracownikSocjalny, Units), (StarszySpecjalista, Units), (PracownikSwiadczen, Units)];
/// Whoever decides by authorisation (art. 110 ust. 7-8 u.p.s.).
const DECIDE: &[(Role, Scope)] = &[(Kierownik, All), (ZastepcaKierownika, All)];
/// Whoever sees what is paid.
const MONEY: &[(Role, Scope)] =
    &[(Kierownik, All), (ZastepcaKierownika, All), (PracownikSwiadczen, Units), (Ksiegowosc, All)];
/// Whoever draws payment lists up.
const DRAW_UP: &[(Role, Scope)] = &[(PracownikSwiadczen, All)];
/// Whoever pays.
const PAY: &[(Role, Scope)] = &[(Ksiegowosc, All)];

actions! {
    /// Read the centre's profile.
    ReadCentre "read_centre" "centre.read": STAFF;
    /// Change the centre's profile.
    ChangeCentre "change_centre" "centre.change": CONFIGURE;
    /// See what happened to the centre's profile.
    ReadCentreHistory "read_centre_history" "centre.read_history": FOLLOW;
    /// List organisational units.
    ListOrgUnits "list_org_units" "org_unit.list": STAFF;
    /// Read an organisational unit.
    ReadOrgUnit "read_org_unit" "org_unit.read": STAFF;
    /// Create an organisational unit.
    CreateOrgUnit "create_org_unit" "org_unit.create": CONFIGURE;
    /// Change an organisational unit.
    ChangeOrgUnit "change_org_unit" "org_unit.change": CONFIGURE;
    /// See what happened to an organisational unit.
    ReadOrgUnitHistory "read_org_unit_history" "org_unit.read_history": FOLLOW;
    /// List employees.
    ListEmployees "list_employees" "employee.list": STAFF;
    /// Read an employee.
    ReadEmployee "read_employee" "employee.read": STAFF;
    /// Create an employee.
    CreateEmployee "create_employee" "employee.create": CONFIGURE;
    /// Change an employee.
    ChangeEmployee "change_employee" "employee.change": CONFIGURE;
    /// See what happened to an employee's data.
    ReadEmployeeHistory "read_employee_history" "employee.read_history": FOLLOW;
    /// List districts.
    ListDistricts "list_districts" "district.list": STAFF;
    /// Read a district.
    ReadDistrict "read_district" "district.read": STAFF;
    /// Create a district.
    CreateDistrict "create_district" "district.create": CONFIGURE;
    /// Change a district.
    ChangeDistrict "change_district" "district.change": CONFIGURE;
    /// List classes of the file plan.
    ListFilePlanClasses "list_file_plan_classes" "file_plan_class.list": STAFF;
    /// Read a class of the file plan.
    ReadFilePlanClass "read_file_plan_class" "file_plan_class.read": STAFF;
    /// Create a class of the file plan.
    CreateFilePlanClass "create_file_plan_class" "file_plan_class.create": CONFIGURE;
    /// Change a class of the file plan.
    ChangeFilePlanClass "change_file_plan_class" "file_plan_class.change": CONFIGURE;
    /// List benefit types.
    ListBenefitTypes "list_benefit_types" "benefit_type.list": STAFF;
    /// Read a benefit type.
    ReadBenefitType "read_benefit_type" "benefit_type.read": STAFF;
    /// Create a benefit type.
    CreateBenefitType "create_benefit_type" "benefit_type.create": CONFIGURE;
    /// Change the draft of a benefit type.
    ChangeBenefitType "change_benefit_type" "benefit_type.change": CONFIGURE;
    /// Publish a benefit type.
    PublishBenefitType "publish_benefit_type" "benefit_type.publish": CONFIGURE;
    /// Retire a benefit type.
    RetireBenefitType "retire_benefit_type" "benefit_type.retire": CONFIGURE;

    /// List log-ins.
    ListUsers "list_users" "user.list": USERS;
    /// Read a log-in.
    ReadUser "read_user" "user.read": USERS;
    /// Create a log-in.
    CreateUser "create_user" "user.create": USERS;
    /// Give a log-in a role.
    GrantRole "grant_role" "user.grant_role": USERS;
    /// Take a role back.
    RevokeRole "revoke_role" "user.revoke_role": USERS;
    /// Set a new first password for a log-in.
    ResetPassword "reset_password" "user.reset_password": USERS;
    /// Block a log-in.
    BlockUser "block_user" "user.block": USERS;
    /// Unblock a log-in.
    UnblockUser "unblock_user" "user.unblock": USERS;
    /// See what happened to a log-in.
    ReadUserHistory "read_user_history" "user.read_history": &[(AdministratorSystemu, All), (IodAudytor, All)];

    /// Follow the event feed.
    ListEvents "list_events" "event.list": FOLLOW;
    /// Check the chains of journal and access log.
    VerifyAudit "verify_audit" "audit.verify": AUDIT;

    /// Register a person.
    RegisterPerson "register_person" "person.register": REGISTER;
    /// Read a person.
    ReadPerson "read_person" "person.read": REGISTER;
    /// Search persons.
    SearchPersons "search_persons" "person.search": REGISTER;
    /// Record what identifies a person.
    IdentifyPerson "identify_person" "person.identify": REGISTER;
    /// Record a person's names.
    AddPersonName "add_person_name" "person.add_name": REGISTER;
    /// Record an address.
    AddPersonAddress "add_person_address" "person.add_address": REGISTER;
    /// Record a contact channel.
    AddPersonContact "add_person_contact" "person.add_contact": REGISTER;
    /// Record a bank account.
    AddPersonAccount "add_person_account" "person.add_account": CASEWORK;
    /// Record a foreign document or number.
    AddPersonForeignId "add_person_foreign_id" "person.add_foreign_id": REGISTER;
    /// Protect a person's record.
    ProtectPerson "protect_person" "person.protect": CASEWORK;
    /// End or withdraw a dated fact about a person.
    EndPersonFact "end_person_fact" "person.end_fact": CASEWORK;
    /// Record a person's death.
    RecordDeath "record_death" "person.record_death": REGISTER;
    /// See what happened to a person's data.
    ReadPersonHistory "read_person_history" "person.read_history": CASEWORK;
    /// Register a household.
    RegisterHousehold "register_household" "household.register": REGISTER;
    /// Read a household.
    ReadHousehold "read_household" "household.read": REGISTER;
    /// Take a member into a household.
    AddMember "add_member" "household.add_member": CASEWORK;
    /// Set the last day of a membership.
    EndMembership "end_membership" "household.end_membership": CASEWORK;
    /// See what happened to a household.
    ReadHouseholdHistory "read_household_history" "household.read_history": CASEWORK;
    /// Record evidence.
    RecordEvidence "record_evidence" "evidence.record": REGISTER;
    /// Read evidence.
    ReadEvidence "read_evidence" "evidence.read": CASEWORK;
    /// List evidence of a person or household.
    ListEvidence "list_evidence" "evidence.list": CASEWORK;
    /// Confirm evidence.
    VerifyEvidence "verify_evidence" "evidence.verify": CASEWORK;
    /// Doubt evidence with a reason.
    DisputeEvidence "dispute_evidence" "evidence.dispute": CASEWORK;
    /// Void evidence with a reason.
    VoidEvidence "void_evidence" "evidence.void": CASEWORK;

    /// Register an intake.
    RegisterIntake "register_intake" "intake.register": REGISTER;
    /// Read an intake.
    ReadIntake "read_intake" "intake.read": REGISTER;
    /// List cases.
    ListCases "list_cases" "case.list": CASEWORK;
    /// Read a case.
    ReadCase "read_case" "case.read": CASEWORK;
    /// Assign a case.
    AssignCase "assign_case" "case.assign": LEAD;
    /// Suspend a case.
    SuspendCase "suspend_case" "case.suspend": VISIT;
    /// Resume a case.
    ResumeCase "resume_case" "case.resume": VISIT;
    /// Close a case.
    CloseCase "close_case" "case.close": CASEWORK;
    /// Read everything about a case in one answer.
    ReadDossier "read_dossier" "case.read_dossier": CASEWORK;
    /// Read what happened in a case.
    ReadTimeline "read_timeline" "case.read_timeline": CASEWORK;
    /// See what happened to a case's data.
    ReadCaseHistory "read_case_history" "case.read_history": CASEWORK;
    /// Withdraw an application at the applicant's wish.
    WithdrawApplication "withdraw_application" "application.withdraw": CASEWORK;
    /// List clocks.
    ListClocks "list_clocks" "clock.list": CASEWORK;
    /// Read how a due date was found.
    ExplainClock "explain_clock" "clock.explain": CASEWORK;
    /// Plan an interview.
    PlanInterview "plan_interview" "interview.plan": VISIT;
    /// Read an interview.
    ReadInterview "read_interview" "interview.read": CASEWORK;
    /// Record an interview's findings.
    CompleteInterview "complete_interview" "interview.complete": VISIT;
    /// Record that an interview was refused.
    RefuseInterview "refuse_interview" "interview.refuse": VISIT;

    /// Calculate a benefit for a case.
    CreateCalculation "create_calculation" "calculation.create": CASEWORK;
    /// Calculate a benefit from facts in the request; nothing is stored.
    PreviewCalculation "preview_calculation" "calculation.preview": CASEWORK;
    /// Read a calculation.
    ReadCalculation "read_calculation" "calculation.read": CASEWORK;

    /// Prepare a decision.
    PrepareDecision "prepare_decision" "decision.prepare": PREPARE;
    /// Read a decision.
    ReadDecision "read_decision" "decision.read": CASEWORK;
    /// List the decisions of a case.
    ListDecisions "list_decisions" "decision.list": CASEWORK;
    /// Read a decision's printable form.
    ReadRendition "read_rendition" "decision.read_rendition": CASEWORK;
    /// Give a prepared decision back.
    ReturnDecision "return_decision" "decision.return": DECIDE;
    /// Rework a decision that was given back.
    ReworkDecision "rework_decision" "decision.rework": PREPARE;
    /// Approve a decision that another person prepared.
    ApproveDecision "approve_decision" "decision.approve": DECIDE;
    /// Sign a decision.
    SignDecision "sign_decision" "decision.sign": DECIDE;
    /// Record how and when a decision was delivered.
    RecordDelivery "record_delivery" "decision.record_delivery": REGISTER;

    /// Read an award.
    ReadAward "read_award" "award.read": MONEY;
    /// List awards of a case.
    ListAwards "list_awards" "award.list": MONEY;
    /// Draw a payment list up.
    CreatePaymentList "create_payment_list" "payment_list.create": DRAW_UP;
    /// List payment lists.
    ListPaymentLists "list_payment_lists" "payment_list.list": MONEY;
    /// Read a payment list.
    ReadPaymentList "read_payment_list" "payment_list.read": MONEY;
    /// Run the checks before payment.
    CheckPaymentList "check_payment_list" "payment_list.check": &[(PracownikSwiadczen, All), (Ksiegowosc, All)];
    /// List the payments of a payment list.
    ListPayments "list_payments" "payment.list": MONEY;
    /// Leave out of a payment list what must not be paid.
    LeaveOutPayments "leave_out_payments" "payment_list.leave_out": &[(PracownikSwiadczen, All), (Ksiegowosc, All)];
    /// Approve a payment list that another person drew up.
    ApprovePaymentList "approve_payment_list" "payment_list.approve": PAY;
    /// Void a payment list before its export.
    VoidPaymentList "void_payment_list" "payment_list.void": &[(PracownikSwiadczen, All), (Ksiegowosc, All)];
    /// Export a payment list.
    ExportPaymentList "export_payment_list" "payment_list.export": PAY;
    /// Read the file of an exported payment list.
    ReadPaymentFile "read_payment_file" "payment_list.read_file": PAY;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_and_operations_are_unique() {
        let codes: BTreeSet<_> = Action::ALL.iter().map(|action| action.code()).collect();
        let operations: BTreeSet<_> = Action::ALL.iter().map(|action| action.operation()).collect();
        assert_eq!((codes.len(), operations.len()), (Action::ALL.len(), Action::ALL.len()));
    }

    #[test]
    fn the_operation_is_the_actions_name_in_snake_case() {
        for action in Action::ALL {
            let name = format!("{action:?}");
            let snake: String = name
                .chars()
                .enumerate()
                .map(|(n, c)| {
                    if c.is_ascii_uppercase() && n > 0 {
                        format!("_{}", c.to_ascii_lowercase())
                    } else {
                        c.to_ascii_lowercase().to_string()
                    }
                })
                .collect();
            assert_eq!(snake, action.operation());
        }
    }

    #[test]
    fn nobody_both_prepares_and_approves_by_role() {
        for role in Role::ALL {
            let prepares = Action::PrepareDecision.scope(*role).is_some();
            let approves = Action::ApproveDecision.scope(*role).is_some();
            let pays = Action::ApprovePaymentList.scope(*role).is_some();
            assert!(u8::from(prepares) + u8::from(approves) + u8::from(pays) <= 1, "{role:?}");
        }
    }

    #[test]
    fn the_administrator_sees_no_case() {
        for action in Action::ALL.iter().filter(|action| action.scope(AdministratorSystemu).is_some()) {
            let subject = action.code().split('.').next().unwrap();
            let configuration =
                ["centre", "org_unit", "employee", "user", "event", "district", "file_plan_class", "benefit_type"];
            assert!(configuration.contains(&subject), "{action:?}");
        }
    }
}
