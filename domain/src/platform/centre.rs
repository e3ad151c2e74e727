//! The centre itself: what decisions, letters and bank files say about who issues them.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::codes::codes;
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::nrb::Nrb;
use crate::kernel::text::Line;

/// The head of the centre decides by authorisation of the mayor; ust. 8 lets others do so at the head's request.
pub const ART_110_UST_7: LegalBasis = LegalBasis::new("art. 110 ust. 7 u.p.s.");

/// The identity of the centre: a service has one.
pub const CENTRE: Uuid = Uuid::from_u128(1);

codes! {
    /// What kind of centre it is.
    pub enum CentreKind {
        Mops = "mops", "Miejski Ośrodek Pomocy Społecznej";
        Mgops = "mgops", "Miejsko-Gminny Ośrodek Pomocy Społecznej";
        Ops = "ops", "Ośrodek Pomocy Społecznej";
        Gops = "gops", "Gminny Ośrodek Pomocy Społecznej";
        Cus = "cus", "Centrum Usług Społecznych";
    }
}

/// The written authorisation under which the head decides (art. 110 ust. 7 u.p.s.).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authorisation {
    /// Its number.
    pub number: Line<60>,
    /// The day it was given.
    pub given_on: NaiveDate,
}

/// The profile of the centre.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Centre {
    /// Counts changes.
    pub version: i64,
    /// What kind of centre it is.
    pub kind: CentreKind,
    /// Its full name.
    pub name: Line<200>,
    /// The lines of its address, as letters print them; one to four.
    pub address: Vec<Line<100>>,
    /// The town that dates of decisions are headed with.
    pub city: Line<100>,
    /// The body that decides, for example `Burmistrz Miasta`.
    pub authority: Line<200>,
    /// The authorisation of the head.
    pub authorisation: Authorisation,
    /// The body that hears appeals: the *samorządowe kolegium odwoławcze*.
    pub appeal_body: Line<200>,
    /// The account that benefits are paid from.
    pub payer_account: Nrb,
    /// Telephone.
    pub phone: Option<Line<40>>,
    /// E-mail.
    pub email: Option<Line<254>>,
}
