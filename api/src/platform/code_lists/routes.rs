//! `/code-lists`.

use actix_web::get;
use utoipa_actix_web::service_config::ServiceConfig;

use super::registry::LISTS;
use super::views::{CodeListSummary, CodeListView, CodeListsView, LabelView};
use crate::http::allowed::LoggedIn;
use crate::http::answer::Plain;
use crate::http::error::Error;
use crate::http::params::{NamedPart, PathPart};

/// The name of a list in the path.
struct ListName(String);

impl std::str::FromStr for ListName {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl NamedPart for ListName {
    const NAME: &'static str = "list";
}

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_code_lists).service(read_code_list);
}

/// List code lists.
///
/// The names of all closed lists of codes that bodies and filters use.
#[utoipa::path(tag = "platform", responses((status = 200, body = CodeListsView, description = "The lists")))]
#[get("/code-lists")]
async fn list_code_lists(_me: LoggedIn) -> Plain<CodeListsView> {
    let summary = |name, label: &str| CodeListSummary { list: name, label: LabelView { pl: label.to_owned() } };
    Plain(CodeListsView { items: LISTS.iter().map(|list| summary(list.name, list.label)).collect() })
}

/// Read a code list.
///
/// Each code with its Polish label and, where it stands for a provision, the provision.
#[utoipa::path(tag = "platform", params(("list" = String, Path, description = "The name of the list", example = "payment-methods")), responses((status = 200, body = CodeListView, description = "The list")))]
#[get("/code-lists/{list}")]
async fn read_code_list(_me: LoggedIn, list: PathPart<ListName>) -> Result<Plain<CodeListView>, Error> {
    let found = LISTS.iter().find(|known| known.name == list.0.0).ok_or(Error::NotFound)?;
    Ok(Plain(found.view()))
}
