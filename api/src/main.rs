//! `mops`: the one binary.

use std::process::ExitCode;

use api::cli::Failure;
use clap::Parser as _;

fn main() -> ExitCode {
    let started = api::logging::start().map_err(|error| Failure(error.to_string()));
    match started.and_then(|()| api::cli::run(api::cli::Cli::parse())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
