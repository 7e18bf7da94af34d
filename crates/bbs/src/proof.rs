use crate::challenge::{Commitments, challenge};
use crate::curve::{
    G1_OCTETS, G1Affine, SCALAR_OCTETS, Scalar, batch_to_affine, product_is_one, sum_by_combs, sum_of_few,
};
use crate::disclosure::Disclosure;
use crate::hash::Dst;
use crate::limits::MAX_MESSAGES;
use crate::witness::Witness;
use crate::{Error, PreparedKey, Signature};
use rand_core::TryCryptoRng;
use std::fmt;

/// A proof of having a signature, with some of its messages shown. Its octets look the same whatever the signature, but for how many
/// messages are hidden.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    pub(crate) abar: G1Affine,
    pub(crate) bbar: G1Affine,
    pub(crate) d: G1Affine,
    pub(crate) responses: Responses,
}

/// The scalars of a proof.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Responses {
    pub(crate) e: Scalar,
    pub(crate) r1: Scalar,
    pub(crate) r3: Scalar,
    /// m^ of each undisclosed message, in the order of their indexes.
    pub(crate) hidden: Vec<Scalar>,
    pub(crate) challenge: Scalar,
}

impl Responses {
    /// In the order of the encoding.
    pub(crate) fn all(&self) -> impl Iterator<Item = Scalar> {
        [self.e, self.r1, self.r3].into_iter().chain(self.hidden.iter().copied()).chain([self.challenge])
    }
}

impl Proof {
    /// The octets of a proof that hides nothing; each hidden message adds 32.
    pub const MIN_OCTETS: usize = 3 * G1_OCTETS + 4 * SCALAR_OCTETS;

    /// `ProofGen` (draft sections 3.5.3 and 3.6.3): shows the messages with these indexes, in strictly ascending order, to
    /// whoever chose the presentation header. Whether the signature holds is not checked.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`], [`Error::RandomnessFailed`],
    /// [`Error::RandomnessUnusable`].
    pub fn generate(
        key: &PreparedKey,
        signature: &Signature,
        messages: &[impl AsRef<[u8]>],
        disclosed: &[usize],
        ph: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let witness = Witness::new(key, signature, messages, disclosed)?;
        let mut rng = witness.hedged(rng, Some(ph))?;
        witness.initialise(&mut rng)?.finish(ph)
    }

