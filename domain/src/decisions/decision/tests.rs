use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::decisions::content::Reasons;
use crate::decisions::content::tests::content;
use crate::decisions::finality::facts::DeliveryWay;
use crate::decisions::terms::GrantTerms;
use crate::decisions::terms::tests::terms;
use crate::kernel::ids::{CaseId, DecisionId};
use crate::kernel::money::Money;
use crate::kernel::text::Line;

const AUTHOR: UserId = UserId::new(Uuid::from_u128(1));
const HEAD: UserId = UserId::new(Uuid::from_u128(2));

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn unsigned() -> Content {
    Content { issued_on: None, signatory_name: String::new(), signatory_position: String::new(), ..content() }
}

fn saying(content: Content, terms: Option<GrantTerms>) -> Revision {
    Revision { kind: DecisionKind::Grant, calculation: None, content, terms }
}

fn draft() -> Decision {
    let draft = Draft {
        id: DecisionId::new(Uuid::nil()),
        case: CaseId::new(Uuid::nil()),
        kind: DecisionKind::Grant,
        benefit: Line::new("zasilek_staly").unwrap(),
        calculation: None,
        content: unsigned(),
        terms: Some(terms()),
    };
    Decision::draft(draft, AUTHOR, date("2026-11-24"))
}

fn signatory(user: UserId) -> Signatory {
    Signatory { user, name: Line::new("Jan Zmyślony").unwrap(), position: Line::new("Dyrektor").unwrap() }
}

fn signed() -> Decision {
    let mut decision = draft();
    decision.prepare(AUTHOR).unwrap();
    decision.approve(HEAD).unwrap();
    decision.sign(&signatory(HEAD), date("2026-11-25")).unwrap();
    decision
}

#[test]
fn the_author_neither_approves_nor_signs() {
    let mut decision = draft();
    decision.prepare(AUTHOR).unwrap();
    let refused = |duty| Err(DecisionRefusal::SeparationOfDuties { duty });
    assert_eq!(decision.approve(AUTHOR), refused(Duty::Approval));
    decision.approve(HEAD).unwrap();
    assert_eq!(decision.sign(&signatory(AUTHOR), date("2026-11-25")).map(drop), refused(Duty::Signature));
    decision.sign(&signatory(HEAD), date("2026-11-25")).unwrap();
    assert_eq!(decision.parts().status, DecisionStatus::Signed);
}

#[test]
fn who_changed_the_draft_is_its_author_too() {
    let mut decision = draft();
    decision.edit(saying(unsigned(), Some(terms())), HEAD).unwrap();
    decision.prepare(AUTHOR).unwrap();
    let refused = DecisionRefusal::SeparationOfDuties { duty: Duty::Approval };
    assert_eq!(decision.approve(HEAD), Err(refused));
}

#[test]
fn art_107_par_1_nothing_is_prepared_without_its_parts() {
    let mut decision = draft();
    decision.edit(saying(Content { ruling: String::new(), ..unsigned() }, Some(terms())), AUTHOR).unwrap();
    assert_eq!(decision.prepare(AUTHOR), Err(DecisionRefusal::MissingParts(vec![MandatoryPart::Ruling])));
    assert_eq!(decision.parts().status, DecisionStatus::Draft);
    decision.edit(saying(Content { extent: Extent::NotAtAll, ..unsigned() }, Some(terms())), AUTHOR).unwrap();
    let mismatch = DecisionRefusal::ExtentMismatch { kind: DecisionKind::Grant, extent: Extent::NotAtAll };
    assert_eq!(decision.prepare(AUTHOR), Err(mismatch));
}

#[test]
fn a_grant_has_terms_of_its_benefit_and_a_refusal_has_none() {
    let mismatch = |kind| Err(DecisionRefusal::TermsMismatch { kind });
    let mut decision = draft();
    decision.edit(saying(unsigned(), None), AUTHOR).unwrap();
    assert_eq!(decision.prepare(AUTHOR), mismatch(DecisionKind::Grant));
    let other = GrantTerms { benefit: Line::new("zasilek_okresowy").unwrap(), ..terms() };
    decision.edit(saying(unsigned(), Some(other)), AUTHOR).unwrap();
    assert_eq!(decision.prepare(AUTHOR), mismatch(DecisionKind::Grant));
    decision.edit(saying(unsigned(), Some(GrantTerms { account: None, ..terms() })), AUTHOR).unwrap();
    assert_eq!(decision.prepare(AUTHOR), Err(InvalidTerms::AccountMissing.into()));
    let refusal = saying(Content { extent: Extent::NotAtAll, ..unsigned() }, Some(terms()));
    decision.edit(Revision { kind: DecisionKind::Refuse, ..refusal }, AUTHOR).unwrap();
    assert_eq!(decision.prepare(AUTHOR), mismatch(DecisionKind::Refuse));
}

