use uuid::Uuid;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn interview(id: u128, kind: InterviewKind, state: InterviewState, visited_on: &str) -> Interview {
    Interview {
        id: InterviewId::new(Uuid::from_u128(id)),
        version: 1,
        case: CaseId::new(Uuid::nil()),
        kind,
        conducted_by: EmployeeId::new(Uuid::nil()),
        planned_on: date(visited_on),
        place: None,
        visited_on: Some(date(visited_on)),
        participants: vec![Participant { role: ParticipantRole::Applicant, person: None, note: None }],
        findings: Some(Prose::new("Mieszka sama, lokal komunalny.").unwrap()),
        state,
        signed_on: None,
        refusal: None,
    }
}

fn basis(filed_on: &str, interviews: &[Interview]) -> Result<u128, InterviewObstacle> {
    basis_for_decision(date(filed_on), interviews).map(|id| id.uuid().as_u128())
}

#[test]
fn the_whole_table() {
    insta::assert_snapshot!(transition::table(InterviewState::after), @r"
    | state | start | complete | sign | supersede | refuse |
    | --- | --- | --- | --- | --- | --- |
    | planned | in_progress | – | – | – | refused |
    | in_progress | – | completed | – | – | refused |
    | completed | – | – | signed | – | – |
    | signed | – | – | – | superseded | – |
    | superseded | – | – | – | – | – |
    | refused | – | – | – | – | – |
    ");
}

#[test]
fn art_107_ust_4_a_visit_covers_an_application_filed_the_same_day_or_before() {
    assert!(covers(date("2026-11-20"), date("2026-11-20")));
    assert!(covers(date("2026-11-20"), date("2026-12-01")));
    assert!(!covers(date("2026-11-20"), date("2026-11-19")));
}

#[test]
fn art_106_ust_4_no_decision_without_an_interview() {
    use {InterviewKind as K, InterviewObstacle as O, InterviewState as S};
    assert_eq!(basis("2026-11-20", &[]), Err(O::Missing));
    for state in [S::Planned, S::InProgress, S::Refused] {
        assert_eq!(basis("2026-11-20", &[interview(1, K::Pelny, state, "2026-11-25")]), Err(O::Missing), "{state}");
    }
    for kind in [K::OsobyZobowiazane, K::BezDochoduIMajatku, K::Aktualizacja] {
        assert_eq!(basis("2026-11-20", &[interview(1, kind, S::Signed, "2026-11-25")]), Err(O::Missing), "{kind}");
    }
    assert_eq!(basis("2026-11-20", &[interview(1, K::Pelny, S::Completed, "2026-11-20")]), Ok(1));
}

#[test]
fn art_107_ust_4_a_further_application_needs_an_update() {
    use {InterviewKind as K, InterviewObstacle as O, InterviewState as S};
    let first = interview(1, K::Pelny, S::Signed, "2026-03-02");
    assert_eq!(basis("2026-11-20", std::slice::from_ref(&first)), Err(O::Outdated));
    let update = interview(2, K::Aktualizacja, S::Completed, "2026-11-24");
    assert_eq!(basis("2026-11-20", &[first, update.clone()]), Ok(2));
    let superseded = interview(1, K::Pelny, S::Superseded, "2026-11-21");
    assert_eq!(basis("2026-11-20", std::slice::from_ref(&superseded)), Err(O::Outdated));
    assert_eq!(basis("2026-11-20", &[update, superseded]), Ok(2));
    assert_eq!(O::Outdated.code(), "interview_outdated");
    assert_eq!(O::Missing.legal_basis(), ART_106_UST_4);
}

#[test]
fn an_interview_is_completed_with_its_findings_and_not_ahead_of_the_visit() {
    let mut interview = interview(1, InterviewKind::Pelny, InterviewState::Planned, "2026-11-25");
    let (visited_on, findings) = (interview.visited_on.take(), interview.findings.take());
    interview.start().unwrap();
    let gaps = vec![InterviewGap::VisitedOn, InterviewGap::Findings];
    assert_eq!(interview.complete(date("2026-11-25")), Err(InterviewRefusal::Gaps(gaps)));
    (interview.visited_on, interview.findings) = (visited_on, findings);
    assert_eq!(interview.complete(date("2026-11-24")), Err(InterviewRefusal::VisitAhead));
    interview.complete(date("2026-11-25")).unwrap();
    interview.sign(date("2026-11-26")).unwrap();
    assert_eq!((interview.state, interview.signed_on), (InterviewState::Signed, Some(date("2026-11-26"))));
}

#[test]
fn art_107_ust_4a_and_5_a_refusal_is_recorded_with_its_consequence() {
    let mut interview = interview(1, InterviewKind::Pelny, InterviewState::InProgress, "2026-11-25");
    interview.refuse(Refusal::MeansStatement, date("2026-11-25")).unwrap();
    assert_eq!(interview.state, InterviewState::Refused);
    assert_eq!(Refusal::MeansStatement.legal_basis().as_str(), "art. 107 ust. 5 u.p.s.");
    assert_eq!(Refusal::MeansStatement.consequence(), RefusalConsequence::Refuse);
    assert_eq!(Refusal::Interview.consequence(), RefusalConsequence::RefuseRepealOrSuspend);
}
