//! Views of awards.

use std::collections::HashMap;

use domain::kernel::day::{Day, YearMonth};
use domain::kernel::ids::{AwardId, AwardLineId, CaseId, DecisionId, FactId, PaymentId, PaymentListId, PersonId};
use domain::kernel::money::Money;
use domain::kernel::text::Line;
use domain::payments::award::{ART_106_UST_3, Award, AwardKind, AwardState};
use domain::payments::payment::{PaymentMethod, PaymentState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// The live payments of award lines.
pub type Paid = HashMap<AwardLineId, (PaymentId, PaymentListId, PaymentState)>;

/// An award with what has been paid of it.
#[derive(Debug, Clone)]
pub struct PaidAward {
    /// The award.
    pub award: Award,
    /// The live payments of its lines.
    pub paid: Paid,
}

/// The payment of a month.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinePaymentView {
    /// The payment.
    pub id: PaymentId,
    /// The payment list it is on.
    pub list_id: PaymentListId,
    /// Where it stands.
    pub state: PaymentState,
}

/// A month of an award.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwardLineView {
    /// The line.
    pub id: AwardLineId,
    /// The month it is due for.
    pub month: YearMonth,
    /// What is due; for part of a month, its share by days.
    pub amount: Money,
    /// The payment that pays it; absent while it is on no list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<LinePaymentView>,
}

/// An award.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwardView {
    /// The id.
    pub id: AwardId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// The decision that grants it.
    pub decision_id: DecisionId,
    /// The case that the decision ends.
    pub case_id: CaseId,
    /// Who is entitled.
    pub person_id: PersonId,
    /// The code of the benefit.
    #[schema(inline, example = "zasilek_staly")]
    pub benefit_code: Line<80>,
    /// Paid every month of the right, or once.
    pub kind: AwardKind,
    /// The first day of the right.
    pub from: Day,
    /// The last day; absent for a right without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// What is due for a whole month, or once.
    pub amount: Money,
    /// How the money reaches the person.
    pub method: PaymentMethod,
    /// The account that the decision names, a dated fact about the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<FactId>,
    /// From which day the decision may be carried out; absent while that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforceable_on: Option<Day>,
    /// Where it stands.
    pub state: AwardState,
    /// The last month that is paid, once it was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_with: Option<YearMonth>,
    /// The provision that the months follow from.
    #[schema(example = "art. 106 ust. 3 u.p.s.")]
    pub legal_basis: String,
    /// Its months, in order; a right without end is scheduled further as it runs.
    pub schedule: Vec<AwardLineView>,
}

impl From<PaidAward> for AwardView {
    fn from(PaidAward { award, paid }: PaidAward) -> Self {
        let line = |line: &domain::payments::award::AwardLine| AwardLineView {
            id: line.id,
            month: line.month,
            amount: line.amount,
            payment: paid.get(&line.id).map(|(id, list, state)| LinePaymentView {
                id: *id,
                list_id: *list,
                state: *state,
            }),
        };
        Self {
            id: award.id,
            version: award.version,
            decision_id: award.decision,
            case_id: award.case,
            person_id: award.person,
            benefit_code: award.benefit,
            kind: award.kind,
            from: award.right.from().into(),
            to: award.right.last().map(Day::from),
            amount: award.amount,
            method: award.method,
            account_id: award.account,
            enforceable_on: award.enforceable_on.map(Day::from),
            state: award.state,
            ended_with: award.ended_with,
            legal_basis: ART_106_UST_3.to_string(),
            schedule: award.lines.iter().map(line).collect(),
        }
    }
}

impl Representation for AwardView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of the awards of a case, newest right first.
    AwardPage,
    AwardView
);

/// Which awards.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AwardQuery {
    /// The case they were granted in.
    #[param(inline)]
    pub case_id: CaseId,
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}
