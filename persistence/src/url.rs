//! Which database: chosen at run time by the scheme of `DATABASE_URL`.

use std::path::PathBuf;
use std::str::FromStr;

/// Where the data lives.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// An SQLite file, created when it does not exist.
    Sqlite(PathBuf),
    /// A PostgreSQL server, in the form libpq reads.
    Postgres(String),
}

/// The text names no database this service can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUrl {
    /// Another scheme.
    #[error("expected a database URL like `sqlite:data/mops.db` or `postgres://user@host/name`")]
    Scheme,
    /// `sqlite:` without a path, or an in-memory database, which a pool cannot share.
    #[error("expected a file after `sqlite:`")]
    Path,
    /// A PostgreSQL server elsewhere, in a build without TLS.
    #[error(
        "PostgreSQL on `{0}` is not on this host and this build has no TLS; \
         set `PG_ALLOW_PLAINTEXT=yes` if the network between is private"
    )]
    Plaintext(String),
}

impl FromStr for DatabaseUrl {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() || path.starts_with(':') || path.contains(['?', '\0']) {
                Err(InvalidUrl::Path)
            } else {
                Ok(Self::Sqlite(PathBuf::from(path)))
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(InvalidUrl::Scheme)
    }
}

impl DatabaseUrl {
    /// Refuses a PostgreSQL server beyond this host, because this build speaks to it without TLS.
    ///
    /// # Errors
    /// [`InvalidUrl::Plaintext`] with the host's name.
    pub fn require_local(&self) -> Result<(), InvalidUrl> {
        let Self::Postgres(url) = self else { return Ok(()) };
        let host = host_of(url);
        let local = matches!(host.as_str(), "" | "localhost" | "127.0.0.1" | "[::1]") || host.starts_with("%2F");
        if local { Ok(()) } else { Err(InvalidUrl::Plaintext(host)) }
    }
}

fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, query) = rest.split_once(['/', '?']).map_or((rest, ""), |(a, q)| (a, q));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let named = query.split(['?', '&']).find_map(|pair| pair.strip_prefix("host="));
    let host = named.unwrap_or(host);
    match host.strip_prefix('[').and_then(|six| six.split_once(']')) {
        Some((address, _)) => format!("[{address}]"),
        None => host.split(':').next().unwrap_or_default().to_owned(),
    }
}

/// Shows no password.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => write!(f, "postgres://{}/…", host_of(url)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_database() {
        assert_eq!("sqlite:data/mops.db".parse(), Ok(DatabaseUrl::Sqlite("data/mops.db".into())));
        assert_eq!("sqlite:///tmp/x.db".parse(), Ok(DatabaseUrl::Sqlite("/tmp/x.db".into())));
        assert!(matches!("postgresql://a@localhost/b".parse(), Ok(DatabaseUrl::Postgres(_))));
        for wrong in ["mysql://x", "data/mops.db", "sqlite::memory:", "sqlite:", "file:x", ""] {
            assert!(wrong.parse::<DatabaseUrl>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn without_tls_only_this_host_is_reached() {
        for local in [
            "postgres://u:p@localhost/db",
            "postgres://u@127.0.0.1:5432/db",
            "postgres://%2Frun/db",
            "postgres:///db?host=localhost",
            "postgres://u@[::1]:5/db",
        ] {
            assert_eq!(local.parse::<DatabaseUrl>().unwrap().require_local(), Ok(()), "{local}");
        }
        for far in ["postgres://u@db.example/db", "postgres:///db?host=db.example", "postgres://localhost@db.example"] {
            assert!(far.parse::<DatabaseUrl>().unwrap().require_local().is_err(), "{far}");
        }
    }

    #[test]
    fn debug_hides_the_password() {
        let shown = format!("{:?}", "postgres://u:secret@localhost/db".parse::<DatabaseUrl>().unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }
}
