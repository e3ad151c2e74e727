//! What callers say about a decision.

use domain::decisions::content::Extent;
use domain::decisions::decision::DecisionKind;
use domain::decisions::finality::facts::DeliveryWay;
use domain::kernel::day::Day;
use domain::kernel::ids::{CalculationId, FactId};
use domain::kernel::text::{Line, Prose};
use domain::payments::payment::PaymentMethod;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// A decision to draft from a calculation, or to draft anew after it was given back.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionBody {
    /// The calculation it follows; one decision follows a calculation.
    pub calculation_id: CalculationId,
    /// What it does; told from the calculation when it is left out. Where the law would grant, a refusal gives
    /// `refusalReasons`.
    pub kind: Option<DecisionKind>,
    /// How far a grant meets the request; told from the amount applied for when it is left out. `in_full` is refused
    /// where less is granted than was applied for.
    pub extent: Option<Extent>,
    /// What a purpose-bound benefit is for; what the application demands when it is left out.
    #[schema(inline, example = "zakup opału")]
    pub purpose: Option<Line<300>>,
    /// Why the benefit is refused, besides what the calculation found.
    #[serde(default)]
    #[validate(length(max = 10, message = "expected at most 10 reasons"))]
    #[schema(inline, max_items = 10)]
    pub refusal_reasons: Vec<Line<500>>,
    /// Reasons in the author's own words; what is left out is drafted from the calculation.
    #[serde(default)]
    pub reasons: ReasonsBody,
    /// Leaves the reasons out, for a request that is granted in full (art. 107 § 4 KPA): the decision is then final at
    /// once and nobody may appeal (art. 127 § 1a KPA).
    #[serde(default)]
    pub leave_out_reasons: bool,
    /// How a grant is paid; a refusal has none.
    pub terms: Option<TermsBody>,
    /// The day the last required document was there, where the application has not been found complete yet; not
    /// after today.
    pub complete_on: Option<Day>,
}

/// Reasons in the author's own words.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonsBody {
    /// The facts found and the evidence relied on.
    #[schema(inline)]
    pub factual: Option<Prose<20000>>,
    /// The provisions and why they lead to the ruling.
    #[schema(inline)]
    pub legal: Option<Prose<20000>>,
}

/// From when to when a benefit is due, and how it is paid.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TermsBody {
    /// The first day of the right; the first of the month of the complete application when it is left out
    /// (art. 106 ust. 3 u.p.s.). A monthly benefit that meets the request in full begins no later, and none more than a
    /// year ahead.
    pub from: Option<Day>,
    /// The last day of the right; open when it is left out. `zasilek_okresowy` needs it (art. 38 ust. 5 u.p.s.); a
    /// benefit that is paid once ends with the month it begins in.
    pub to: Option<Day>,
    /// How the money reaches the person.
    #[schema(example = "cash_desk")]
    pub method: PaymentMethod,
    /// The account of the person, by the id of its record; goes with the method `account`.
    #[schema(example = json!(null))]
    pub account_id: Option<FactId>,
}

/// Why a decision is given back.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReturnBody {
    /// What is to be changed.
    #[schema(inline, example = "Proszę opisać, z czego wynika przyznany okres.")]
    pub note: Prose<2000>,
}

/// How a decision was sent and delivered; both at once, or one after the other.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryBody {
    /// The day it was sent.
    pub dispatched_on: Option<Day>,
    /// The day of handing over, opening or refusal; for `fikcja_pocztowa` that of the first notice, for
    /// `fikcja_elektroniczna` that of arrival in the box. Goes with `way`.
    pub delivered_on: Option<Day>,
    /// How it reached the party.
    #[schema(example = "doreczenie")]
    pub way: Option<DeliveryWay>,
}
