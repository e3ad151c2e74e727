//! Which code lists there are: one line a list.

use domain::casework::application::ApplicationState;
use domain::casework::case::status::{CaseStatus, SuspensionGround};
use domain::casework::case::{CaseKind, CaseResult, Classification, Urgency};
use domain::casework::clock::StopReason;
use domain::casework::intake::{Channel, FilingEffect, FormalGround, IntakeState};
use domain::casework::interview::{InterviewKind, InterviewState, ParticipantRole, Refusal};
use domain::decisions::content::{Extent, MandatoryPart};
use domain::decisions::decision::DecisionKind;
use domain::decisions::finality::facts::{DeliveryWay, Rygor};
use domain::decisions::status::DecisionStatus;
use domain::kernel::codes::Code;
use domain::payments::award::{AwardKind, AwardState};
use domain::payments::payment::{PaymentMethod, PaymentState};
use domain::payments::payment_list::PaymentListState;
use domain::payments::preflight::{FindingCode, Severity};
use domain::people::evidence::disability::DisabilityRuling;
use domain::people::evidence::{EvidenceKind, EvidenceSource};
use domain::people::household::{HouseholdKind, HouseholdRole};
use domain::people::person::Sex;
use domain::people::person::address::AddressKind;
use domain::people::person::facts::ContactKind;
use domain::people::person::foreign_id::ForeignIdKind;
use domain::platform::benefit_type::{BenefitTypeState, IncomeView, TaskKind};
use domain::platform::centre::CentreKind;
use domain::platform::role::Role;

use super::views::{CodeListView, CodeView, LabelView};

/// A list as the registry keeps it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodeList {
    /// The name, the last part of its path.
    pub(super) name: &'static str,
    /// What the list is of, in Polish.
    pub(super) label: &'static str,
    items: fn() -> Vec<CodeView>,
}

const fn list(name: &'static str, label: &'static str, items: fn() -> Vec<CodeView>) -> CodeList {
    CodeList { name, label, items }
}

/// Every list, in the order of the names.
pub(super) const LISTS: &[CodeList] = &[
    list("address-kinds", "Rodzaje adresów", codes::<AddressKind>),
    list("application-states", "Stany wniosku", codes::<ApplicationState>),
    list("award-kinds", "Sposoby przyznania", codes::<AwardKind>),
    list("award-states", "Stany świadczenia", codes::<AwardState>),
    list("benefit-type-states", "Stany rodzaju świadczenia", codes::<BenefitTypeState>),
    list("case-classifications", "Klauzule dostępu spraw", codes::<Classification>),
    list("case-kinds", "Rodzaje spraw", codes::<CaseKind>),
    list("case-results", "Wyniki spraw", codes::<CaseResult>),
    list("case-states", "Stany sprawy", codes::<CaseStatus>),
    list("centre-kinds", "Rodzaje ośrodków", codes::<CentreKind>),
    list("channels", "Drogi wpływu", codes::<Channel>),
    list("clock-stop-reasons", "Okresy niewliczane do terminu", codes::<StopReason>),
    list("contact-kinds", "Rodzaje kontaktu", codes::<ContactKind>),
    list("decision-extents", "Zakres uwzględnienia żądania", codes::<Extent>),
    list("decision-kinds", "Rodzaje decyzji", codes::<DecisionKind>),
    list("decision-parts", "Obowiązkowe elementy decyzji", || {
        with_basis(|part: MandatoryPart| part.legal_basis().as_str())
    }),
    list("decision-states", "Stany decyzji", codes::<DecisionStatus>),
    list("delivery-ways", "Sposoby doręczenia", codes::<DeliveryWay>),
    list("disability-rulings", "Orzeczenia o niepełnosprawności", codes::<DisabilityRuling>),
    list("evidence-kinds", "Rodzaje dowodów", codes::<EvidenceKind>),
    list("evidence-sources", "Źródła dowodów", codes::<EvidenceSource>),
    list("filing-effects", "Skutki wniesienia podania", codes::<FilingEffect>),
    list("foreign-id-kinds", "Dokumenty osób bez numeru PESEL", codes::<ForeignIdKind>),
    list("formal-grounds", "Podstawy pozostawienia bez rozpoznania", || {
        with_basis(|ground: FormalGround| ground.legal_basis().as_str())
    }),
    list("household-kinds", "Rodzaje gospodarstw", || with_basis(|kind: HouseholdKind| kind.basis().as_str())),
    list("household-roles", "Role w gospodarstwie", codes::<HouseholdRole>),
    list("income-views", "Zasady ustalania dochodu", codes::<IncomeView>),
    list("intake-states", "Stany wpływu", codes::<IntakeState>),
    list("interview-kinds", "Rodzaje wywiadów", codes::<InterviewKind>),
    list("interview-participants", "Uczestnicy wywiadu", codes::<ParticipantRole>),
    list("interview-refusals", "Odmowy przy wywiadzie", || {
        with_basis(|refusal: Refusal| refusal.legal_basis().as_str())
    }),
    list("interview-states", "Stany wywiadu", codes::<InterviewState>),
    list("payment-finding-severities", "Wagi wyników kontroli", codes::<Severity>),
    list("payment-findings", "Wyniki kontroli listy wypłat", codes::<FindingCode>),
    list("payment-list-states", "Stany listy wypłat", codes::<PaymentListState>),
    list("payment-methods", "Sposoby wypłaty", codes::<PaymentMethod>),
    list("payment-states", "Stany wypłaty", codes::<PaymentState>),
    list("roles", "Role użytkowników", codes::<Role>),
    list("rygor", "Rygor natychmiastowej wykonalności", codes::<Rygor>),
    list("sexes", "Płeć", codes::<Sex>),
    list("suspension-grounds", "Podstawy zawieszenia", || {
        with_basis(|ground: SuspensionGround| ground.legal_basis().as_str())
    }),
    list("task-kinds", "Rodzaje zadań", || with_basis(|task: TaskKind| task.legal_basis().as_str())),
    list("urgencies", "Pilność", codes::<Urgency>),
];

