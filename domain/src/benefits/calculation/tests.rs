use std::collections::BTreeSet;

use super::*;
use crate::benefits::circumstance::Circumstance;
use crate::benefits::income::pomoc_spoleczna::{HouseholdKind, IncomeRow, Person, PersonIncome};
use crate::benefits::pomoc_spoleczna::zasilek_staly::NiezdolnoscDoPracy;
use crate::kernel::day::YearMonth;
use crate::kernel::ids::{EvidenceId, PersonId};
use crate::kernel::money::Money;
use crate::kernel::trace::{Outcome, Silent};
use uuid::Uuid;

fn request(benefit: BenefitCode, incomes: &[&str], day: &str) -> AssessmentRequest {
    let day: NaiveDate = day.parse().unwrap();
    let id = |n: usize| Uuid::from_u128(u128::try_from(n).unwrap() + 1);
    let person = |(n, amount): (usize, &&str)| {
        let mut row =
            IncomeRow::net("emerytura".parse().unwrap(), YearMonth::of(day).previous(), amount.parse().unwrap());
        row.evidence = Some(EvidenceId::new(id(n)));
        row.deductions.income_tax = Money::from_grosze(100);
        Person {
            id: PersonId::new(id(n)),
            income: PersonIncome::Rows(vec![row]),
            income_lost: false,
            foster_care: false,
        }
    };
    AssessmentRequest {
        benefit,
        application_on: day,
        decision_on: day,
        month: YearMonth::of(day),
        household: if incomes.len() == 1 { HouseholdKind::OsobaSamotnieGospodarujaca } else { HouseholdKind::Rodzina },
        persons: incomes.iter().enumerate().map(person).collect(),
        applicant: PersonId::new(id(0)),
        circumstances: vec![Circumstance::Niepelnosprawnosc],
        other_circumstances: false,
        adult: Adult::Stated(true),
        niezdolnosc: Some(NiezdolnoscDoPracy::Calkowita),
        entitled_to: Vec::new(),
        requested: None,
        local: Vec::new(),
        gmina_of_stay: false,
    }
}

const BENEFITS: [BenefitCode; 4] = [
    BenefitCode::ZasilekStaly,
    BenefitCode::ZasilekOkresowy,
    BenefitCode::ZasilekCelowy,
    BenefitCode::SpecjalnyZasilekCelowy,
];

#[test]
fn every_amount_names_its_provision_and_where_it_comes_from() {
    for benefit in BENEFITS {
        for incomes in [&["301.00"][..], &["1311.00"], &["301.00", "1.00", "500.55"], &["901.00", "2001.00"]] {
            let assessment = assess(&request(benefit, incomes, "2025-02-10"), LawBook::embedded()).unwrap();
            let mut earlier = BTreeSet::new();
            for step in &assessment.steps {
                assert!(step.provision.starts_with("art. "), "{step:?}");
                for value in step.values.iter().filter(|value| value.origin == Origin::Computed) {
                    assert!(earlier.contains(&value.value), "{value:?} of {step:?} was found by no earlier step");
                }
                if let Outcome::Amount { exact, .. } = &step.outcome {
                    assert!(!step.values.is_empty(), "{step:?}");
                    earlier.insert(exact.clone());
                }
            }
            let evidence = assessment.steps.iter().flat_map(|step| &step.values);
            assert!(evidence.clone().any(|value| matches!(value.origin, Origin::Evidence { .. })));
        }
    }
}

#[test]
fn the_parameter_versions_used_are_listed_once() {
    let assessment =
        assess(&request(BenefitCode::ZasilekOkresowy, &["301.00"], "2025-02-10"), LawBook::embedded()).unwrap();
    let listed: Vec<_> =
        assessment.parameters.iter().map(|version| format!("{} {}", version.id, version.from)).collect();
    assert_eq!(
        listed,
        [
            "kryterium_dochodowe_osoby_samotnie_gospodarujacej 2025-01-01",
            "zasilek_okresowy_max_osoba_samotnie_gospodarujaca 2025-01-01",
            "zasilek_okresowy_min 2012-10-01",
            "zasilek_okresowy_min_procent_roznicy 2012-10-01",
        ]
    );
}

#[test]
fn the_hash_repeats_and_changes_with_inputs_and_law() {
    let book = LawBook::embedded();
    let base = request(BenefitCode::ZasilekStaly, &["301.00"], "2025-02-10");
    let hash = |request: &AssessmentRequest, book: &LawBook| assess(request, book).unwrap().hash;
    let first = hash(&base, book);
    assert_eq!(first, hash(&base, book));
    assert!(first.len() == 64 && first.bytes().all(|b| b.is_ascii_hexdigit()), "{first}");
    let later = AssessmentRequest { decision_on: "2025-02-11".parse().unwrap(), ..base.clone() };
    assert_ne!(first, hash(&later, book));
    let dearer =
        book.with_override("zasilek_staly_min", "2024-01-01".parse().unwrap(), "100.01".parse().unwrap()).unwrap();
    assert_ne!(first, hash(&base, &dearer));
}

