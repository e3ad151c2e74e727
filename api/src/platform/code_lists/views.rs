//! Views of code lists.

use serde::Serialize;
use utoipa::ToSchema;

/// A text in the languages it exists in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabelView {
    /// Polish.
    #[schema(example = "Rachunek bankowy")]
    pub pl: String,
}

/// A code of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeView {
    /// The code, as bodies and filters write it.
    #[schema(example = "account")]
    pub code: String,
    /// What people read.
    pub label: LabelView,
    /// The provision it stands for, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "art. 98 § 1 KPA")]
    pub legal_basis: Option<String>,
}

/// A code list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeListView {
    /// The name of the list.
    #[schema(example = "payment-methods")]
    pub list: &'static str,
    /// What the list is of.
    pub label: LabelView,
    /// Its codes, in the order in which they are shown.
    pub items: Vec<CodeView>,
}

/// The name of a code list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeListSummary {
    /// The name, the last part of its path.
    #[schema(example = "payment-methods")]
    pub list: &'static str,
    /// What the list is of.
    pub label: LabelView,
}

/// The code lists there are.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeListsView {
    /// Each list, in the order of the names.
    pub items: Vec<CodeListSummary>,
}
