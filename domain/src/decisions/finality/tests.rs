use super::*;
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn handed(on: &str) -> PartyDelivery {
    party(DeliveryWay::Doreczenie, on, None)
}

fn party(way: DeliveryWay, on: &str, waived_on: Option<&str>) -> PartyDelivery {
    PartyDelivery { delivery: Some(Delivery { way, event_on: date(on) }), waived_on: waived_on.map(date) }
}

fn facts(parties: Vec<PartyDelivery>) -> FinalityFacts {
    FinalityFacts { parties, reasons_left_out: false, agrees_with_all: false, rygor: None, appeal: Appeal::NotFiled }
}

fn compute(facts: &FinalityFacts) -> Result<Finality, FinalityRefusal> {
    let (rules, calendar) = (ClockRules::embedded(), Calendar::statutory());
    let post_margin = rules.setting(rules::POST_MARGIN).unwrap().limit();
    Reckoning { rules, calendar: &calendar, post_margin }.finality(facts)
}

/// `appeal_until | final_on | treated_as_final_on | enforceable_on with its basis`.
fn check(facts: &FinalityFacts, expected: &str) {
    let found = compute(facts).unwrap();
    let day = |day: &Option<BindingDay>| day.as_ref().map_or("–".to_owned(), |day| day.on.to_string());
    let basis = found.enforceable_on.as_ref().map_or("", |day| day.basis.as_str());
    let line = [&found.appeal_until, &found.final_on, &found.treated_as_final_on, &found.enforceable_on].map(day);
    assert_eq!(format!("{} {basis}", line.join(" | ")), expected);
}

#[test]
fn art_129_par_2_a_decision_is_final_the_day_after_the_limit() {
    check(&facts(vec![handed("2026-11-02")]), "2026-11-16 | 2026-11-17 | 2026-11-24 | 2026-11-17 art. 130 § 1 KPA");
    check(&facts(vec![handed("2026-12-10")]), "2026-12-28 | 2026-12-29 | 2027-01-05 | 2026-12-29 art. 130 § 1 KPA");
}

#[test]
fn the_last_party_decides() {
    let two = facts(vec![handed("2026-11-06"), handed("2026-11-02")]);
    check(&two, "2026-11-20 | 2026-11-21 | 2026-11-28 | 2026-11-21 art. 130 § 1 KPA");
    let one_missing = facts(vec![handed("2026-11-06"), PartyDelivery { delivery: None, waived_on: None }]);
    check(&one_missing, "– | – | – | – ");
    assert_eq!(compute(&facts(Vec::new())), Err(FinalityRefusal::NoParty));
}

#[test]
fn fictions_of_delivery_start_the_limit() {
    let electronic = facts(vec![party(DeliveryWay::FikcjaElektroniczna, "2026-11-02", None)]);
    check(&electronic, "2026-12-01 | 2026-12-02 | 2026-12-09 | 2026-12-02 art. 130 § 1 KPA");
    // Art. 44: the fourteenth day, 21 November, is a Saturday; the cautious reading moves it to Monday.
    let post = Delivery { way: DeliveryWay::FikcjaPocztowa, event_on: date("2026-11-07") };
    let (rules, calendar) = (ClockRules::embedded(), Calendar::statutory());
    let post_margin = rules.setting(rules::POST_MARGIN).unwrap().limit();
    let reckoning = Reckoning { rules, calendar: &calendar, post_margin };
    assert_eq!(reckoning.earliest_delivered_on(post).unwrap().on, date("2026-11-21"));
    assert_eq!(reckoning.delivered_on(post).unwrap().on, date("2026-11-23"));
    assert_eq!(reckoning.appeal_until(post).unwrap().on, date("2026-12-07"));
}

#[test]
fn art_127a_the_waiver_of_the_last_party_makes_final() {
    let waived = |on| party(DeliveryWay::Doreczenie, "2026-11-02", Some(on));
    check(
        &facts(vec![waived("2026-11-03"), waived("2026-11-05")]),
        "– | 2026-11-05 | 2026-11-05 | 2026-11-05 art. 130 § 4 KPA",
    );
    check(
        &facts(vec![waived("2026-11-03"), handed("2026-11-02")]),
        "2026-11-16 | 2026-11-17 | 2026-11-24 | 2026-11-17 art. 130 § 1 KPA",
    );
    for outside in ["2026-11-01", "2026-11-17"] {
        assert_eq!(compute(&facts(vec![waived(outside)])), Err(FinalityRefusal::WaiverOutsideLimit), "{outside}");
    }
}

