use crate::Error;
use vouchsafe_jose::digest::HashAlgorithm;

/// The `typ` of an SD-JWT VC (SD-JWT VC section 2.2.1).
pub const SD_JWT_VC_TYP: &str = vouchsafe_credential::format::SD_JWT_VC;
/// The `typ` that drafts of SD-JWT VC had before November 2024.
const LEGACY_SD_JWT_VC_TYP: &str = "vc+sd-jwt";
/// The `typ` of a KB-JWT (RFC 9901 section 4.3).
pub(crate) const KB_JWT_TYP: &str = "kb+jwt";

/// Top-level claims of an SD-JWT VC that stand open with all that is in them (SD-JWT VC section 2.2.2.3).
const ALWAYS_OPEN: &[&str] = &["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"];

/// What a token must be. Chosen by whoever verifies, never by the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Profile {
    /// An SD-JWT of RFC 9901.
    SdJwt(ExpectedType),
    /// An SD-JWT VC: `typ` is `dc+sd-jwt`, `vct` is there, and what decides on validity stands open.
    SdJwtVc(LegacyTyp),
}

/// The header's `typ` of an SD-JWT that is no SD-JWT VC (RFC 9901 section 9.11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedType {
    /// Any, or none. Only `kb+jwt` is refused, so a token that the issuer signed for another purpose may pass.
    Any,
    /// This one, compared byte for byte.
    Exactly(String),
}

/// Whether `vc+sd-jwt`, which drafts of SD-JWT VC had as `typ` before November 2024, still passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyTyp {
    /// Only `dc+sd-jwt` passes.
    Refuse,
    /// `vc+sd-jwt` passes too.
    AcceptVcSdJwt,
}

/// How strict [`verify`](crate::UnverifiedSdJwt::verify) is. The default is an SD-JWT VC with any supported hash function.
#[derive(Debug, Clone)]
pub struct VerifyOptions<'a> {
    /// What the token must be.
    pub profile: Profile,
    /// The hash functions that `_sd_alg` may name (RFC 9901 section 9.4).
    pub allowed_hashes: &'a [HashAlgorithm],
}

impl Default for VerifyOptions<'_> {
    fn default() -> Self {
        Self {
            profile: Profile::SdJwtVc(LegacyTyp::Refuse),
            allowed_hashes: &[HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512],
        }
    }
}

impl Profile {
    /// Refuses a `typ` that this profile does not have.
    pub(crate) fn admit(&self, typ: Option<&str>) -> Result<(), Error> {
        let admitted = match self {
            Self::SdJwt(ExpectedType::Any) => !typ.is_some_and(is_kb_jwt),
            Self::SdJwt(ExpectedType::Exactly(expected)) => typ == Some(expected) && !is_kb_jwt(expected),
            Self::SdJwtVc(LegacyTyp::Refuse) => typ == Some(SD_JWT_VC_TYP),
            Self::SdJwtVc(LegacyTyp::AcceptVcSdJwt) => {
                typ == Some(SD_JWT_VC_TYP) || typ == Some(LEGACY_SD_JWT_VC_TYP)
            }
        };
        if admitted { Ok(()) } else { Err(Error::TypUnexpected) }
    }

    /// Top-level claims that must not come from a disclosure, nor hold one.
    pub(crate) fn always_open(&self) -> &'static [&'static str] {
        match self {
            Self::SdJwt(_) => &[],
            Self::SdJwtVc(_) => ALWAYS_OPEN,
        }
    }
}

/// True for every spelling of `kb+jwt` as a media type (RFC 7515 section 4.1.9).
pub(crate) fn is_kb_jwt(typ: &str) -> bool {
    let prefix = "application/";
    let subtype = match typ.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => typ.get(prefix.len()..).unwrap_or_default(),
        _ => typ,
    };
    subtype.eq_ignore_ascii_case(KB_JWT_TYP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_profile_has_its_typ() {
        let exactly = |typ: &str| Profile::SdJwt(ExpectedType::Exactly(typ.to_owned()));
        let any = Profile::SdJwt(ExpectedType::Any);
        let strict = Profile::SdJwtVc(LegacyTyp::Refuse);
        let legacy = Profile::SdJwtVc(LegacyTyp::AcceptVcSdJwt);
        for (profile, typ, admitted) in [
            (&any, None, true),
            (&any, Some("example+sd-jwt"), true),
            (&any, Some("kb+jwt"), false),
            (&any, Some("application/KB+JWT"), false),
            (&exactly("example+sd-jwt"), Some("example+sd-jwt"), true),
            (&exactly("example+sd-jwt"), Some("Example+sd-jwt"), false),
            (&exactly("example+sd-jwt"), None, false),
            (&exactly("kb+jwt"), Some("kb+jwt"), false),
            (&strict, Some("dc+sd-jwt"), true),
            (&strict, Some("vc+sd-jwt"), false),
            (&strict, Some("application/dc+sd-jwt"), false),
            (&strict, None, false),
            (&legacy, Some("vc+sd-jwt"), true),
            (&legacy, Some("dc+sd-jwt"), true),
            (&legacy, Some("kb+jwt"), false),
        ] {
            assert_eq!(profile.admit(typ).is_ok(), admitted, "{profile:?} {typ:?}");
        }
    }
}
