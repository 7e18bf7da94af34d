use crate::{KeyOrigin, KeyThumbprint, State};
use vouchsafe_credential::{ClaimPath, IssuerId, Timestamp};
use vouchsafe_type_metadata::MetadataVersion;

/// What was found when a credential arrived: how it stands, why, and as of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How it stands.
    pub state: State,
    /// What that rests on, and what the person ought to know.
    pub grounds: Vec<Ground>,
    /// When it was judged.
    pub as_of: Timestamp,
}

/// Something that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ground {
    /// The issuer's signature verified.
    Signed {
        /// Who signed.
        issuer: IssuerId,
        /// With which key.
        key: KeyThumbprint,
        /// Whether that key is trusted only since this import.
        newly_trusted: bool,
    },
    /// It is bound to a holder key that this wallet has.
    Bound {
        /// The key; for a batch, the first copy's.
        key: KeyThumbprint,
        /// Where the key comes from.
        origin: KeyOrigin,
    },
    /// It is bound to no key: whoever has it can show it.
    NotBound,
    /// Its issuer gives no way to learn whether it is revoked.
    NoStatus,
    /// One-time copies whose dates are finer than a day, by which verifiers can link them.
    PreciseDates,
    /// One-time copies that always show claims about the person, by which verifiers can link them if nobody else has the same.
    AlwaysShows {
        /// Which.
        claims: Vec<ClaimPath>,
    },
    /// It keeps to its type metadata, which its card is shown by from now on.
    Described {
        /// Which.
        version: MetadataVersion,
        /// Whether every byte of it is under the issuer's signature.
        signed: bool,
    },
    /// The issuer header of a BBS credential is one that its type metadata lists. The list may be long, and made for one holder where nobody
    /// else is given the same.
    HeaderPublished,
    /// Nothing says that others have the issuer header of a BBS credential.
    HeaderNotPublished,
}

impl Ground {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Signed { newly_trusted: false, .. } => "signed",
            Self::Signed { newly_trusted: true, .. } => "signed_newly_trusted",
            Self::Bound { origin: KeyOrigin::Generated, .. } => "bound",
            Self::Bound { origin: KeyOrigin::Supplied, .. } => "bound_to_supplied_key",
            Self::NotBound => "not_bound",
            Self::NoStatus => "no_status",
            Self::PreciseDates => "precise_dates",
            Self::AlwaysShows { .. } => "always_shows",
            Self::Described { signed: true, .. } => "described",
            Self::Described { signed: false, .. } => "described_unsigned",
            Self::HeaderPublished => "header_published",
            Self::HeaderNotPublished => "header_not_published",
        }
    }

    /// As a person says it, in English.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Signed { issuer, newly_trusted: false, .. } => {
                format!("signed by {issuer}, which you trust")
            }
            Self::Signed { issuer, newly_trusted: true, .. } => {
                format!("signed by {issuer}, with the key you gave; that key is trusted from now on")
            }
            Self::Bound { origin: KeyOrigin::Generated, .. } => {
                String::from("bound to a key that only this wallet has")
            }
            Self::Bound { origin: KeyOrigin::Supplied, .. } => String::from(
                "bound to a key that came from outside: whoever has a copy of that key can show it too",
            ),
            Self::NotBound => String::from("bound to no key: whoever has a copy of it can show it too"),
            Self::NoStatus => String::from("its issuer does not say whether it was revoked"),
            Self::PreciseDates => {
                String::from("its dates are finer than a day: verifiers can recognise its copies by them")
            }
            Self::AlwaysShows { claims } => {
                let names: Vec<String> = claims.iter().map(ToString::to_string).collect();
                format!(
                    "each of its copies always shows {}: where nobody else has the same, verifiers can recognise them by it",
                    names.join(", ")
                )
            }
            Self::Described { version, signed: true } => {
                format!("keeps to its type as the issuer signed it, version {version}")
            }
            Self::Described { version, signed: false } => format!(
                "keeps to its type as published, version {version}: whoever publishes it can change it, your card stays with this version"
            ),
            Self::HeaderPublished => String::from(
                "its issuer header is one of those that its type metadata lists; how many others have the same one is not known",
            ),
            Self::HeaderNotPublished => String::from(
                "nothing says that others have the same issuer header: its issuer could have made one for you alone",
            ),
        }
    }
}
