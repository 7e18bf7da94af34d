use std::fmt;
use vouchsafe_credential::shown;

/// The format of a credential (OpenID4VP appendix B).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// SD-JWT VC: `dc+sd-jwt` (section B.3).
    SdJwtVc,
    /// One that is not known here, by its name: a query may ask for it, and no credential here has it.
    Other(String),
}

impl Format {
    pub(crate) fn new(name: &str) -> Self {
        match name {
            "dc+sd-jwt" => Self::SdJwtVc,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::SdJwtVc => "dc+sd-jwt",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown::escape(self.as_str()))
    }
}
