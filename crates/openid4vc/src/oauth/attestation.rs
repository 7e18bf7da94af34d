use super::limits::{MAX_CLOCK_SKEW, MAX_JTI, MAX_PROOF_AGE, MAX_TEXT};
use super::{Error, NonceKey, NoncePurpose, ReplayKey, ReplayStore, Seen, TrustedSigners, jwt, random_text};
use crate::http::Headers;
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::{Document, Kind};
use vouchsafe_jose::{SigningKey, VerifyingKey};

const TYP: &str = "oauth-client-attestation+jwt";
const POP_TYP: &str = "oauth-client-attestation-pop+jwt";
const PART: &str = "the client attestation";
const POP_PART: &str = "the client attestation's proof of possession";
pub(crate) const ATTESTATION: &str = "OAuth-Client-Attestation";
pub(crate) const ATTESTATION_POP: &str = "OAuth-Client-Attestation-PoP";
/// The header field by which a server gives a challenge.
pub const ATTESTATION_CHALLENGE: &str = "OAuth-Client-Attestation-Challenge";

/// A wallet attestation (OpenID4VCI 1.0 appendix E) with the key that it names. One for each issuer: whoever uses it twice is
/// known again (HAIP 1.0 section 4.4.1).
pub struct ClientAttestation {
    token: String,
    key: SigningKey,
    client_id: String,
    expires: Timestamp,
}

impl ClientAttestation {
    /// Takes what the wallet's provider signed. That signature is for authorization servers to verify.
    ///
    /// # Errors
    /// [`Error::KeyNotAttested`] if it is about another key, `oauth.attestation_member` if something is missing, `jose.*`.
    pub fn new(token: String, key: SigningKey) -> Result<Self, Error> {
        let jws = jwt::parse(&token, TYP, PART)?;
        let claims = jwt::claims(jws.payload_for_routing().to_vec(), PART)?;
        let Claims { client_id, key: attested, expires } = Claims::read(&claims)?;
        if attested != *key.verifying_key() {
            return Err(Error::KeyNotAttested);
        }
        Ok(Self { token, key, client_id, expires })
    }

    /// `sub`: the wallet's `client_id`, the same for all wallets of its kind.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// `exp`: from then on no server accepts it.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.expires
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Adds attestation and a new proof of possession for the authorization server `server`, with its challenge if it gave one.
    pub(crate) fn add_to(
        &self,
        headers: &mut Headers,
        server: &str,
        challenge: Option<&str>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        let jti = random_text::<16>(rng)?;
        let proof = jwt::sign(
            &self.key,
            POP_TYP,
            |_| {},
            |writer| {
                jwt::member(writer, "iss", &self.client_id);
                jwt::member(writer, "aud", server);
                jwt::member(writer, "jti", &jti);
                writer.name("iat");
                writer.integer(now.as_unix());
                if let Some(challenge) = challenge {
                    jwt::member(writer, "challenge", challenge);
                }
            },
        )?;
        headers.push(ATTESTATION, self.token.as_str());
        headers.push(ATTESTATION_POP, proof);
        Ok(())
    }
}

/// The claims that every attestation has.
struct Claims {
    client_id: String,
    key: VerifyingKey,
    expires: Timestamp,
}

impl Claims {
    fn read(claims: &Document) -> Result<Self, Error> {
        let wrong = |member| Error::AttestationMember { member };
        let root = claims.root();
        let client_id = root.get("sub").and_then(|sub| sub.as_str()).ok_or(wrong("sub"))?;
        if client_id.is_empty() || client_id.len() > MAX_TEXT {
            return Err(wrong("sub"));
        }
        let jwk = root.get("cnf").and_then(|cnf| cnf.get("jwk")).ok_or(wrong("cnf"))?;
        let key = VerifyingKey::from_jwk(jwk).map_err(Error::jose(PART))?;
        let expires = jwt::time(claims, "exp").ok_or(wrong("exp"))?;
        Ok(Self { client_id: client_id.into_owned(), key, expires })
    }
}

