use super::*;
use crate::benefits::law_book::LawBook;
use crate::kernel::text::Prose;
use crate::kernel::trace::{Explain, Silent};
use uuid::Uuid;

const ANNA: PersonId = PersonId::new(Uuid::from_u128(1));
const JAN: PersonId = PersonId::new(Uuid::from_u128(2));

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn row(kind: &str, month: &str, amount: &str) -> IncomeRow {
    IncomeRow::net(kind.parse().unwrap(), month.parse().unwrap(), money(amount))
}

fn person(rows: Vec<IncomeRow>) -> Person {
    Person { id: ANNA, income: PersonIncome::Rows(rows), income_lost: false, foster_care: false }
}

fn question(day: &str, purpose: Purpose) -> Question<'static> {
    let day = day.parse().unwrap();
    Question { application_on: day, purpose, law: LawBook::embedded().on(day) }
}

fn check(rows: Vec<IncomeRow>, day: &str, purpose: Purpose, expected: &str) {
    let income = person_income(&person(rows), &question(day, purpose), &mut Silent).unwrap();
    assert_eq!(income.to_string(), expected);
}

fn wage(month: &str) -> IncomeRow {
    IncomeRow {
        deductions: Deductions {
            income_tax: money("100.00"),
            costs_of_earning: money("250.00"),
            health_insurance: money("232.98"),
            social_insurance: money("411.30"),
            maintenance_paid: Money::ZERO,
        },
        ..row("wynagrodzenie", month, "3000.00")
    }
}

#[test]
fn art_8_ust_3_pkt_1_costs_of_earning_are_deducted_since_2021_05_30() {
    check(vec![wage("2021-04")], "2021-05-29", Purpose::ZasilekOkresowy, "2255.72");
    check(vec![wage("2021-04")], "2021-05-30", Purpose::ZasilekOkresowy, "2005.72");
}

#[test]
fn art_8_ust_3_pkt_3_maintenance_paid_is_deducted_once_from_the_person() {
    let mut paid = wage("2025-02");
    paid.deductions.maintenance_paid = money("500.00");
    check(vec![paid.clone()], "2025-03-01", Purpose::ZasilekOkresowy, "1505.72");
    paid.deductions.maintenance_paid = money("5000.00");
    check(vec![paid], "2025-03-01", Purpose::ZasilekOkresowy, "0.00");
}

#[test]
fn art_8_ust_3_only_the_reference_month_counts() {
    let rows = vec![row("emerytura", "2025-05", "900.00"), row("emerytura", "2025-06", "100.00")];
    check(rows.clone(), "2025-06-10", Purpose::ZasilekOkresowy, "900.00");
    let lost = Person { income_lost: true, ..person(rows) };
    let mut trace = Explain::default();
    let income = person_income(&lost, &question("2025-06-10", Purpose::ZasilekOkresowy), &mut trace).unwrap();
    assert_eq!(income.to_string(), "100.00");
    assert_eq!(trace.steps[0].confidence, Some(Confidence::Unverified));
}

#[test]
fn art_8_ust_4_listed_kinds_are_not_counted() {
    let rows =
        vec![row("swiadczenie_wychowawcze", "2025-05", "800.00"), row("zasilek_pielegnacyjny", "2025-05", "215.84")];
    check(rows, "2025-06-10", Purpose::ZasilekStaly, "215.84");
    let aktywny = |month| vec![row("swiadczenia_aktywny_rodzic", month, "1500.00")];
    check(aktywny("2025-04"), "2025-05-12", Purpose::ZasilekOkresowy, "1500.00");
    check(aktywny("2025-04"), "2025-05-13", Purpose::ZasilekOkresowy, "0.00");
}

#[test]
fn art_8_ust_4a_swiadczenie_uzupelniajace_counts_for_fees_only() {
    let rows = vec![row("swiadczenie_uzupelniajace", "2025-03", "500.00")];
    for left_out in [
        Purpose::ZasilekStaly,
        Purpose::ZasilekOkresowy,
        Purpose::InneSwiadczeniePieniezne,
        Purpose::OplataRodzinyZaDps,
    ] {
        check(rows.clone(), "2025-04-01", left_out, "0.00");
    }
    check(rows, "2025-04-01", Purpose::SwiadczenieNiepieniezneLubOplata, "500.00");
}

