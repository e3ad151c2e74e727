//! What may happen to a decision next, and from when it binds.

use super::{Decision, Duty};
use crate::decisions::content::{Extent, check_mandatory_parts};
use crate::decisions::finality::facts::{Appeal, FinalityFacts, PartyDelivery};
use crate::decisions::finality::{Finality, FinalityRefusal, Reckoning};
use crate::decisions::status::DecisionEvent;
use crate::kernel::ids::UserId;

/// A step that the status takes, and what keeps somebody from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// The step.
    pub event: DecisionEvent,
    /// The problem codes that it would be refused with; none when it can be done.
    pub blocked_by: Vec<&'static str>,
}

impl Decision {
    /// The steps that the status takes, with what keeps this user from them.
    ///
    /// Finality comes by itself and is no step.
    #[must_use]
    pub fn next_steps(&self, by: UserId) -> Vec<NextStep> {
        let steps = self.parts.status.allowed().into_iter().filter(|event| *event != DecisionEvent::BecomeFinal);
        steps.map(|event| NextStep { event, blocked_by: self.blocked_by(event, by) }).collect()
    }

    fn blocked_by(&self, event: DecisionEvent, by: UserId) -> Vec<&'static str> {
        let own = |duty| self.not_by_author(by, duty).is_err().then_some("separation_of_duties");
        let mut missing = check_mandatory_parts(&self.parts.content).into_iter();
        let incomplete = missing.any(|part| !part.comes_with_signature()).then_some("reasoning_incomplete");
        match event {
            DecisionEvent::Approve => own(Duty::Approval).into_iter().collect(),
            DecisionEvent::Sign => own(Duty::Signature).into_iter().chain(incomplete).collect(),
            DecisionEvent::Prepare => incomplete.into_iter().collect(),
            DecisionEvent::Return
            | DecisionEvent::Rework
            | DecisionEvent::Dispatch
            | DecisionEvent::Deliver
            | DecisionEvent::BecomeFinal => Vec::new(),
        }
    }

    /// What its finality is found from: one party, nobody appealed, no immediate enforceability.
    #[must_use]
    pub fn finality_facts(&self) -> FinalityFacts {
        FinalityFacts {
            parties: vec![PartyDelivery { delivery: self.parts.delivery, waived_on: None }],
            reasons_left_out: self.parts.content.is_final_at_once(),
            agrees_with_all: self.parts.content.extent == Extent::InFull,
            rygor: None,
            appeal: Appeal::NotFiled,
        }
    }

    /// When it can be appealed, is final and may be carried out; nothing is known before its delivery.
    ///
    /// # Errors
    /// [`FinalityRefusal`] past the end of the calendar.
    pub fn finality(&self, reckoning: Reckoning<'_>) -> Result<Finality, FinalityRefusal> {
        reckoning.finality(&self.finality_facts())
    }
}
