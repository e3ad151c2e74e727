//! Body and view of the centre's profile.

use domain::kernel::day::Day;
use domain::kernel::nrb::Nrb;
use domain::kernel::text::Line;
use domain::platform::centre::{Authorisation, Centre, CentreKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::error::Error;
use crate::http::numbers::NrbText;

/// The authorisation of the head of the centre (art. 110 ust. 7 u.p.s.).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorisationBody {
    /// Its number.
    #[schema(inline, example = "OR.0052.12.2026")]
    pub number: Line<60>,
    /// The day it was given.
    pub given_on: Day,
}

/// The profile of the centre: what decisions, letters and bank files say about who issues them.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CentreBody {
    /// What kind of centre it is.
    pub kind: CentreKind,
    /// Its full name.
    #[schema(inline, example = "Miejski Ośrodek Pomocy Społecznej w Przykładowie")]
    pub name: Line<200>,
    /// The lines of its address, as letters print them.
    #[validate(length(min = 1, max = 4, message = "expected one to four lines"))]
    #[schema(inline, min_items = 1, max_items = 4, example = json!(["ul. Przykładowa 1", "00-000 Przykładowo"]))]
    pub address: Vec<Line<100>>,
    /// The town that dates of decisions are headed with.
    #[schema(inline, example = "Przykładowo")]
    pub city: Line<100>,
    /// The body that decides and that the head acts for.
    #[schema(inline, example = "Burmistrz Przykładowa")]
    pub authority: Line<200>,
    /// The authorisation of the head.
    pub authorisation: AuthorisationBody,
    /// The body that hears appeals.
    #[schema(inline, example = "Samorządowe Kolegium Odwoławcze w Przykładowie")]
    pub appeal_body: Line<200>,
    /// The account that benefits are paid from.
    #[schema(inline)]
    pub payer_account: NrbText,
    /// Telephone.
    #[schema(inline, example = "32 000 00 00")]
    pub phone: Option<Line<40>>,
    /// E-mail.
    #[schema(inline, example = "sekretariat@example.org")]
    pub email: Option<Line<254>>,
}

/// The profile of the centre with its version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CentreView {
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// What kind of centre it is.
    pub kind: CentreKind,
    /// Its full name.
    #[schema(inline, example = "Miejski Ośrodek Pomocy Społecznej w Przykładowie")]
    pub name: Line<200>,
    /// The lines of its address, as letters print them.
    #[schema(inline, min_items = 1, max_items = 4, example = json!(["ul. Przykładowa 1", "00-000 Przykładowo"]))]
    pub address: Vec<Line<100>>,
    /// The town that dates of decisions are headed with.
    #[schema(inline, example = "Przykładowo")]
    pub city: Line<100>,
    /// The body that decides and that the head acts for.
    #[schema(inline, example = "Burmistrz Przykładowa")]
    pub authority: Line<200>,
    /// The authorisation of the head.
    pub authorisation: AuthorisationBody,
    /// The body that hears appeals.
    #[schema(inline, example = "Samorządowe Kolegium Odwoławcze w Przykładowie")]
    pub appeal_body: Line<200>,
    /// The account that benefits are paid from.
    pub payer_account: Nrb,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline, example = "32 000 00 00")]
    pub phone: Option<Line<40>>,
    /// E-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline, example = "sekretariat@example.org")]
    pub email: Option<Line<254>>,
}

impl CentreBody {
    /// The profile, in its first version.
    ///
    /// # Errors
    /// [`Error::Rule`] for an account whose check digits do not agree.
    pub fn checked(self) -> Result<Centre, Error> {
        let mut faults = Vec::new();
        let payer_account = self.payer_account.checked("/payerAccount", &mut faults);
        let Some(payer_account) = payer_account else { return Err(Error::Rule { code: "rule_violation", faults }) };
        Ok(Centre {
            version: 1,
            kind: self.kind,
            name: self.name,
            address: self.address,
            city: self.city,
            authority: self.authority,
            authorisation: Authorisation {
                number: self.authorisation.number,
                given_on: self.authorisation.given_on.date(),
            },
            appeal_body: self.appeal_body,
            payer_account,
            phone: self.phone,
            email: self.email,
        })
    }
}

impl From<Centre> for CentreView {
    fn from(centre: Centre) -> Self {
        let Authorisation { number, given_on } = centre.authorisation;
        Self {
            version: centre.version,
            kind: centre.kind,
            name: centre.name,
            address: centre.address,
            city: centre.city,
            authority: centre.authority,
            authorisation: AuthorisationBody { number, given_on: given_on.into() },
            appeal_body: centre.appeal_body,
            payer_account: centre.payer_account,
            phone: centre.phone,
            email: centre.email,
        }
    }
}

impl Representation for CentreView {
    fn version(&self) -> i64 {
        self.version
    }
}
