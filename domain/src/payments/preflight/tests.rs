use super::*;
use uuid::Uuid;

fn person(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn account(own: bool, usable: bool) -> Option<PayeeAccount> {
    let number = Line::new("61109010140000071219812874").unwrap();
    Some(PayeeAccount { number, own, usable })
}

fn right(from: &str, last: &str) -> DayRange {
    DayRange::closed(from.parse().unwrap(), last.parse().ok()).unwrap()
}

fn candidate(line: u128) -> Candidate {
    Candidate {
        line: AwardLineId::new(Uuid::from_u128(line)),
        person: person(line),
        payee_dead: false,
        benefit: Line::new("zasilek_staly").unwrap(),
        kind: AwardKind::Monthly,
        award: AwardState::Active,
        award_ended_with: None,
        month: "2026-11".parse().unwrap(),
        right: right("2026-11-01", "2027-10-31"),
        enforceable_on: "2026-11-20".parse().ok(),
        method: PaymentMethod::Account,
        account: account(true, true),
    }
}

fn codes(candidates: &[Candidate], paid: &[PaidMonth]) -> Vec<FindingCode> {
    check(candidates, paid, "2026-11-25".parse().unwrap()).into_iter().map(|finding| finding.code).collect()
}

#[test]
fn a_sound_line_is_found_sound() {
    assert_eq!(codes(&[candidate(1), candidate(2)], &[]), []);
}

#[test]
fn each_fault_has_its_code() {
    use FindingCode as F;
    let month = |text: &str| text.parse::<YearMonth>().ok();
    let ended = |last| Candidate { award: AwardState::Ended, award_ended_with: month(last), ..candidate(1) };
    let cash = |account| Candidate { method: PaymentMethod::CashDesk, account, ..candidate(1) };
    let with = |account| Candidate { account, ..candidate(1) };
    let enforceable = |day: &str| Candidate { enforceable_on: day.parse().ok(), ..candidate(1) };
    let suspended = Candidate { award: AwardState::Suspended, ..candidate(1) };
    let supplier = Candidate { method: PaymentMethod::Supplier, account: None, ..candidate(1) };
    for (faulty, expected) in [
        (Candidate { payee_dead: true, ..candidate(1) }, Some(F::PayeeDead)),
        (enforceable(""), Some(F::DecisionNotEnforceable)),
        (enforceable("2026-11-26"), Some(F::DecisionNotEnforceable)),
        (enforceable("2026-11-25"), None),
        (suspended, Some(F::AwardNotActive)),
        (ended("2026-10"), Some(F::AwardNotActive)),
        (ended("2026-11"), None),
        (with(None), Some(F::AccountMissing)),
        (cash(None), None),
        (with(account(true, false)), Some(F::AccountInvalid)),
        (cash(account(true, false)), None),
        (with(account(false, true)), Some(F::AccountOfOtherPerson)),
        (supplier, None),
    ] {
        assert_eq!(codes(std::slice::from_ref(&faulty), &[]), Vec::from_iter(expected), "{faulty:?}");
    }
}

#[test]
fn a_month_is_paid_once() {
    let again = Candidate { person: person(1), ..candidate(2) };
    assert_eq!(codes(&[candidate(1), again.clone()], &[]), [FindingCode::DoubleMonth; 2]);
    let next = Candidate { month: "2026-12".parse().unwrap(), ..again.clone() };
    assert_eq!(codes(&[candidate(1), next], &[]), []);
    let twice_in_need = Candidate { kind: AwardKind::OneOff, ..again };
    assert_eq!(codes(&[Candidate { kind: AwardKind::OneOff, ..candidate(1) }, twice_in_need], &[]), []);
    let beside = Candidate { kind: AwardKind::OneOff, person: person(1), ..candidate(3) };
    let again = Candidate { person: person(1), ..candidate(2) };
    let found = check(&[candidate(1), again, beside.clone()], &[], "2026-11-25".parse().unwrap());
    assert!(found.len() == 2 && found.iter().all(|finding| finding.line != beside.line), "{found:?}");
}

#[test]
fn what_a_live_payment_pays_is_not_paid_again() {
    let paid = |line: u128, person_no: u128, kind| PaidMonth {
        line: AwardLineId::new(Uuid::from_u128(line)),
        person: person(person_no),
        benefit: Line::new("zasilek_staly").unwrap(),
        kind,
        month: "2026-11".parse().unwrap(),
        right: right("2026-06-01", "2026-11-15"),
    };
    assert_eq!(codes(&[candidate(1)], &[paid(9, 1, AwardKind::Monthly)]), [FindingCode::DoubleMonth]);
    assert_eq!(codes(&[candidate(1)], &[paid(9, 8, AwardKind::Monthly)]), []);
    let one_off = Candidate { kind: AwardKind::OneOff, ..candidate(1) };
    assert_eq!(codes(std::slice::from_ref(&one_off), &[paid(1, 1, AwardKind::OneOff)]), [FindingCode::DoubleMonth]);
    assert_eq!(codes(&[one_off], &[paid(9, 1, AwardKind::OneOff)]), []);
}

#[test]
fn two_awards_that_divide_a_month_are_both_paid() {
    let first = Candidate { right: right("2026-06-01", "2026-11-15"), ..candidate(1) };
    let rest = Candidate { person: person(1), right: right("2026-11-16", "2027-10-31"), ..candidate(2) };
    assert_eq!(codes(&[first.clone(), rest.clone()], &[]), []);
    let paid = PaidMonth {
        line: first.line,
        person: first.person,
        benefit: first.benefit.clone(),
        kind: first.kind,
        month: first.month,
        right: first.right,
    };
    assert_eq!(codes(std::slice::from_ref(&rest), std::slice::from_ref(&paid)), []);
    let over = Candidate { right: right("2026-11-15", "2027-10-31"), ..rest };
    assert_eq!(codes(&[over], &[paid]), [FindingCode::DoubleMonth]);
}

#[test]
fn only_a_foreign_account_is_left_to_a_person() {
    let finding = |code| Finding { line: candidate(1).line, code };
    let blocking = |code: &&FindingCode| has_blockers(&[finding(**code)]);
    assert_eq!(
        FindingCode::ALL.iter().filter(|code| !blocking(code)).collect::<Vec<_>>(),
        [&FindingCode::AccountOfOtherPerson]
    );
    assert!(!has_blockers(&[]));
}

#[test]
fn debug_shows_no_account() {
    let shown = format!("{:?}", candidate(1));
    assert!(!shown.contains("6110"), "{shown}");
}
