//! Administrative decisions: who may do which step, and a content that stands still once signed.

mod binding;
mod parts;

use chrono::NaiveDate;

use super::content::{Content, Extent, MandatoryPart, check_mandatory_parts};
use super::finality::facts::Delivery;
use super::status::{DecisionEvent, DecisionStatus, IllegalDecisionTransition};
use super::terms::InvalidTerms;
use crate::kernel::codes::codes;
use crate::kernel::digest::Digest;
use crate::kernel::ids::UserId;
use crate::kernel::text::Prose;

pub use self::binding::NextStep;
pub use self::parts::{DecisionParts, Draft, Revision, Signatory, signed_digest};

codes! {
    /// What a decision does.
    pub enum DecisionKind {
        Grant = "grant", "Przyznanie";
        Refuse = "refuse", "Odmowa";
    }

    /// A step that is kept from the person who made another one.
    pub enum Duty {
        Approval = "approval", "Akceptacja";
        Signature = "signature", "Podpis";
    }
}

/// Why a step of a decision was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefusal {
    /// The status does not take the event.
    #[error(transparent)]
    Transition(#[from] IllegalDecisionTransition),
    /// Who drafted or prepared a decision neither approves nor signs it.
    #[error("the author of a decision does not do its `{duty}`")]
    SeparationOfDuties {
        /// The step that was refused.
        duty: Duty,
    },
    /// Mandatory parts are missing (art. 107 § 1 KPA).
    #[error("mandatory parts of the decision are missing")]
    MissingParts(
        /// Which.
        Vec<MandatoryPart>,
    ),
    /// A grant that grants nothing, or a refusal that grants something.
    #[error("extent `{extent}` does not fit a decision of kind `{kind}`")]
    ExtentMismatch {
        /// What the decision does.
        kind: DecisionKind,
        /// How far its content grants the request.
        extent: Extent,
    },
    /// A grant without terms, a refusal with terms, or terms of another benefit.
    #[error("the terms do not fit a decision of kind `{kind}`")]
    TermsMismatch {
        /// What the decision does.
        kind: DecisionKind,
    },
    /// Terms that do not hold together.
    #[error(transparent)]
    Terms(#[from] InvalidTerms),
    /// The content is changed in a draft only.
    #[error("the content of a decision in status `{status}` stands still")]
    ContentFixed {
        /// Its status.
        status: DecisionStatus,
    },
    /// The day lies before the step it follows.
    #[error("expected a day not before {earliest}")]
    TooEarly {
        /// The first possible day.
        earliest: NaiveDate,
    },
    /// The content could not be hashed.
    #[error("the content cannot be written as JSON")]
    Unhashable,
}

/// A stored decision whose content is not what was signed, or that lacks what its status needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored decision is not what was signed")]
pub struct Tampered;

/// A decision. Its parts change through its steps alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Counts changes.
    pub version: i64,
    parts: DecisionParts,
}

impl Decision {
    /// A new draft.
    #[must_use]
    pub fn draft(draft: Draft, by: UserId, on: NaiveDate) -> Self {
        let Draft { id, case, kind, benefit, calculation, content, terms } = draft;
        let parts = DecisionParts {
            id,
            case,
            kind,
            benefit,
            calculation,
            content,
            terms,
            status: DecisionStatus::Draft,
            drafted_on: on,
            drafted_by: by,
            prepared_by: None,
            approved_by: None,
            signed_by: None,
            return_note: None,
            content_hash: None,
            dispatched_on: None,
            delivery: None,
            delivered_on: None,
            final_on: None,
        };
        Self { version: 1, parts }
    }

    /// A decision as it was stored.
    ///
    /// # Errors
    /// [`Tampered`] when it was issued and its content and terms do not give the stored hash.
    pub fn restore(version: i64, parts: DecisionParts) -> Result<Self, Tampered> {
        let signed = || signed_digest(&parts.content, parts.terms.as_ref());
        let intact = match parts.content_hash {
            None => !parts.status.is_issued(),
            Some(hash) => parts.status.is_issued() && signed().is_ok_and(|digest| digest == hash),
        };
        if intact { Ok(Self { version, parts }) } else { Err(Tampered) }
    }