#[test]
fn the_silent_run_finds_the_same() {
    for benefit in BENEFITS {
        let request = request(benefit, &["301.00", "1.00"], "2023-02-10");
        let explained = assess(&request, LawBook::embedded()).unwrap();
        let silent = assess_with(&request, LawBook::embedded(), &mut Silent).unwrap();
        assert_eq!((explained.entitlement, explained.income), (silent.entitlement, silent.income));
    }
}

#[test]
fn no_rule_answers_for_days_before_2018_10_01() {
    for benefit in BENEFITS {
        let before = request(benefit, &["301.00"], "2018-09-30");
        let refused = Err(AssessmentError::NotInForce(NotInForce {
            parameter: benefit.code().to_owned(),
            on: "2018-09-30".parse().unwrap(),
        }));
        assert_eq!(assess(&before, LawBook::embedded()), refused);
        let past_month = AssessmentRequest { decision_on: "2018-10-05".parse().unwrap(), ..before };
        assert_eq!(assess(&past_month, LawBook::embedded()), refused);
        assert!(assess(&request(benefit, &["301.00"], "2018-10-01"), LawBook::embedded()).is_ok());
    }
}

#[test]
fn the_amount_is_the_one_of_the_month_and_the_criterion_the_one_of_the_day() {
    let december = request(BenefitCode::ZasilekStaly, &["301.00"], "2024-12-20");
    let january = AssessmentRequest { month: "2025-01".parse().unwrap(), ..december.clone() };
    let amount = |request: &AssessmentRequest| assess(request, LawBook::embedded()).unwrap().entitlement;
    assert_eq!(amount(&december), Entitlement::Grant { amount: "708.80".parse().unwrap() });
    assert_eq!(amount(&january), Entitlement::Grant { amount: "1013.00".parse().unwrap() });
    let over = request(BenefitCode::ZasilekStaly, &["777.00"], "2024-12-20");
    let over = AssessmentRequest { month: "2025-01".parse().unwrap(), ..over };
    assert!(matches!(amount(&over), Entitlement::Refuse { .. }));
}

