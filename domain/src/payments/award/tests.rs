use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn days(from: &str, last: Option<&str>) -> DayRange {
    DayRange::closed(date(from), last.map(date)).unwrap()
}

fn printed(lines: &[MonthAmount]) -> Vec<String> {
    lines.iter().map(|line| format!("{} {}", line.month, line.amount)).collect()
}

#[test]
fn the_whole_table() {
    insta::assert_snapshot!(transition::table(AwardState::after), @r"
    | state | suspend | resume | end |
    | --- | --- | --- | --- |
    | active | suspended | – | ended |
    | suspended | – | active | ended |
    | ended | – | – | – |
    ");
}

#[test]
fn art_106_ust_3_an_application_on_the_28th_gives_the_whole_month() {
    let right = DayRange::closed(right_begins_on(date("2026-11-28")), Some(date("2026-12-31"))).unwrap();
    let lines = schedule(right, month("2030-01"), |_month| money("505.00")).unwrap();
    assert_eq!(printed(&lines), ["2026-11 505.00", "2026-12 505.00"]);
}

#[test]
fn art_106_ust_3_part_of_a_month_is_full_by_days_of_the_month_times_days_of_right() {
    let lines = schedule(days("2027-01-22", Some("2027-02-14")), month("2030-01"), |_month| money("1229.00")).unwrap();
    assert_eq!(printed(&lines), ["2027-01 396.45", "2027-02 614.50"]);
    assert_eq!(amount_for_month(money("1229.00"), month("2027-03"), days("2027-01-22", Some("2027-02-14"))), None);
    assert_eq!(amount_for_month(money("100.00"), month("2024-02"), days("2024-02-29", None)), Some(money("3.45")));
}

#[test]
fn a_right_without_end_is_scheduled_up_to_a_month() {
    let amount = |m: YearMonth| money(if m < month("2027-01") { "813.00" } else { "900.00" });
    let lines = schedule(days("2026-11-01", None), month("2027-01"), amount).unwrap();
    assert_eq!(printed(&lines), ["2026-11 813.00", "2026-12 813.00", "2027-01 900.00"]);
    assert_eq!(schedule(days("2026-11-01", None), month("2037-01"), amount), Err(ScheduleRefusal::TooLong));
    assert_eq!(schedule(days("2026-11-01", None), month("2026-10"), amount), Err(ScheduleRefusal::EndsBeforeItBegins));
}

#[test]
fn nothing_is_scheduled_without_an_amount() {
    let refused = Err(ScheduleRefusal::NotPositive { month: month("2026-11") });
    assert_eq!(schedule(days("2026-11-01", None), month("2026-11"), |_month| Money::ZERO), refused);
    assert_eq!(one_off(month("2026-11"), money("-1.00")), refused);
    assert_eq!(one_off(month("2026-11"), money("300.00")).map(|lines| lines.len()), Ok(1));
}

fn award() -> Award {
    let line = |n: u128, m: &str| AwardLine {
        id: AwardLineId::new(Uuid::from_u128(n)),
        month: month(m),
        amount: money("505.00"),
    };
    Award {
        id: AwardId::new(Uuid::nil()),
        version: 1,
        decision: DecisionId::new(Uuid::nil()),
        case: CaseId::new(Uuid::nil()),
        person: PersonId::new(Uuid::nil()),
        benefit: Line::new("zasilek_staly").unwrap(),
        kind: AwardKind::Monthly,
        right: days("2026-11-01", Some("2027-01-31")),
        amount: money("505.00"),
        method: PaymentMethod::CashDesk,
        account: None,
        enforceable_on: None,
        scheduled_to: month("2027-01"),
        lines: vec![line(1, "2026-11"), line(2, "2026-12"), line(3, "2027-01")],
        state: AwardState::Active,
        ended_with: None,
    }
}

#[test]
fn a_schedule_reaches_the_end_of_the_right_or_two_years_ahead() {
    let horizon = |from, last| first_horizon(days(from, last), date("2026-11-23"));
    assert_eq!(horizon("2026-11-01", Some("2027-10-31")), month("2027-10"));
    assert_eq!(horizon("2026-11-01", Some("2046-10-31")), month("2036-10"));
    assert_eq!(horizon("2026-11-01", None), month("2028-10"));
    assert_eq!(horizon("2024-01-10", None), month("2028-10"));
    assert_eq!(horizon("2198-06-01", None), month("2199-12"));
    assert_eq!(horizon("2195-06-01", Some("2250-12-31")), month("2199-12"));
}

#[test]
fn an_open_right_is_scheduled_further_as_it_runs() {
    let further = |award: &Award, until: &str| award.further(month(until)).map(|lines| lines.map(|l| printed(&l)));
    let ended = award();
    assert_eq!(further(&ended, "2028-01"), Ok(None));
    let open = Award { right: days("2026-11-01", None), ..award() };
    assert_eq!(further(&open, "2027-01"), Ok(None));
    assert_eq!(further(&open, "2027-02"), Ok(Some(vec!["2027-02 505.00".to_owned()])));
    let partial = Award { right: days("2026-11-01", Some("2027-02-14")), ..award() };
    assert_eq!(further(&partial, "2028-01"), Ok(Some(vec!["2027-02 252.50".to_owned()])));
    assert_eq!(further(&Award { kind: AwardKind::OneOff, ..open }, "2028-01"), Ok(None));
}

#[test]
fn due_is_what_an_active_award_owes_up_to_the_month() {
    let due = |award: &Award, up_to: &str| award.due_lines(month(up_to)).count();
    let mut award = award();
    assert_eq!((due(&award, "2026-10"), due(&award, "2026-12"), due(&award, "2028-01")), (0, 2, 3));
    award.suspend().unwrap();
    assert_eq!(due(&award, "2026-12"), 0);
    award.resume().unwrap();
    assert_eq!(due(&award, "2026-12"), 2);
    award.end(Some(month("2026-11"))).unwrap();
    assert_eq!(due(&award, "2028-01"), 1);
    assert!(award.resume().is_err());
}

fn range(award: u128, benefit: &str, kind: AwardKind, from: &str, last: Option<&str>) -> AwardRange {
    AwardRange {
        award: AwardId::new(Uuid::from_u128(award)),
        person: PersonId::new(Uuid::nil()),
        benefit: Line::new(benefit).unwrap(),
        kind,
        right: days(from, last),
    }
}

#[test]
fn a_person_has_a_monthly_benefit_once_for_a_day() {
    use AwardKind::{Monthly, OneOff};
    let old = range(1, "zasilek_staly", Monthly, "2026-01-01", Some("2026-12-31"));
    let clash = Err(OverlappingAward { with: old.award });
    let check = |new: &AwardRange| check_overlap(new, [&old]);
    assert_eq!(check(&range(2, "zasilek_staly", Monthly, "2026-12-31", None)), clash);
    assert_eq!(check(&range(2, "zasilek_staly", Monthly, "2027-01-01", None)), Ok(()));
    assert_eq!(check(&range(2, "zasilek_okresowy", Monthly, "2026-12-31", None)), Ok(()));
    assert_eq!(check(&range(2, "zasilek_staly", OneOff, "2026-12-31", None)), Ok(()));
    assert_eq!(check(&range(1, "zasilek_staly", Monthly, "2026-06-01", None)), Ok(()), "the award itself");
    let other =
        AwardRange { person: PersonId::new(Uuid::max()), ..range(2, "zasilek_staly", Monthly, "2026-12-31", None) };
    assert_eq!(check(&other), Ok(()));
}

proptest! {
    #[test]
    fn a_schedule_has_every_month_once_and_never_more_than_the_full_amount(start in 0_u64..700, length in 1_u64..900, grosze in 3_000_i64..1_000_000) {
        let from = date("2025-01-01") + chrono::Days::new(start);
        let right = DayRange::half_open(from, from + chrono::Days::new(length)).unwrap();
        let full = Money::from_grosze(grosze);
        let lines = schedule(right, month("2100-01"), |_month| full).unwrap();
        prop_assert_eq!(lines[0].month, YearMonth::of(from));
        prop_assert_eq!(Some(lines[lines.len() - 1].month), right.last().map(YearMonth::of));
        for pair in lines.windows(2) {
            prop_assert_eq!(pair[0].month.next(), pair[1].month);
        }
        for line in &lines {
            let whole = right.contains(line.month.first_day()) && right.contains(line.month.last_day());
            prop_assert_eq!(line.amount == full, whole);
            prop_assert!(line.amount <= full);
        }
    }
}
