use crate::challenge::Commitments;
use crate::curve::{NarrowComb, Scalar, SecretScalar, batch_to_affine, secret_sum_by_combs};
use crate::disclosure::Disclosure;
use crate::octets::u64_octets;
use crate::prepared_presentation::{Hidden, PreparedPresentation};
use crate::random::{self, Hedged};
use crate::{Error, PreparedKey, Signature};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

/// All that a proof is made from but randomness and the presentation header.
pub(crate) struct Witness<'a> {
    key: &'a PreparedKey,
    signature: &'a Signature,
    messages: Vec<SecretScalar>,
    disclosure: Disclosure,
}

impl<'a> Witness<'a> {
    /// # Errors
    /// [`Error::MessageCount`], [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`].
    pub(crate) fn new(
        key: &'a PreparedKey,
        signature: &'a Signature,
        messages: &[impl AsRef<[u8]>],
        disclosed: &[usize],
    ) -> Result<Self, Error> {
        Self::of_scalars(key, signature, key.message_scalars(messages)?, disclosed)
    }

    /// The same, where all that is signed is there as scalars: as many as the key was prepared for.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`].
    pub(crate) fn of_scalars(
        key: &'a PreparedKey,
        signature: &'a Signature,
        messages: Vec<SecretScalar>,
        disclosed: &[usize],
    ) -> Result<Self, Error> {
        let disclosure = Disclosure::new(key.message_count(), disclosed.iter().copied())?;
        Ok(Self { key, signature, messages, disclosure })
    }

    /// A generator that is bound to all of this, and to the presentation header where it is known.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub(crate) fn hedged(&self, rng: &mut impl TryCryptoRng, ph: Option<&[u8]>) -> Result<Hedged, Error> {
        let mut messages = Zeroizing::new(Vec::with_capacity(self.messages.len() * 32));
        for message in &self.messages {
            messages.extend_from_slice(Zeroizing::new(message.to_octets()).as_slice());
        }
        let signature = Zeroizing::new(self.signature.to_octets());
        let disclosed: Vec<u8> =
            self.disclosure.disclosed().iter().flat_map(|index| u64_octets(*index)).collect();
        let (kind, ph): (&[u8], _) = match ph {
            Some(ph) => (b"proof", ph),
            None => (b"prepared presentation", Default::default()),
        };
        let (key, domain) = (self.key.verifying_key(), self.key.domain().to_octets());
        let interface = self.key.interface().api_id();
        let interface = interface.as_bytes();
        let parts =
            [kind, interface, key, &domain, signature.as_slice(), messages.as_slice(), &disclosed, ph];
        Hedged::new(rng, &parts)
    }

    /// `ProofInit` (draft section 3.7.1). Draws 48 octets a scalar, in the draft's order: r1, r2, e~, r1~, r3~, then m~ of each
    /// undisclosed message. Takes a time that depends on the numbers of messages alone.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]; [`Error::RandomnessUnusable`] if r1 or r2 is zero.
    pub(crate) fn initialise(self, rng: &mut impl TryCryptoRng) -> Result<PreparedPresentation, Error> {
        let [r1, r2, e_blinding, r1_blinding, r3_blinding] = [
            random::scalar(rng)?,
            random::scalar(rng)?,
            random::scalar(rng)?,
            random::scalar(rng)?,
            random::scalar(rng)?,
        ];
        if r1.is_zero() || r2.is_zero() {
            return Err(Error::RandomnessUnusable);
        }
        let mut disclosed = Vec::with_capacity(self.disclosure.disclosed().len());
        let mut hidden = Vec::with_capacity(self.disclosure.undisclosed().len());
        let b = self.key.b(&self.messages);
        let is_disclosed = |index: &usize| self.disclosure.disclosed().binary_search(index).is_ok();
        for (index, message) in self.messages.into_iter().enumerate() {
            if is_disclosed(&index) {
                disclosed.push((index, *message));
            } else {
                hidden.push(Hidden { index, message, blinding: random::scalar(rng)? });
            }
        }
        // Everything is a sum of multiples of A, B and the generators of what is hidden: Abar = A r1 r2, D = B r2.
        let (a, b) = (&NarrowComb::of(self.signature.a()), &NarrowComb::of(&b.into()));
        let secret = SecretScalar::new;
        let r1_r2 = secret(*r1 * *r2);
        let minus_e = secret(Scalar::default() - **self.signature.e());
        let d = secret_sum_by_combs([(b, &r2)]);
        let abar = secret_sum_by_combs([(a, &r1_r2)]);
        let bbar = secret_sum_by_combs([(b, &r1_r2), (a, &secret(*r1_r2 * *minus_e))]);
        let t1 = secret_sum_by_combs([(a, secret(*r1_r2 * *e_blinding)), (b, secret(*r2 * *r1_blinding))]);
        let generators = self.key.message_generators();
        let blinded = hidden
            .iter()
            .filter_map(|hidden| Some((generators.get(hidden.index)?.narrow(), &hidden.blinding)));
        let t2 = secret_sum_by_combs([(b, secret(*r2 * *r3_blinding))]) + secret_sum_by_combs(blinded);
        let [abar, bbar, d, t1, t2] = batch_to_affine([abar, bbar, d, t1, t2]);
        Ok(PreparedPresentation {
            interface: self.key.interface(),
            commitments: Commitments { abar, bbar, d, t1, t2, domain: self.key.domain() },
            disclosed,
            e: self.signature.e().clone(),
            r3: SecretScalar::new(r2.inverse()),
            r1,
            e_blinding,
            r1_blinding,
            r3_blinding,
            hidden,
        })
    }
}
