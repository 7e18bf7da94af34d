use std::fmt;
use vouchsafe_credential::format::{BBS, SD_JWT_VC};
use vouchsafe_credential::shown;

/// The format of a credential (OpenID4VP appendix B).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// SD-JWT VC: `dc+sd-jwt` (section B.3).
    SdJwtVc,
    /// A BBS credential under our profile of JSON Proof Tokens (docs/PROFILE.md). Its `meta` is that of SD-JWT VC.
    Bbs,
    /// One that is not known here, by its name: a query may ask for it, and no credential here has it.
    Other(String),
}

impl Format {
    pub(crate) fn new(name: &str) -> Self {
        match name {
            SD_JWT_VC => Self::SdJwtVc,
            BBS => Self::Bbs,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::SdJwtVc => SD_JWT_VC,
            Self::Bbs => BBS,
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown::escape(self.as_str()))
    }
}
