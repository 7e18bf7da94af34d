use crate::claims::Registered;
use crate::compact::Compact;
use crate::hide::Hider;
use crate::profile::{SD_JWT_VC_TYP, is_kb_jwt};
use crate::{DisclosurePlan, Error, ExpectedType, LegacyTyp, Profile};
use rand_core::TryCryptoRng;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::jws::{HeaderToSign, sign};

/// What an issuer signs.
///
/// With the `typ` of an SD-JWT VC ([`SD_JWT_VC_TYP`]) the rules of that profile hold: `vct` is there, and what decides on
/// validity is not selectively disclosable. Disclosures come in the order of `claims`.
///
/// ```
/// # use vouchsafe_sd_jwt::{DisclosurePlan, Error, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifyOptions};
/// # use vouchsafe_credential::{ClaimPath, json::Document};
/// # use vouchsafe_jose::SigningKey;
/// # fn issue(key: &SigningKey, rng: &mut impl rand_core::TryCryptoRng) -> Result<(), Error> {
/// # let json = |error| Error::Json { part: "the claims", error };
/// let claims = Document::parse(br#"{"vct":"urn:example:member","given_name":"Ada","level":3}"#).map_err(json)?;
/// let plan = DisclosurePlan::new([ClaimPath::top("given_name")]);
/// let text = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(key, rng)?;
///
/// let verified = UnverifiedSdJwt::parse(&text)?.verify(key.verifying_key(), &VerifyOptions::default())?;
/// assert_eq!(verified.claims(), claims.root());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SdJwtToSign<'a> {
    /// The claims: an object, with everything in it that is to be said, `iss`, `iat` and `cnf` included.
    pub claims: Value<'a>,
    /// Which of them are selectively disclosable.
    pub plan: &'a DisclosurePlan,
    /// The header's `typ`.
    pub typ: &'a str,
    /// The header's `kid`.
    pub kid: Option<&'a str>,
    /// The header's `x5c`: DER certificates, leaf first; the leaf's key must be the signing one.
    pub x5c: Option<&'a [Vec<u8>]>,
}

impl<'a> SdJwtToSign<'a> {
    /// Claims under a header with `typ` alone.
    #[must_use]
    pub fn new(claims: Value<'a>, plan: &'a DisclosurePlan, typ: &'a str) -> Self {
        Self { claims, plan, typ, kid: None, x5c: None }
    }

    /// Signs the SD-JWT with all its disclosures, in the compact serialisation. Salts and decoys come from `rng`, 128 bits for each
    /// salt and 256 for each decoy.
    ///
    /// # Errors
    /// - `sd_jwt.claims_not_object`, `sd_jwt.claim_name_reserved`, `sd_jwt.claim_*`, `sd_jwt.type_repeated`,
    ///   `sd_jwt.*_unsupported`, `sd_jwt.typ_unexpected`: nobody would accept these claims, or this `typ`;
    /// - `sd_jwt.plan_*`: the plan does not fit the claims;
    /// - `sd_jwt.too_*`, `sd_jwt.disclosure_chain_too_deep`, `json.too_deep`: the result would be past a limit;
    /// - `sd_jwt.randomness_failed` if `rng` fails; `jose.*` if the header cannot be, or signing fails.
    pub fn sign(&self, key: &SigningKey, rng: &mut impl TryCryptoRng) -> Result<String, Error> {
        if self.claims.kind() != Kind::Object {
            return Err(Error::ClaimsNotObject);
        }
        if is_kb_jwt(self.typ) {
            return Err(Error::TypUnexpected);
        }
        let profile = match self.typ {
            SD_JWT_VC_TYP => Profile::SdJwtVc(LegacyTyp::Refuse),
            _ => Profile::SdJwt(ExpectedType::Any),
        };
        Registered::read(self.claims, &profile)?;
        let positions = self.plan.positions(self.claims, profile.always_open())?;
        let hidden = Hider::new(self.plan, &positions, rng).hide(self.claims)?;
        let header = HeaderToSign { kid: self.kid, x5c: self.x5c, ..HeaderToSign::new(self.typ) };
        let mut text = sign(key, &header, hidden.payload.as_bytes())?;
        text.push('~');
        for disclosure in &hidden.disclosures {
            text.push_str(disclosure);
            text.push('~');
        }
        Compact::read(text.as_str())?;
        Ok(text)
    }
}
