//! `mops migrate`.

use clap::Args;
use persistence::migrations;
use persistence::url::DatabaseUrl;

use super::{Failure, print};
use crate::config::Config;

/// Bring the schema up to this binary's version.
///
/// Uses MIGRATE_DATABASE_URL where it is set, so that the service's own role needs no right to change the schema.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// Only say whether the schema is current.
    #[arg(long)]
    check: bool,
}

impl Migrate {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = Config::from_env(false).map_err(Failure::new)?;
        let url: DatabaseUrl = match std::env::var("MIGRATE_DATABASE_URL") {
            Ok(text) => text.parse().map_err(Failure::new)?,
            Err(_unset) => config.database,
        };
        if self.check {
            let current = migrations::is_current(&url).map_err(Failure::new)?;
            return if current { print("current\n") } else { Err(Failure::new("the schema is not current")) };
        }
        create_folder(&url)?;
        for name in migrations::migrate(&url).map_err(Failure::new)? {
            print(&format!("{name}\n"))?;
        }
        Ok(())
    }
}

/// The folder of an SQLite file is made when it is missing.
pub(super) fn create_folder(url: &DatabaseUrl) -> Result<(), Failure> {
    let DatabaseUrl::Sqlite(path) = url else { return Ok(()) };
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))
}