#[test]
fn what_may_happen_next_depends_on_who_asks() {
    let mut decision = draft();
    decision.prepare(AUTHOR).unwrap();
    let steps = |decision: &Decision, by| -> Vec<String> {
        let step = |step: NextStep| format!("{} {}", step.event, step.blocked_by.join(","));
        decision.next_steps(by).into_iter().map(step).collect()
    };
    assert_eq!(steps(&decision, AUTHOR), ["return ", "approve separation_of_duties"]);
    assert_eq!(steps(&decision, HEAD), ["return ", "approve "]);
    decision.approve(HEAD).unwrap();
    assert_eq!(steps(&decision, AUTHOR), ["sign separation_of_duties"]);
    decision.sign(&signatory(HEAD), date("2026-11-25")).unwrap();
    assert_eq!(steps(&decision, AUTHOR), ["dispatch "]);
}

#[test]
fn art_107_par_4_a_partial_grant_gives_its_reasons() {
    let mut decision = draft();
    decision
        .edit(
            saying(Content { extent: Extent::InPart, reasons: Reasons::LeftOut, ..unsigned() }, Some(terms())),
            AUTHOR,
        )
        .unwrap();
    let missing = vec![MandatoryPart::FactualReasons, MandatoryPart::LegalReasons];
    assert_eq!(decision.prepare(AUTHOR), Err(DecisionRefusal::MissingParts(missing)));
}

#[test]
fn signing_puts_in_day_name_and_position_and_fixes_the_content() {
    let mut decision = signed();
    assert_eq!(decision.parts().content, content());
    assert_eq!(decision.parts().content_hash, signed_digest(&content(), Some(&terms())).ok());
    assert_ne!(decision.parts().content_hash, content().digest().ok());
    let fixed = DecisionRefusal::ContentFixed { status: DecisionStatus::Signed };
    assert_eq!(decision.edit(saying(content(), Some(terms())), AUTHOR), Err(fixed));
}

#[test]
fn a_stored_decision_is_read_only_when_it_is_what_was_signed() {
    let parts = signed().into_parts();
    assert_eq!(Decision::restore(4, parts.clone()).unwrap().into_parts(), parts);
    let forged = Content { ruling: "Przyznaję dwa razy więcej.".into(), ..content() };
    assert_eq!(Decision::restore(4, DecisionParts { content: forged, ..parts.clone() }), Err(Tampered));
    let dearer = Some(GrantTerms { amount: Money::from_grosze(200_000), ..terms() });
    assert_eq!(Decision::restore(4, DecisionParts { terms: dearer, ..parts.clone() }), Err(Tampered));
    assert_eq!(Decision::restore(4, DecisionParts { content_hash: None, ..parts.clone() }), Err(Tampered));
    assert_eq!(Decision::restore(4, DecisionParts { status: DecisionStatus::Draft, ..parts }), Err(Tampered));
    assert!(Decision::restore(1, draft().into_parts()).is_ok());
}

#[test]
fn what_was_sent_back_goes_through_a_draft_again() {
    let mut decision = draft();
    decision.prepare(AUTHOR).unwrap();
    decision.send_back(Prose::new("Proszę opisać dochód.").unwrap()).unwrap();
    assert!(decision.prepare(AUTHOR).is_err() && decision.approve(HEAD).is_err());
    decision.rework().unwrap();
    assert_eq!((decision.parts().status, decision.parts().prepared_by), (DecisionStatus::Draft, None));
}

#[test]
fn days_of_dispatch_delivery_and_finality_ascend() {
    let mut decision = signed();
    let early = |day: &str| Err(DecisionRefusal::TooEarly { earliest: date(day) });
    assert_eq!(decision.dispatch(date("2026-11-24")), early("2026-11-25"));
    decision.dispatch(date("2026-11-26")).unwrap();
    let handed = |day: &str| Delivery { way: DeliveryWay::Doreczenie, event_on: date(day) };
    assert_eq!(decision.deliver(handed("2026-11-25"), date("2026-11-25")), early("2026-11-26"));
    decision.deliver(handed("2026-11-30"), date("2026-11-30")).unwrap();
    assert_eq!(decision.parts().delivered_on, Some(date("2026-11-30")));
    assert_eq!(decision.become_final(date("2026-11-29")), early("2026-11-30"));
    decision.become_final(date("2026-12-15")).unwrap();
    assert_eq!(decision.parts().status.allowed(), []);
}

proptest! {
    #[test]
    fn nobody_signs_what_they_wrote(steps in proptest::collection::vec((0..6_u8, 1..4_u128), 0..40)) {
        let mut decision = draft();
        for (step, user) in steps {
            let by = UserId::new(Uuid::from_u128(user));
            let _refused = match step {
                0 => decision.edit(saying(unsigned(), Some(terms())), by),
                1 => decision.prepare(by),
                2 => decision.send_back(Prose::new("uwagi").unwrap()),
                3 => decision.rework(),
                4 => decision.approve(by),
                _ => decision.sign(&signatory(by), date("2026-11-25")).map(drop),
            };
            let parts = decision.parts();
            for authority in [parts.approved_by, parts.signed_by].into_iter().flatten() {
                if parts.status == DecisionStatus::Approved || parts.status.is_issued() {
                    prop_assert!(authority != parts.drafted_by && Some(authority) != parts.prepared_by);
                }
            }
            prop_assert!(Decision::restore(1, parts.clone()).is_ok());
        }
    }
}
