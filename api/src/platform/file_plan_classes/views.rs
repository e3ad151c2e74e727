//! Bodies and views of classes of the file plan.

use domain::kernel::day::Day;
use domain::kernel::ids::FilePlanClassId;
use domain::kernel::text::Line;
use domain::platform::file_plan::{ArchivalCategory, ClassSymbol, FilePlanClass};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// What a class is made of; the same for creating and for replacing.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FilePlanClassBody {
    /// The symbol: digits only.
    pub symbol: ClassSymbol,
    /// The title.
    #[schema(inline, example = "Zasiłki okresowe")]
    pub title: Line<300>,
    /// How long its material is kept.
    pub category: ArchivalCategory,
    /// The first day on which cases may be opened in it.
    pub valid_from: Day,
    /// The last day; without it, the class stays open.
    pub valid_to: Option<Day>,
}

/// A class of the file plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FilePlanClassView {
    /// Its id.
    pub id: FilePlanClassId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The symbol: digits only.
    pub symbol: ClassSymbol,
    /// The title.
    #[schema(inline, example = "Zasiłki okresowe")]
    pub title: Line<300>,
    /// How long its material is kept.
    pub category: ArchivalCategory,
    /// The first day on which cases may be opened in it.
    pub valid_from: Day,
    /// The last day; absent while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
}

impl From<FilePlanClass> for FilePlanClassView {
    fn from(class: FilePlanClass) -> Self {
        Self {
            id: class.id,
            version: class.version,
            symbol: class.symbol,
            title: class.title,
            category: class.category,
            valid_from: class.valid.from().into(),
            valid_to: class.valid.last().map(Day::from),
        }
    }
}

impl Representation for FilePlanClassView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of classes in the order of their symbols.
    FilePlanClassPage,
    FilePlanClassView
);

/// Which classes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FilePlanClassQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
