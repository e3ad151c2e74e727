//! The environment, read once into typed values; a wrong value names its variable.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use persistence::url::DatabaseUrl;

/// How the service runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the service listens (`LISTEN`).
    pub listen: SocketAddr,
    /// The database (`DATABASE_URL`).
    pub database: DatabaseUrl,
    /// Connections of the pool (`DATABASE_CONNECTIONS`).
    pub connections: u32,
    /// Web origins that browsers may call from (`CORS_ORIGINS`, separated by commas).
    pub cors_origins: Vec<String>,
    /// Where the signing key lies (`TOKEN_KEY_FILE`); demo mode makes one.
    pub token_key_file: Option<PathBuf>,
    /// The key before it, whose tokens are still good (`TOKEN_KEY_PREVIOUS_FILE`).
    pub token_key_previous_file: Option<PathBuf>,
    /// Requests a second that one address may make, and the same number at once (`RATE_LIMIT`).
    pub rate_limit: u32,
    /// Log-in attempts a minute that one address may make (`LOGIN_RATE_LIMIT`); a demonstration, whose passwords are
    /// known, lets the play of its whole staff through.
    pub login_rate_limit: u32,
    /// Worker threads for requests (`WORKERS`).
    pub workers: usize,
    /// How long a body may take to arrive (`BODY_TIMEOUT_SECONDS`).
    pub body_timeout: Duration,
    /// Memory of one password hash in KiB (`ARGON2_KIB`), at least 19 456.
    pub argon2_kib: u32,
    /// Whether the centre regards ePUAP as a system of its own, so that applications may be filed through it
    /// (`EPUAP_FILES`).
    pub epuap_files: bool,
    /// Whether this is a demonstration with invented data: only by `--demo`.
    pub demo: bool,
}

/// A variable of the environment has a value the service cannot use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct InvalidConfig {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong, and what was expected.
    pub problem: String,
}

/// The least memory for Argon2id that the OWASP cheat sheet on password storage gives for two passes.
pub const ARGON2_KIB: u32 = 19_456;

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// [`InvalidConfig`] names the first variable that cannot be used.
    pub fn from_env(demo: bool) -> Result<Self, InvalidConfig> {
        Self::read(demo, |name| std::env::var(name).ok())
    }

    /// Reads variables from any source, for tests.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn read(demo: bool, get: impl Fn(&str) -> Option<String>) -> Result<Self, InvalidConfig> {
        let default_database = if demo { "sqlite:data/demo.db" } else { "sqlite:data/mops.db" };
        let database: DatabaseUrl = parse(&get, "DATABASE_URL", default_database)?;
        if get("PG_ALLOW_PLAINTEXT").as_deref() != Some("yes") {
            database
                .require_local()
                .map_err(|error| InvalidConfig { variable: "DATABASE_URL", problem: error.to_string() })?;
        }
        let argon2_kib = parse(&get, "ARGON2_KIB", &ARGON2_KIB.to_string())?;
        if argon2_kib < ARGON2_KIB {
            return Err(InvalidConfig { variable: "ARGON2_KIB", problem: format!("expected at least {ARGON2_KIB}") });
        }
        let origins = get("CORS_ORIGINS").unwrap_or_default();
        let cors_origins =
            origins.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(str::to_owned).collect();
        Ok(Self {
            listen: parse(&get, "LISTEN", "127.0.0.1:8080")?,
            database,
            connections: parse(&get, "DATABASE_CONNECTIONS", "8")?,
            cors_origins,
            token_key_file: get("TOKEN_KEY_FILE").map(PathBuf::from),
            token_key_previous_file: get("TOKEN_KEY_PREVIOUS_FILE").map(PathBuf::from),
            rate_limit: parse(&get, "RATE_LIMIT", "500")?,
            login_rate_limit: parse(&get, "LOGIN_RATE_LIMIT", if demo { "600" } else { "30" })?,
            workers: parse(&get, "WORKERS", "2")?,
            body_timeout: Duration::from_secs(parse(&get, "BODY_TIMEOUT_SECONDS", "10")?),
            argon2_kib,
            epuap_files: get("EPUAP_FILES").as_deref() == Some("yes"),
            demo,
        })
    }
}

fn parse<T>(get: &impl Fn(&str) -> Option<String>, variable: &'static str, default: &str) -> Result<T, InvalidConfig>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text = get(variable).unwrap_or_else(|| default.to_owned());
    text.parse().map_err(|error: T::Err| InvalidConfig { variable, problem: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, InvalidConfig> {
        Config::read(false, |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn nothing_set_is_embedded_sqlite_on_loopback() {
        let config = read(&[]).unwrap();
        assert!(config.listen.ip().is_loopback() && matches!(config.database, DatabaseUrl::Sqlite(_)));
    }

    #[test]
    fn a_wrong_value_names_its_variable() {
        for (variable, value) in
            [("LISTEN", "here"), ("DATABASE_URL", "mysql://x"), ("RATE_LIMIT", "-1"), ("ARGON2_KIB", "64")]
        {
            assert_eq!(read(&[(variable, value)]).unwrap_err().variable, variable);
        }
        assert_eq!(read(&[("DATABASE_URL", "postgres://db.example/x")]).unwrap_err().variable, "DATABASE_URL");
        assert!(read(&[("DATABASE_URL", "postgres://db.example/x"), ("PG_ALLOW_PLAINTEXT", "yes")]).is_ok());
    }
}
