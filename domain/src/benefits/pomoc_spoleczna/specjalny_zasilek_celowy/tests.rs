use super::super::testing::{household, law, local, money, situation};
use super::*;
use crate::benefits::local::LocalCode;
use crate::kernel::trace::Explain;

fn assessed(incomes: &[i64], requested: Option<&str>) -> (Entitlement, Explain) {
    let income = household(incomes);
    let facts = Facts { situation: situation(&income), requested: requested.map(money) };
    let mut trace = Explain::default();
    let entitlement = assess(&facts, &law("2025-02-01"), &mut trace).unwrap();
    (entitlement, trace)
}

#[test]
fn art_41_pkt_1_the_cap_is_the_criterion_of_the_household() {
    let capped = |incomes| assessed(incomes, None).0;
    assert_eq!(capped(&[101_001]), Entitlement::Discretionary { cap: Some(money("1010.00")) });
    assert_eq!(capped(&[300_000, 0, 0]), Entitlement::Discretionary { cap: Some(money("2469.00")) });
}

#[test]
fn art_41_pkt_1_income_up_to_the_criterion_leads_to_art_39() {
    let expected = Entitlement::Refuse {
        reason: RefusalReason::DochodNiePrzekraczaKryterium,
        legal_basis: ART_41_PKT_1,
        alternative: Some(ART_39),
    };
    assert_eq!(assessed(&[101_000], None).0, expected);
}

#[test]
fn art_41_pkt_1_a_request_above_the_cap_is_shown() {
    let holds = |requested| {
        let (_, trace) = assessed(&[101_001], Some(requested));
        trace.steps.last().unwrap().outcome.clone()
    };
    assert_eq!(holds("1010.00"), Outcome::Holds { holds: true });
    assert_eq!(holds("1010.01"), Outcome::Holds { holds: false });
}

#[test]
fn art_8_ust_2_a_raised_criterion_moves_the_test_and_not_the_cap() {
    let raised = [local(LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej, "1515.00")];
    let at = |grosze: i64| {
        let income = household(&[grosze]);
        let facts = Facts { situation: Situation { local: &raised, ..situation(&income) }, requested: None };
        assess(&facts, &law("2025-02-01"), &mut Explain::default()).unwrap()
    };
    assert!(at(151_500).range().is_none());
    assert_eq!(at(151_501), Entitlement::Discretionary { cap: Some(money("1010.00")) });
}
