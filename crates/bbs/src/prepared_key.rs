use crate::curve::{G1, G1Affine, G2_OCTETS, Lines, Scalar, SecretScalar, WideComb, sum_of_few};
use crate::generators::{Generator, Points};
use crate::hash::{self, Dst};
use crate::octets::u64_octets;
use crate::{Ciphersuite, Error, Generators, VerifyingKey};
use std::sync::Arc;

/// A public key prepared for one header and one number of messages: everything of signing, proving and verifying that depends
/// on nothing else. Made once for an issuer's type and used for all of its credentials. It holds about 32 KiB of its own, and
/// shares the generators.
pub struct PreparedKey {
    suite: Ciphersuite,
    verifying_key: [u8; G2_OCTETS],
    key_lines: Lines,
    base_lines: Arc<Lines>,
    points: Arc<Points>,
    count: usize,
    domain: Scalar,
    /// P1 + Q_1 * domain.
    base: G1Affine,
    /// The table of the base.
    base_comb: WideComb,
}

impl PreparedKey {
    /// Prepares a key for a header and a number of messages.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`].
    pub fn new(
        generators: &Generators,
        verifying_key: &VerifyingKey,
        header: &[u8],
        message_count: usize,
    ) -> Result<Self, Error> {
        let suite = generators.ciphersuite();
        let points = generators.for_messages(message_count)?;
        let domain = domain(suite, verifying_key, &points, message_count, header);
        let base: G1Affine = (G1::from(generators.p1()) + sum_of_few([(points.q1(), domain)])).into();
        Ok(Self {
            suite,
            verifying_key: verifying_key.to_octets(),
            key_lines: Lines::of(verifying_key.point()),
            base_lines: generators.base_lines(),
            points,
            count: message_count,
            domain,
            base_comb: WideComb::of(&base),
            base,
        })
    }

    /// The ciphersuite.
    #[must_use]
    pub fn ciphersuite(&self) -> Ciphersuite {
        self.suite
    }

    /// How many messages a signature covers.
    #[must_use]
    pub fn message_count(&self) -> usize {
        self.count
    }

    /// The octets of the key.
    pub(crate) fn verifying_key(&self) -> &[u8; G2_OCTETS] {
        &self.verifying_key
    }

    pub(crate) fn key_lines(&self) -> &Lines {
        &self.key_lines
    }

    /// Of -BP2.
    pub(crate) fn base_lines(&self) -> &Lines {
        &self.base_lines
    }

    pub(crate) fn domain(&self) -> Scalar {
        self.domain
    }

    /// P1 + Q_1 * domain.
    pub(crate) fn base(&self) -> &G1Affine {
        &self.base
    }

    pub(crate) fn base_comb(&self) -> &WideComb {
        &self.base_comb
    }

    /// H_1 to H_L.
    pub(crate) fn message_generators(&self) -> impl ExactSizeIterator<Item = &Generator> {
        self.points.messages().iter().take(self.count).map(|generator| &**generator)
    }

    /// `messages_to_scalars` (draft section 4.1.2).
    ///
    /// # Errors
    /// [`Error::MessageCount`] unless there are as many as the key was prepared for.
    pub(crate) fn message_scalars(&self, messages: &[impl AsRef<[u8]>]) -> Result<Vec<SecretScalar>, Error> {
        if messages.len() != self.count {
            return Err(Error::MessageCount);
        }
        let dst = Dst::message(self.suite);
        let scalar = |message: &_| SecretScalar::new(message_scalar(self.suite, message, &dst));
        Ok(messages.iter().map(scalar).collect())
    }
}

/// One message as a scalar; `dst` is that of messages.
pub(crate) fn message_scalar(suite: Ciphersuite, message: &impl AsRef<[u8]>, dst: &Dst) -> Scalar {
    hash::to_scalar(suite, message.as_ref(), dst)
}

/// `calculate_domain` (draft section 4.2.3).
fn domain(suite: Ciphersuite, key: &VerifyingKey, points: &Points, count: usize, header: &[u8]) -> Scalar {
    let mut input = key.to_octets().to_vec();
    input.extend(u64_octets(count));
    input.extend(points.q1().to_octets());
    for generator in points.messages().iter().take(count) {
        input.extend(generator.point().to_octets());
    }
    input.extend(suite.api_id().as_bytes());
    input.extend(u64_octets(header.len()));
    input.extend(header);
    hash::to_scalar(suite, &input, &Dst::hash_to_scalar(suite))
}
