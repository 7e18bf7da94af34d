use crate::CopyId;
use std::fmt;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::sha256;

/// Marks a one-time copy as shown, once its card and its history are gone: imported again, it must not pass for one that
/// nobody saw.
///
/// A digest of the copy's name, which itself is a digest of what its issuer signed. It says nothing of the card, of its issuer,
/// or of who saw it; only whoever has the copy can tell that it is this one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpentCopy([u8; 32]);

/// So that the digest is no digest of anything else.
const DOMAIN: &[u8] = b"vouchsafe spent copy 1";

impl SpentCopy {
    /// The mark of a copy.
    pub(crate) fn of(copy: CopyId) -> Self {
        Self(sha256(&[DOMAIN, copy.as_bytes()].concat()))
    }

    /// A mark as a store kept it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SpentCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpentCopy({})", base64url::encode(&self.0))
    }
}
