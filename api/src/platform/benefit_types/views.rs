//! Bodies and views of benefit types.

use domain::kernel::code::CodeText;
use domain::kernel::day::Day;
use domain::kernel::ids::BenefitTypeId;
use domain::kernel::text::Line;
use domain::platform::benefit_type::{
    BenefitType, BenefitTypeContent, BenefitTypeEvent, BenefitTypeState, IncomeView, TaskKind,
};
use domain::platform::file_plan::ClassSymbol;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::error::Error;
use crate::http::page::{CursorText, page_of};
use crate::http::range;

/// What a benefit type says; the same for creating and for replacing.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BenefitTypeBody {
    /// The code; types with one code follow each other in time.
    #[schema(inline, example = "zasilek_okresowy")]
    pub code: CodeText,
    /// The name.
    #[schema(inline, example = "Zasiłek okresowy")]
    pub label: Line<200>,
    /// The provision it is granted under.
    #[schema(inline, example = "art. 38 u.p.s.")]
    pub legal_basis: Line<200>,
    /// Whose task it is.
    pub task_kind: TaskKind,
    /// Who pays for it, in words.
    #[schema(inline, example = "dotacja celowa z budżetu państwa")]
    pub funding: Line<300>,
    /// Whether it is granted by a decision.
    pub needs_decision: bool,
    /// Whether an interview comes first.
    pub needs_interview: bool,
    /// Under which act's rules income is found.
    pub income_view: IncomeView,
    /// The class of the file plan that its cases are opened in.
    pub file_plan_class: ClassSymbol,
    /// The first day on which it can be granted.
    pub valid_from: Day,
    /// The last day; without it, the type stays open.
    pub valid_to: Option<Day>,
}

/// The end of a benefit type.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetireBenefitTypeBody {
    /// The first day on which it is not granted any more.
    pub on: Day,
}

/// A benefit type.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BenefitTypeView {
    /// Its id.
    pub id: BenefitTypeId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// Where it stands.
    pub state: BenefitTypeState,
    /// What may be done with it now.
    pub allowed_transitions: Vec<BenefitTypeEvent>,
    /// The code; types with one code follow each other in time.
    #[schema(inline, example = "zasilek_okresowy")]
    pub code: CodeText,
    /// The name.
    #[schema(inline, example = "Zasiłek okresowy")]
    pub label: Line<200>,
    /// The provision it is granted under.
    #[schema(inline, example = "art. 38 u.p.s.")]
    pub legal_basis: Line<200>,
    /// Whose task it is.
    pub task_kind: TaskKind,
    /// Who pays for it, in words.
    #[schema(inline, example = "dotacja celowa z budżetu państwa")]
    pub funding: Line<300>,
    /// Whether it is granted by a decision.
    pub needs_decision: bool,
    /// Whether an interview comes first.
    pub needs_interview: bool,
    /// Under which act's rules income is found.
    pub income_view: IncomeView,
    /// The class of the file plan that its cases are opened in.
    pub file_plan_class: ClassSymbol,
    /// The first day on which it can be granted.
    pub valid_from: Day,
    /// The last day; absent while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
}

impl BenefitTypeBody {
    /// The content as the domain knows it.
    ///
    /// # Errors
    /// [`Error::Rule`] for an empty validity.
    pub fn into_content(self) -> Result<BenefitTypeContent, Error> {
        Ok(BenefitTypeContent {
            code: self.code,
            label: self.label,
            legal_basis: self.legal_basis,
            task_kind: self.task_kind,
            funding: self.funding,
            needs_decision: self.needs_decision,
            needs_interview: self.needs_interview,
            income_view: self.income_view,
            class: self.file_plan_class,
            valid: range::closed(self.valid_from, self.valid_to, "/validTo")?,
        })
    }
}

impl From<BenefitType> for BenefitTypeView {
    fn from(kind: BenefitType) -> Self {
        let content = kind.content;
        Self {
            id: kind.id,
            version: kind.version,
            state: kind.state,
            allowed_transitions: kind.state.allowed(),
            code: content.code,
            label: content.label,
            legal_basis: content.legal_basis,
            task_kind: content.task_kind,
            funding: content.funding,
            needs_decision: content.needs_decision,
            needs_interview: content.needs_interview,
            income_view: content.income_view,
            file_plan_class: content.class,
            valid_from: content.valid.from().into(),
            valid_to: content.valid.last().map(Day::from),
        }
    }
}

impl Representation for BenefitTypeView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of benefit types in the order of their codes.
    BenefitTypePage,
    BenefitTypeView
);

/// Which benefit types.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BenefitTypeQuery {
    /// Only those in this state.
    #[param(inline)]
    pub state: Option<BenefitTypeState>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