impl CodeList {
    /// The list with its codes.
    pub(super) fn view(self) -> CodeListView {
        CodeListView { list: self.name, label: LabelView { pl: self.label.to_owned() }, items: (self.items)() }
    }
}

fn code_view<T: Code>(value: T, legal_basis: Option<&str>) -> CodeView {
    CodeView {
        code: value.code().to_owned(),
        label: LabelView { pl: value.label_pl().to_owned() },
        legal_basis: legal_basis.map(str::to_owned),
    }
}

/// The codes of a list.
fn codes<T: Code>() -> Vec<CodeView> {
    T::ALL.iter().map(|value| code_view(*value, None)).collect()
}

/// The codes of a list whose values stand for a provision.
fn with_basis<T: Code>(basis: impl Fn(T) -> &'static str) -> Vec<CodeView> {
    T::ALL.iter().map(|value| code_view(*value, Some(basis(*value)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_codes_are_unique_and_nothing_is_blank() {
        let names: BTreeSet<_> = LISTS.iter().map(|list| list.name).collect();
        assert_eq!(names.len(), LISTS.len());
        for list in LISTS {
            let view = list.view();
            let codes: BTreeSet<_> = view.items.iter().map(|item| item.code.clone()).collect();
            assert_eq!(codes.len(), view.items.len(), "{}", list.name);
            let blank = |item: &CodeView| item.label.pl.is_empty() || item.legal_basis.as_deref() == Some("");
            assert!(!codes.is_empty() && !view.items.iter().any(blank), "{}", list.name);
        }
    }

    #[test]
    fn lists_stand_in_the_order_of_their_names() {
        // A space sorts before every letter, so a name stands before the longer ones that begin with it.
        let key = |list: &CodeList| list.name.replace('-', " ");
        let wrong = LISTS.windows(2).find(|pair| key(&pair[0]) >= key(&pair[1]));
        assert!(wrong.is_none(), "{:?}", wrong.map(|pair| [pair[0].name, pair[1].name]));
    }
}
