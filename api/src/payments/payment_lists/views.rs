//! Bodies and views of payment lists.

use domain::kernel::code::CodeText;
use domain::kernel::day::{Day, YearMonth};
use domain::kernel::digest::Digest;
use domain::kernel::ids::{AwardId, CaseId, PaymentId, PaymentListId, PersonId, UserId};
use domain::kernel::money::Money;
use domain::kernel::nrb::Nrb;
use domain::kernel::text::Line;
use domain::payments::payment::{PaymentMethod, PaymentState};
use domain::payments::payment_list::{PaymentList, PaymentListEvent, PaymentListState};
use domain::payments::preflight::{FindingCode, Severity};
use persistence::payments::payments::Payment;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::http::answer::Representation;
use crate::http::page::{CursorText, page_of};

/// A payment list to draw up.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreatePaymentListBody {
    /// The last month to pay: what is due for it and for months before. At the latest the month after this one.
    #[schema(inline, example = "2026-11")]
    pub month: YearMonth,
    /// How it is paid; a list has one method.
    pub method: PaymentMethod,
    /// One benefit; all benefits when absent.
    #[schema(inline, example = "zasilek_staly")]
    pub benefit_code: Option<CodeText>,
}

/// What the last run of the checks found.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LastCheckView {
    /// The day of the run.
    pub on: Day,
    /// How many findings block.
    #[schema(example = 0)]
    pub blockers: u32,
    /// How many a person should look at.
    #[schema(example = 1)]
    pub warnings: u32,
}

/// The sums that were checked; approval and export compare them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlSumsView {
    /// The number of payments.
    #[schema(example = 120)]
    pub count: u32,
    /// Their sum.
    pub total: Money,
    /// SHA-256 over `line;grosze;account` and a line feed for each payment, in ascending order of award line.
    pub hash: Digest,
}

/// A payment list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentListView {
    /// The id.
    pub id: PaymentListId,
    /// Counts changes; the number in `ETag`.
    #[schema(example = 1)]
    pub version: i64,
    /// Its number among the lists of `year`.
    #[schema(example = 12)]
    pub number: u32,
    /// The year of its number.
    #[schema(example = 2026)]
    pub year: u16,
    /// The last month it pays.
    pub month: YearMonth,
    /// How it is paid.
    pub method: PaymentMethod,
    /// The benefit it is limited to; absent when it is for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline, example = "zasilek_staly")]
    pub benefit_code: Option<Line<80>>,
    /// The list it adds to, when one for the same month, method and benefit was made before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplementary_to: Option<PaymentListId>,
    /// Where it stands.
    pub state: PaymentListState,
    /// What may be done with it now.
    pub allowed_transitions: Vec<PaymentListEvent>,
    /// How many payments are on it.
    #[schema(example = 120)]
    pub count: u32,
    /// Their sum.
    pub total: Money,
    /// Who drew it up; they neither approve nor export it.
    pub drawn_up_by: UserId,
    /// The day it was drawn up.
    pub drawn_up_on: Day,
    /// What the last run of the checks found; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_check: Option<LastCheckView>,
    /// The sums that were checked; absent before the list passed its checks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_sums: Option<ControlSumsView>,
    /// Who approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<UserId>,
    /// Who exported it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exported_by: Option<UserId>,
}

/// The steps of a state that have an operation.
#[must_use]
pub fn offered(state: PaymentListState) -> Vec<PaymentListEvent> {
    let offered = |event: &PaymentListEvent| match event {
        PaymentListEvent::Check
        | PaymentListEvent::LeaveOut
        | PaymentListEvent::Approve
        | PaymentListEvent::Export
        | PaymentListEvent::Void => true,
        PaymentListEvent::Settle | PaymentListEvent::Close => false,
    };
    state.allowed().into_iter().filter(offered).collect()
}

impl From<PaymentList> for PaymentListView {
    fn from(list: PaymentList) -> Self {
        let head = list.head;
        Self {
            id: head.id,
            version: list.version,
            number: head.number,
            year: head.year,
            month: head.period,
            method: head.method,
            benefit_code: head.benefit,
            supplementary_to: head.supplementary_to,
            state: list.state,
            allowed_transitions: offered(list.state),
            count: list.count,
            total: list.total,
            drawn_up_by: list.prepared_by,
            drawn_up_on: head.drawn_up_on.into(),
            last_check: list.outcome.map(|outcome| LastCheckView {
                on: outcome.on.into(),
                blockers: outcome.blockers,
                warnings: outcome.warnings,
            }),
            control_sums: list.control.map(|sums| ControlSumsView {
                count: sums.count,
                total: sums.total,
                hash: sums.hash,
            }),
            approved_by: list.approved_by,
            exported_by: list.exported_by,
        }
    }
}

impl Representation for PaymentListView {
    fn version(&self) -> i64 {
        self.version
    }
}

page_of!(
    /// A page of payment lists, newest first.
    PaymentListPage,
    PaymentListView
);

/// Which payment lists.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaymentListQuery {
    /// Only those in this state.
    #[param(inline)]
    pub state: Option<PaymentListState>,
    /// Only those for this month.
    #[param(inline)]
    pub month: Option<YearMonth>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}

/// A payment on a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    /// The id.
    pub id: PaymentId,
    /// The award it pays a month of.
    pub award_id: AwardId,
    /// The case.
    pub case_id: CaseId,
    /// Who is entitled.
    pub person_id: PersonId,
    /// The code of the benefit.
    #[schema(inline, example = "zasilek_staly")]
    pub benefit_code: Line<80>,
    /// The month it is due for.
    pub month: YearMonth,
    /// What is paid.
    pub amount: Money,
    /// The payee's name as printed.
    #[schema(inline, example = "Żaneta Wymyślona")]
    pub payee: Line<201>,
    /// The account it goes to; absent for other methods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Nrb>,
    /// Where it stands.
    pub state: PaymentState,
}

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
            id: payment.id,
            award_id: payment.award,
            case_id: payment.case,
            person_id: payment.person,
            benefit_code: payment.benefit,
            month: payment.month,
            amount: payment.amount,
            payee: payment.payee,
            account: payment.account,
            state: payment.state,
        }
    }
}

page_of!(
    /// A page of the payments of a list, by name.
    PaymentPage,
    PaymentView
);

/// Which part of the payments of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaymentQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page begins: `page.next` or `page.prev` of another page.
    #[param(inline)]
    pub cursor: Option<CursorText>,
}

/// What a check found about a payment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentFindingView {
    /// The payment.
    pub payment_id: PaymentId,
    /// What was found.
    pub code: FindingCode,
    /// What it means for the list.
    pub severity: Severity,
    /// The finding in words.
    #[schema(example = "Decyzja nie jest wykonalna")]
    pub label: String,
    /// The provision that it rests on, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "art. 130 § 1 KPA")]
    pub legal_basis: Option<String>,
}

/// A payment list after its checks.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckedListView {
    /// The version of the list; the number in `ETag`.
    #[schema(example = 2)]
    pub version: i64,
    /// The list: `checked` when nothing blocks, a draft still otherwise.
    pub list: PaymentListView,
    /// What was found, blockers first, at most 1000; `list.lastCheck` counts all.
    #[schema(max_items = 1000)]
    pub findings: Vec<PaymentFindingView>,
}

impl Representation for CheckedListView {
    fn version(&self) -> i64 {
        self.version
    }
}
