//! Verifier attestations (OpenID4VP sections 5.9.3 and 12).

use super::Attester;
use super::authentication::verify_by;
use crate::vp::Error;
use crate::vp::limits::CLOCK_SKEW;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jws::{Header, UnverifiedJws};

const TYP: &str = "verifier-attestation+jwt";

/// What somebody trusted says of a verifier.
pub(super) struct VerifierAttestation {
    /// With what the verifier signs (`cnf`).
    pub(super) key: VerifyingKey,
    /// Where its answers may go; anywhere if it does not say.
    pub(super) redirect_uris: Option<Vec<String>>,
}

/// Verifies the attestation in the header of a request object: that one of `attesters` gave it to the verifier of this name, and
/// that it is in force.
pub(super) fn verify(
    header: &Header,
    subject: &str,
    attesters: &[Attester],
    now: Timestamp,
) -> Result<VerifierAttestation, Error> {
    let token = header.document().root().get("jwt").ok_or(Error::AttestationMissing)?;
    let token = token.as_str().ok_or(Error::AttestationMissing)?;
    let jws = UnverifiedJws::parse(&token)?;
    if jws.header().typ() != Some(TYP) {
        return Err(Error::AttestationTyp);
    }
    let claimed = claims(jws.payload_for_routing())?;
    let issuer = text(claimed.root(), "iss")?;
    let attester = attesters.iter().find(|attester| attester.issuer.as_str() == issuer);
    let keys = &attester.ok_or(Error::AttestationUntrusted)?.keys;
    let verified = verify_by(jws, keys).ok_or(Error::AttestationUntrusted)??;
    let claims = claims(verified.payload())?;
    let root = claims.root();
    let expires_at = time(root, "exp")?.ok_or(Error::AttestationMember { member: "exp" })?;
    let begins = [time(root, "nbf")?, time(root, "iat")?];
    let is_ahead = |begin: &Timestamp| *begin > now.saturating_add(CLOCK_SKEW);
    if expires_at.saturating_add(CLOCK_SKEW) <= now || begins.iter().flatten().any(is_ahead) {
        return Err(Error::AttestationTime);
    }
    if text(root, "sub")? != subject {
        return Err(Error::AttestationSubject);
    }
    let key =
        root.get("cnf").and_then(|cnf| cnf.get("jwk")).ok_or(Error::AttestationMember { member: "cnf" })?;
    let redirect_uris = root.get("redirect_uris").map(texts).transpose()?;
    Ok(VerifierAttestation { key: VerifyingKey::from_jwk(key)?, redirect_uris })
}

fn claims(payload: &[u8]) -> Result<Document, Error> {
    Document::parse(payload).map_err(|error| Error::Json { part: "the verifier attestation", error })
}

fn text(claims: Value<'_>, member: &'static str) -> Result<String, Error> {
    let text = claims.get(member).and_then(Value::as_str).map(Into::into);
    text.ok_or(Error::AttestationMember { member })
}

fn time(claims: Value<'_>, member: &'static str) -> Result<Option<Timestamp>, Error> {
    let read = |value| Timestamp::from_numeric_date(value).ok_or(Error::AttestationMember { member });
    claims.get(member).map(read).transpose()
}

fn texts(list: Value<'_>) -> Result<Vec<String>, Error> {
    let malformed = Error::AttestationMember { member: "redirect_uris" };
    let texts = list.elements().ok_or(malformed.clone())?.map(|text| text.as_str().map(Into::into));
    texts.collect::<Option<_>>().ok_or(malformed)
}
