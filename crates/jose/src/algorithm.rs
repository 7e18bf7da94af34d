use crate::Error;
use crate::digest::HashAlgorithm;
use std::fmt;

/// A signature algorithm. It fixes key type, curve and hash, and is itself fixed by the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).
    Es256,
    /// ECDSA on P-384 with SHA-384 (RFC 7518 section 3.4).
    Es384,
    /// Ed25519 (RFC 8037 section 3.1), under the names `EdDSA` and `Ed25519` (RFC 9864 section 2.2).
    Ed25519,
}

impl Algorithm {
    /// The algorithm of a JOSE `alg` name, compared case-sensitively.
    ///
    /// # Errors
    /// [`Error::AlgorithmNone`] for `none` in any case, [`Error::AlgorithmUnsupported`] for any other name.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "ES256" => Ok(Self::Es256),
            "ES384" => Ok(Self::Es384),
            "EdDSA" | "Ed25519" => Ok(Self::Ed25519),
            _ if name.eq_ignore_ascii_case("none") => Err(Error::AlgorithmNone),
            _ => Err(Error::AlgorithmUnsupported),
        }
    }

    /// The name that stands in what we sign. For Ed25519 it is `EdDSA`, which every implementation knows; the newer
    /// `Ed25519` is understood but not written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Ed25519 => "EdDSA",
        }
    }

    /// The `kty` of its keys.
    pub(crate) fn key_type(self) -> &'static str {
        match self {
            Self::Es256 | Self::Es384 => "EC",
            Self::Ed25519 => "OKP",
        }
    }

    /// The `crv` of its keys.
    pub(crate) fn curve(self) -> &'static str {
        match self {
            Self::Es256 => "P-256",
            Self::Es384 => "P-384",
            Self::Ed25519 => "Ed25519",
        }
    }

    /// Length in bytes of a coordinate, and of a private key.
    pub(crate) fn coordinate_length(self) -> usize {
        match self {
            Self::Es256 | Self::Ed25519 => 32,
            Self::Es384 => 48,
        }
    }

    /// Length in bytes of a signature: two scalars, or a point and a scalar.
    pub(crate) fn signature_length(self) -> usize {
        2 * self.coordinate_length()
    }

    /// The hash function that its signatures are made over, if the message is hashed by itself: with Ed25519 it is not.
    pub(crate) fn hash(self) -> Option<HashAlgorithm> {
        match self {
            Self::Es256 => Some(HashAlgorithm::Sha256),
            Self::Es384 => Some(HashAlgorithm::Sha384),
            Self::Ed25519 => None,
        }
    }

    /// Length in bytes of a public key: an uncompressed point of SEC 1 section 2.3.3, or the 32 bytes of RFC 8032.
    pub(crate) fn point_length(self) -> usize {
        match self {
            Self::Es256 | Self::Es384 => 1 + 2 * self.coordinate_length(),
            Self::Ed25519 => 32,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for algorithm in [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519] {
            assert_eq!(Algorithm::from_name(algorithm.name()), Ok(algorithm));
        }
        assert_eq!(Algorithm::from_name("Ed25519"), Ok(Algorithm::Ed25519));
        for name in ["none", "None", "NONE", "nOnE"] {
            assert_eq!(Algorithm::from_name(name), Err(Error::AlgorithmNone), "{name}");
        }
        for name in ["", "es256", "ES256 ", "ES256K", "ES512", "RS256", "PS256", "HS256", "Ed448", "eddsa"] {
            assert_eq!(Algorithm::from_name(name), Err(Error::AlgorithmUnsupported), "{name}");
        }
    }
}
