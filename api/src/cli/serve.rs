//! `mops serve`.

use std::net::TcpListener;

use actix_web::web::Data;
use clap::Args;
use persistence::migrations;
use persistence::store::{Store, StoreConfig};

use super::Failure;
use super::demo::{HOUSEHOLDS, SEED, TEAMS};
use super::migrate::create_folder;
use crate::config::Config;
use crate::demo::seed::{self, Holds, Refusal, Wanted};
use crate::demo::town;
use crate::platform::auth::tokens::Tokens;
use crate::server;
use crate::state::{Clock, State};
use crate::workers::{sealer, sweeper};

/// Start the service.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// A demonstration: invented data, a movable clock, known passwords. Refuses a database that holds other data.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let config = Config::from_env(self.demo).map_err(Failure::new)?;
        let tokens = tokens(&config)?;
        prepare_schema(&config)?;
        let store_config = StoreConfig { connections: config.connections, ..StoreConfig::new(config.database.clone()) };
        let store = Store::open(&store_config).map_err(Failure::new)?;
        super::block_on(check_kind(&store, &config))??;
        let clock = if config.demo { Clock::movable() } else { Clock::Machine };
        let listener = TcpListener::bind(config.listen)
            .map_err(|error| Failure::new(format!("LISTEN {}: {error}", config.listen)))?;
        let state = Data::new(State::new(store, clock, config, tokens));
        actix_web::rt::System::new().block_on(start(state, listener))
    }
}

/// A demonstration runs on invented data and nothing else does; an empty database is filled for it.
async fn check_kind(store: &Store, config: &Config) -> Result<(), Failure> {
    let holds = seed::holds(store).await.map_err(Failure::new)?;
    match (config.demo, holds) {
        (true, Holds::Demo) | (false, Holds::Nothing | Holds::Other) => Ok(()),
        (true, Holds::Nothing) => {
            log::info!("inventing a municipality");
            let wanted = Wanted { households: HOUSEHOLDS, teams: TEAMS, seed: SEED };
            seed::seed(store, wanted, config.argon2_kib).await.map_err(Failure::new)
        }
        (true, Holds::Other) => Err(Failure::new(Refusal::OtherData)),
        (false, Holds::Demo) => {
            Err(Failure::new("the database holds a demonstration, with known passwords; start it with --demo"))
        }
    }
}

async fn start(state: Data<State>, listener: TcpListener) -> Result<(), Failure> {
    let address = state.config.listen;
    if state.config.demo {
        log::warn!("DEMO MODE: invented data, known passwords, a movable clock. Not for real people.");
        let logins: Vec<&str> = town::POSTS.iter().map(|post| post.login).collect();
        log::warn!("log in as {}, pracownik.1 to pracownik.{TEAMS}; password {}", logins.join(", "), town::PASSWORD);
    }
    let server = server::serve(state.clone(), listener).map_err(Failure::new)?;
    let sealer = actix_web::rt::spawn(sealer::run(state.clone()));
    let sweeper = actix_web::rt::spawn(sweeper::run(state.clone()));
    log::info!("listening on http://{address}, the contract is at http://{address}/docs/ ({})", state.store.kind());
    let ended = server.await.map_err(Failure::new);
    sealer.abort();
    sweeper.abort();
    ended
}

fn tokens(config: &Config) -> Result<Tokens, Failure> {
    match &config.token_key_file {
        Some(file) => Tokens::from_files(file, config.token_key_previous_file.as_deref()).map_err(Failure::new),
        None if config.demo => Tokens::ephemeral().map_err(Failure::new),
        None => Err(Failure::new(
            "TOKEN_KEY_FILE is not set; `mops key > token-key.pem` makes a signing key, `mops serve --demo` needs none",
        )),
    }
}

/// With MIGRATE_DATABASE_URL set, another role changes the schema: the service only checks it.
fn prepare_schema(config: &Config) -> Result<(), Failure> {
    create_folder(&config.database)?;
    if std::env::var("MIGRATE_DATABASE_URL").is_err() {
        for name in migrations::migrate(&config.database).map_err(Failure::new)? {
            log::info!("migrated: {name}");
        }
        return Ok(());
    }
    let current = migrations::is_current(&config.database).map_err(Failure::new)?;
    if current { Ok(()) } else { Err(Failure::new("the schema is not current; run `mops migrate`")) }
}