    /// What it consists of.
    #[must_use]
    pub const fn parts(&self) -> &DecisionParts {
        &self.parts
    }

    /// What it consists of, to be stored.
    #[must_use]
    pub fn into_parts(self) -> DecisionParts {
        self.parts
    }

    /// Changes what a draft says; who changes it becomes its author.
    ///
    /// # Errors
    /// [`DecisionRefusal::ContentFixed`] outside a draft.
    pub fn edit(&mut self, revision: Revision, by: UserId) -> Result<(), DecisionRefusal> {
        if self.parts.status != DecisionStatus::Draft {
            return Err(DecisionRefusal::ContentFixed { status: self.parts.status });
        }
        let Revision { kind, calculation, content, terms } = revision;
        self.parts.kind = kind;
        self.parts.calculation = calculation;
        self.parts.content = content;
        self.parts.terms = terms;
        self.parts.drafted_by = by;
        Ok(())
    }

    /// Hands the draft in for approval.
    ///
    /// # Errors
    /// [`DecisionRefusal::MissingParts`] when a part is missing that does not come with the signature;
    /// [`DecisionRefusal::ExtentMismatch`] when the content says other than the kind;
    /// [`DecisionRefusal::TermsMismatch`] and [`DecisionRefusal::Terms`] when the terms do not fit.
    pub fn prepare(&mut self, by: UserId) -> Result<(), DecisionRefusal> {
        let next = self.parts.status.after(DecisionEvent::Prepare)?;
        self.kind_fits_extent()?;
        self.terms_fit()?;
        let mut missing = check_mandatory_parts(&self.parts.content);
        missing.retain(|part| !part.comes_with_signature());
        if !missing.is_empty() {
            return Err(DecisionRefusal::MissingParts(missing));
        }
        self.parts.status = next;
        self.parts.prepared_by = Some(by);
        Ok(())
    }

    /// Sends it back to its author.
    ///
    /// # Errors
    /// [`DecisionRefusal::Transition`] unless it is prepared.
    pub fn send_back(&mut self, note: Prose<2000>) -> Result<(), DecisionRefusal> {
        self.parts.status = self.parts.status.after(DecisionEvent::Return)?;
        self.parts.return_note = Some(note);
        Ok(())
    }

    /// Makes it a draft again.
    ///
    /// # Errors
    /// [`DecisionRefusal::Transition`] unless it was sent back.
    pub fn rework(&mut self) -> Result<(), DecisionRefusal> {
        self.parts.status = self.parts.status.after(DecisionEvent::Rework)?;
        self.parts.prepared_by = None;
        Ok(())
    }

    /// Approves it.
    ///
    /// # Errors
    /// [`DecisionRefusal::SeparationOfDuties`] when its author approves.
    pub fn approve(&mut self, by: UserId) -> Result<(), DecisionRefusal> {
        let next = self.parts.status.after(DecisionEvent::Approve)?;
        self.not_by_author(by, Duty::Approval)?;
        self.parts.status = next;
        self.parts.approved_by = Some(by);
        Ok(())
    }

    /// Issues it: puts in the day, name and position, checks every mandatory part and fixes the content.
    ///
    /// The approver may sign; the author may not.
    ///
    /// # Errors
    /// [`DecisionRefusal::SeparationOfDuties`] when its author signs; [`DecisionRefusal::MissingParts`] when a
    /// mandatory part is missing.
    pub fn sign(&mut self, by: &Signatory, on: NaiveDate) -> Result<Digest, DecisionRefusal> {
        let next = self.parts.status.after(DecisionEvent::Sign)?;
        self.not_by_author(by.user, Duty::Signature)?;
        let content = Content {
            issued_on: Some(on),
            signatory_name: by.name.as_str().to_owned(),
            signatory_position: by.position.as_str().to_owned(),
            ..self.parts.content.clone()
        };
        let missing = check_mandatory_parts(&content);
        if !missing.is_empty() {
            return Err(DecisionRefusal::MissingParts(missing));
        }
        let hash = signed_digest(&content, self.parts.terms.as_ref()).map_err(|_json| DecisionRefusal::Unhashable)?;
        self.parts.content = content;
        self.parts.content_hash = Some(hash);
        self.parts.signed_by = Some(by.user);
        self.parts.status = next;
        Ok(hash)
    }

