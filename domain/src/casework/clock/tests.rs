use super::due::Risk;
use super::rules::AT_RISK;
use super::*;
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn started(rule: &str, trigger: Moment, set_length: Option<u16>) -> Result<Clock, ClockRefusal> {
    let id = uuid::Uuid::nil();
    let (clock, case) = (ClockId::new(id), CaseId::new(id));
    Clock::start(ClockRules::embedded(), clock, case, rule.parse().unwrap(), trigger, set_length)
}

fn clock(rule: &str, trigger: &str) -> Clock {
    started(rule, Moment::Day(date(trigger)), None).unwrap()
}

fn due(clock: &Clock, as_of: &str) -> String {
    match clock.due(date(as_of), &Calendar::statutory()).unwrap().end {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(instant) => instant.to_rfc3339(),
    }
}

#[test]
fn art_35_par_5_stopped_days_are_added_before_the_end_moves() {
    let mut clock = clock("KPA-35-1M", "2026-11-02");
    assert_eq!(due(&clock, "2026-11-02"), "2026-12-02");
    clock.pause(StopReason::WezwanieDoUzupelnienia, date("2026-11-05")).unwrap();
    assert_eq!(due(&clock, "2026-11-06"), "2026-12-03");
    clock.resume(date("2026-11-27")).unwrap();
    // 22 days: 2 December becomes 24 December, a day off; 25 to 27 are off too.
    assert_eq!(due(&clock, "2026-11-30"), "2026-12-28");
    let explained = clock.due(date("2026-11-30"), &Calendar::statutory()).unwrap().explanation;
    let lines: Vec<String> = explained.iter().map(|step| format!("{} {}", step.day, step.text)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    2026-11-02 dzień zdarzenia, niewliczany
    2026-12-02 dzień o tej samej liczbie
    2026-11-05 wezwanie do uzupełnienia braków: 22 dni do 2026-11-27, koniec 2026-12-24
    2026-12-24 Wigilia Bożego Narodzenia
    2026-12-25 pierwszy dzień Bożego Narodzenia
    2026-12-26 drugi dzień Bożego Narodzenia
    2026-12-27 niedziela
    2026-12-28 koniec przesunięty na następny dzień, który nie jest wolny ani sobotą
    ");
}

#[test]
fn days_of_overlapping_stops_are_added_once() {
    let stop = |from, to| Stop { reason: StopReason::WinaStrony, from: date(from), to: Some(date(to)) };
    let mut record = clock("KPA-35-1M", "2026-11-02").record().clone();
    record.stops = vec![stop("2026-11-10", "2026-11-14"), stop("2026-11-05", "2026-11-12")];
    let overlapping = Clock::restore(ClockRules::embedded(), record.clone()).unwrap();
    assert_eq!(due(&overlapping, "2026-12-01"), "2026-12-11");
    record.stops = vec![stop("2026-12-03", "2026-12-10")];
    let after_the_end = Clock::restore(ClockRules::embedded(), record).unwrap();
    assert_eq!(due(&after_the_end, "2026-12-11"), "2026-12-02");
}

#[test]
fn a_clock_that_is_done_is_met_on_the_last_day_and_missed_after_it() {
    let calendar = Calendar::statutory();
    for (done, state) in [("2026-12-02", ClockState::Met), ("2026-12-03", ClockState::Missed)] {
        let mut clock = clock("KPA-35-1M", "2026-11-02");
        assert_eq!(clock.finish(Moment::Day(date(done)), &calendar), Ok(state));
        assert!(matches!(clock.cancel(), Err(ClockRefusal::Transition(_))));
    }
    let mut idle = clock("KPA-35-1M", "2026-11-02");
    assert_eq!(idle.miss(Moment::Day(date("2026-12-02")), &calendar), Err(ClockRefusal::NotOverYet));
    assert_eq!(idle.miss(Moment::Day(date("2026-12-03")), &calendar), Ok(()));
    assert_eq!(idle.state(), ClockState::Missed);
}

#[test]
fn a_refused_event_changes_nothing() {
    let mut clock = clock("KPA-35-1M", "2026-11-02");
    assert_eq!(clock.pause(StopReason::Mediacja, date("2026-11-01")), Err(ClockRefusal::Stops));
    assert_eq!((clock.state(), clock.record().stops.len()), (ClockState::Running, 0));
    clock.pause(StopReason::Mediacja, date("2026-11-05")).unwrap();
    assert_eq!(clock.resume(date("2026-11-04")), Err(ClockRefusal::Stops));
    assert_eq!(clock.state(), ClockState::Paused);
    assert!(matches!(
        clock.finish(Moment::Day(date("2026-11-06")), &Calendar::statutory()),
        Err(ClockRefusal::Transition(_))
    ));
}

#[test]
fn only_clocks_of_art_35_stop_and_only_minimum_lengths_are_set() {
    let mut appeal = clock("KPA-129-APPEAL-14D", "2026-11-02");
    assert!(matches!(appeal.pause(StopReason::Mediacja, date("2026-11-05")), Err(ClockRefusal::NeverStops(_))));
    assert_eq!(appeal.state(), ClockState::Running);
    let trigger = Moment::Day(date("2026-11-02"));
    let call = started("KPA-64-CALL-7D", trigger, Some(14)).unwrap();
    assert_eq!(due(&call, "2026-11-02"), "2026-11-16");
    assert!(started("KPA-64-CALL-7D", trigger, Some(7)).is_ok());
    assert!(matches!(started("KPA-64-CALL-7D", trigger, Some(6)), Err(ClockRefusal::Length(_))));
    assert!(matches!(started("KPA-129-APPEAL-14D", trigger, Some(15)), Err(ClockRefusal::Length(_))));
    assert!(matches!(started("NO-SUCH-RULE", trigger, None), Err(ClockRefusal::UnknownRule(_))));
    let hours = started("NK-12A5-COURT-24H", trigger, None).unwrap_err();
    assert_eq!(hours, ClockRefusal::Uncountable(UncountableLimit::NeedsInstant));
}

#[test]
fn a_record_whose_stops_disagree_with_its_state_is_refused() {
    let mut record = clock("KPA-35-1M", "2026-11-02").record().clone();
    record.state = ClockState::Paused;
    assert!(matches!(Clock::restore(ClockRules::embedded(), record.clone()), Err(ClockRefusal::Stops)));
    record.stops.push(Stop { reason: StopReason::Mediacja, from: date("2026-11-03"), to: None });
    assert!(Clock::restore(ClockRules::embedded(), record.clone()).is_ok());
    record.state = ClockState::Running;
    assert!(matches!(Clock::restore(ClockRules::embedded(), record), Err(ClockRefusal::Stops)));
}

#[test]
fn risk_grows_towards_the_end() {
    let calendar = Calendar::statutory();
    let margin = ClockRules::embedded().setting(AT_RISK).unwrap().limit();
    let mut clock = clock("KPA-35-1M", "2026-11-02");
    let now: DateTime<Utc> = "2026-11-02T12:00:00Z".parse().unwrap();
    for (today, risk) in [
        ("2026-11-26", Risk::OnTrack),
        ("2026-11-27", Risk::AtRisk),
        ("2026-12-02", Risk::AtRisk),
        ("2026-12-03", Risk::Overdue),
    ] {
        assert_eq!(clock.risk(date(today), now, margin, &calendar), Ok(risk), "{today}");
    }
    clock.pause(StopReason::Mediacja, date("2026-11-03")).unwrap();
    assert_eq!(clock.risk(date("2026-12-31"), now, margin, &calendar), Ok(Risk::Stopped));
    clock.cancel().unwrap();
    assert_eq!(clock.risk(date("2026-12-31"), now, margin, &calendar), Ok(Risk::Closed));
}

#[test]
fn hours_are_at_risk_past_their_half() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let court = started("NK-12A5-COURT-24H", Moment::Instant(at("2026-12-24T09:30:00+01:00")), None).unwrap();
    let margin = ClockRules::embedded().setting(AT_RISK).unwrap().limit();
    assert_eq!(due(&court, "2026-12-24"), "2026-12-25T08:30:00+00:00");
    for (now, risk) in [
        ("2026-12-24T21:29:00+01:00", Risk::OnTrack),
        ("2026-12-24T21:30:00+01:00", Risk::AtRisk),
        ("2026-12-25T09:30:00+01:00", Risk::AtRisk),
        ("2026-12-25T09:31:00+01:00", Risk::Overdue),
    ] {
        assert_eq!(court.risk(date("2026-12-24"), at(now), margin, &Calendar::statutory()), Ok(risk), "{now}");
    }
}

proptest! {
    #[test]
    fn every_stopped_day_counts_once(spans in proptest::collection::vec((0_u64..25, 0_u64..20), 0..5)) {
        let trigger = date("2026-11-02");
        let after = |days: u64| trigger + chrono::Days::new(days);
        let mut record = clock("KPA-35-1M", "2026-11-02").record().clone();
        record.stops = spans
            .iter()
            .map(|(from, days)| Stop { reason: StopReason::WinaStrony, from: after(*from), to: Some(after(from + days)) })
            .collect();
        let stopped = (1..60)
            .map(after)
            .filter(|day| record.stops.iter().any(|stop| stop.from < *day && Some(*day) <= stop.to))
            .count();
        let calendar = Calendar::statutory();
        let expected = calendar.working_day_from(date("2026-12-02") + chrono::Days::new(u64::try_from(stopped).unwrap()));
        let clock = Clock::restore(ClockRules::embedded(), record).unwrap();
        prop_assert_eq!(clock.due(trigger, &calendar).unwrap().end, Moment::Day(expected));
    }
}
