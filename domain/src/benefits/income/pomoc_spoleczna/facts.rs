//! What art. 8 u.p.s. is applied to: persons, their receipts, the purpose; and the income that comes out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::benefits::income_kind::IncomeKind;
use crate::benefits::law_book::LawOn;
use crate::benefits::parameter::NotInForce;
use crate::kernel::day::YearMonth;
use crate::kernel::ids::{EvidenceId, PersonId};
use crate::kernel::money::{Exact, Money};
use crate::kernel::text::Prose;
use crate::kernel::trace::Origin;

/// What the income is set for: some kinds are counted for one purpose and not for another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purpose {
    /// *Zasiłek stały*.
    ZasilekStaly,
    /// *Zasiłek okresowy*.
    ZasilekOkresowy,
    /// Another money benefit of the act.
    InneSwiadczeniePieniezne,
    /// The fee of relatives for a care home (art. 61 ust. 2 pkt 2).
    OplataRodzinyZaDps,
    /// Any other fee or benefit, among them the resident's own fee for a care home.
    SwiadczenieNiepieniezneLubOplata,
}

impl Purpose {
    /// Art. 8 ust. 4a: *świadczenie uzupełniające* is left out for money benefits and the relatives' fee only.
    pub(super) const fn leaves_out_swiadczenie_uzupelniajace(self) -> bool {
        match self {
            Self::ZasilekStaly | Self::ZasilekOkresowy | Self::InneSwiadczeniePieniezne | Self::OplataRodzinyZaDps => {
                true
            }
            Self::SwiadczenieNiepieniezneLubOplata => false,
        }
    }

    /// Art. 37 ust. 6: *zasiłek okresowy* is left out for *zasiłek stały* only.
    pub(super) const fn leaves_out_zasilek_okresowy(self) -> bool {
        match self {
            Self::ZasilekStaly => true,
            Self::ZasilekOkresowy
            | Self::InneSwiadczeniePieniezne
            | Self::OplataRodzinyZaDps
            | Self::SwiadczenieNiepieniezneLubOplata => false,
        }
    }

    /// Art. 10 ust. 1: children in foster care are left out of the family for *zasiłek stały* and *okresowy*.
    pub(super) const fn leaves_out_foster_care(self) -> bool {
        match self {
            Self::ZasilekStaly | Self::ZasilekOkresowy => true,
            Self::InneSwiadczeniePieniezne | Self::OplataRodzinyZaDps | Self::SwiadczenieNiepieniezneLubOplata => false,
        }
    }
}

/// Art. 8 ust. 3 pkt 1-3: what is taken off receipts, złoty in the month of the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Deductions {
    /// Monthly income tax.
    pub income_tax: Money,
    /// Costs of earning; taken off since 2021-05-30.
    pub costs_of_earning: Money,
    /// Health insurance contributions.
    pub health_insurance: Money,
    /// Social insurance contributions.
    pub social_insurance: Money,
    /// Maintenance paid to other persons.
    pub maintenance_paid: Money,
}

/// An official's ruling that one row counts or does not, against its class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassOverride {
    /// Whether the row counts as income.
    pub counted: bool,
    /// Why.
    pub reason: Prose<500>,
}

/// One receipt of one month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncomeRow {
    /// The evidence behind it, when it is in the file.
    pub evidence: Option<EvidenceId>,
    /// The kind of income.
    pub kind: IncomeKind,
    /// The month in which it was received.
    pub month: YearMonth,
    /// The receipt before deductions, or the net amount when the deductions are zero.
    pub amount: Money,
    /// What is taken off.
    pub deductions: Deductions,
    /// A ruling against the class of the kind.
    pub class_override: Option<ClassOverride>,
}

impl IncomeRow {
    /// A row without deductions, ruling or evidence.
    #[must_use]
    pub fn net(kind: IncomeKind, month: YearMonth, amount: Money) -> Self {
        Self { evidence: None, kind, month, amount, deductions: Deductions::default(), class_override: None }
    }

    pub(super) fn origin(&self) -> Origin {
        self.evidence.map_or(Origin::Fact, |id| Origin::Evidence { ids: vec![id] })
    }
}

/// Where a person's income is taken from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PersonIncome {
    /// An income that is already set, złoty a month.
    Declared(Money),
    /// Receipts of which the law makes an income.
    Rows(Vec<IncomeRow>),
}

/// A person of a household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Receipts or a set income.
    pub income: PersonIncome,
    /// Whether income was lost, so that the month of the application is the reference month.
    pub income_lost: bool,
    /// Whether the person is a child in foster care or a former ward (art. 10 ust. 1).
    pub foster_care: bool,
}

/// How people live: alone, or in a family (art. 6 pkt 10 and 14).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AssessedHouseholdKind))]
#[serde(rename_all = "snake_case")]
pub enum HouseholdKind {
    /// A one-person household.
    OsobaSamotnieGospodarujaca,
    /// Persons who live and keep house together.
    Rodzina,
}

/// Why an income cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IncomeError {
    /// The law has no value for the day.
    #[error(transparent)]
    NotInForce(#[from] NotInForce),
    /// The kind is not on the list.
    #[error("income kind `{kind}` is unknown")]
    UnknownKind {
        /// The kind.
        kind: IncomeKind,
    },
    /// The kind has a rule of its own that needs more than an amount; an official may rule on the row.
    #[error("income kind `{kind}` has a special rule and cannot be counted from an amount alone")]
    SpecialRule {
        /// The kind.
        kind: IncomeKind,
    },
    /// An amount or a deduction is below zero.
    #[error("expected amounts that are not below zero, found `{0}`")]
    Negative(Money),
    /// A household of one has other than one person, a family fewer than two, or the applicant is not in it.
    #[error("expected one person living alone or at least two in a family, with the applicant among them")]
    Household,
}

/// What the income is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'b> {
    /// The day of the application.
    pub application_on: NaiveDate,
    /// The purpose.
    pub purpose: Purpose,
    /// The law of the day of the decision.
    pub law: LawOn<'b>,
}

/// The income of a household, exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HouseholdIncome {
    /// How the people live.
    pub kind: HouseholdKind,
    /// How many persons count.
    pub persons: u32,
    /// The applicant's own income a month.
    pub applicant: Exact,
    /// The income of all a month; of a person living alone, the same as the applicant's.
    pub total: Exact,
}

impl HouseholdIncome {
    /// Art. 6 pkt 3: the income of the family divided by its persons, never rounded.
    #[must_use]
    pub fn per_person(&self) -> Exact {
        self.total.split(self.persons).unwrap_or(self.total)
    }
}
