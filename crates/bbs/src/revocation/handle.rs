use super::{INTERFACE, base64url};
use crate::Error;
use crate::curve::{Scalar, SecretScalar};
use crate::hash::Dst;
use zeroize::Zeroizing;

/// What a credential is deleted by: 32 random octets of the issuer's, in a slot that is never disclosed. It belongs to one credential for
/// ever: what was revoked does not come back, and gets a new one.
///
/// Wiped when it goes; known to the issuer and the holder alone until it is deleted.
pub struct Handle(Zeroizing<[u8; Self::OCTETS]>);

impl Handle {
    /// The octets of a handle.
    pub const OCTETS: usize = 32;

    /// A handle that was made before.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        let octets = octets.try_into().map_err(|_| Error::Length { part: "the handle" })?;
        Ok(Self(Zeroizing::new(octets)))
    }

    /// The octets, for the issuer's records.
    #[must_use]
    pub fn to_octets(&self) -> Zeroizing<[u8; Self::OCTETS]> {
        self.0.clone()
    }

    /// The message of its slot: the octets in base64url, as a JSON string.
    #[must_use]
    pub fn payload(&self) -> String {
        format!("\"{}\"", base64url::text(&self.0))
    }

    /// y.
    pub(crate) fn scalar(&self) -> SecretScalar {
        let payload = Zeroizing::new(self.payload());
        SecretScalar::new(payload_scalar(payload.as_bytes()))
    }
}

/// y of the payload in a handle's slot: its message scalar.
pub(crate) fn payload_scalar(payload: &[u8]) -> Scalar {
    INTERFACE.message_scalar(&payload, &Dst::message(INTERFACE))
}
