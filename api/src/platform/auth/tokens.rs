//! Access tokens: JWT signed with Ed25519, ten minutes, naming a session that can be revoked.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::ids::{SessionId, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use super::kept::Kept;

/// How long an access token is good.
pub const ACCESS_MINUTES: i64 = 10;
const ISSUER: &str = "mops";

/// What an access token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    exp: i64,
}

/// A signing key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidKey {
    /// The file cannot be read.
    #[error("the key file cannot be read: {0}")]
    File(std::io::Error),
    /// It holds no Ed25519 private key.
    #[error("expected an Ed25519 private key in PKCS#8 PEM; `mops key` makes one")]
    Format,
    /// A key that is printed in a standard and known to everybody.
    #[error("this key is an example from a standard; `mops key` makes a new one")]
    WellKnown,
}

struct Key {
    kid: String,
    public: Vec<u8>,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// Signs with the current key, reads with it and the one before.
#[derive(Debug)]
pub struct Tokens {
    current: Key,
    previous: Option<Key>,
    /// What the tokens say whose signatures were found good, by the SHA-256 of the token: the keys stay the same for
    /// the life of the process, so a signature is checked once.
    good: Kept<[u8; SHA256_OUTPUT_LEN], Said>,
}

/// What a good token says, and when it holds: seconds since 1970.
#[derive(Debug, Clone, Copy)]
struct Said {
    user: UserId,
    session: SessionId,
    issued: i64,
    expires: i64,
}

impl Said {
    fn holds(&self, now: DateTime<Utc>) -> bool {
        self.issued <= now.timestamp() + 60 && now.timestamp() < self.expires
    }
}

/// The public halves of the live keys (RFC 7517).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Jwks {
    /// The keys; tokens name theirs by `kid`.
    pub keys: Vec<Jwk>,
}

/// A public key (RFC 8037).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Jwk {
    /// Key type.
    #[schema(example = "OKP")]
    pub kty: &'static str,
    /// Curve.
    #[schema(example = "Ed25519")]
    pub crv: &'static str,
    /// Algorithm.
    #[schema(example = "EdDSA")]
    pub alg: &'static str,
    /// Use: signatures.
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    pub usage: &'static str,
    /// The key's id.
    pub kid: String,
    /// The public key.
    pub x: String,
}

/// Public keys of the examples in RFC 8032 (section 7.1) and RFC 8037 (appendix A).
const WELL_KNOWN: &[&str] = &[
    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
    "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU",
];

impl Tokens {
    /// Keys from PEM files.
    ///
    /// # Errors
    /// [`InvalidKey`].
    pub fn from_files(current: &Path, previous: Option<&Path>) -> Result<Self, InvalidKey> {
        let read =
            |path: &Path| std::fs::read_to_string(path).map_err(InvalidKey::File).and_then(|pem| Key::from_pem(&pem));
        Ok(Self { current: read(current)?, previous: previous.map(read).transpose()?, good: Kept::default() })
    }

    /// A key made now and forgotten at the end of the process: for demo mode and tests.
    ///
    /// # Errors
    /// [`InvalidKey::Format`] when the machine has no randomness.
    pub fn ephemeral() -> Result<Self, InvalidKey> {
        Ok(Self { current: Key::from_pem(&new_key()?)?, previous: None, good: Kept::default() })
    }

