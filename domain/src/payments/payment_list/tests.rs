use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::payments::preflight::FindingCode;

const CLERK: UserId = UserId::new(Uuid::from_u128(1));
const ACCOUNTANT: UserId = UserId::new(Uuid::from_u128(2));
const WORKER: UserId = UserId::new(Uuid::from_u128(3));
const HEAD: UserId = UserId::new(Uuid::from_u128(4));
const DUTIES: DecisionDuties<'_> = DecisionDuties { preparers: &[WORKER], approvers: &[HEAD] };

fn line(n: u128, grosze: i64, account: Option<&str>) -> SummedLine<'_> {
    SummedLine { line: AwardLineId::new(Uuid::from_u128(n)), amount: Money::from_grosze(grosze), account }
}

fn sums() -> ControlSums {
    ControlSums::of(&[line(1, 50_500, Some("611090"))]).unwrap()
}

fn draft() -> PaymentList {
    let head = ListHead {
        id: PaymentListId::new(Uuid::nil()),
        number: 1,
        year: 2026,
        period: "2026-11".parse().unwrap(),
        method: PaymentMethod::Account,
        benefit: None,
        supplementary_to: None,
        drawn_up_on: "2026-11-23".parse().unwrap(),
    };
    PaymentList::draft(head, sums(), CLERK)
}

fn checked() -> PaymentList {
    let mut list = draft();
    list.check(&[], sums()).unwrap();
    list
}

fn refused<T>(conflict: ListConflict) -> Result<T, PaymentListRefusal> {
    Err(PaymentListRefusal::SeparationOfDuties { conflict })
}

#[test]
fn the_whole_table() {
    insta::assert_snapshot!(transition::table(PaymentListState::after), @r"
    | state | check | leave_out | approve | export | settle | close | void |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | draft | checked | draft | – | – | – | – | void |
    | checked | – | – | approved | – | – | – | void |
    | approved | – | – | – | exported | – | – | void |
    | exported | – | – | – | – | settled | – | – |
    | settled | – | – | – | – | – | closed | – |
    | closed | – | – | – | – | – | – | – |
    | void | – | – | – | – | – | – | – |
    ");
}

#[test]
fn preparer_approver_and_payer_are_different_people() {
    let mut list = checked();
    assert_eq!(list.approve(CLERK, DUTIES, sums()), refused(ListConflict::PreparedList));
    assert_eq!(list.approve(WORKER, DUTIES, sums()), refused(ListConflict::PreparedDecision));
    assert_eq!(list.approve(HEAD, DUTIES, sums()), refused(ListConflict::ApprovedDecision));
    assert_eq!(list.state, PaymentListState::Checked);
    list.approve(ACCOUNTANT, DUTIES, sums()).unwrap();
    assert_eq!(list.export(CLERK, sums()), refused(ListConflict::PreparedList));
    list.export(ACCOUNTANT, sums()).unwrap();
    assert_eq!((list.state, list.exported_by), (PaymentListState::Exported, Some(ACCOUNTANT)));
}

#[test]
fn a_list_with_blockers_or_without_lines_is_not_checked() {
    let finding = |code| Finding { line: AwardLineId::new(Uuid::nil()), code };
    let (dead, foreign) = (finding(FindingCode::PayeeDead), finding(FindingCode::AccountOfOtherPerson));
    let mut list = draft();
    assert_eq!(list.check(&[foreign, dead], sums()), Err(PaymentListRefusal::Blockers(vec![dead])));
    assert_eq!(list.check(&[], ControlSums::of(&[]).unwrap()), Err(PaymentListRefusal::Empty));
    assert_eq!((list.state, list.control), (PaymentListState::Draft, None));
    list.check(&[foreign], sums()).unwrap();
}

#[test]
fn what_must_not_be_paid_is_left_out_of_a_draft() {
    let finding = |code| Finding { line: AwardLineId::new(Uuid::nil()), code };
    let on = "2026-11-23".parse().unwrap();
    let mut list = draft();
    list.note(&[finding(FindingCode::AccountOfOtherPerson), finding(FindingCode::PayeeDead)], on);
    assert_eq!(list.outcome, Some(CheckOutcome { on, blockers: 1, warnings: 1 }));
    list.leave_out(ControlSums::of(&[]).unwrap()).unwrap();
    assert_eq!((list.state, list.count, list.total, list.outcome), (PaymentListState::Draft, 0, Money::ZERO, None));
    assert!(checked().leave_out(sums()).is_err());
}

#[test]
fn what_is_approved_and_exported_is_what_was_checked() {
    let other = ControlSums::of(&[line(1, 50_500, Some("611091"))]).unwrap();
    let mut list = checked();
    assert_eq!(list.approve(ACCOUNTANT, DUTIES, other), Err(PaymentListRefusal::Changed));
    list.approve(ACCOUNTANT, DUTIES, sums()).unwrap();
    assert_eq!(list.export(ACCOUNTANT, other), Err(PaymentListRefusal::Changed));
}

#[test]
fn a_list_is_taken_back_before_export_only() {
    let mut list = checked();
    list.approve(ACCOUNTANT, DUTIES, sums()).unwrap();
    let mut taken_back = list.clone();
    taken_back.void().unwrap();
    assert_eq!(taken_back.state, PaymentListState::Void);
    list.export(ACCOUNTANT, sums()).unwrap();
    assert!(list.void().is_err());
    list.settle().unwrap();
    list.close().unwrap();
    assert_eq!(list.state.allowed(), []);
}

#[test]
fn the_hash_is_of_the_documented_text() {
    let sums = ControlSums::of(&[line(2, 200, None), line(1, 100, Some("61"))]).unwrap();
    let text = "00000000-0000-0000-0000-000000000001;100;61\n00000000-0000-0000-0000-000000000002;200;\n";
    let expected = ControlSums { count: 2, total: Money::from_grosze(300), hash: Digest::of_bytes(text.as_bytes()) };
    assert_eq!(sums, expected);
    assert_eq!(ControlSums::of(&[line(1, i64::MAX, None), line(2, 1, None)]), Err(TooLarge));
}

proptest! {
    #[test]
    fn order_does_not_matter_and_every_change_does(grosze in proptest::collection::vec(1_i64..1_000_000, 2..20), at in 0_usize..20) {
        let mut lines: Vec<_> = grosze.iter().zip(1..).map(|(grosze, n)| line(n, *grosze, Some("61"))).collect();
        let sums = ControlSums::of(&lines).unwrap();
        lines.reverse();
        prop_assert_eq!(ControlSums::of(&lines).unwrap(), sums);
        let at = at % lines.len();
        lines[at].account = Some("62");
        prop_assert_ne!(ControlSums::of(&lines).unwrap().hash, sums.hash);
    }
}
