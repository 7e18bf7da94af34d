use crate::error::Error;
use crate::generators::LazyGenerators;
use crate::held::Held;
use crate::issuer::TrustedIssuer;
use crate::{CopyId, IssuerKey, short};
use std::fmt;
use vouchsafe_sd_jwt::{
    ExpectedType, LegacyTyp, Profile as TokenProfile, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};
use zeroize::Zeroizing;

/// What a token must be. Chosen by the person, never by the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// An SD-JWT VC: `typ` is `dc+sd-jwt`, with a `vct`.
    SdJwtVc,
    /// An SD-JWT of RFC 9901 of any `typ`.
    SdJwt,
    /// A BBS credential of our profile (docs/PROFILE.md).
    Bbs,
}

impl Profile {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SdJwtVc => "sd-jwt-vc",
            Self::SdJwt => "sd-jwt",
            Self::Bbs => "bbs",
        }
    }

    /// Whether each showing is a proof of its own: then nothing but what it says can be recognised, and whoever receives it cannot
    /// pass it on. Otherwise the issuer's signature itself is shown.
    #[must_use]
    pub const fn shows_proofs(self) -> bool {
        matches!(self, Self::Bbs)
    }

    /// What an SD-JWT has to be for it; `None` if it is for no SD-JWT.
    pub(crate) fn of_sd_jwt(self) -> Option<TokenProfile> {
        match self {
            Self::SdJwtVc => Some(TokenProfile::SdJwtVc(LegacyTyp::Refuse)),
            Self::SdJwt => Some(TokenProfile::SdJwt(ExpectedType::Any)),
            Self::Bbs => None,
        }
    }
}

/// One copy of a credential as it was stored: a text. It is verified again each time it is used.
pub struct StoredCredential {
    pub(crate) profile: Profile,
    pub(crate) text: Zeroizing<String>,
}

impl StoredCredential {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> CopyId {
        CopyId::of(self.profile, &self.text)
    }

    /// What it says, if `issuer` signed it.
    pub(crate) fn open(&self, issuer: &TrustedIssuer, generators: &LazyGenerators) -> Result<Held, Error> {
        let TrustedIssuer { issuer, keys, .. } = issuer;
        let (held, _) = Held::verify(&self.text, self.profile, issuer.as_str(), keys, generators)?;
        Ok(held)
    }
}

impl fmt::Debug for StoredCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredCredential({:?}, {} bytes)", self.profile, self.text.len())
    }
}

/// An SD-JWT in one of its serialisations, without the white space around it.
pub(crate) fn parse(text: &str) -> Result<UnverifiedSdJwt<'_>, Error> {
    let text = text.trim_ascii();
    Ok(if text.starts_with('{') { UnverifiedSdJwt::parse_json(text)? } else { UnverifiedSdJwt::parse(text)? })
}

/// Verifies `text` with the one of `keys` that fits; gives back that key too.
///
/// `issuer` is the name that the keys are trusted for. A key fits if it has the algorithm of the token's header and, where
/// both name one, its `kid`. More than one may fit: then the signature tells.
pub(crate) fn verify<'k>(
    text: &str,
    profile: TokenProfile,
    issuer: &str,
    keys: &'k [IssuerKey],
) -> Result<(VerifiedSdJwt, &'k IssuerKey), Error> {
    let mut refused = Error::IssuerKeyUnknown { issuer: short(issuer) };
    let options = VerifyOptions { profile, ..VerifyOptions::default() };
    for trusted in keys {
        let Some(key) = trusted.as_jose() else { continue };
        let token = parse(text)?;
        let header = token.header();
        let named_otherwise = matches!((header.kid(), key.kid()), (Some(named), Some(has)) if named != has);
        if named_otherwise || header.algorithm() != key.algorithm() {
            continue;
        }
        match token.verify(key, &options) {
            Ok(verified) => {
                return if verified.issuer().is_some_and(|verified| verified.as_str() == issuer) {
                    Ok((verified, trusted))
                } else {
                    Err(Error::IssuerNotTrusted { issuer: short(issuer) })
                };
            }
            Err(error @ vouchsafe_sd_jwt::Error::Jose(vouchsafe_jose::Error::SignatureInvalid)) => {
                refused = error.into();
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(refused)
}
