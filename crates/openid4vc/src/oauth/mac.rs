//! HMAC with SHA-256 (RFC 2104), for nonces that a server recognises without storing them; and comparing secrets in a time that
//! does not depend on them.

use std::hint::black_box;
use vouchsafe_jose::digest::{HashAlgorithm, Hasher, sha256};
use zeroize::Zeroizing;

const BLOCK: usize = 64;

/// The code of `message`, which is the parts one after the other. Keys are of 32 bytes, so they need no hashing.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let pad = |with: u8| {
        let mut block = Zeroizing::new([with; BLOCK]);
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let mut inner = Hasher::new(HashAlgorithm::Sha256);
    inner.update(&*pad(0x36));
    parts.iter().for_each(|part| inner.update(part));
    let inner = inner.finish();
    let mut outer = Hasher::new(HashAlgorithm::Sha256);
    outer.update(&*pad(0x5c));
    outer.update(inner.as_ref());
    let mut code = [0; 32];
    code.iter_mut().zip(outer.finish().as_ref()).for_each(|(to, from)| *to = *from);
    code
}

/// Whether two digests are equal; takes the same time whether and wherever they differ.
pub(crate) fn equal_digests(one: &[u8; 32], other: &[u8; 32]) -> bool {
    black_box(one.iter().zip(other).fold(0, |differs, (a, b)| black_box(differs | (a ^ b)))) == 0
}

/// Whether two texts are equal, by their digests.
pub(crate) fn equal_secrets(one: &str, other: &str) -> bool {
    equal_digests(&sha256(one.as_bytes()), &sha256(other.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn rfc_4231_case_of_a_short_key() {
        // Test case 1: a key of 20 bytes, which RFC 2104 fills up with zeros.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex(&hmac_sha256(&key, &[b"Hi There"])), expected);
        assert_eq!(hex(&hmac_sha256(&key, &[b"Hi", b" ", b"There"])), expected);
    }

    #[test]
    fn secrets_are_equal_or_not() {
        assert!(equal_secrets("123456", "123456"));
        assert!(equal_secrets("", ""));
        for other in ["123457", "12345", "1234567", ""] {
            assert!(!equal_secrets("123456", other));
        }
    }
}
