use super::{Families, Opening};
use crate::Error;
use crate::curve::{
    G1, G1_OCTETS, G1Affine, SCALAR_OCTETS, Scalar, SecretScalar, batch_to_affine, secret_sum_by_combs,
    sum_by_combs, sum_of_few,
};
use crate::generators::Generator;
use crate::hash::{self, Dst};
use crate::interface::Interface;
use crate::limits::MAX_MESSAGES;
use crate::octets::u64_octets;
use crate::random::{self, Hedged};
use rand_core::TryCryptoRng;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A commitment to messages that the signer does not see, with the proof that its maker knows them: `commitment_with_proof`. It says
/// nothing about the messages but how many they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Commitment {
    /// C.
    point: G1Affine,
    /// s^, then m^ of each message.
    responses: Vec<Scalar>,
    challenge: Scalar,
}

impl Commitment {
    /// The octets of a commitment to nothing; each message adds 32.
    pub const MIN_OCTETS: usize = G1_OCTETS + 2 * SCALAR_OCTETS;

    /// `octets_to_commitment_with_proof` (section 5.4.2). The length alone says to how many messages it is.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::TooManyMessages`], [`Error::ScalarOutOfRange`], [`Error::NotAPoint`],
    /// [`Error::Identity`], [`Error::NotInSubgroup`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        const LENGTH: Error = Error::Length { part: "the commitment" };
        let (point, rest) = octets.split_first_chunk::<G1_OCTETS>().ok_or(LENGTH)?;
        let (scalars, []) = rest.as_chunks::<SCALAR_OCTETS>() else { return Err(LENGTH) };
        let [responses @ .., challenge] = scalars else { return Err(LENGTH) };
        if responses.is_empty() {
            return Err(LENGTH);
        }
        // One response is for the blinding factor, which takes the place of a message in what is signed.
        if responses.len() > MAX_MESSAGES {
            return Err(Error::TooManyMessages);
        }
        let scalar = |octets: &_, part| Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part });
        let responses = responses.iter().map(|octets| scalar(octets, "a response of the commitment's proof"));
        Ok(Self {
            responses: responses.collect::<Result<_, _>>()?,
            challenge: scalar(challenge, "the challenge of the commitment's proof")?,
            point: G1Affine::from_octets(point, "the commitment's C")?,
        })
    }

    /// `commitment_with_proof_to_octets` (section 5.4.1).
    #[must_use]
    pub fn to_octets(&self) -> Vec<u8> {
        let scalars = self.responses.iter().chain([&self.challenge]);
        self.point.to_octets().into_iter().chain(scalars.flat_map(|scalar| scalar.to_octets())).collect()
    }

    /// To how many messages it is.
    #[must_use]
    pub fn committed_count(&self) -> usize {
        self.responses.len().saturating_sub(1)
    }

    /// A commitment to these scalars, with randomness that is bound to them.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`], [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub(crate) fn of(
        families: &Families,
        scalars: Vec<SecretScalar>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(Self, Opening), Error> {
        let interface = families.interface();
        let generators = families.committed(scalars.len())?;
        let mut octets = Zeroizing::new(Vec::with_capacity(scalars.len() * SCALAR_OCTETS));
        for scalar in &scalars {
            octets.extend_from_slice(Zeroizing::new(scalar.to_octets()).as_slice());
        }
        let mut rng = Hedged::new(rng, &[b"commitment", interface.api_id().as_bytes(), &octets])?;
        Self::core(interface, &generators, scalars, &mut rng)
    }

    /// `CoreCommit` (section 4.3.1). Draws 48 octets a scalar, in the draft's order: the blinding factor, s~, then m~ of each message.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]; [`Error::RandomnessUnusable`] if the blinding factor is zero.
    pub(crate) fn core(
        interface: Interface,
        generators: &[Arc<Generator>],
        scalars: Vec<SecretScalar>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(Self, Opening), Error> {
        let blind = random::scalar(rng)?;
        if blind.is_zero() {
            return Err(Error::RandomnessUnusable);
        }
        let opening = Opening::of(blind, scalars);
        let blindings = generators.iter().map(|_| random::scalar(rng)).collect::<Result<Vec<_>, _>>()?;
        let sum = |scalars: &[SecretScalar]| {
            secret_sum_by_combs(generators.iter().map(|generator| generator.narrow()).zip(scalars))
        };
        let [point, blinded] = batch_to_affine([sum(opening.scalars()), sum(&blindings)]);
        let challenge = challenge(interface, generators, &point, &blinded);
        let secrets = opening.scalars().iter().zip(&blindings);
        let responses: Vec<Scalar> =
            secrets.map(|(secret, blinding)| **blinding + **secret * challenge).collect();
        // No parser takes them.
        if point.is_identity() || challenge.is_zero() || responses.iter().any(|response| response.is_zero()) {
            return Err(Error::RandomnessUnusable);
        }
        Ok((Self { point, responses, challenge }, opening))
    }

    /// `CoreCommitVerify` (section 4.3.2): that its maker knows what is in it. The point, to be signed.
    ///
    /// # Errors
    /// [`Error::MessageCount`] unless there is a generator for each of its messages; [`Error::CommitmentInvalid`].
    pub(crate) fn verify(&self, interface: Interface, generators: &[Arc<Generator>]) -> Result<G1, Error> {
        if generators.len() != self.responses.len() {
            return Err(Error::MessageCount);
        }
        let wide = generators.iter().map(|generator| generator.wide());
        let minus_challenge = Scalar::default() - self.challenge;
        let blinded = sum_by_combs(wide.zip(self.responses.iter().copied()))
            + sum_of_few([(&self.point, minus_challenge)]);
        if challenge(interface, generators, &self.point, &blinded.into()) == self.challenge {
            Ok(G1::from(&self.point))
        } else {
            Err(Error::CommitmentInvalid)
        }
    }
}

/// `calculate_blind_challenge` (section 5.3).
fn challenge(
    interface: Interface,
    generators: &[Arc<Generator>],
    point: &G1Affine,
    blinded: &G1Affine,
) -> Scalar {
    // The first generator is that of the blinding factor.
    let mut input = u64_octets(generators.len().saturating_sub(1)).to_vec();
    for point in generators.iter().map(|generator| generator.point()).chain([point, blinded]) {
        input.extend(point.to_octets());
    }
    hash::to_scalar(interface.suite(), &input, &Dst::hash_to_scalar(interface))
}

impl fmt::Debug for Commitment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Commitment")
            .field("committed", &self.committed_count())
            .finish_non_exhaustive()
    }
}