    /// An access token for a session.
    ///
    /// # Errors
    /// The library's words when it cannot sign.
    pub fn issue(&self, user: UserId, session: SessionId, now: DateTime<Utc>) -> Result<String, String> {
        let expires = now + Duration::minutes(ACCESS_MINUTES);
        let claims =
            Claims { iss: ISSUER.to_owned(), sub: user, sid: session, iat: now.timestamp(), exp: expires.timestamp() };
        let header = Header { kid: Some(self.current.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        encode(&header, &claims, &self.current.encoding).map_err(|error| error.to_string())
    }

    /// The user and session a good token names.
    #[must_use]
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<(UserId, SessionId)> {
        let mut hash = [0; SHA256_OUTPUT_LEN];
        hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let holds = |said: &Said| said.holds(now);
        let said = match self.good.get(&hash, holds) {
            Some(said) => said,
            None => {
                let said = self.verified(token).filter(holds)?;
                self.good.put(hash, said, holds);
                said
            }
        };
        Some((said.user, said.session))
    }

    /// What a token says whose signature is good.
    fn verified(&self, token: &str) -> Option<Said> {
        let kid = decode_header(token).ok()?.kid?;
        let key = [Some(&self.current), self.previous.as_ref()].into_iter().flatten().find(|key| key.kid == kid)?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_required_spec_claims(&["iss", "sub", "exp"]);
        // The service's own clock decides: `Said::holds`.
        rules.validate_exp = false;
        rules.validate_aud = false;
        let claims = decode::<Claims>(token, &key.decoding, &rules).ok()?.claims;
        Some(Said { user: claims.sub, session: claims.sid, issued: claims.iat, expires: claims.exp })
    }

    /// The public keys.
    #[must_use]
    pub fn jwks(&self) -> Jwks {
        let keys = [Some(&self.current), self.previous.as_ref()];
        Jwks { keys: keys.into_iter().flatten().map(Key::public_jwk).collect() }
    }
}

impl Key {
    fn from_pem(pem: &str) -> Result<Self, InvalidKey> {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        let der = STANDARD.decode(body).map_err(|_base64| InvalidKey::Format)?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_rejected| InvalidKey::Format)?;
        let public = pair.public_key().as_ref().to_vec();
        let x = URL_SAFE_NO_PAD.encode(&public);
        if WELL_KNOWN.contains(&x.as_str()) {
            return Err(InvalidKey::WellKnown);
        }
        let thumbprint = digest(&SHA256, &public);
        let kid = URL_SAFE_NO_PAD.encode(thumbprint.as_ref()).chars().take(16).collect();
        let encoding = EncodingKey::from_ed_pem(pem.as_bytes()).map_err(|_rejected| InvalidKey::Format)?;
        let decoding = DecodingKey::from_ed_components(&x).map_err(|_rejected| InvalidKey::Format)?;
        Ok(Self { kid, public, encoding, decoding })
    }

    fn public_jwk(&self) -> Jwk {
        let x = URL_SAFE_NO_PAD.encode(&self.public);
        Jwk { kty: "OKP", crv: "Ed25519", alg: "EdDSA", usage: "sig", kid: self.kid.clone(), x }
    }
}

/// A new signing key as PKCS#8 PEM.
///
/// # Errors
/// [`InvalidKey::Format`] when the machine has no randomness.
pub fn new_key() -> Result<String, InvalidKey> {
    let pair = Ed25519KeyPair::generate().map_err(|_no_randomness| InvalidKey::Format)?;
    let der = pair.to_pkcs8v1().map_err(|_no_randomness| InvalidKey::Format)?;
    let body = STANDARD.encode(der.as_ref());
    let lines: Vec<&str> = body.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    Ok(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ids() -> (UserId, SessionId) {
        (UserId::new(Uuid::from_u128(1)), SessionId::new(Uuid::from_u128(2)))
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_is_good_for_ten_minutes_and_for_its_key_only() {
        let (tokens, others) = (Tokens::ephemeral().unwrap(), Tokens::ephemeral().unwrap());
        let (user, session) = ids();
        let token = tokens.issue(user, session, at("2025-02-01T10:00:00Z")).unwrap();
        assert_eq!(tokens.read(&token, at("2025-02-01T10:09:59Z")), Some((user, session)));
        assert_eq!(tokens.read(&token, at("2025-02-01T10:09:59Z")), Some((user, session)), "read once more");
        assert_eq!(tokens.read(&token, at("2025-02-01T10:10:00Z")), None);
        assert_eq!(tokens.read(&token, at("2025-02-01T09:50:00Z")), None);
        assert_eq!(others.read(&token, at("2025-02-01T10:00:00Z")), None);
    }

    #[test]
    fn another_algorithm_or_a_changed_claim_is_refused() {
        let tokens = Tokens::ephemeral().unwrap();
        let (user, session) = ids();
        let now = at("2025-02-01T10:00:00Z");
        let token = tokens.issue(user, session, now).unwrap();
        assert_eq!(tokens.read(&token, now), Some((user, session)));
        let parts: Vec<&str> = token.split('.').collect();
        let kid = &tokens.current.kid;
        let none = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"none","kid":"{kid}"}}"#));
        let hs = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"HS256","kid":"{kid}"}}"#));
        let other = URL_SAFE_NO_PAD.encode(r#"{"iss":"mops","sub":"00000000-0000-0000-0000-000000000009","sid":"00000000-0000-0000-0000-000000000002","iat":0,"exp":99999999999}"#);
        for forged in [
            format!("{none}.{}.", parts[1]),
            format!("{none}.{}.{}", parts[1], parts[2]),
            format!("{hs}.{}.{}", parts[1], parts[2]),
            format!("{}.{other}.{}", parts[0], parts[2]),
        ] {
            assert_eq!(tokens.read(&forged, now), None, "{forged}");
        }
    }

    #[test]
    fn an_example_key_of_a_standard_is_refused() {
        // RFC 8032, section 7.1, test 1, as PKCS#8.
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
        assert!(matches!(Key::from_pem(pem), Err(InvalidKey::WellKnown)));
        assert!(matches!(Key::from_pem("x"), Err(InvalidKey::Format)));
    }
}
