//! `/law`.

use actix_web::get;
use domain::benefits::circumstance::Circumstance;
use domain::benefits::income_kind::IncomeKinds;
use domain::benefits::law_book::LawBook;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{
    CircumstanceList, CircumstanceView, IncomeKindList, IncomeKindView, LawDayQuery, LawParameterList, LawParameterView,
};
use crate::http::allowed::LoggedIn;
use crate::http::answer::Plain;
use crate::http::params::Query;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(list_law_parameters).service(list_income_kinds).service(list_circumstances);
}

/// List statutory parameters.
///
/// Every amount, percentage and limit that the rules use, with all its dated values: the act that set each, where it
/// was read and how sure it is. With `asOf` only the value in force on that day, and only parameters that have one.
#[utoipa::path(tag = "benefits", params(LawDayQuery), responses((status = 200, body = LawParameterList, description = "The parameters, ordered by id")))]
#[get("/law/parameters")]
async fn list_law_parameters(_who: LoggedIn, query: Query<LawDayQuery>) -> Plain<LawParameterList> {
    let book = LawBook::embedded();
    let items = book.parameters().map(|parameter| LawParameterView::new(book, parameter));
    Plain(LawParameterList {
        items: match query.0.as_of {
            None => items.collect(),
            Some(day) => items.filter_map(|parameter| parameter.on(day)).collect(),
        },
    })
}

/// List kinds of income.
///
/// What art. 8 u.p.s. makes of each kind, from day to day: counted, not counted, or under a rule of its own. With
/// `asOf` only the period of that day.
#[utoipa::path(tag = "benefits", params(LawDayQuery), responses((status = 200, body = IncomeKindList, description = "The kinds, ordered by code")))]
#[get("/law/income-kinds")]
async fn list_income_kinds(_who: LoggedIn, query: Query<LawDayQuery>) -> Plain<IncomeKindList> {
    let items = IncomeKinds::embedded().iter().map(|entry| IncomeKindView::new(entry, query.0.as_of));
    Plain(IncomeKindList { items: items.collect() })
}

/// List circumstances.
///
/// The circumstances of art. 7 u.p.s. for which help is given, in the order of the article. Poverty alone opens no
/// money benefit (art. 8 ust. 1).
#[utoipa::path(tag = "benefits", responses((status = 200, body = CircumstanceList, description = "The circumstances, in the order of the article")))]
#[get("/law/circumstances")]
async fn list_circumstances(_who: LoggedIn) -> Plain<CircumstanceList> {
    Plain(CircumstanceList { items: Circumstance::ALL.iter().copied().map(CircumstanceView::from).collect() })
}
