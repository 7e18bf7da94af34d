use super::{PseudonymKey, PseudonymSecrets, SignerNymEntropy};
use crate::blind::Commitment;
use crate::curve::sum_by_combs;
use crate::{Error, Signature, SigningKey};

impl SigningKey {
    /// `BlindSignWithNym` (section 6.1.2): signs the signer's messages and whatever the holder committed to, with the signer's entropy added to
    /// the last secret. Deterministic.
    ///
    /// # Errors
    /// [`Error::KeyPairMismatch`], [`Error::MessageCount`], [`Error::CommitmentInvalid`].
    pub fn blind_sign_with_nym(
        &self,
        key: &PseudonymKey,
        commitment: &Commitment,
        signer_nym_entropy: &SignerNymEntropy,
        messages: &[impl AsRef<[u8]>],
    ) -> Result<Signature, Error> {
        let split = key.split();
        let b = split.committed_b(Some(commitment), messages)?;
        let last = split.committed_generators().last().map(|generator| generator.wide());
        let entropy = sum_by_combs(last.into_iter().map(|comb| (comb, signer_nym_entropy.scalar())));
        self.blind_sign_point(split, b + entropy)
    }
}

impl Signature {
    /// `VerifyFinalizeWithNym` (section 6.1.3), for the holder: adds the signer's entropy to the last secret, and gives back all that proofs
    /// are made with, if the signature holds. Takes a time that depends on numbers and lengths alone.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::SignatureInvalid`].
    pub fn verify_finalize_with_nym(
        &self,
        key: &PseudonymKey,
        messages: &[impl AsRef<[u8]>],
        secrets: PseudonymSecrets,
        signer_nym_entropy: &SignerNymEntropy,
    ) -> Result<PseudonymSecrets, Error> {
        let secrets = secrets.with_entropy(signer_nym_entropy);
        self.verify_split(key.split(), messages, secrets.scalars())?;
        Ok(secrets)
    }
}
