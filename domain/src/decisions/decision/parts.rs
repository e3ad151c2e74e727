//! What a decision consists of.

use chrono::NaiveDate;
use serde_json::json;

use super::DecisionKind;
use crate::decisions::content::Content;
use crate::decisions::finality::facts::Delivery;
use crate::decisions::status::DecisionStatus;
use crate::decisions::terms::GrantTerms;
use crate::kernel::digest::Digest;
use crate::kernel::ids::{CalculationId, CaseId, DecisionId, UserId};
use crate::kernel::text::{Line, Prose};

/// What a new draft says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its identity.
    pub id: DecisionId,
    /// The case it ends.
    pub case: CaseId,
    /// What it does.
    pub kind: DecisionKind,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// The calculation it follows.
    pub calculation: Option<CalculationId>,
    /// What it says.
    pub content: Content,
    /// What a grant obliges the centre to pay.
    pub terms: Option<GrantTerms>,
}

/// What a changed draft says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What it does.
    pub kind: DecisionKind,
    /// The calculation it follows.
    pub calculation: Option<CalculationId>,
    /// What it says.
    pub content: Content,
    /// What a grant obliges the centre to pay.
    pub terms: Option<GrantTerms>,
}

/// The person who signs, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// The log-in.
    pub user: UserId,
    /// Name.
    pub name: Line<200>,
    /// Position.
    pub position: Line<200>,
}

/// Everything a decision consists of; how storage reads and writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionParts {
    /// Its identity.
    pub id: DecisionId,
    /// The case it ends.
    pub case: CaseId,
    /// What it does.
    pub kind: DecisionKind,
    /// The code of the benefit.
    pub benefit: Line<80>,
    /// The calculation it follows.
    pub calculation: Option<CalculationId>,
    /// What it says.
    pub content: Content,
    /// What a grant obliges the centre to pay; a refusal has none.
    pub terms: Option<GrantTerms>,
    /// Where it stands.
    pub status: DecisionStatus,
    /// The day it was first drafted.
    pub drafted_on: NaiveDate,
    /// Who wrote or last changed the draft.
    pub drafted_by: UserId,
    /// Who handed it in for approval.
    pub prepared_by: Option<UserId>,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// Who signed it.
    pub signed_by: Option<UserId>,
    /// Why it was last sent back.
    pub return_note: Option<Prose<2000>>,
    /// The hash of the content and the terms, once signed.
    pub content_hash: Option<Digest>,
    /// The day it was sent.
    pub dispatched_on: Option<NaiveDate>,
    /// How it reached the party.
    pub delivery: Option<Delivery>,
    /// The day on which it counts as delivered.
    pub delivered_on: Option<NaiveDate>,
    /// The day it became final.
    pub final_on: Option<NaiveDate>,
}

/// SHA-256 over what is signed: the content, and the terms of a grant.
///
/// # Errors
/// The error of `serde_json`, which text, days and amounts never cause.
pub fn signed_digest(content: &Content, terms: Option<&GrantTerms>) -> Result<Digest, serde_json::Error> {
    let Some(terms) = terms else { return content.digest() };
    Ok(Digest::of_json(&json!({ "content": serde_json::to_value(content)?, "terms": terms.snapshot() })))
}
