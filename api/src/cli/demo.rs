//! `mops demo`.

use clap::{Args, Subcommand};
use persistence::migrations;
use persistence::store::{Store, StoreConfig};

use super::migrate::create_folder;
use super::{Failure, block_on, print};
use crate::config::Config;
use crate::demo::play;
use crate::demo::seed::{self, Wanted};

/// Invented data for demonstrations, tests and benchmarks.
#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(subcommand)]
    command: DemoCommand,
}

#[derive(Debug, Subcommand)]
enum DemoCommand {
    /// Play the main job over HTTP against a service in demo mode: from an application to a payment.
    Play {
        /// Where the service is.
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        url: String,
    },
    /// Fill an empty database with an invented municipality, the same for the same seed.
    Seed {
        /// How many households.
        #[arg(long, default_value_t = HOUSEHOLDS)]
        households: u32,
        /// How many teams of social workers, each with a district and a unit of its own.
        #[arg(long, default_value_t = TEAMS)]
        teams: u32,
        /// The seed.
        #[arg(long, default_value_t = SEED)]
        seed: u64,
    },
}

/// Households of a demonstration that nobody asked more of.
pub(super) const HOUSEHOLDS: u32 = 120;
/// Teams of such a demonstration.
pub(super) const TEAMS: u32 = 6;
/// Its seed.
pub(super) const SEED: u64 = 1;

impl Demo {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.command {
            DemoCommand::Play { url } => play::play(&url, &mut std::io::stdout()).map_err(Failure::new),
            DemoCommand::Seed { households, teams, seed } => fill(Wanted { households, teams, seed }),
        }
    }
}

fn fill(wanted: Wanted) -> Result<(), Failure> {
    let config = Config::from_env(true).map_err(Failure::new)?;
    create_folder(&config.database)?;
    migrations::migrate(&config.database).map_err(Failure::new)?;
    let store = Store::open(&StoreConfig::new(config.database)).map_err(Failure::new)?;
    block_on(seed::seed(&store, wanted, config.argon2_kib))?.map_err(Failure::new)?;
    let Wanted { households, teams, seed } = wanted;
    print(&format!("{households} invented households, {teams} teams, seed {seed}\n"))
}
