use crate::curve::{G1, G1_OCTETS, G1Affine, SCALAR_OCTETS, Scalar, SecretScalar, product_is_one};
use crate::{Error, PreparedKey};
use std::fmt;

/// A signature (A, e) on a header and a list of messages. Whoever has it and the messages can prove that they have it, and would
/// be recognised if they showed it: it stays with the holder.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    a: G1Affine,
    e: SecretScalar,
}

impl Signature {
    /// The octets of a signature.
    pub const OCTETS: usize = G1_OCTETS + SCALAR_OCTETS;

    pub(crate) fn from_parts(a: G1Affine, e: SecretScalar) -> Self {
        Self { a, e }
    }

    /// `octets_to_signature` (draft section 4.2.4.3).
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`], [`Error::ScalarOutOfRange`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const LENGTH: Error = Error::Length { part: "the signature" };
        let octets: &[u8; Self::OCTETS] = octets.try_into().map_err(|_| LENGTH)?;
        let (a, e) = octets.split_first_chunk().ok_or(LENGTH)?;
        let e = e.try_into().map_err(|_| LENGTH)?;
        let e = Scalar::from_octets(e).ok_or(Error::ScalarOutOfRange { part: "the signature's e" })?;
        Ok(Self { a: G1Affine::from_octets(a, "the signature's A")?, e: SecretScalar::new(e) })
    }

    /// `signature_to_octets` (draft section 4.2.4.2).
    #[must_use]
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        let mut octets = [0; Self::OCTETS];
        let parts = self.a.to_octets().into_iter().chain(self.e.to_octets());
        octets.iter_mut().zip(parts).for_each(|(octet, part)| *octet = part);
        octets
    }

    /// `Verify` (draft sections 3.5.2 and 3.6.2): the header and the number of messages are those of the prepared key. For a
    /// holder of their own signature; takes a time that depends on the messages.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::SignatureInvalid`].
    pub fn verify(&self, key: &PreparedKey, messages: &[impl AsRef<[u8]>]) -> Result<(), Error> {
        self.verify_point(key, key.b_in_variable_time(&key.message_scalars(messages)?))
    }

    /// Whether it is a signature on B.
    ///
    /// # Errors
    /// [`Error::SignatureInvalid`].
    pub(crate) fn verify_point(&self, key: &PreparedKey, b: G1) -> Result<(), Error> {
        // e(A, W) * e(A * e - B, BP2) = 1, the second pairing with both sides negated.
        let second = b + -G1::from(&self.a).times_secret(&self.e);
        let pairs = [(&self.a, key.key_lines()), (&second.into(), key.base_lines())];
        if product_is_one(pairs) { Ok(()) } else { Err(Error::SignatureInvalid) }
    }

    pub(crate) fn a(&self) -> &G1Affine {
        &self.a
    }

    pub(crate) fn e(&self) -> &SecretScalar {
        &self.e
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Signature").finish_non_exhaustive()
    }
}
