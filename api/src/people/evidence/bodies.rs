//! Bodies of evidence: flat, and checked against what their kind needs.

use chrono::NaiveDate;
use domain::benefits::income_kind::{IncomeKind, IncomeKinds};
use domain::kernel::code::CodeText;
use domain::kernel::context::Context;
use domain::kernel::day::{Day, DayRange, YearMonth};
use domain::kernel::ids::{EvidenceId, HouseholdId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::text::Line;
use domain::people::evidence::disability::DisabilityRuling;
use domain::people::evidence::income::Deductions;
use domain::people::evidence::record::{About, Content, Evidence};
use domain::people::evidence::{EvidenceKind, EvidenceSource, Standing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::error::{Error, Fault};
use crate::people::times::range;

/// Evidence to record. Which fields it needs depends on its kind:
/// income: `personId`, `month` (and `monthTo`), `incomeKind`, `amount`, and `deductions`;
/// rent: `amount`; disability: `personId`, `ruling`; employment, schooling, health: `note`; property: `note`.
/// All but income hold `from` a day (and `to` another).
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordEvidenceBody {
    /// What it is about.
    pub kind: EvidenceKind,
    /// About whom; this or the household.
    pub person_id: Option<PersonId>,
    /// About which household; this or the person.
    pub household_id: Option<HouseholdId>,
    /// The month of the receipts, or the first of several with the same.
    pub month: Option<YearMonth>,
    /// The last of the months.
    pub month_to: Option<YearMonth>,
    /// The first day it holds; today when absent.
    pub from: Option<Day>,
    /// The last day it holds; open when absent.
    pub to: Option<Day>,
    /// The kind of income, a code of the list of income kinds.
    pub income_kind: Option<CodeText>,
    /// Receipts of a month, the rent of a month, or the value of property.
    pub amount: Option<Money>,
    /// What is taken off the receipts of a month.
    pub deductions: Option<Deductions>,
    /// The ruling on disability or incapacity.
    pub ruling: Option<DisabilityRuling>,
    /// What it says.
    #[schema(inline)]
    pub note: Option<Line<500>>,
    /// Where it comes from.
    pub source: EvidenceSource,
    /// The document, as the file names it.
    #[schema(inline, example = "zaświadczenie pracodawcy z 3.11.2026")]
    pub document: Option<Line<200>>,
}

/// Collects what a kind needs and what it does not take.
struct Needs<'a> {
    faults: &'a mut Vec<Fault>,
}

impl Needs<'_> {
    fn field<T>(&mut self, pointer: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.faults.push(Fault::new(pointer, "required_for_kind", "expected this field for evidence of this kind"));
        }
        value
    }

    fn none(&mut self, fields: &[(&str, bool)]) {
        for (pointer, _) in fields.iter().filter(|(_, given)| *given) {
            self.faults.push(Fault::new(*pointer, "not_for_kind", "expected no such field for evidence of this kind"));
        }
    }

    fn amount(&mut self, pointer: &str, amount: Money) {
        if amount.is_negative() {
            self.faults.push(Fault::new(pointer, "amount_negative", "expected an amount of zero or more"));
        }
    }
}

impl RecordEvidenceBody {
    /// The evidence.
    ///
    /// # Errors
    /// [`Error::Rule`] with all faults.
    pub fn checked(self, context: &Context) -> Result<Evidence, Error> {
        let mut faults = Vec::new();
        let about = self.about(&mut faults);
        let range = match self.kind {
            EvidenceKind::Income => self.months(context.today, &mut faults),
            EvidenceKind::Rent
            | EvidenceKind::Disability
            | EvidenceKind::Employment
            | EvidenceKind::Schooling
            | EvidenceKind::Health
            | EvidenceKind::Property => self.days(context.today, &mut faults),
        };
        let content = self.content(&mut faults);
        match (about, range, content) {
            (Some(about), Some(range), Some(content)) if faults.is_empty() => Ok(Evidence {
                id: EvidenceId::new(context.ids.next()),
                version: 1,
                about,
                content,
                source: self.source,
                document: self.document,
                standing: Standing::recorded(),
                range,
            }),
            _ => Err(Error::Rule { code: "rule_violation", faults }),
        }
    }

    fn about(&self, faults: &mut Vec<Fault>) -> Option<About> {
        match (self.person_id, self.household_id) {
            (Some(person), None) => Some(About::Person(person)),
            (None, Some(household)) => {
                if matches!(self.kind, EvidenceKind::Income | EvidenceKind::Disability) {
                    faults.push(Fault::new("/householdId", "person_only", "expected a person for this kind"));
                }
                Some(About::Household(household))
            }
            (None, None) | (Some(_), Some(_)) => {
                faults.push(Fault::new("/personId", "one_subject", "expected a person or a household, one of them"));
                None
            }
        }
    }

