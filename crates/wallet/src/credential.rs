use crate::error::Error;
use crate::issuer::TrustedIssuer;
use crate::{CopyId, short};
use std::fmt;
use vouchsafe_jose::VerifyingKey;
use vouchsafe_sd_jwt::{
    ExpectedType, HeldSdJwt, LegacyTyp, Profile as TokenProfile, UnverifiedSdJwt, VerifiedSdJwt,
    VerifyOptions,
};
use zeroize::Zeroizing;

/// What a token must be. Chosen by the person, never by the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// An SD-JWT VC: `typ` is `dc+sd-jwt`, with a `vct`.
    SdJwtVc,
    /// An SD-JWT of RFC 9901 of any `typ`.
    SdJwt,
}

impl Profile {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SdJwtVc => "sd-jwt-vc",
            Self::SdJwt => "sd-jwt",
        }
    }

    fn options(self) -> VerifyOptions<'static> {
        let profile = match self {
            Self::SdJwtVc => TokenProfile::SdJwtVc(LegacyTyp::Refuse),
            Self::SdJwt => TokenProfile::SdJwt(ExpectedType::Any),
        };
        VerifyOptions { profile, ..VerifyOptions::default() }
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
        CopyId::of(&self.text)
    }

    /// What it says, if `issuer` signed it.
    pub(crate) fn open(&self, issuer: &TrustedIssuer) -> Result<HeldSdJwt, Error> {
        let (verified, _) = verify(&self.text, self.profile, issuer.issuer.as_str(), &issuer.keys)?;
        Ok(HeldSdJwt::from_verified(verified)?)
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
    profile: Profile,
    issuer: &str,
    keys: impl IntoIterator<Item = &'k VerifyingKey>,
) -> Result<(VerifiedSdJwt, &'k VerifyingKey), Error> {
    let mut refused = Error::IssuerKeyUnknown { issuer: short(issuer) };
    for key in keys {
        let token = parse(text)?;
        let header = token.header();
        let named_otherwise = matches!((header.kid(), key.kid()), (Some(named), Some(has)) if named != has);
        if named_otherwise || header.algorithm() != key.algorithm() {
            continue;
        }
        match token.verify(key, &profile.options()) {
            Ok(verified) => {
                return if verified.issuer().is_some_and(|verified| verified.as_str() == issuer) {
                    Ok((verified, key))
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
