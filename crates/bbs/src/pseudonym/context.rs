use crate::curve::{G1, Scalar, SecretScalar};
use crate::hash::{self, Dst};
use crate::interface::Interface;
use crate::octets::u64_octets;

/// What a context's octets are hashed to (section 7.3.1).
pub(crate) struct Context {
    /// OP: the point of which a pseudonym is a multiple.
    pub(crate) point: G1,
    /// Where the polynomial is evaluated whose coefficients are the secrets.
    z: Scalar,
    /// What the challenge has of it (section 8.1): its length and the octets.
    pub(crate) octets: Vec<u8>,
}

impl Context {
    pub(crate) fn new(interface: Interface, context_id: &[u8]) -> Self {
        let suite = interface.suite();
        Self {
            point: hash::to_g1(suite, context_id, &Dst::context_point(interface)),
            z: hash::to_scalar(suite, context_id, &Dst::context_scalar(interface)),
            octets: [&u64_octets(context_id.len()), context_id].concat(),
        }
    }

    /// c_0 + c_1 z + c_2 z^2 + …, in a time that depends on how many there are alone.
    pub(crate) fn evaluate<'a>(
        &self,
        coefficients: impl DoubleEndedIterator<Item = &'a Scalar>,
    ) -> SecretScalar {
        let mut value = SecretScalar::default();
        for coefficient in coefficients.rev() {
            *value = *value * self.z + *coefficient;
        }
        value
    }
}
