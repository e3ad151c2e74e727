//! What the process logs: ids and patterns, never what a request carries; whatever level is asked for.

use env_logger::{Builder, Logger, Target};
use log::{LevelFilter, Log, Metadata, Record, SetLoggerError};

/// The variable that says how much is logged.
const VARIABLE: &str = "RUST_LOG";

/// Libraries that repeat parts of a request below `info`: nobody gets to see those.
const SEE_REQUESTS: &[&str] = &["actix_http"];

/// The logger of the process.
#[derive(Debug)]
pub struct ProcessLog(Logger);

impl ProcessLog {
    /// A logger that writes what the filters let through, for example `debug` or `warn,api=trace`.
    #[must_use]
    pub fn new(filters: &str, target: Target) -> Self {
        Self(Builder::new().parse_filters(filters).target(target).build())
    }

    /// The most that any target logs.
    #[must_use]
    pub fn level(&self) -> LevelFilter {
        self.0.filter()
    }
}

/// Logs to standard error from now on, as much as the environment asks for.
///
/// # Errors
/// When the process has a logger already.
pub fn start() -> Result<(), SetLoggerError> {
    let filters = std::env::var(VARIABLE).unwrap_or_else(|_unset| "info".to_owned());
    let logger = ProcessLog::new(&filters, Target::Stderr);
    log::set_max_level(logger.level());
    log::set_boxed_logger(Box::new(logger))
}

fn shown(metadata: &Metadata<'_>) -> bool {
    let library = metadata.target().split("::").next().unwrap_or_default();
    metadata.level() <= LevelFilter::Info || !SEE_REQUESTS.contains(&library)
}

impl Log for ProcessLog {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        shown(metadata) && self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if shown(record.metadata()) {
            self.0.log(record);
        }
    }

    fn flush(&self) {
        self.0.flush();
    }
}