    /// `octets_to_proof` (draft section 4.2.4.5). The length alone says how many messages are hidden.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::TooManyMessages`], [`Error::ScalarOutOfRange`], [`Error::NotAPoint`],
    /// [`Error::Identity`], [`Error::NotInSubgroup`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const LENGTH: Error = Error::Length { part: "the proof" };
        let (abar, rest) = octets.split_first_chunk::<G1_OCTETS>().ok_or(LENGTH)?;
        let (bbar, rest) = rest.split_first_chunk::<G1_OCTETS>().ok_or(LENGTH)?;
        let (d, rest) = rest.split_first_chunk::<G1_OCTETS>().ok_or(LENGTH)?;
        let (scalars, []) = rest.as_chunks::<SCALAR_OCTETS>() else { return Err(LENGTH) };
        let [e, r1, r3, hidden @ .., challenge] = scalars else { return Err(LENGTH) };
        if hidden.len() > MAX_MESSAGES {
            return Err(Error::TooManyMessages);
        }
        let scalar = |octets: &_, part| Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part });
        let responses = Responses {
            e: scalar(e, "the proof's e^")?,
            r1: scalar(r1, "the proof's r1^")?,
            r3: scalar(r3, "the proof's r3^")?,
            hidden: hidden.iter().map(|octets| scalar(octets, "the proof's m^")).collect::<Result<_, _>>()?,
            challenge: scalar(challenge, "the proof's challenge")?,
        };
        Ok(Self {
            abar: G1Affine::from_octets(abar, "the proof's Abar")?,
            bbar: G1Affine::from_octets(bbar, "the proof's Bbar")?,
            d: G1Affine::from_octets(d, "the proof's D")?,
            responses,
        })
    }

    /// `proof_to_octets` (draft section 4.2.4.4).
    #[must_use]
    pub fn to_octets(&self) -> Vec<u8> {
        let points = [self.abar, self.bbar, self.d].into_iter().flat_map(G1Affine::to_octets);
        points.chain(self.responses.all().flat_map(Scalar::to_octets)).collect()
    }

    /// How many messages are hidden.
    #[must_use]
    pub fn undisclosed_count(&self) -> usize {
        self.responses.hidden.len()
    }

    /// `ProofVerify` (draft sections 3.5.4 and 3.6.4): that somebody has a signature of this key, on this header, with these
    /// messages at these indexes, and made the proof for this presentation header. The pairs ascend strictly by index.
    ///
    /// That a proof is fresh and meant for this verifier is in the presentation header: it holds a nonce of theirs.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`], [`Error::ProofInvalid`].
    pub fn verify(
        &self,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
    ) -> Result<(), Error> {
        self.check_challenge(key, disclosed, ph)?;
        self.check_pairing(key)
    }

    /// The pairing equation, e(Abar, W) = e(Bbar, BP2).
    ///
    /// # Errors
    /// [`Error::ProofInvalid`].
    pub(crate) fn check_pairing(&self, key: &PreparedKey) -> Result<(), Error> {
        let pairs = [(&self.abar, key.key_lines()), (&self.bbar, key.base_lines())];
        if product_is_one(pairs) { Ok(()) } else { Err(Error::ProofInvalid) }
    }

    /// All of the verification but its pairing equation.
    pub(crate) fn check_challenge(
        &self,
        key: &PreparedKey,
        disclosed: &[(usize, impl AsRef<[u8]>)],
        ph: &[u8],
    ) -> Result<(), Error> {
        let interface = key.interface();
        let dst = Dst::message(interface);
        let message = |(index, message): &(_, _)| (*index, interface.message_scalar(message, &dst));
        let disclosed: Vec<(usize, Scalar)> = disclosed.iter().map(message).collect();
        let commitments = self.commitments(key, &disclosed)?;
        self.compare_challenge(challenge(interface, &commitments, &disclosed, ph))
    }

    /// # Errors
    /// [`Error::ProofInvalid`] unless the proof's challenge is this one.
    pub(crate) fn compare_challenge(&self, expected: Scalar) -> Result<(), Error> {
        if expected == self.responses.challenge { Ok(()) } else { Err(Error::ProofInvalid) }
    }

    /// `ProofVerifyInit` (draft section 3.7.3): what the challenge must have been computed from, with these messages shown.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::IndexOutOfRange`], [`Error::IndexesNotAscending`].
    pub(crate) fn commitments(
        &self,
        key: &PreparedKey,
        disclosed: &[(usize, Scalar)],
    ) -> Result<Commitments, Error> {
        let Self { abar, bbar, d, responses } = self;
        if disclosed.len().checked_add(responses.hidden.len()) != Some(key.message_count()) {
            return Err(Error::MessageCount);
        }
        let indexes = disclosed.iter().map(|(index, _)| *index);
        let disclosure = Disclosure::new(key.message_count(), indexes)?;

        let c = responses.challenge;
        let t1 = sum_of_few([(bbar, c), (abar, responses.e), (d, responses.r1)]);
        // T2 = Bv * c + D * r3^ + …, where Bv = P1 + Q_1 * domain + the disclosed messages.
        let generators = key.message_generators();
        let shown = disclosed.iter().map(|(index, message)| (*index, *message * c));
        let hidden = disclosure.undisclosed().iter().copied().zip(responses.hidden.iter().copied());
        let terms =
            shown.chain(hidden).filter_map(|(index, scalar)| Some((generators.get(index)?.wide(), scalar)));
        let t2 =
            sum_by_combs([(key.base_comb(), c)].into_iter().chain(terms)) + sum_of_few([(d, responses.r3)]);

        let [t1, t2] = batch_to_affine([t1, t2]);
        Ok(Commitments { abar: *abar, bbar: *bbar, d: *d, t1, t2, domain: key.domain() })
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Proof")
            .field("undisclosed", &self.undisclosed_count())
            .finish_non_exhaustive()
    }
}
