use crate::claims::{self, Registered};
use crate::compact::Compact;
use crate::resolve::{Rules, resolve};
use crate::{Error, VerifiedSdJwt, VerifyOptions, serialization};
use std::fmt;
use vouchsafe_credential::json::{Composer, Kind, PartId};
use vouchsafe_credential::{CredentialType, IssuerId};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jws::{Header, UnverifiedJws};

/// An SD-JWT or SD-JWT+KB whose shape is right and which nobody has verified.
///
/// It has no claims to read:
/// ```compile_fail
/// fn read(token: &vouchsafe_sd_jwt::UnverifiedSdJwt<'_>) {
///     token.claims();
/// }
/// ```
pub struct UnverifiedSdJwt<'a> {
    jws: UnverifiedJws<'a>,
    compact: Compact<'a>,
    parts: Composer,
    payload: PartId,
}

/// What an unverified token says about who might have issued it, and of what type it might be.
///
/// Anybody can write this. It serves to find the key that would verify the token among those that are trusted already, and
/// nothing else: it is not to be believed, shown or fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routing {
    /// `iss`
    pub issuer: Option<IssuerId>,
    /// `vct`
    pub credential_type: Option<CredentialType>,
}

impl<'a> UnverifiedSdJwt<'a> {
    /// Reads the compact serialisation (RFC 9901 section 4).
    ///
    /// # Errors
    /// - `sd_jwt.too_long`, `sd_jwt.not_sd_jwt`, `sd_jwt.tilde_missing`, `sd_jwt.empty_part`, `sd_jwt.too_many_disclosures`:
    ///   the text is not cut right;
    /// - `jose.*`: the issuer-signed JWT is not one, or asks for what is not done here;
    /// - `json.*`, `sd_jwt.payload_not_object`: its payload is no JSON object.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let compact = Compact::read(text)?;
        let jwt = text.get(..compact.jwt().len()).ok_or(Error::NotSdJwt)?;
        let jws = UnverifiedJws::parse(jwt)?;
        Self::new(jws, compact)
    }

    /// Reads a JSON serialisation (RFC 9901 section 8), flattened or general.
    ///
    /// Of several signatures the first is the one that counts: its header holds the disclosures, and it is what the key must
    /// verify. The others must have the right shape. Members that are not named in the standards are ignored.
    ///
    /// # Errors
    /// `sd_jwt.json_member`, `sd_jwt.header_repeated`, `sd_jwt.crit_unprotected` or `json.*` if the object is not right, and as
    /// [`UnverifiedSdJwt::parse`].
    pub fn parse_json(text: &str) -> Result<UnverifiedSdJwt<'static>, Error> {
        let (jws, compact) = serialization::read(text)?;
        UnverifiedSdJwt::new(jws, compact)
    }

    fn new(jws: UnverifiedJws<'a>, compact: Compact<'a>) -> Result<Self, Error> {
        let mut parts = Composer::new();
        let payload = parts.add(jws.payload_for_routing()).map_err(Error::json("the payload"))?;
        if parts.part(payload).kind() != Kind::Object {
            return Err(Error::PayloadNotObject);
        }
        Ok(Self { jws, compact, parts, payload })
    }

    /// The protected header. As unverified as the rest.
    #[must_use]
    pub fn header(&self) -> &Header {
        self.jws.header()
    }

    /// True if there is a KB-JWT.
    #[must_use]
    pub fn has_key_binding(&self) -> bool {
        self.compact.key_binding().is_some()
    }

    /// The compact serialisation: as received, or what a JSON serialisation stands for.
    #[must_use]
    pub fn as_compact(&self) -> &str {
        self.compact.text()
    }

    /// Who might have issued this. Read [`Routing`] before use.
    ///
    /// # Errors
    /// `sd_jwt.claim_malformed` if `iss` or `vct` is there and cannot be one.
    pub fn routing(&self) -> Result<Routing, Error> {
        let payload = self.parts.part(self.payload);
        Ok(Routing { issuer: claims::issuer(payload)?, credential_type: claims::credential_type(payload)? })
    }

    /// Verifies the issuer's signature with a trusted key, then opens the disclosures (RFC 9901 section 7.1), then holds the
    /// claims against the profile. Nothing that the token says is used before the signature holds.
    ///
    /// Whether the credential is valid now is not asked: see [`VerifiedSdJwt::validity`]. A KB-JWT is not looked at: see
    /// [`VerifiedSdJwt::verify_key_binding`].
    ///
    /// # Errors
    /// - `jose.algorithm_mismatch`, `jose.signature_invalid`: it is not signed with `key`;
    /// - `sd_jwt.typ_unexpected`, `sd_jwt.claim_*`, `sd_jwt.type_repeated`, `sd_jwt.*_unsupported`, `jose.key_*`: it is not what
    ///   the profile demands, or names a status or a holder key that cannot be used;
    /// - the other codes `sd_jwt.*` and `json.*`: digests and disclosures do not fit.
    pub fn verify(self, key: &VerifyingKey, options: &VerifyOptions<'_>) -> Result<VerifiedSdJwt, Error> {
        let Self { jws, compact, parts, payload } = self;
        let verified = jws.verify(key)?;
        let hasher = verified.hasher().cloned();
        let (header, _) = verified.into_parts();
        options.profile.admit(header.typ())?;
        let rules =
            Rules { allowed_hashes: options.allowed_hashes, always_open: options.profile.always_open() };
        let resolved = resolve(parts, payload, compact.disclosures(), &rules)?;
        let registered = Registered::read(resolved.claims.root(), &options.profile)?;
        let sd_hash = compact.key_binding().map(|_| compact.sd_hash(resolved.hash, hasher));
        Ok(VerifiedSdJwt::new(compact.into_owned(), header, resolved, registered, sd_hash))
    }
}

/// Sizes, never content.
impl fmt::Debug for UnverifiedSdJwt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disclosures = self.compact.disclosures().count();
        write!(f, "UnverifiedSdJwt({:?}, {disclosures} disclosures)", self.jws)
    }
}
