use proptest::prelude::*;

use super::super::testing::{household, law, local, money, situation};
use super::*;
use crate::benefits::local::LocalParameter;
use crate::kernel::trace::Explain;

fn assessed_locally(
    incomes: &[i64],
    day: &str,
    local: &[LocalParameter],
    stay: bool,
) -> Result<Entitlement, RuleError> {
    let income = household(incomes);
    let situation = Situation { local, gmina_of_stay: stay, ..situation(&income) };
    assess(&Facts { situation }, &law(day), &mut Silent)
}

fn assessed(incomes: &[i64], day: &str) -> Entitlement {
    assessed_locally(incomes, day, &[], false).unwrap()
}

fn granted(min: &str, max: &str, statutory: &str) -> Entitlement {
    let range = AmountRange { min: money(min), max: money(max) };
    Entitlement::GrantRange { range, statutory_minimum: money(statutory) }
}

fn check(incomes: &[i64], day: &str, min: &str, max: &str) {
    assert_eq!(assessed(incomes, day), granted(min, max, min), "{incomes:?} {day}");
}

#[test]
fn art_38_ust_2_pkt_1_the_cap_is_418_until_2021_05_29_and_the_family_criterion_after() {
    check(&[0], "2021-05-29", "350.50", "418.00");
    check(&[0], "2021-05-30", "350.50", "528.00");
    check(&[0], "2022-05-01", "388.00", "600.00");
    check(&[0], "2025-02-01", "505.00", "823.00");
}

#[test]
fn art_38_ust_2_pkt_2_a_family_has_no_cap() {
    check(&[100_000, 0, 0, 0], "2019-10-01", "556.00", "1112.00");
}

#[test]
fn art_38_ust_4_the_floor_of_20_wins_over_the_difference() {
    check(&[97_000], "2025-02-01", "20.00", "40.00");
    check(&[100_000], "2025-02-01", "20.00", "20.00");
    check(&[100_999], "2025-02-01", "20.00", "20.00");
}

#[test]
fn art_38_ust_1_income_equal_to_the_criterion_is_refused() {
    for incomes in [&[101_000][..], &[246_900, 0, 0]] {
        let refused = assessed(incomes, "2025-02-01");
        let reason = RefusalReason::DochodNieJestNizszyOdKryterium;
        assert!(matches!(refused, Entitlement::Refuse { reason: found, .. } if found == reason), "{refused:?}");
    }
}

#[test]
fn art_8_ust_2_a_raised_criterion_widens_the_range_but_not_the_cap() {
    let raised = [local(LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej, "1515.00")];
    assert_eq!(
        assessed_locally(&[50_000], "2025-02-01", &raised, false).unwrap(),
        granted("507.50", "823.00", "255.00")
    );
    assert_eq!(
        assessed_locally(&[120_000], "2025-02-01", &raised, false).unwrap(),
        granted("157.50", "315.00", "0.00")
    );
    assert_eq!(
        assessed_locally(&[50_000], "2019-12-31", &raised, false).unwrap(),
        granted("100.50", "201.00", "100.50")
    );
}

#[test]
fn art_101_ust_5_the_gmina_of_stay_uses_no_raised_criterion() {
    let raised = [local(LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej, "1515.00")];
    assert_eq!(
        assessed_locally(&[50_000], "2025-02-01", &raised, true).unwrap(),
        granted("255.00", "510.00", "255.00")
    );
}

#[test]
fn art_38_ust_6_the_council_may_raise_the_least_part() {
    let raised = [local(LocalCode::LokalnyMinProcentZasilkuOkresowego, "75")];
    assert_eq!(
        assessed_locally(&[50_000], "2025-02-01", &raised, false).unwrap(),
        granted("382.50", "510.00", "255.00")
    );
}

#[test]
fn a_local_value_that_raises_nothing_has_no_effect_and_says_so() {
    for (code, value, provision) in [
        (LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej, "1009.99", "art. 8 ust. 2 u.p.s."),
        (LocalCode::LokalnyMinProcentZasilkuOkresowego, "49.99", "art. 38 ust. 6 u.p.s."),
    ] {
        let (income, local) = (household(&[50_000]), [local(code, value)]);
        let mut trace = Explain::default();
        let facts = Facts { situation: Situation { local: &local, ..situation(&income) } };
        assert_eq!(assess(&facts, &law("2025-02-01"), &mut trace).unwrap(), granted("255.00", "510.00", "255.00"));
        let shown = trace.steps.iter().find(|step| step.provision == provision).unwrap();
        assert_eq!(shown.outcome, Outcome::Holds { holds: false });
    }
}

#[test]
fn art_147_the_unread_provision_is_marked() {
    let income = household(&[0]);
    let mut trace = Explain::default();
    assess(&Facts { situation: situation(&income) }, &law("2025-02-01"), &mut trace).unwrap();
    let step = trace.steps.last().unwrap();
    assert_eq!((step.provision.as_str(), step.confidence), ("art. 147 u.p.s.", Some(Confidence::Unverified)));
}

proptest! {
    #[test]
    fn art_38_ust_2_4_the_range_never_turns_over(
        incomes in proptest::collection::vec(0_i64..150_000, 1..6),
        day in proptest::sample::select(vec!["2018-10-01", "2021-05-29", "2021-05-30", "2022-01-01", "2025-01-01"]),
    ) {
        if let Entitlement::GrantRange { range, statutory_minimum } = assessed(&incomes, day) {
            prop_assert!(range.min <= range.max);
            prop_assert!(range.min >= money("20.00"));
            prop_assert_eq!(statutory_minimum, range.min);
        }
    }

    #[test]
    fn art_38_ust_1_the_criterion_is_the_edge(day in proptest::sample::select(vec!["2018-10-01", "2022-01-01", "2025-01-01"])) {
        let criterion = law(day).decision.kryterium_osoby_samotnie_gospodarujacej().unwrap().value.grosze();
        prop_assert!(assessed(&[criterion], day).range().is_none());
        prop_assert!(assessed(&[criterion - 1], day).range().is_some());
    }
}
