use super::super::testing::{household, law, local, situation};
use super::*;
use crate::benefits::local::LocalCode;
use crate::kernel::trace::Explain;

fn assessed(incomes: &[i64], day: &str) -> Entitlement {
    let income = household(incomes);
    assess(&Facts { situation: situation(&income), requested: None }, &law(day), &mut Explain::default()).unwrap()
}

#[test]
fn art_8_ust_1_income_equal_to_the_criterion_is_within_it() {
    for incomes in [&[101_000][..], &[82_300, 82_300]] {
        assert_eq!(assessed(incomes, "2025-02-01"), Entitlement::Discretionary { cap: None });
    }
}

#[test]
fn art_41_is_named_when_the_income_exceeds_the_criterion() {
    for (incomes, legal_basis) in [(&[101_001][..], ART_8_UST_1_PKT_1), (&[82_300, 82_301], ART_8_UST_1_PKT_3)] {
        let reason = RefusalReason::DochodPrzekraczaKryterium;
        let expected = Entitlement::Refuse { reason, legal_basis, alternative: Some(ART_41) };
        assert_eq!(assessed(incomes, "2025-02-01"), expected);
    }
}

#[test]
fn art_8_ust_2_the_council_may_raise_the_criterion() {
    let income = household(&[150_000]);
    let raised = [local(LocalCode::LokalneKryteriumOsobySamotnieGospodarujacej, "1542.20")];
    let facts = Facts { situation: Situation { local: &raised, ..situation(&income) }, requested: None };
    let mut trace = Explain::default();
    assert_eq!(assess(&facts, &law("2020-12-01"), &mut trace).unwrap(), Entitlement::Discretionary { cap: None });
    assert!(trace.steps.iter().any(|step| step.provision == "art. 8 ust. 2 u.p.s."));
}

#[test]
fn art_8_ust_1_a_circumstance_is_needed() {
    let income = household(&[0]);
    let facts = Facts { situation: Situation { circumstances: &[], ..situation(&income) }, requested: None };
    assert_eq!(assess(&facts, &law("2025-02-01"), &mut Explain::default()).unwrap(), NO_REASON);
}
