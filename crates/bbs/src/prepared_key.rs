use crate::curve::{
    G1, G1Affine, G2_OCTETS, Lines, Scalar, SecretScalar, WideComb, secret_sum_by_combs, sum_by_combs,
    sum_of_few,
};
use crate::generators::Generator;
use crate::hash::{self, Dst};
use crate::interface::Interface;
use crate::octets::u64_octets;
use crate::{Ciphersuite, Error, Generators, VerifyingKey};
use std::sync::Arc;

/// A public key prepared for one header and one number of messages: everything of signing, proving and verifying that depends
/// on nothing else. Made once for an issuer's type and used for all of its credentials. It holds about 32 KiB of its own, and
/// shares the generators.
pub struct PreparedKey {
    interface: Interface,
    verifying_key: [u8; G2_OCTETS],
    key_lines: Lines,
    base_lines: Arc<Lines>,
    /// One for each message.
    generators: Vec<Arc<Generator>>,
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
        let of_messages = generators.for_messages(message_count)?;
        let interface = Interface::plain(generators.ciphersuite());
        Ok(Self::over(interface, generators, of_messages, verifying_key, header))
    }

    /// The same for any interface, with these generators for what is signed.
    pub(crate) fn over(
        interface: Interface,
        generators: &Generators,
        of_messages: Vec<Arc<Generator>>,
        verifying_key: &VerifyingKey,
        header: &[u8],
    ) -> Self {
        let domain = domain(interface, verifying_key, generators.q1().point(), &of_messages, header);
        let base: G1Affine =
            (G1::from(generators.p1()) + sum_of_few([(generators.q1().point(), domain)])).into();
        Self {
            interface,
            verifying_key: verifying_key.to_octets(),
            key_lines: Lines::of(verifying_key.point()),
            base_lines: generators.base_lines(),
            generators: of_messages,
            domain,
            base_comb: WideComb::of(&base),
            base,
        }
    }

    /// The ciphersuite.
    #[must_use]
    pub fn ciphersuite(&self) -> Ciphersuite {
        self.interface.suite()
    }

    /// How many messages a signature covers.
    #[must_use]
    pub fn message_count(&self) -> usize {
        self.generators.len()
    }

    pub(crate) fn interface(&self) -> Interface {
        self.interface
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

    pub(crate) fn base_comb(&self) -> &WideComb {
        &self.base_comb
    }

    /// H_1 to H_L.
    pub(crate) fn message_generators(&self) -> &[Arc<Generator>] {
        &self.generators
    }

    /// B of the draft's section 3.6: base + H_1 * msg_1 + …, in a time that depends on the messages.
    pub(crate) fn b_in_variable_time(&self, messages: &[SecretScalar]) -> G1 {
        let wide = self.generators.iter().map(|generator| generator.wide());
        G1::from(&self.base) + sum_by_combs(wide.zip(messages.iter().map(|message| **message)))
    }

    /// The same, in a time that depends only on how many there are.
    pub(crate) fn b(&self, messages: &[SecretScalar]) -> G1 {
        let narrow = self.generators.iter().map(|generator| generator.narrow());
        G1::from(&self.base) + secret_sum_by_combs(narrow.zip(messages))
    }

    /// `messages_to_scalars` (draft section 4.1.2).
    ///
    /// # Errors
    /// [`Error::MessageCount`] unless there are as many as the key was prepared for.
    pub(crate) fn message_scalars(&self, messages: &[impl AsRef<[u8]>]) -> Result<Vec<SecretScalar>, Error> {
        if messages.len() != self.message_count() {
            return Err(Error::MessageCount);
        }
        Ok(self.interface.message_scalars(messages))
    }
}

/// `calculate_domain` (draft section 4.2.3).
fn domain(
    interface: Interface,
    key: &VerifyingKey,
    q1: &G1Affine,
    generators: &[Arc<Generator>],
    header: &[u8],
) -> Scalar {
    let mut input = key.to_octets().to_vec();
    input.extend(u64_octets(generators.len()));
    input.extend(q1.to_octets());
    for generator in generators {
        input.extend(generator.point().to_octets());
    }
    input.extend(interface.api_id().as_bytes());
    input.extend(u64_octets(header.len()));
    input.extend(header);
    hash::to_scalar(interface.suite(), &input, &Dst::hash_to_scalar(interface))
}
