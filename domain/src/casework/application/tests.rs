use super::*;
use uuid::Uuid;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn application(met: bool) -> Application {
    Application {
        id: ApplicationId::new(Uuid::nil()),
        version: 1,
        intake: IntakeId::new(Uuid::nil()),
        case: CaseId::new(Uuid::nil()),
        applicant: PersonId::new(Uuid::nil()),
        household: HouseholdId::new(Uuid::nil()),
        benefit: Line::new("zasilek_staly").unwrap(),
        requested: None,
        requested_amount: None,
        filed_on: date("2026-11-20"),
        requirements: vec![Requirement { code: Line::new("orzeczenie").unwrap(), met }],
        notice: None,
        completed_on: None,
        withdrawn_on: None,
        state: ApplicationState::Registered,
    }
}

fn notice(days: u16) -> Result<DeficiencyNotice, InvalidNotice> {
    DeficiencyNotice::new(vec![Prose::new("brak orzeczenia").unwrap()], days, date("2026-11-23"))
}

#[test]
fn the_whole_table() {
    insta::assert_snapshot!(transition::table(ApplicationState::after), @r"
    | state | call_for_defects | complete | decide | withdraw | leave_unexamined |
    | --- | --- | --- | --- | --- | --- |
    | registered | incomplete | complete | – | withdrawn | – |
    | incomplete | – | complete | – | withdrawn | left_unexamined |
    | complete | – | – | decided | withdrawn | – |
    | decided | – | – | – | – | – |
    | withdrawn | – | – | – | – | – |
    | left_unexamined | – | – | – | – | – |
    ");
}

#[test]
fn art_64_par_2_a_call_gives_at_least_seven_days_and_names_the_defect() {
    assert_eq!(notice(6), Err(InvalidNotice::PeriodTooShort { days: 6 }));
    assert_eq!(notice(7).unwrap().days(), 7);
    assert_eq!(DeficiencyNotice::new(vec![], 7, date("2026-11-23")), Err(InvalidNotice::NoDefect));
}

#[test]
fn art_64_par_2_left_unexamined_only_after_the_period_of_a_delivered_call() {
    let mut application = application(false);
    application.call_for_defects(notice(7).unwrap()).unwrap();
    let ends = Some(date("2026-12-07"));
    let refused = Err(ApplicationRefusal::CallPeriodRuns);
    assert_eq!(application.leave_unexamined(date("2026-12-31"), ends), refused, "not delivered");
    assert_eq!(
        application.deliver_call(date("2026-11-22")),
        Err(ApplicationRefusal::TooEarly { earliest: date("2026-11-23") })
    );
    application.deliver_call(date("2026-11-30")).unwrap();
    assert_eq!(application.deliver_call(date("2026-12-01")), Err(ApplicationRefusal::NoCallToDeliver), "once");
    assert_eq!(application.leave_unexamined(date("2026-12-07"), ends), refused, "last day");
    assert_eq!(application.leave_unexamined(date("2026-12-31"), None), refused, "no clock");
    application.leave_unexamined(date("2026-12-08"), ends).unwrap();
    assert_eq!(application.state, ApplicationState::LeftUnexamined);
}

#[test]
fn an_application_without_its_evidence_is_not_complete() {
    let mut application = application(false);
    let codes = vec![Line::new("orzeczenie").unwrap()];
    assert_eq!(application.complete(date("2026-11-20")), Err(ApplicationRefusal::MissingEvidence { codes }));
    assert_eq!((application.state, application.first_month()), (ApplicationState::Registered, None));
}

#[test]
fn art_106_ust_3_the_first_month_is_the_month_of_the_complete_application() {
    let mut application = application(true);
    application.complete(date("2026-12-02")).unwrap();
    assert_eq!(application.first_month(), "2026-12".parse().ok());
    application.decide().unwrap();
    assert!(application.withdraw(date("2026-12-03")).is_err(), "a decided application is not taken back");
}

#[test]
fn an_application_is_taken_back_from_the_day_of_filing_on() {
    let mut application = application(true);
    let early = ApplicationRefusal::TooEarly { earliest: date("2026-11-20") };
    assert_eq!(application.withdraw(date("2026-11-19")), Err(early));
    application.withdraw(date("2026-11-20")).unwrap();
    assert_eq!(application.withdrawn_on, Some(date("2026-11-20")));
    assert!(!application.state.is_open());
}
