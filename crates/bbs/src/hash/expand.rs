use super::Dst;
use crate::ciphersuite::Ciphersuite;
use crate::octets::u16_octets;
use sha2::{Digest as _, Sha256};
use shake::{ExtendableOutput as _, Shake256, Update as _, XofReader as _};

/// Octets of a digest of SHA-256.
const DIGEST: usize = 32;
/// Octets of a block of SHA-256.
const BLOCK: usize = 64;
/// The most that `expand_message_xmd` can give: 255 digests.
const LONGEST: usize = 255 * DIGEST;

/// `expand_message` of the ciphersuite (RFC 9380 section 5.3).
pub(crate) fn expand<const N: usize>(suite: Ciphersuite, message: &[u8], dst: &Dst) -> [u8; N] {
    const { assert!(N <= LONGEST) }
    let mut out = [0; N];
    expand_into(suite, message, dst, &mut out);
    out
}

/// The same, as long as what is to be filled: at most [`LONGEST`].
pub(crate) fn expand_into(suite: Ciphersuite, message: &[u8], dst: &Dst, out: &mut [u8]) {
    match suite {
        Ciphersuite::Bls12381Sha256 => expand_xmd(message, dst, out),
        Ciphersuite::Bls12381Shake256 => expand_xof(message, dst, out),
    }
}

/// `expand_message_xmd` with SHA-256 (RFC 9380 section 5.3.1).
fn expand_xmd(message: &[u8], dst: &Dst, out: &mut [u8]) {
    let [tag, tag_length] = dst.parts();
    let first: [u8; DIGEST] = Sha256::new()
        .chain_update([0; BLOCK])
        .chain_update(message)
        .chain_update(u16_octets(out.len()))
        .chain_update([0])
        .chain_update(tag)
        .chain_update(tag_length)
        .finalize()
        .into();
    let mut block = [0; DIGEST];
    for (chunk, number) in out.chunks_mut(DIGEST).zip(1u8..) {
        let mut mixed = first;
        for (one, other) in mixed.iter_mut().zip(block) {
            *one ^= other;
        }
        block = Sha256::new()
            .chain_update(mixed)
            .chain_update([number])
            .chain_update(tag)
            .chain_update(tag_length)
            .finalize()
            .into();
        for (one, other) in chunk.iter_mut().zip(block) {
            *one = other;
        }
    }
}

/// `expand_message_xof` with SHAKE-256 (RFC 9380 section 5.3.2).
fn expand_xof(message: &[u8], dst: &Dst, out: &mut [u8]) {
    let mut hasher = Shake256::default();
    hasher.update(message);
    hasher.update(&u16_octets(out.len()));
    dst.parts().iter().for_each(|part| hasher.update(part));
    hasher.finalize_xof().read(out);
}