#[test]
fn art_37_ust_6_zasilek_okresowy_is_left_out_for_zasilek_staly_only() {
    let rows = vec![row("zasilek_okresowy", "2025-03", "410.00")];
    check(rows.clone(), "2025-04-01", Purpose::ZasilekStaly, "0.00");
    check(rows, "2025-04-01", Purpose::ZasilekOkresowy, "410.00");
}

#[test]
fn special_and_unknown_kinds_are_refused_by_name() {
    for kind in [
        "gospodarstwo_rolne",
        "dzialalnosc_gospodarcza",
        "dochod_jednorazowy",
        "swiadczenie_za_okres",
        "dochod_w_walucie",
        "wynagrodzenie_terapeutyczne",
    ] {
        let refused = person_income(
            &person(vec![row(kind, "2024-01", "1.00")]),
            &question("2025-04-01", Purpose::ZasilekStaly),
            &mut Silent,
        );
        assert_eq!(refused, Err(IncomeError::SpecialRule { kind: kind.parse().unwrap() }));
    }
    let unknown = person_income(
        &person(vec![row("lottery", "2025-03", "1.00")]),
        &question("2025-04-01", Purpose::ZasilekStaly),
        &mut Silent,
    );
    assert_eq!(unknown, Err(IncomeError::UnknownKind { kind: "lottery".parse().unwrap() }));
}

#[test]
fn an_official_may_rule_on_one_row_with_a_reason() {
    let mut ruled = row("dochod_jednorazowy", "2025-03", "300.00");
    ruled.class_override =
        Some(ClassOverride { counted: true, reason: Prose::new("dochód jednego miesiąca").unwrap() });
    let mut trace = Explain::default();
    let income = person_income(&person(vec![ruled]), &question("2025-04-01", Purpose::ZasilekStaly), &mut trace);
    assert_eq!(income.unwrap().to_string(), "300.00");
    assert!(trace.steps.iter().any(|step| step.values.iter().any(|value| value.origin == Origin::Choice)));
}

#[test]
fn negative_amounts_are_refused() {
    let refused = person_income(
        &person(vec![row("emerytura", "2025-03", "-1.00")]),
        &question("2025-04-01", Purpose::ZasilekStaly),
        &mut Silent,
    );
    assert_eq!(refused, Err(IncomeError::Negative(money("-1.00"))));
}

#[test]
fn art_6_pkt_3_income_per_person_is_not_rounded() {
    let declared = |id, amount: &str| Person {
        id,
        income: PersonIncome::Declared(money(amount)),
        income_lost: false,
        foster_care: false,
    };
    let mut people =
        vec![declared(ANNA, "1000.00"), declared(JAN, "0.00"), declared(PersonId::new(Uuid::from_u128(3)), "0.00")];
    let ask = question("2025-04-01", Purpose::ZasilekStaly);
    let income = household_income(HouseholdKind::Rodzina, &people, ANNA, &ask, &mut Silent).unwrap();
    assert_eq!(income.per_person().to_string(), "100000/3 gr");
    people[2].foster_care = true;
    let income = household_income(HouseholdKind::Rodzina, &people, ANNA, &ask, &mut Silent).unwrap();
    assert_eq!((income.persons, income.per_person().to_string().as_str()), (2, "500.00"));
    let celowy = question("2025-04-01", Purpose::InneSwiadczeniePieniezne);
    assert_eq!(household_income(HouseholdKind::Rodzina, &people, ANNA, &celowy, &mut Silent).unwrap().persons, 3);
    let alone = HouseholdKind::OsobaSamotnieGospodarujaca;
    assert_eq!(household_income(alone, &people, ANNA, &ask, &mut Silent), Err(IncomeError::Household));
    assert_eq!(
        household_income(HouseholdKind::Rodzina, &people[1..], ANNA, &ask, &mut Silent),
        Err(IncomeError::Household)
    );
}
