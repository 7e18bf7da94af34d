//! Hash functions of the SHA-2 family, by the names that SD-JWT uses.

use crate::{Error, backend};

/// A hash function that resists collisions and second preimages (RFC 9901 section 9.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HashAlgorithm {
    /// `sha-256`
    Sha256,
    /// `sha-384`
    Sha384,
    /// `sha-512`
    Sha512,
}

impl HashAlgorithm {
    /// The hash function of a name in the IANA "Named Information Hash Algorithm" registry, compared case-sensitively.
    ///
    /// # Errors
    /// [`Error::HashUnsupported`] for every other name, truncated and weak functions included.
    pub fn from_registry_name(name: &str) -> Result<Self, Error> {
        match name {
            "sha-256" => Ok(Self::Sha256),
            "sha-384" => Ok(Self::Sha384),
            "sha-512" => Ok(Self::Sha512),
            _ => Err(Error::HashUnsupported),
        }
    }

    /// The name in that registry.
    #[must_use]
    pub fn registry_name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha-256",
            Self::Sha384 => "sha-384",
            Self::Sha512 => "sha-512",
        }
    }

    /// Length of its digests in bytes.
    #[must_use]
    pub fn digest_length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// A digest, on the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest {
    bytes: [u8; 64],
    algorithm: HashAlgorithm,
}

impl Digest {
    /// Takes what a backend computed; the length is that of `algorithm`.
    pub(crate) fn new(algorithm: HashAlgorithm, digest: &[u8]) -> Self {
        let mut bytes = [0; 64];
        bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = *from);
        Self { bytes, algorithm }
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.algorithm.digest_length()).unwrap_or_default()
    }
}

/// A digest in the making, of data that comes in pieces.
#[derive(Clone)]
pub struct Hasher {
    algorithm: HashAlgorithm,
    state: backend::Hasher,
}

impl Hasher {
    /// Of no data yet.
    #[must_use]
    pub fn new(algorithm: HashAlgorithm) -> Self {
        Self { algorithm, state: backend::Hasher::new(algorithm) }
    }

    /// The hash function.
    #[must_use]
    pub fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    /// Takes the next piece.
    pub fn update(&mut self, data: &[u8]) {
        self.state.update(data);
    }

    /// The digest of all pieces.
    #[must_use]
    pub fn finish(self) -> Digest {
        self.state.finish(self.algorithm)
    }

    pub(crate) fn into_state(self) -> backend::Hasher {
        self.state
    }
}

/// The digest of `data`.
#[must_use]
pub fn digest(algorithm: HashAlgorithm, data: &[u8]) -> Digest {
    backend::digest(algorithm, data)
}

/// The SHA-256 digest of `data`.
#[must_use]
pub fn sha256(data: &[u8]) -> [u8; 32] {
    let digest = backend::digest(HashAlgorithm::Sha256, data);
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(digest.bytes).for_each(|(to, from)| *to = from);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests_of_fips_180_4() {
        let sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&sha256(b"abc")), sha256_of_abc);
        assert_eq!(hex(digest(HashAlgorithm::Sha256, b"abc").as_ref()), sha256_of_abc);
        assert!(
            hex(digest(HashAlgorithm::Sha384, b"abc").as_ref())
                .starts_with("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163")
        );
        assert!(
            hex(digest(HashAlgorithm::Sha512, b"abc").as_ref())
                .starts_with("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea2")
        );
    }

    #[test]
    fn in_pieces_as_at_once() {
        for algorithm in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
            let mut start = Hasher::new(algorithm);
            start.update(b"a");
            let mut hasher = start.clone();
            hasher.update(b"b");
            hasher.update(b"c");
            assert_eq!(hasher.finish(), digest(algorithm, b"abc"));
            assert_eq!(start.finish(), digest(algorithm, b"a"));
        }
    }

    #[test]
    fn names_and_lengths() {
        for algorithm in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
            assert_eq!(HashAlgorithm::from_registry_name(algorithm.registry_name()), Ok(algorithm));
            assert_eq!(digest(algorithm, b"").as_ref().len(), algorithm.digest_length());
        }
        for name in ["SHA-256", "sha256", "sha-1", "md5", "none", "", "sha-256-128", "sha3-256"] {
            assert_eq!(HashAlgorithm::from_registry_name(name), Err(Error::HashUnsupported), "{name}");
        }
    }
}
