//! Metadata in its signed form (OpenID4VCI 1.0 section 12.2.3).

use super::IssuerMetadata;
use super::issuer_metadata::PART;
use crate::http::Reach;
use crate::oauth::limits::MAX_CLOCK_SKEW;
use crate::oauth::{TrustedSigners, member, object, speaks_for};
use crate::vci::limits::MAX_METADATA;
use crate::vci::{CredentialIssuerId, Error};
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::jws::{self, HeaderToSign, UnverifiedJws};

const TYP: &str = "openidvci-issuer-metadata+jwt";

impl IssuerMetadata {
    /// Verifies and reads metadata that one of those signed whom the caller trusts to sign that of this issuer. A certificate has to name the issuer's host
    /// among its DNS names, or its identifier among its URIs.
    ///
    /// # Errors
    /// `openid4vci.signed_metadata*`, `oauth.signer_untrusted`, `oauth.token_typ`, `jose.*`, and as [`IssuerMetadata::parse`].
    pub fn verify(
        token: &str,
        issuer: &CredentialIssuerId,
        signers: &TrustedSigners,
        reach: Reach,
        now: Timestamp,
    ) -> Result<Self, Error> {
        if token.len() > MAX_METADATA {
            return Err(Error::TooLong { part: PART });
        }
        let jws = UnverifiedJws::parse(token).map_err(Error::jose(PART))?;
        if jws.header().typ() != Some(TYP) {
            return Err(crate::oauth::Error::TokenTyp.into());
        }
        let signed = signers.verify_parsed(jws, PART, now)?;
        if signed.chain.as_ref().is_some_and(|chain| !speaks_for(chain, issuer.as_str())) {
            return Err(Error::SignedMetadataSigner);
        }
        let wrong = |member| Error::SignedMetadata { member };
        let claims = signed.claims.root();
        if claims.get("sub").and_then(|sub| sub.as_str()).is_none_or(|sub| sub != issuer.as_str()) {
            return Err(wrong("sub"));
        }
        let made = claims.get("iat").and_then(Timestamp::from_numeric_date).ok_or(wrong("iat"))?;
        if made > now.saturating_add(MAX_CLOCK_SKEW) {
            return Err(wrong("iat"));
        }
        if let Some(exp) = claims.get("exp")
            && Timestamp::from_numeric_date(exp).is_none_or(|exp| exp <= now)
        {
            return Err(wrong("exp"));
        }
        Self::read(&signed.claims, issuer, reach)
    }

    /// Signs it, good until `expires`. `x5c` is the chain of the key's certificate, leaf first, without the anchor.
    ///
    /// # Errors
    /// `jose.*`
    pub fn sign(
        &self,
        key: &SigningKey,
        x5c: Option<&[Vec<u8>]>,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<String, Error> {
        let payload = object(|writer| {
            member(writer, "sub", self.issuer.as_str());
            writer.name("iat");
            writer.integer(now.as_unix());
            writer.name("exp");
            writer.integer(expires.as_unix());
            self.write_members(writer);
        });
        let kid = if x5c.is_some() { None } else { key.kid() };
        let header = HeaderToSign { kid, x5c, ..HeaderToSign::new(TYP) };
        jws::sign(key, &header, payload.as_bytes()).map_err(Error::jose(PART))
    }
}