#[test]
fn art_127_par_1a_granted_in_full_without_reasons_is_final_at_once() {
    let granted = FinalityFacts { reasons_left_out: true, ..facts(vec![handed("2026-11-02")]) };
    check(&granted, "– | 2026-11-02 | 2026-11-02 | 2026-11-02 art. 127 § 1a KPA");
    let appealed = FinalityFacts { appeal: Appeal::Pending, ..granted };
    assert_eq!(compute(&appealed), Err(FinalityRefusal::NoAppealLies));
}

#[test]
fn art_130_par_3_and_4_enforcement_may_come_before_finality() {
    let parties = vec![handed("2026-11-02")];
    let agreed = FinalityFacts { agrees_with_all: true, ..facts(parties.clone()) };
    check(&agreed, "2026-11-16 | 2026-11-17 | 2026-11-24 | 2026-11-02 art. 130 § 4 KPA");
    let rygor = FinalityFacts { rygor: Some((Rygor::Nadany, date("2026-11-04"))), ..facts(parties.clone()) };
    check(&rygor, "2026-11-16 | 2026-11-17 | 2026-11-24 | 2026-11-04 art. 108 w zw. z art. 130 § 3 KPA");
    let statute = FinalityFacts { rygor: Some((Rygor::Ustawowy, date("2026-10-30"))), ..facts(parties) };
    check(&statute, "2026-11-16 | 2026-11-17 | 2026-11-24 | 2026-11-02 art. 130 § 3 KPA");
}

#[test]
fn art_130_par_2_an_appeal_stays_all_but_immediate_enforcement() {
    let appealed =
        FinalityFacts { agrees_with_all: true, appeal: Appeal::Pending, ..facts(vec![handed("2026-11-02")]) };
    check(&appealed, "2026-11-16 | – | – | – ");
    let rygor = FinalityFacts { rygor: Some((Rygor::Nadany, date("2026-11-02"))), ..appealed.clone() };
    check(&rygor, "2026-11-16 | – | – | 2026-11-02 art. 108 w zw. z art. 130 § 3 KPA");
    let upheld = FinalityFacts { appeal: Appeal::Upheld { delivered_on: date("2027-01-15") }, ..appealed };
    check(&upheld, "2026-11-16 | 2027-01-15 | 2027-01-15 | 2027-01-15 art. 130 § 1 KPA");
}

#[test]
fn every_day_explains_itself() {
    let found = compute(&facts(vec![party(DeliveryWay::FikcjaPocztowa, "2026-11-07", None)])).unwrap();
    let steps = found.treated_as_final_on.unwrap().explanation;
    let lines: Vec<String> = steps.iter().map(|step| format!("{} {}", step.day, step.text)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    2026-11-07 dzień zdarzenia, niewliczany
    2026-11-21 ostatni dzień terminu
    2026-11-21 sobota
    2026-11-22 niedziela
    2026-11-23 koniec przesunięty na następny dzień, który nie jest wolny ani sobotą
    2026-11-23 dzień zdarzenia, niewliczany
    2026-12-07 ostatni dzień terminu
    2026-12-08 dzień po upływie terminu odwołania
    2026-12-15 zapas na odwołanie nadane pocztą w ostatnim dniu terminu
    ");
}

proptest! {
    #[test]
    fn the_days_come_in_order(offset in 0_u64..3_000, way in 0_usize..3, agrees: bool, second in 0_u64..30) {
        let way = [DeliveryWay::Doreczenie, DeliveryWay::FikcjaPocztowa, DeliveryWay::FikcjaElektroniczna][way];
        let event_on = date("2020-01-01") + Days::new(offset);
        let delivery = |event_on| PartyDelivery { delivery: Some(Delivery { way, event_on }), waived_on: None };
        let parties = vec![delivery(event_on), delivery(event_on + Days::new(second))];
        let found = compute(&FinalityFacts { agrees_with_all: agrees, ..facts(parties) }).unwrap();
        let on = |day: Option<BindingDay>| day.unwrap().on;
        let (until, last) = (on(found.appeal_until), on(found.final_on));
        prop_assert!(until >= event_on + Days::new(second + 14));
        prop_assert_eq!(last, until + Days::new(1));
        prop_assert_eq!(on(found.treated_as_final_on), last + Days::new(7));
        let enforceable = on(found.enforceable_on);
        prop_assert!(enforceable >= event_on && enforceable <= last);
        prop_assert_eq!(enforceable < last, agrees);
    }
}