    /// Names the party otherwise than when it was drafted: a record may be protected by the time of the signature.
    ///
    /// # Errors
    /// [`DecisionRefusal::ContentFixed`] once it is issued.
    pub fn name_party(&mut self, party: String) -> Result<(), DecisionRefusal> {
        if self.parts.status.is_issued() {
            return Err(DecisionRefusal::ContentFixed { status: self.parts.status });
        }
        self.parts.content.party = party;
        Ok(())
    }

    /// Records that it was sent.
    ///
    /// # Errors
    /// [`DecisionRefusal::TooEarly`] before the day of issue.
    pub fn dispatch(&mut self, on: NaiveDate) -> Result<(), DecisionRefusal> {
        let next = self.parts.status.after(DecisionEvent::Dispatch)?;
        not_before(on, self.parts.content.issued_on)?;
        self.parts.status = next;
        self.parts.dispatched_on = Some(on);
        Ok(())
    }

    /// Records how it was delivered; limits of the party run from the day on which it counts as delivered.
    ///
    /// # Errors
    /// [`DecisionRefusal::TooEarly`] for an event before it was sent.
    pub fn deliver(&mut self, delivery: Delivery, counts_on: NaiveDate) -> Result<(), DecisionRefusal> {
        let next = self.parts.status.after(DecisionEvent::Deliver)?;
        not_before(delivery.event_on, self.parts.dispatched_on)?;
        self.parts.status = next;
        self.parts.delivery = Some(delivery);
        self.parts.delivered_on = Some(counts_on);
        Ok(())
    }

    /// Records that it is final since a day that the rules of finality found.
    ///
    /// # Errors
    /// [`DecisionRefusal::TooEarly`] before it was delivered.
    pub fn become_final(&mut self, on: NaiveDate) -> Result<(), DecisionRefusal> {
        let next = self.parts.status.after(DecisionEvent::BecomeFinal)?;
        not_before(on, self.parts.delivered_on)?;
        self.parts.status = next;
        self.parts.final_on = Some(on);
        Ok(())
    }

    fn not_by_author(&self, by: UserId, duty: Duty) -> Result<(), DecisionRefusal> {
        let author = by == self.parts.drafted_by || Some(by) == self.parts.prepared_by;
        if author { Err(DecisionRefusal::SeparationOfDuties { duty }) } else { Ok(()) }
    }

    fn terms_fit(&self) -> Result<(), DecisionRefusal> {
        match (self.parts.kind, &self.parts.terms) {
            (DecisionKind::Refuse, None) => Ok(()),
            (DecisionKind::Grant, Some(terms)) if terms.benefit == self.parts.benefit => Ok(terms.check()?),
            (DecisionKind::Grant, _) | (DecisionKind::Refuse, Some(_)) => {
                Err(DecisionRefusal::TermsMismatch { kind: self.parts.kind })
            }
        }
    }

    fn kind_fits_extent(&self) -> Result<(), DecisionRefusal> {
        let (kind, extent) = (self.parts.kind, self.parts.content.extent);
        match (kind, extent) {
            (DecisionKind::Grant, Extent::InFull | Extent::InPart) | (DecisionKind::Refuse, Extent::NotAtAll) => Ok(()),
            (DecisionKind::Grant, Extent::NotAtAll) | (DecisionKind::Refuse, Extent::InFull | Extent::InPart) => {
                Err(DecisionRefusal::ExtentMismatch { kind, extent })
            }
        }
    }
}

fn not_before(day: NaiveDate, earliest: Option<NaiveDate>) -> Result<(), DecisionRefusal> {
    match earliest {
        Some(earliest) if day < earliest => Err(DecisionRefusal::TooEarly { earliest }),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