fn printed(request: &AssessmentRequest) -> String {
    let assessment = assess(request, LawBook::embedded()).unwrap();
    let line = |step: &Step| match &step.outcome {
        Outcome::Holds { holds } => format!("{}: {} = {holds}", step.provision, step.finding),
        Outcome::Amount { exact, .. } => format!("{}: {} = {exact}", step.provision, step.finding),
        Outcome::Text { text } => format!("{}: {} = {text}", step.provision, step.finding),
    };
    assessment.steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_steps_of_a_zasilek_okresowy() {
    insta::assert_snapshot!(printed(&request(BenefitCode::ZasilekOkresowy, &["301.00"], "2025-02-10")), @"
    art. 8 ust. 3 u.p.s.: miesiąc odniesienia = 2025-01
    art. 8 ust. 3 i 4 u.p.s.: przychód wlicza się do dochodu = true
    art. 8 ust. 3 pkt 1 u.p.s.: podatek i koszty uzyskania przychodu = 1.00
    art. 8 ust. 3 u.p.s.: dochód ze źródła = 300.00
    art. 8 ust. 3 u.p.s.: dochód osoby = 300.00
    art. 7 pkt 5 u.p.s.: powód uzasadniający świadczenie pieniężne = true
    art. 8 ust. 1 u.p.s.: powód z art. 7 pkt 2-15 albo inne okoliczności = true
    art. 8 ust. 1 pkt 1 u.p.s.: kryterium dochodowe osoby samotnie gospodarującej = 1010.00
    art. 38 ust. 1 pkt 1 u.p.s.: dochód niższy od kryterium = true
    art. 38 ust. 2 pkt 1 u.p.s.: różnica między kryterium a dochodem = 710.00
    art. 38 ust. 2 pkt 1 u.p.s.: kwota nie wyższa niż limit = 710.00
    art. 38 ust. 3 u.p.s.: minimalna część różnicy = 355.00
    art. 38 ust. 4 u.p.s.: kwota nie niższa niż minimalna = 355.00
    art. 147 u.p.s.: część minimalna bez podwyższeń lokalnych = 355.00
    ");
}

#[test]
fn the_steps_of_a_refused_zasilek_staly() {
    insta::assert_snapshot!(printed(&request(BenefitCode::ZasilekStaly, &["301.00", "2171.00", "0.00"], "2025-02-10")), @"
    art. 8 ust. 3 u.p.s.: miesiąc odniesienia = 2025-01
    art. 8 ust. 3 i 4 u.p.s.: przychód wlicza się do dochodu = true
    art. 8 ust. 3 pkt 1 u.p.s.: podatek i koszty uzyskania przychodu = 1.00
    art. 8 ust. 3 u.p.s.: dochód ze źródła = 300.00
    art. 8 ust. 3 u.p.s.: dochód osoby = 300.00
    art. 8 ust. 3 u.p.s.: miesiąc odniesienia = 2025-01
    art. 8 ust. 3 i 4 u.p.s.: przychód wlicza się do dochodu = true
    art. 8 ust. 3 pkt 1 u.p.s.: podatek i koszty uzyskania przychodu = 1.00
    art. 8 ust. 3 u.p.s.: dochód ze źródła = 2170.00
    art. 8 ust. 3 u.p.s.: dochód osoby = 2170.00
    art. 8 ust. 3 u.p.s.: miesiąc odniesienia = 2025-01
    art. 8 ust. 3 i 4 u.p.s.: przychód wlicza się do dochodu = true
    art. 8 ust. 3 pkt 1 u.p.s.: podatek i koszty uzyskania przychodu = 1.00
    art. 8 ust. 3 u.p.s.: dochód ze źródła = 0.00
    art. 8 ust. 3 u.p.s.: dochód osoby = 0.00
    art. 6 pkt 4 u.p.s.: dochód rodziny = 2470.00
    art. 6 pkt 3 u.p.s.: dochód na osobę w rodzinie = 247000/3 gr
    art. 7 pkt 5 u.p.s.: powód uzasadniający świadczenie pieniężne = true
    art. 8 ust. 1 u.p.s.: powód z art. 7 pkt 2-15 albo inne okoliczności = true
    art. 8 ust. 1 pkt 2 u.p.s.: kryterium dochodowe na osobę w rodzinie = 823.00
    art. 8 ust. 1 pkt 3 u.p.s.: kryterium dochodowe rodziny = 2469.00
    art. 37 ust. 1 pkt 2 u.p.s.: osoba pełnoletnia = true
    art. 37 ust. 1 pkt 2 u.p.s.: niezdolność do pracy = true
    art. 37 ust. 1 pkt 2 u.p.s.: dochód osoby niższy od kryterium na osobę w rodzinie = true
    art. 37 ust. 1 pkt 2 u.p.s.: dochód na osobę w rodzinie niższy od kryterium = false
    art. 37 ust. 4 u.p.s.: brak zbiegu uprawnień = true
    art. 37 ust. 2 pkt 2 u.p.s.: kwoty nie ustala się = nie przysługuje
    art. 37 ust. 3 u.p.s.: kwoty nie ustala się = nie przysługuje
    ");
}

fn stored(benefit: BenefitCode, incomes: &[&str]) -> stored::Calculation {
    let request = request(benefit, incomes, "2025-02-10");
    let assessment = assess(&request, LawBook::embedded()).unwrap();
    let origin = stored::Origin {
        id: crate::kernel::ids::CalculationId::new(Uuid::nil()),
        case: crate::kernel::ids::CaseId::new(Uuid::nil()),
        by: crate::kernel::ids::UserId::new(Uuid::nil()),
        at: "2025-02-10T10:00:00Z".parse().unwrap(),
    };
    stored::Calculation::new(origin, &request, assessment, None)
}

#[test]
fn what_is_kept_is_what_was_calculated() {
    let kept = stored(BenefitCode::ZasilekOkresowy, &["301.00"]);
    assert_eq!(kept.clone().verified(), Ok(kept.clone()));
    let mut other = kept.clone();
    other.steps.pop();
    assert_eq!(other.verified(), Err(stored::Altered));
    let mut other = kept;
    other.inputs["gminaOfStay"] = serde_json::json!(true);
    assert_eq!(other.verified(), Err(stored::Altered));
}

#[test]
fn the_criterion_is_that_of_the_household_and_the_amount_waits_for_the_choice() {
    let alone = stored(BenefitCode::ZasilekStaly, &["301.00"]);
    assert_eq!((alone.criterion(), alone.amount()), ("1010.00".parse().ok(), "1013.00".parse().ok()));
    let mut family = stored(BenefitCode::ZasilekOkresowy, &["301.00", "1.00", "501.00"]);
    assert_eq!((family.criterion(), family.amount()), ("2469.00".parse().ok(), None));
    let range = family.verdict.choice().unwrap();
    let reason = crate::kernel::text::Prose::new("zadłużenie").ok();
    family.choice = crate::benefits::choice::choose(range, range.max, reason).ok();
    assert_eq!(family.amount(), Some(range.max));
    assert_eq!(family.explained().len(), family.steps.len() + 1);
}
