//! The body of a compound intake, and what it means once it is checked.

use domain::benefits::circumstance::Circumstance;
use domain::casework::case::Urgency;
use domain::casework::intake::{Channel, FilingEffect, FormalGround};
use domain::kernel::code::CodeText;
use domain::kernel::context::Context;
use domain::kernel::day::Day;
use domain::kernel::digest::Digest;
use domain::kernel::ids::{HouseholdId, OrgUnitId};
use domain::kernel::money::Money;
use domain::kernel::text::{Line, Prose};
use domain::people::evidence::record::Evidence;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::parties::{HouseholdBody, Parties, PartyBody};
use crate::http::error::{Error, Fault};
use crate::people::evidence::bodies::RecordEvidenceBody;

/// An intake with everything in it.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterIntakeBody {
    /// The way it came.
    pub channel: Channel,
    /// The day it reached the centre; proceedings open on this day (art. 61 § 3, 3a KPA).
    pub received_on: Day,
    /// The day it was posted, when it came by post (art. 57 § 5 KPA).
    pub posted_on: Option<Day>,
    /// The system it came from; goes with `externalId`.
    #[schema(inline, example = "obywatel")]
    pub source_system: Option<Line<80>>,
    /// The sender's own id of the document; a second intake with the same one answers 409.
    #[schema(inline, example = "UPP-2026-000123")]
    pub external_id: Option<Line<200>>,
    /// What the registrar notes.
    #[schema(inline)]
    pub note: Option<Prose<2000>>,
    /// The unit that leads the cases; their marks begin with its symbol.
    pub org_unit_id: OrgUnitId,
    /// SHA-256 of what was received, byte for byte.
    pub payload_digest: Option<Digest>,
    /// Who applies.
    #[validate(nested)]
    pub applicant: PartyBody,
    /// With whom the applicant keeps house.
    #[validate(nested)]
    pub household: HouseholdBody,
    /// Evidence that came with it.
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    #[schema(max_items = 200)]
    pub evidence: Vec<IntakeEvidenceBody>,
    /// The applications in it; each becomes a case.
    #[validate(length(min = 1, max = 20), nested)]
    #[schema(min_items = 1, max_items = 20)]
    pub applications: Vec<ApplicationBody>,
}

/// Evidence that came with an intake.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntakeEvidenceBody {
    /// About the person of this name in this request. Without it, and without an id in `record`, the evidence is about
    /// the household of the intake.
    #[serde(rename = "ref")]
    #[schema(inline, example = "anna")]
    pub local_name: Option<Line<40>>,
    /// The evidence.
    #[validate(nested)]
    pub record: RecordEvidenceBody,
}

/// An application for one benefit.
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationBody {
    /// The benefit, by its code in the centre's catalogue.
    #[schema(value_type = String, pattern = "^[a-z0-9_]{1,64}$", example = "zasilek_okresowy")]
    pub benefit_code: CodeText,
    /// What is asked for, in the applicant's words.
    #[schema(inline)]
    pub demand: Option<Prose<4000>>,
    /// The amount asked for, when the applicant names one.
    pub requested_amount: Option<Money>,
    /// The circumstances of art. 7 u.p.s. that the application names.
    #[serde(default)]
    #[validate(length(max = 15))]
    #[schema(max_items = 15)]
    pub circumstances: Vec<Circumstance>,
    /// How soon the case has to be taken up; decides the limit for the interview.
    #[serde(default = "standard")]
    #[schema(default = "standard")]
    pub urgency: Urgency,
    /// Whether the case is particularly complex: two months instead of one (art. 35 § 3 KPA).
    #[serde(default)]
    pub complex: bool,
    /// Whether everything that the application needs came with it (art. 106 ust. 3 u.p.s. counts from then).
    #[serde(default)]
    pub complete: bool,
}

const fn standard() -> Urgency {
    Urgency::Standard
}

/// An intake as far as its body alone tells.
#[derive(Debug)]
pub struct NewIntake {
    /// The body, without what is taken out of it below.
    pub head: IntakeHead,
    /// The people and the household.
    pub parties: Parties,
    /// The evidence, each with its place in the body.
    pub evidence: Vec<(String, Evidence)>,
    /// The applications.
    pub applications: Vec<ApplicationBody>,
}

/// What is noted about an intake as a whole.
#[derive(Debug)]
pub struct IntakeHead {
    /// The way it came.
    pub channel: Channel,
    /// The day it reached the centre.
    pub received_on: Day,
    /// The day it was posted.
    pub posted_on: Option<Day>,
    /// The sending system and its id of the document.
    pub source: Option<(Line<80>, Line<200>)>,
    /// What the registrar notes.
    pub note: Option<Prose<2000>>,
    /// The unit that leads the cases.
    pub org_unit: OrgUnitId,
    /// The digest of what was received.
    pub payload: Option<Digest>,
}

