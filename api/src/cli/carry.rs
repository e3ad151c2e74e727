//! `mops backup`, `mops restore` and `mops copy`.

use std::path::PathBuf;

use clap::Args;
use persistence::maintenance::{Carried, backup, copy, restore};
use persistence::url::DatabaseUrl;

use super::migrate::create_folder;
use super::{Failure, print};
use crate::config::Config;
use crate::state::Clock;

/// Write a consistent backup of the running centre into a new folder.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The folder to make.
    folder: PathBuf,
}

/// Load a backup into an empty database, of either kind, and verify it.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The folder of the backup.
    folder: PathBuf,
}

/// Copy the centre from one database into another, empty one, and compare counts and hashes.
#[derive(Debug, Args)]
pub(super) struct Copy {
    /// The database to copy into, for example `postgres://mops@localhost/mops`.
    #[arg(long)]
    to: DatabaseUrl,
}

impl Backup {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = Config::from_env(false).map_err(Failure::new)?;
        let manifest = backup(&config.database, &self.folder, Clock::Machine.now()).map_err(Failure::new)?;
        for table in &manifest.tables {
            print(&format!("{} {}\n", table.name, table.rows))?;
        }
        Ok(())
    }
}

impl Restore {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = Config::from_env(false).map_err(Failure::new)?;
        create_folder(&config.database)?;
        report(&restore(&self.folder, &config.database).map_err(Failure::new)?)
    }
}

impl Copy {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = Config::from_env(false).map_err(Failure::new)?;
        create_folder(&self.to)?;
        report(&copy(&config.database, &self.to).map_err(Failure::new)?)
    }
}

fn report(carried: &Carried) -> Result<(), Failure> {
    for table in &carried.tables {
        print(&format!("{} {}\n", table.name, table.rows))?;
    }
    if carried.verification.is_clean() {
        return print("counts and hashes agree; the journal verifies\n");
    }
    Err(Failure::new(format!("carried over faithfully, but the journal has {} findings", carried.verification.found)))
}
