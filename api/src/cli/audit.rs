//! `mops audit`.

use clap::{Args, Subcommand};
use persistence::platform::seals::Checkpoint;
use persistence::platform::verify::verify;

use super::{Failure, print};
use crate::config::Config;

/// Check what the service has recorded.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Recompute the chains of journal and access log: finds any changed, removed, inserted or swapped row.
    Verify {
        /// A checkpoint kept elsewhere, as an earlier verification printed it (`<seq>:<hash>`): finds a cut tail.
        #[arg(long)]
        checkpoint: Option<String>,
    },
}

impl Audit {
    pub(super) fn run(self) -> Result<(), Failure> {
        let AuditCommand::Verify { checkpoint } = self.command;
        let checkpoint = checkpoint.map(|text| read_checkpoint(&text)).transpose()?;
        let config = Config::from_env(false).map_err(Failure::new)?;
        let report = verify(&config.database, checkpoint.as_ref()).map_err(Failure::new)?;
        for finding in &report.findings {
            print(&format!("{} {} {:?}\n", finding.table, finding.id, finding.fault))?;
        }
        let head = report.head.as_ref().map_or_else(|| "none".to_owned(), |head| format!("{}:{}", head.seq, head.hash));
        print(&format!(
            "{} journal rows, {} seals, {} access entries in {} groups; checkpoint {head}\n",
            report.journal_rows, report.seals, report.access_entries, report.access_groups
        ))?;
        if report.is_clean() { Ok(()) } else { Err(Failure::new(format!("{} findings", report.found))) }
    }
}

fn read_checkpoint(text: &str) -> Result<Checkpoint, Failure> {
    let parts = text.split_once(':').and_then(|(seq, hash)| Some((seq.parse().ok()?, hash)));
    let (seq, hash) = parts.ok_or_else(|| Failure::new("expected a checkpoint like `17:0f3a…`"))?;
    Ok(Checkpoint { seq, hash: hash.to_owned() })
}
