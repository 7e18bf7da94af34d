use crate::Error;
use crate::profile::KB_JWT_TYP;
use vouchsafe_credential::json::{Document, Kind, Value, Writer};
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp, Validity, ValidityState, base64url};
use vouchsafe_jose::digest::{Digest, HashAlgorithm};
use vouchsafe_jose::jws::{HeaderToSign, UnverifiedJws, sign};
use vouchsafe_jose::{SigningKey, VerifyingKey};

/// What a KB-JWT must say to be an answer to this verifier, now (RFC 9901 section 7.3, step 5).
#[derive(Debug, Clone, Copy)]
pub struct KeyBindingExpectations<'a> {
    /// `aud`, compared byte for byte. `None` lets any pass: then a presentation made for somebody else passes.
    pub audience: Option<&'a Audience>,
    /// `nonce`, compared byte for byte. `None` lets any pass: then a presentation can be replayed.
    pub nonce: Option<&'a Nonce>,
    /// The present.
    pub now: Timestamp,
    /// How long before `now` it may have been made.
    pub max_age: Duration,
    /// How far after `now` it may have been made, clocks being what they are.
    pub skew: Duration,
}

/// What a KB-JWT says that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBinding {
    /// `iat`
    pub issued_at: Timestamp,
    /// `aud`
    pub audience: Audience,
    /// `nonce`
    pub nonce: Nonce,
}

/// To whom, and in answer to what, a holder presents (RFC 9901 section 4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBindingRequest {
    /// `aud`: the verifier.
    pub audience: Audience,
    /// `nonce`: what the verifier chose to be answered with.
    pub nonce: Nonce,
    /// `iat`: the present. Seconds tell presentations apart, so a coarser moment is better.
    pub issued_at: Timestamp,
}

/// Verifies `token` with the holder's `key`, for an SD-JWT of this digest. A key or address in its header is never used.
pub(crate) fn verify(
    token: &str,
    key: &VerifyingKey,
    sd_hash: &Digest,
    expected: &KeyBindingExpectations<'_>,
) -> Result<KeyBinding, Error> {
    let verified = UnverifiedJws::parse(token)?.verify(key)?;
    if verified.header().typ() != Some(KB_JWT_TYP) {
        return Err(Error::KeyBindingTyp);
    }
    let payload = Document::parse(verified.payload()).map_err(Error::json("the KB-JWT's payload"))?;
    let claims = payload.root();
    if claims.kind() != Kind::Object {
        return Err(Error::KeyBindingClaim { claim: "iat" });
    }
    let binding = KeyBinding {
        issued_at: claims
            .get("iat")
            .and_then(Timestamp::from_numeric_date)
            .ok_or(Error::KeyBindingClaim { claim: "iat" })?,
        audience: text(claims, "aud", |text| Audience::new(text).ok())?,
        nonce: text(claims, "nonce", |text| Nonce::new(text).ok())?,
    };
    if text(claims, "sd_hash", Some)? != base64url::encode(sd_hash.as_ref()) {
        return Err(Error::SdHashMismatch);
    }
    if expected.audience.is_some_and(|audience| *audience != binding.audience) {
        return Err(Error::AudienceMismatch);
    }
    if expected.nonce.is_some_and(|nonce| *nonce != binding.nonce) {
        return Err(Error::NonceMismatch);
    }
    if binding.issued_at < expected.now.saturating_sub(expected.max_age) {
        return Err(Error::KeyBindingStale);
    }
    if binding.issued_at > expected.now.saturating_add(expected.skew) {
        return Err(Error::KeyBindingFromTheFuture);
    }
    admit_period(claims, expected)?;
    Ok(binding)
}

/// `exp` and `nbf` are not asked of a KB-JWT, but hold if they are there (RFC 9901 section 7.3, step 5.8).
fn admit_period(claims: Value<'_>, expected: &KeyBindingExpectations<'_>) -> Result<(), Error> {
    let validity =
        Validity::from_claims(claims).map_err(|error| Error::KeyBindingClaim { claim: error.claim })?;
    match validity.state(expected.now, expected.skew) {
        ValidityState::Valid => Ok(()),
        ValidityState::Expired { .. } => Err(Error::KeyBindingExpired),
        ValidityState::NotYetValid { .. } => Err(Error::KeyBindingNotYetValid),
    }
}

fn text<T>(claims: Value<'_>, claim: &'static str, read: impl Fn(String) -> Option<T>) -> Result<T, Error> {
    let text = claims.get(claim).and_then(|value| value.as_str());
    text.and_then(|text| read(text.into_owned())).ok_or(Error::KeyBindingClaim { claim })
}

/// A KB-JWT for an SD-JWT of this digest (RFC 9901 section 4.3.1), that signs for transactions of these SHA-256 digests.
pub(crate) fn make(
    key: &SigningKey,
    sd_hash: &Digest,
    request: &KeyBindingRequest,
    transaction_data: &[[u8; 32]],
) -> Result<String, Error> {
    let mut payload = Writer::new();
    payload.begin_object();
    payload.name("iat");
    payload.integer(request.issued_at.as_unix());
    payload.name("aud");
    payload.string(request.audience.as_str());
    payload.name("nonce");
    payload.string(request.nonce.as_str());
    payload.name("sd_hash");
    payload.string(&base64url::encode(sd_hash.as_ref()));
    if !transaction_data.is_empty() {
        payload.name("transaction_data_hashes");
        payload.begin_array();
        transaction_data.iter().for_each(|hash| payload.string(&base64url::encode(hash)));
        payload.end_array();
        payload.name("transaction_data_hashes_alg");
        payload.string(HashAlgorithm::Sha256.registry_name());
    }
    payload.end_object();
    Ok(sign(key, &HeaderToSign::new(KB_JWT_TYP), payload.finish().as_bytes())?)
}
