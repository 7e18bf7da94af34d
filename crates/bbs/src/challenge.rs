use crate::curve::{G1Affine, Scalar};
use crate::hash::{self, Dst};
use crate::interface::Interface;
use crate::octets::u64_octets;

/// `init_res` of the draft's proof protocol: what the challenge binds besides the messages and the presentation header.
pub(crate) struct Commitments {
    pub(crate) abar: G1Affine,
    pub(crate) bbar: G1Affine,
    pub(crate) d: G1Affine,
    pub(crate) t1: G1Affine,
    pub(crate) t2: G1Affine,
    pub(crate) domain: Scalar,
}

/// `ProofChallengeCalculate` (draft section 3.7.4). The disclosed messages come with their indexes, in ascending order.
pub(crate) fn challenge(
    interface: Interface,
    commitments: &Commitments,
    disclosed: &[(usize, Scalar)],
    ph: &[u8],
) -> Scalar {
    extended_challenge(interface, commitments, disclosed, ph, &[], &[])
}

/// The same where something else is proven along with the signature: with more points before the domain and octets at the end.
pub(crate) fn extended_challenge(
    interface: Interface,
    commitments: &Commitments,
    disclosed: &[(usize, Scalar)],
    ph: &[u8],
    points: &[G1Affine],
    octets: &[u8],
) -> Scalar {
    let mut input = u64_octets(disclosed.len()).to_vec();
    for (index, message) in disclosed {
        input.extend(u64_octets(*index));
        input.extend(message.to_octets());
    }
    let Commitments { abar, bbar, d, t1, t2, domain } = commitments;
    for point in [abar, bbar, d, t1, t2].into_iter().chain(points) {
        input.extend(point.to_octets());
    }
    input.extend(domain.to_octets());
    input.extend(u64_octets(ph.len()));
    input.extend(ph);
    input.extend(octets);
    hash::to_scalar(interface.suite(), &input, &Dst::hash_to_scalar(interface))
}
