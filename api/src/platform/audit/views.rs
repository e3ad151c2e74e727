//! Body and view of a verification.

use persistence::platform::seals::Checkpoint;
use persistence::platform::verify::Report;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// What to verify against.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerificationBody {
    /// A checkpoint kept elsewhere; finds a tail that was cut since.
    #[validate(nested)]
    pub checkpoint: Option<CheckpointBody>,
}

/// A place in the chain of the journal, as an earlier verification answered it.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckpointBody {
    /// The number of the seal.
    #[validate(range(min = 1))]
    #[schema(minimum = 1, example = 17)]
    pub seq: i64,
    /// Its hash, 64 lower-case hexadecimal digits.
    #[validate(length(equal = 64))]
    #[schema(pattern = "^[0-9a-f]{64}$", example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub hash: String,
}

impl From<CheckpointBody> for Checkpoint {
    fn from(body: CheckpointBody) -> Self {
        Self { seq: body.seq, hash: body.hash }
    }
}

/// What a verification read and found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerificationView {
    /// Whether nothing was found.
    pub clean: bool,
    /// Rows of the journal.
    pub journal_rows: u64,
    /// Seals of the journal.
    pub seals: u64,
    /// Entries of the access log.
    pub access_entries: u64,
    /// The newest seal; keep it elsewhere as the checkpoint of a later verification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<CheckpointBody>,
    /// How much was found, at least.
    pub found: u64,
    /// What is wrong; the first thousand.
    pub findings: Vec<FindingView>,
}

/// One row that is not as the service left it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// The table.
    #[schema(example = "journal")]
    pub table: &'static str,
    /// The row's key.
    pub id: String,
    /// What is wrong with it.
    #[schema(example = "altered")]
    pub fault: String,
}

impl From<Report> for VerificationView {
    fn from(report: Report) -> Self {
        Self {
            clean: report.is_clean(),
            journal_rows: report.journal_rows,
            seals: report.seals,
            access_entries: report.access_entries,
            head: report.head.map(|head| CheckpointBody { seq: head.seq, hash: head.hash }),
            found: report.found,
            findings: report
                .findings
                .into_iter()
                .map(|finding| FindingView {
                    table: finding.table,
                    id: finding.id,
                    fault: finding.fault.code().to_owned(),
                })
                .collect(),
        }
    }
}
