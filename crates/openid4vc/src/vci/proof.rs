//! Proofs that a wallet has the keys to which credentials are to be bound (OpenID4VCI 1.0 appendix F).

use super::Error;
use super::key_attestation::KeyAttestation;
use super::limits::MAX_TEXT;
use super::metadata::ProofTypeSupport;
use crate::oauth::limits::{MAX_CLOCK_SKEW, MAX_PROOF_AGE, MAX_SMALL_JWT};
use crate::oauth::{self, TrustedSigners, member, sign_jwt};
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::jws::{Header, UnverifiedJws};
use vouchsafe_jose::{SigningKey, VerifyingKey};

const TYP: &str = "openid4vci-proof+jwt";
pub(super) const PART: &str = "the key proof";

/// What stands in every key proof of one request.
pub(super) struct ProofClaims<'a> {
    /// The wallet's `client_id`; none if it has used a pre-authorized code without a name.
    pub(super) client_id: Option<&'a str>,
    pub(super) issuer: &'a str,
    pub(super) nonce: Option<&'a str>,
    pub(super) attestation: Option<&'a str>,
}

impl ProofClaims<'_> {
    /// A proof of type `jwt`.
    pub(super) fn sign(&self, key: &SigningKey, now: Timestamp) -> Result<String, Error> {
        let token = sign_jwt(
            key,
            TYP,
            |writer| {
                writer.name("jwk");
                key.verifying_key().write_jwk(writer);
                if let Some(attestation) = self.attestation {
                    member(writer, "key_attestation", attestation);
                }
            },
            |writer| {
                if let Some(client_id) = self.client_id {
                    member(writer, "iss", client_id);
                }
                member(writer, "aud", self.issuer);
                writer.name("iat");
                writer.integer(now.as_unix());
                if let Some(nonce) = self.nonce {
                    member(writer, "nonce", nonce);
                }
            },
        )?;
        Ok(token)
    }
}

/// What an issuer asks of key proofs.
#[derive(Clone, Copy)]
pub(super) struct ProofRules<'a> {
    pub(super) issuer: &'a str,
    /// The client of the access token.
    pub(super) client_id: Option<&'a str>,
    pub(super) support: &'a ProofTypeSupport,
    pub(super) attesters: &'a TrustedSigners,
}

/// A key proof that holds; whether its nonce does is for the caller to say.
pub(super) struct VerifiedProof {
    pub(super) key: VerifyingKey,
    pub(super) nonce: Option<String>,
    pub(super) attested: Option<KeyAttestation>,
}

impl ProofRules<'_> {
    /// Verifies a proof of type `jwt` (appendices F.1 and F.4).
    pub(super) fn verify(&self, proof: &str, now: Timestamp) -> Result<VerifiedProof, Error> {
        let wrong = |member| Error::ProofMember { member };
        if proof.len() > 2 * MAX_SMALL_JWT {
            return Err(Error::TooLong { part: PART });
        }
        let jws = UnverifiedJws::parse(proof).map_err(Error::jose(PART))?;
        if jws.header().typ() != Some(TYP) {
            return Err(oauth::Error::TokenTyp.into());
        }
        if !self.support.takes(jws.header().algorithm()) {
            return Err(wrong("alg"));
        }
        let attested = match jws.header().document().root().get("key_attestation") {
            None if self.support.key_attestation.is_some() => return Err(Error::AttestationMissing),
            None => None,
            Some(token) => {
                let token = token.as_str().ok_or(wrong("key_attestation"))?;
                Some(KeyAttestation::verify(&token, self.attesters, self.support, now)?)
            }
        };
        let key = key_of(jws.header(), attested.as_ref())?;
        if attested.as_ref().is_some_and(|attested| !attested.keys.contains(&key)) {
            return Err(Error::KeyNotAttested);
        }
        let (_, payload) = jws.verify(&key).map_err(Error::jose(PART))?.into_parts();
        let claims = Document::parse(payload).map_err(Error::json(PART))?;
        let root = claims.root();
        if root.get("aud").and_then(|aud| aud.as_str()).is_none_or(|aud| aud != self.issuer) {
            return Err(wrong("aud"));
        }
        if let Some(iss) = root.get("iss")
            && iss.as_str().as_deref() != self.client_id
        {
            return Err(wrong("iss"));
        }
        let made = root.get("iat").and_then(Timestamp::from_numeric_date).ok_or(wrong("iat"))?;
        if made > now.saturating_add(MAX_CLOCK_SKEW) || made < now.saturating_sub(MAX_PROOF_AGE) {
            return Err(Error::ProofTime);
        }
        let nonce = match root.get("nonce") {
            None => None,
            Some(nonce) => {
                let nonce = nonce.as_str().filter(|nonce| nonce.len() <= MAX_TEXT).ok_or(wrong("nonce"))?;
                Some(nonce.into_owned())
            }
        };
        Ok(VerifiedProof { key, nonce, attested })
    }
}

/// The key that the header names: as `jwk`, or as the `kid` of a key in the attestation. Exactly one of `kid`, `jwk` and `x5c` is
/// there; certificates and DIDs are not supported.
fn key_of(header: &Header, attested: Option<&KeyAttestation>) -> Result<VerifyingKey, Error> {
    let root = header.document().root();
    match (root.get("jwk"), root.get("kid"), root.get("x5c")) {
        (Some(jwk), None, None) => VerifyingKey::from_jwk(jwk).map_err(Error::jose(PART)),
        (None, Some(_), None) => {
            let named = |key: &&VerifyingKey| key.kid().is_some() && key.kid() == header.kid();
            let mut keys = attested.into_iter().flat_map(|attested| &attested.keys).filter(named);
            match (keys.next(), keys.next()) {
                (Some(key), None) => Ok(key.clone()),
                _ => Err(Error::ProofKey),
            }
        }
        _ => Err(Error::ProofKey),
    }
}
