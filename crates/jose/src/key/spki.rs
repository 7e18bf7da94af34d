//! Keys as SubjectPublicKeyInfo in DER.

use super::VerifyingKey;
use crate::{Algorithm, Error};

/// What stands before the key for each algorithm (RFC 5480 section 2, RFC 8410 section 4): type, curve, and a BIT STRING
/// without unused bits.
const PREFIXES: [(Algorithm, &[u8]); 3] = [
    (
        Algorithm::Es256,
        &[
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
            0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ],
    ),
    (
        Algorithm::Es384,
        &[
            0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b,
            0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00,
        ],
    ),
    (Algorithm::Ed25519, &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]),
];

impl VerifyingKey {
    pub(crate) fn from_spki(der: &[u8]) -> Result<Self, Error> {
        let (algorithm, point) = PREFIXES
            .iter()
            .find_map(|(algorithm, prefix)| Some((algorithm, der.strip_prefix(*prefix)?)))
            .ok_or(Error::KeyTypeUnsupported)?;
        Self::from_point(*algorithm, point.to_vec())
    }

    #[cfg(feature = "jwe")]
    pub(crate) fn to_spki(&self) -> Vec<u8> {
        let prefix = PREFIXES.iter().find(|(algorithm, _)| *algorithm == self.algorithm());
        [prefix.map_or(&[][..], |(_, prefix)| prefix), self.point()].concat()
    }
}
