use std::fmt;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::{HashAlgorithm, Hasher};

/// What is hashed first, so that nothing else has the same digest.
const PURPOSE: &[u8] = b"vouchsafe type metadata, version 1\0";

/// Which type metadata it is: a SHA-256 digest of all documents of the chain, as they were received. A publisher who changes
/// one byte of one of them, of an extended type too, makes another.
///
/// People see its [first eight bytes](fmt::Display): enough to compare by eye what one has and what there is now. Programs
/// compare all of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetadataVersion([u8; 32]);

impl MetadataVersion {
    pub(crate) fn of<'a>(documents: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Hasher::new(HashAlgorithm::Sha256);
        hasher.update(PURPOSE);
        for document in documents {
            hasher.update(&u64::try_from(document.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(document);
        }
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(hasher.finish().as_ref()).for_each(|(to, from)| *to = *from);
        Self(bytes)
    }

    /// One that was kept, by its digest.
    #[must_use]
    pub const fn from_bytes(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// All of it, in base64url.
    #[must_use]
    pub fn to_base64url(self) -> String {
        base64url::encode(&self.0)
    }
}

/// `1f2e-3d4c-5b6a-7988`
impl fmt::Display for MetadataVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().take(8).enumerate() {
            let hyphen = if index > 0 && index % 2 == 0 { "-" } else { "" };
            write!(f, "{hyphen}{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for MetadataVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MetadataVersion({self})")
    }
}
