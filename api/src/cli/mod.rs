//! The command line: one file for a subcommand.

mod audit;
mod carry;
mod demo;
mod key;
mod law;
mod migrate;
mod openapi;
mod serve;
mod user;

use clap::{Parser, Subcommand};

/// Casework of a social welfare centre: one binary for the service and everything around it.
///
/// Configuration comes from the environment; `.env.example` lists every variable.
#[derive(Debug, Parser)]
#[command(name = "mops", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the service. With --demo: invented data, a movable clock, known passwords.
    Serve(serve::Serve),
    /// Bring the schema up to this binary's version.
    Migrate(migrate::Migrate),
    /// Check what the service has recorded.
    Audit(audit::Audit),
    /// Write a consistent backup of the running centre.
    Backup(carry::Backup),
    /// Load a backup into an empty database.
    Restore(carry::Restore),
    /// Copy the centre into another, empty database.
    Copy(carry::Copy),
    /// Invented data for demonstrations, tests and benchmarks.
    Demo(demo::Demo),
    /// Print the contract as YAML.
    Openapi,
    /// Make a signing key for access tokens.
    Key,
    /// Check worked examples against the law that this binary carries.
    Law(law::Law),
    /// Look after log-ins, the first administrator among them.
    User(user::User),
}

/// Why a command was not carried out: a sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl Failure {
    pub(crate) fn new(cause: impl std::fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

/// Carries a command out.
///
/// # Errors
/// [`Failure`] with a sentence for the operator.
pub fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(serve) => serve.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Audit(audit) => audit.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Copy(copy) => copy.run(),
        Command::Demo(demo) => demo.run(),
        Command::Openapi => openapi::run(),
        Command::Key => key::run(),
        Command::Law(law) => law.run(),
        Command::User(user) => user.run(),
    }
}

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    std::io::stdout().write_all(text.as_bytes()).map_err(Failure::new)
}

/// Waits for something asynchronous.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::new)?;
    Ok(runtime.block_on(work))
}
