use super::{BlindKey, Commitment, Opening, SplitKey};
use crate::curve::{G1, G1Affine, SecretScalar};
use crate::{Error, Signature, SigningKey};

impl SigningKey {
    /// `BlindSign` (section 4.2.1): signs the signer's messages and whatever the holder committed to. Without a commitment, the key was
    /// prepared for none. Deterministic.
    ///
    /// The proof in a commitment says that its maker knows what is in it, and nothing about when it was made: whether a commitment
    /// was used before is for the issuer to see.
    ///
    /// # Errors
    /// [`Error::KeyPairMismatch`], [`Error::MessageCount`], [`Error::CommitmentInvalid`].
    pub fn blind_sign(
        &self,
        key: &BlindKey,
        commitment: Option<&Commitment>,
        messages: &[impl AsRef<[u8]>],
    ) -> Result<Signature, Error> {
        let b = key.split().committed_b(commitment, messages)?;
        self.blind_sign_point(key.split(), b)
    }

    /// `FinalizeBlindSign` (section 4.3.3), with e from the secret key and B as in the test vectors: the text adds the domain,
    /// which is in B.
    ///
    /// # Errors
    /// [`Error::KeyPairMismatch`]; [`Error::CommitmentInvalid`] for the identity.
    pub(crate) fn blind_sign_point(&self, key: &SplitKey, b: G1) -> Result<Signature, Error> {
        let point = G1Affine::from(b);
        if point.is_identity() {
            return Err(Error::CommitmentInvalid);
        }
        self.sign_point(key.key(), &point.to_octets(), &b)
    }
}

impl Signature {
    /// `VerifyBlindSign` (section 4.2.2), for the holder. Takes a time that depends on the numbers and lengths of messages alone.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::SignatureInvalid`].
    pub fn verify_blind(
        &self,
        key: &BlindKey,
        messages: &[impl AsRef<[u8]>],
        opening: &Opening,
    ) -> Result<(), Error> {
        self.verify_split(key.split(), messages, opening.scalars())
    }

    /// # Errors
    /// [`Error::MessageCount`], [`Error::SignatureInvalid`].
    pub(crate) fn verify_split(
        &self,
        key: &SplitKey,
        messages: &[impl AsRef<[u8]>],
        opening: &[SecretScalar],
    ) -> Result<(), Error> {
        let scalars = key.scalars(messages, opening)?;
        self.verify_point(key.key(), key.key().b(&scalars))
    }
}
