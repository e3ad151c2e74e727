//! Passwords: Argon2id, on a small pool of its own so that log-ins cannot starve the rest.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

use crate::http::error::Error;

/// The least number of characters of a password.
pub const MIN_LENGTH: usize = 12;
/// Hashes made at once.
const AT_ONCE: usize = 2;
/// Callers that may wait for their turn.
const WAITING: usize = 64;

/// Makes and checks password hashes.
#[derive(Debug, Clone)]
pub struct Passwords {
    turn: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    kib: u32,
}

impl Passwords {
    /// A pool whose hashes each take `kib` KiB of memory.
    #[must_use]
    pub fn new(kib: u32) -> Self {
        Self { turn: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(WAITING)), kib }
    }

    /// Hashes a password into the PHC string format.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        let kib = self.kib;
        self.run(move || hash(&password, kib)).await?
    }

    /// Whether a password fits a hash. Without a hash it takes as long and answers no, so that an unknown log-in
    /// cannot be told from a wrong password by the time it takes.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait.
    pub async fn fits(&self, password: String, hash_text: Option<String>) -> Result<bool, Error> {
        let kib = self.kib;
        self.run(move || match hash_text {
            Some(text) => PasswordHash::new(&text)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()),
            None => hash(&password, kib).is_err(),
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let busy = || Error::Unavailable("too many log-ins at once".to_owned());
        let _place = self.waiting.try_acquire().map_err(|_full| busy())?;
        let _turn = self.turn.acquire().await.map_err(|_closed| busy())?;
        tokio::task::spawn_blocking(work).await.map_err(|panic| Error::Internal(panic.to_string()))
    }
}

/// Hashes a password at once; for the command line, which has nobody to keep waiting.
///
/// # Errors
/// [`Error::Internal`] with the library's words.
pub fn hash(password: &str, kib: u32) -> Result<String, Error> {
    let broken = |error: &dyn std::fmt::Display| Error::Internal(error.to_string());
    let params = Params::new(kib, 2, 1, None).map_err(|error| broken(&error))?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| broken(&error))
}