/// What an authorization server asks of client attestations.
#[derive(Clone, Copy)]
pub struct AttestationRules<'a> {
    /// Whose attestations are accepted.
    pub attesters: &'a TrustedSigners,
    /// The authorization server's identifier.
    pub server: &'a str,
    /// The key by which it made its challenges, if it wants one in each proof.
    pub challenges: Option<&'a NonceKey>,
}

/// A client that is what its attester says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttestedClient {
    /// `client_id`.
    pub client_id: String,
    /// The thumbprint of the key that the attestation names.
    pub key: [u8; 32],
}

/// Verifies client attestation and proof of possession of a request
/// (Attestation-Based Client Authentication, draft 07, section 6.2; without `iss` they are accepted too, as of draft 08).
///
/// # Errors
/// `oauth.attestation_*`, `oauth.signer_untrusted`, `jose.*`
pub fn verify_attestation(
    headers: &Headers,
    rules: AttestationRules<'_>,
    now: Timestamp,
    replays: &mut impl ReplayStore,
) -> Result<AttestedClient, Error> {
    let (Some(token), Some(proof)) = (headers.one(ATTESTATION), headers.one(ATTESTATION_POP)) else {
        return Err(Error::AttestationMissing);
    };
    let attestation = rules.attesters.verify(token, TYP, PART, now)?.claims;
    let Claims { client_id, key, expires } = Claims::read(&attestation)?;
    let not_before = |claims: &Document| jwt::time(claims, "nbf").is_some_and(|nbf| nbf > soon(now));
    let made_later = jwt::time(&attestation, "iat").is_some_and(|iat| iat > soon(now));
    if expires <= now || not_before(&attestation) || made_later {
        return Err(Error::AttestationExpired);
    }

    let claims = jwt::verify(jwt::parse(proof, POP_TYP, POP_PART)?, &key, POP_PART)?;
    let wrong = |member| Error::AttestationPop { member };
    if claims.root().get("iss").is_some() && !jwt::says(&claims, "iss", &client_id) {
        return Err(wrong("iss"));
    }
    if !is_audience(&claims, rules.server) {
        return Err(wrong("aud"));
    }
    let jti = claims.root().get("jti").and_then(|jti| jti.as_str()).ok_or(wrong("jti"))?;
    if jti.is_empty() || jti.len() > MAX_JTI {
        return Err(wrong("jti"));
    }
    let made = jwt::time(&claims, "iat").ok_or(wrong("iat"))?;
    if made > soon(now) || made < now.saturating_sub(MAX_PROOF_AGE) || not_before(&claims) {
        return Err(wrong("iat"));
    }
    if let Some(challenges) = rules.challenges {
        let challenge = claims.root().get("challenge").and_then(|challenge| challenge.as_str());
        let challenge = challenge.ok_or(Error::AttestationChallenge)?;
        challenges
            .verify(NoncePurpose::Attestation, rules.server, &challenge, now)
            .map_err(|_| Error::AttestationChallenge)?;
    }
    let thumbprint = key.thumbprint();
    let until = made.saturating_add(MAX_PROOF_AGE);
    match replays.see(ReplayKey::of(&[b"attestation", &thumbprint, jti.as_bytes()]), until) {
        Seen::First => Ok(AttestedClient { client_id, key: thumbprint }),
        Seen::Before => Err(Error::AttestationReplayed),
    }
}

fn soon(now: Timestamp) -> Timestamp {
    now.saturating_add(MAX_CLOCK_SKEW)
}

/// `aud` is this server, or a list with it.
fn is_audience(claims: &Document, server: &str) -> bool {
    let Some(aud) = claims.root().get("aud") else { return false };
    match aud.kind() {
        Kind::Array => {
            aud.elements().into_iter().flatten().any(|one| one.as_str().is_some_and(|one| one == server))
        }
        _ => aud.as_str().is_some_and(|aud| aud == server),
    }
}
