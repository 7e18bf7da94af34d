use super::{BlindKey, Opening, Selection};
use crate::challenge::challenge;
use crate::witness::Witness;
use crate::{Error, PreparedPresentation, Proof, Signature};
use rand_core::TryCryptoRng;

impl PreparedPresentation {
    /// As [`new`](Self::new), of a blind signature. Its proof holds by [`Proof::verify_blind`].
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn new_blind(
        key: &BlindKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        opening: &Opening,
        selection: Selection<'_>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let witness = witness(key, signature, messages, opening, selection)?;
        let mut rng = witness.hedged(rng, None)?;
        witness.initialise(&mut rng)
    }
}

impl Proof {
    /// `BlindProofGen` (section 4.2.3): as [`generate`](Self::generate), of a blind signature.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn generate_blind(
        key: &BlindKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        opening: &Opening,
        selection: Selection<'_>,
        ph: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let witness = witness(key, signature, messages, opening, selection)?;
        let mut rng = witness.hedged(rng, Some(ph))?;
        witness.initialise(&mut rng)?.finish(ph)
    }

    /// `BlindProofVerify` (section 4.2.4): as [`verify`](Self::verify), of a blind signature, with the messages that the signer knows
    /// and those that the holder committed to, each by its index among its own kind.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_blind(
        &self,
        key: &BlindKey,
        messages: &[(usize, impl AsRef<[u8]>)],
        committed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
    ) -> Result<(), Error> {
        let (split, key) = (key.split(), key.split().key());
        let shown = split.shown(messages, committed)?;
        let commitments = self.commitments(key, &shown)?;
        self.compare_challenge(challenge(key.interface(), &commitments, &shown, ph))?;
        self.check_pairing(key)
    }
}

pub(crate) fn witness<'a>(
    key: &'a BlindKey,
    signature: &'a Signature,
    messages: &[impl AsRef<[u8]>],
    opening: &Opening,
    selection: Selection<'_>,
) -> Result<Witness<'a>, Error> {
    let split = key.split();
    let indexes = split.indexes(selection)?;
    Witness::of_scalars(split.key(), signature, split.scalars(messages, opening.scalars())?, &indexes)
}
