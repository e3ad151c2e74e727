//! Identities: one type per kind of thing, so that a person's id cannot be passed where a case's belongs.
//!
//! Every id is a UUID (version 7 when it is made here). The domain never makes one: the caller hands it in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not a UUID in the form `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a UUID like `01890a5d-ac96-774b-bcce-b302099a8057`")]
pub struct InvalidId;

/// Reads the hyphenated form only; the other spellings of RFC 9562 would make two texts for one id.
fn parse_hyphenated(text: &str) -> Result<Uuid, InvalidId> {
    if text.len() != 36 {
        return Err(InvalidId);
    }
    Uuid::try_parse(text).map_err(|_syntax| InvalidId)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that the caller made.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_hyphenated(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                super::schema::uuid()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+ };
}

ids! {
    /// A person: applicant, member of a household, payee.
    PersonId;
    /// A household (*gospodarstwo domowe*).
    HouseholdId;
    /// A dated membership of a person in a household.
    MembershipId;
    /// A dated fact about a person: name, address, contact, account.
    FactId;
    /// A row of evidence: income, rent, disability and the like.
    EvidenceId;
    /// An intake: what reached the centre at one time.
    IntakeId;
    /// An application (*wniosek*) for one benefit.
    ApplicationId;
    /// A case (*sprawa*).
    CaseId;
    /// A running time limit.
    ClockId;
    /// An interview (*wywiad środowiskowy*).
    InterviewId;
    /// A calculation of a benefit.
    CalculationId;
    /// An administrative decision (*decyzja administracyjna*).
    DecisionId;
    /// An award that follows from a decision.
    AwardId;
    /// One month of an award's schedule.
    AwardLineId;
    /// A payment list (*lista wypłat*).
    PaymentListId;
    /// A payment: one line of a payment list.
    PaymentId;
    /// An organisational unit (*komórka organizacyjna*).
    OrgUnitId;
    /// A district (*rejon opiekuńczy*).
    DistrictId;
    /// An employee of the centre.
    EmployeeId;
    /// A user who can log in.
    UserId;
    /// A role that a user holds or held.
    RoleGrantId;
    /// A log-in session.
    SessionId;
    /// A benefit type of the centre's catalogue.
    BenefitTypeId;
    /// A class of the file plan (*klasa jednolitego rzeczowego wykazu akt*).
    FilePlanClassId;
    /// A row of the journal.
    JournalId;
    /// A request to the service.
    RequestId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        let text = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(text.parse::<PersonId>().unwrap().to_string(), text);
        for wrong in [
            "",
            "01890a5dac96774bbcceb302099a8057",
            "{01890a5d-ac96-774b-bcce-b302099a8057}",
            "x1890a5d-ac96-774b-bcce-b302099a8057",
        ] {
            assert_eq!(wrong.parse::<PersonId>(), Err(InvalidId), "{wrong}");
        }
    }
}