impl RegisterIntakeBody {
    /// Checks everything that the body alone tells. `epuap_files`: whether applications may come through ePUAP.
    ///
    /// # Errors
    /// [`Error::Rule`] with all faults.
    pub fn checked(self, context: &Context, epuap_files: bool) -> Result<NewIntake, Error> {
        let mut faults = Vec::new();
        check_channel(self.channel, epuap_files, &mut faults);
        check_days(self.received_on, self.posted_on, context, &mut faults);
        let source = match (self.source_system, self.external_id) {
            (Some(system), Some(external)) => Some((system, external)),
            (None, None) => None,
            (Some(_), None) => {
                faults.push(half_source("/externalId"));
                None
            }
            (None, Some(_)) => {
                faults.push(half_source("/sourceSystem"));
                None
            }
        };
        for (n, application) in self.applications.iter().enumerate() {
            application.check(&format!("/applications/{n}"), &mut faults);
        }
        let parties = Parties::resolve(self.applicant, self.household, self.received_on, context, &mut faults);
        let mut evidence = Vec::new();
        if let Some(parties) = &parties {
            for (n, body) in self.evidence.into_iter().enumerate() {
                let pointer = format!("/evidence/{n}");
                if let Some(row) = body.checked(parties, &pointer, context, &mut faults) {
                    evidence.push((format!("{pointer}/record"), row));
                }
            }
        }
        let (Some(parties), true) = (parties, faults.is_empty()) else {
            return Err(Error::Rule { code: "rule_violation", faults });
        };
        let head = IntakeHead {
            channel: self.channel,
            received_on: self.received_on,
            posted_on: self.posted_on,
            source,
            note: self.note,
            org_unit: self.org_unit_id,
            payload: self.payload_digest,
        };
        Ok(NewIntake { head, parties, evidence, applications: self.applications })
    }
}

/// Art. 63 § 1 KPA: what an application that comes this way is.
fn check_channel(channel: Channel, epuap_files: bool, faults: &mut Vec<Fault>) {
    let filed = match channel.filing_effect() {
        FilingEffect::Filed => true,
        FilingEffect::Unprocessed => false,
        FilingEffect::CentreDecides => epuap_files,
    };
    if !filed {
        let message = "an application that comes this way is left unprocessed and opens no case";
        let basis = FormalGround::FormNotAllowed.legal_basis();
        faults.push(Fault::new("/channel", "form_not_allowed", message).under(basis));
    }
}

fn check_days(received_on: Day, posted_on: Option<Day>, context: &Context, faults: &mut Vec<Fault>) {
    if received_on.date() > context.today {
        faults.push(Fault::new("/receivedOn", "day_in_future", "expected a day that is not in the future"));
    }
    if posted_on.is_some_and(|posted| posted.date() > received_on.date()) {
        let message = "expected a day that is not after the day of receipt";
        faults.push(Fault::new("/postedOn", "posted_after_receipt", message));
    }
}

fn half_source(pointer: &str) -> Fault {
    Fault::new(pointer, "source_incomplete", "expected the sending system and its id of the document, or neither")
}

impl ApplicationBody {
    fn check(&self, pointer: &str, faults: &mut Vec<Fault>) {
        if self.requested_amount.is_some_and(Money::is_negative) {
            let pointer = format!("{pointer}/requestedAmount");
            faults.push(Fault::new(pointer, "amount_negative", "expected an amount of zero or more"));
        }
        for (n, circumstance) in self.circumstances.iter().enumerate() {
            if self.circumstances.iter().take(n).any(|earlier| earlier == circumstance) {
                let pointer = format!("{pointer}/circumstances/{n}");
                faults.push(Fault::new(pointer, "listed_twice", "expected each circumstance once"));
            }
        }
    }
}

impl IntakeEvidenceBody {
    fn checked(self, parties: &Parties, pointer: &str, context: &Context, faults: &mut Vec<Fault>) -> Option<Evidence> {
        let mut record = self.record;
        let named = record.person_id.is_some() || record.household_id.is_some();
        match self.local_name {
            Some(_) if named => {
                let message = "expected `ref` or an id in `record`, one of them";
                faults.push(Fault::new(format!("{pointer}/ref"), "one_subject", message));
                return None;
            }
            Some(name) => match parties.named(&name) {
                Some(person) => record.person_id = Some(person),
                None => {
                    faults.push(unknown_name(&format!("{pointer}/ref")));
                    return None;
                }
            },
            None if !named => record.household_id = Some(parties.household_id()),
            None => {}
        }
        match record.checked(context).map_err(|error| error.within(&format!("{pointer}/record"))) {
            Ok(evidence) => Some(evidence),
            Err(error) => {
                faults.extend(error.into_faults());
                None
            }
        }
    }
}

/// A name that nobody in the request has.
pub(super) fn unknown_name(pointer: &str) -> Fault {
    Fault::new(pointer, "unknown_reference", "nobody in this request has this name")
}

/// The household of an intake: one on record, or a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HouseholdChoice {
    /// On record.
    Known(HouseholdId),
    /// New, under this id.
    New(HouseholdId),
}
