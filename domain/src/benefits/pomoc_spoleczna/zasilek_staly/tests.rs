use proptest::prelude::*;

use super::super::testing::{household, law, money, situation};
use super::*;
use crate::kernel::trace::Silent;

fn assessed(incomes: &[i64], day: &str, change: impl Fn(&mut Facts<'_>)) -> Entitlement {
    let income = household(incomes);
    let mut facts = Facts {
        situation: situation(&income),
        adult: true,
        niezdolnosc: Some(NiezdolnoscDoPracy::Calkowita),
        entitled_to: &[],
    };
    change(&mut facts);
    assess(&facts, &law(day), &mut Silent).unwrap()
}

fn check(incomes: &[i64], day: &str, expected: &str) {
    assert_eq!(assessed(incomes, day, |_| ()), Entitlement::Grant { amount: money(expected) }, "{incomes:?} {day}");
}

fn refused(entitlement: &Entitlement, expected: RefusalReason) {
    assert!(matches!(entitlement, Entitlement::Refuse { reason, .. } if *reason == expected), "{entitlement:?}");
}

#[test]
fn art_37_ust_2_pkt_1_the_difference_up_to_the_maximum() {
    check(&[0], "2018-10-01", "645.00");
    check(&[5_601], "2018-10-01", "644.99");
    check(&[0], "2022-01-01", "719.00");
    check(&[0], "2024-01-01", "1000.00");
    check(&[0], "2025-01-01", "1229.00");
    check(&[100_999], "2025-01-01", "303.01");
}

#[test]
fn art_37_ust_2_pkt_2_the_difference_per_person_is_rounded_once() {
    check(&[0, 0, 100_000], "2025-01-01", "736.57");
    check(&[0, 0], "2025-01-01", "1069.90");
    check(&[0, 80_000], "2019-03-01", "128.00");
}

#[test]
fn art_37_ust_3_at_least_the_minimum() {
    check(&[70_000], "2019-03-01", "30.00");
    check(&[0, 0, 158_399], "2019-03-01", "30.00");
}

#[test]
fn art_37_ust_1_income_equal_to_the_criterion_is_refused() {
    let refusal = |incomes: &[i64]| assessed(incomes, "2025-05-01", |_| ());
    refused(&refusal(&[101_000]), RefusalReason::DochodNieJestNizszyOdKryterium);
    refused(&refusal(&[82_300, 0]), RefusalReason::WlasnyDochodNieJestNizszyOdKryterium);
    refused(&refusal(&[0, 164_600]), RefusalReason::DochodNaOsobeNieJestNizszyOdKryterium);
    check(&[82_299, 0], "2025-05-01", "658.41");
}

#[test]
fn art_37_ust_1_only_adults_who_cannot_work() {
    refused(&assessed(&[0], "2025-05-01", |facts| facts.adult = false), RefusalReason::OsobaNiepelnoletnia);
    refused(&assessed(&[0], "2025-05-01", |facts| facts.niezdolnosc = None), RefusalReason::BrakNiezdolnosciDoPracy);
    let aged = assessed(&[0], "2025-05-01", |facts| facts.niezdolnosc = Some(NiezdolnoscDoPracy::Wiek));
    assert_eq!(aged, Entitlement::Grant { amount: money("1229.00") });
}

#[test]
fn art_37_ust_4_not_due_next_to_other_benefits() {
    let entitlement = assessed(&[0], "2025-05-01", |facts| facts.entitled_to = &[ZbiegUprawnien::RentaSocjalna]);
    let expected =
        Entitlement::Refuse { reason: RefusalReason::ZbiegUprawnien, legal_basis: ART_37_UST_4, alternative: None };
    assert_eq!(entitlement, expected);
}

#[test]
fn art_8_ust_1_a_circumstance_is_needed() {
    refused(&assessed(&[0], "2025-05-01", |facts| facts.situation.circumstances = &[]), RefusalReason::BrakPowodu);
    let other = assessed(&[0], "2025-05-01", |facts| {
        facts.situation.circumstances = &[];
        facts.situation.other_circumstances = true;
    });
    assert_eq!(other, Entitlement::Grant { amount: money("1229.00") });
}

fn amount(entitlement: Entitlement) -> Money {
    entitlement.range().map_or(Money::ZERO, |range| range.max)
}

const DAYS: [&str; 8] =
    ["2018-10-01", "2021-05-29", "2021-05-30", "2021-12-31", "2022-01-01", "2023-12-31", "2024-01-01", "2026-11-21"];

proptest! {
    #[test]
    fn art_37_ust_2_more_income_never_gives_more(
        day in proptest::sample::select(&DAYS[..]),
        mut incomes in proptest::collection::vec(0_i64..150_000, 1..6),
        more in 0_i64..50_000,
        who in 0_usize..6,
    ) {
        let before = amount(assessed(&incomes, day, |_| ()));
        let who = who % incomes.len();
        incomes[who] += more;
        prop_assert!(amount(assessed(&incomes, day, |_| ())) <= before);
    }

    #[test]
    fn art_37_ust_1_the_criterion_is_a_cliff(day in proptest::sample::select(&DAYS[..]), persons in 1_usize..6) {
        let law = law(day);
        let each = if persons == 1 {
            law.decision.kryterium_osoby_samotnie_gospodarujacej().unwrap().value
        } else {
            law.decision.kryterium_na_osobe_w_rodzinie().unwrap().value
        };
        let mut incomes = vec![each.grosze(); persons];
        let at_criterion = assessed(&incomes, day, |_| ());
        let refused = matches!(at_criterion, Entitlement::Refuse { .. });
        prop_assert!(refused, "{:?}", at_criterion);
        incomes[0] -= 1;
        let below = assessed(&incomes, day, |_| ());
        let granted = matches!(below, Entitlement::Grant { .. });
        prop_assert!(granted, "{:?}", below);
    }
}