    fn months(&self, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<DayRange> {
        let mut needs = Needs { faults };
        needs.none(&[("/from", self.from.is_some()), ("/to", self.to.is_some())]);
        let first = needs.field("/month", self.month);
        let given = [("/month", self.month), ("/monthTo", self.month_to)];
        for (pointer, _) in given.iter().filter(|(_, month)| month.is_some_and(|month| month > YearMonth::of(today))) {
            faults.push(Fault::new(*pointer, "month_in_future", "expected a month that is not in the future"));
        }
        let last = self.month_to.or(first)?.last_day();
        let range = DayRange::closed(first?.first_day(), Some(last));
        range.map_err(|wrong| faults.push(Fault::new("/monthTo", "range", wrong))).ok()
    }

    fn days(&self, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<DayRange> {
        Needs { faults }.none(&[("/month", self.month.is_some()), ("/monthTo", self.month_to.is_some())]);
        range(self.from, self.to, today, "", faults)
    }

    fn content(&self, faults: &mut Vec<Fault>) -> Option<Content> {
        let note = self.note.clone();
        let mut needs = Needs { faults };
        if self.kind != EvidenceKind::Income {
            needs.none(&[("/incomeKind", self.income_kind.is_some()), ("/deductions", self.deductions.is_some())]);
        }
        if self.kind != EvidenceKind::Disability {
            needs.none(&[("/ruling", self.ruling.is_some())]);
        }
        if let Some(amount) = self.amount {
            needs.amount("/amount", amount);
        }
        match self.kind {
            EvidenceKind::Income => self.income(needs),
            EvidenceKind::Rent => {
                needs.none(&[("/note", note.is_some())]);
                needs.field("/amount", self.amount).map(|amount| Content::Rent { amount })
            }
            EvidenceKind::Disability => {
                needs.none(&[("/amount", self.amount.is_some())]);
                needs.field("/ruling", self.ruling).map(|ruling| Content::Disability { ruling, note })
            }
            EvidenceKind::Employment => {
                needs.none(&[("/amount", self.amount.is_some())]);
                needs.field("/note", note).map(|note| Content::Employment { note })
            }
            EvidenceKind::Schooling => {
                needs.none(&[("/amount", self.amount.is_some())]);
                needs.field("/note", note).map(|note| Content::Schooling { note })
            }
            EvidenceKind::Health => {
                needs.none(&[("/amount", self.amount.is_some())]);
                needs.field("/note", note).map(|note| Content::Health { note })
            }
            EvidenceKind::Property => {
                needs.field("/note", note).map(|note| Content::Property { note, value: self.amount })
            }
        }
    }

    fn income(&self, mut needs: Needs<'_>) -> Option<Content> {
        needs.none(&[("/note", self.note.is_some())]);
        let received = needs.field("/amount", self.amount);
        let kind = needs.field("/incomeKind", self.income_kind.clone());
        let deductions = self.deductions.unwrap_or_default();
        for (pointer, amount) in [
            ("/deductions/tax", deductions.tax),
            ("/deductions/costsOfEarning", deductions.costs_of_earning),
            ("/deductions/healthContribution", deductions.health_contribution),
            ("/deductions/socialContributions", deductions.social_contributions),
            ("/deductions/maintenancePaid", deductions.maintenance_paid),
        ] {
            needs.amount(pointer, amount);
        }
        if let (Some(kind), Some(month)) = (&kind, self.month)
            && !is_known(kind, month)
        {
            let message = "expected a code of the list of income kinds";
            needs.faults.push(Fault::new("/incomeKind", "unknown_income_kind", message));
        }
        Some(Content::Income { kind: kind?, received: received?, deductions })
    }
}

/// Whether the list of income kinds has a code in a month.
fn is_known(kind: &CodeText, month: YearMonth) -> bool {
    let code = kind.as_str().parse::<IncomeKind>().ok();
    let entry = code.and_then(|code| IncomeKinds::embedded().find(&code));
    entry.is_some_and(|entry| entry.on(month.first_day()).is_some())
}

/// Why evidence is doubted or withdrawn.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonBody {
    /// In words.
    #[schema(inline, example = "kwota sprzeczna z zaświadczeniem")]
    pub reason: Line<500>,
}
