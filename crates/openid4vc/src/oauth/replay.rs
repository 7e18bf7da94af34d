use vouchsafe_credential::Timestamp;
use vouchsafe_jose::digest::{HashAlgorithm, Hasher};

/// Something that is good once, by a digest: a `jti` of a key, a nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReplayKey([u8; 32]);

impl ReplayKey {
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Hasher::new(HashAlgorithm::Sha256);
        for part in parts {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
        let mut key = [0; 32];
        key.iter_mut().zip(hasher.finish().as_ref()).for_each(|(to, from)| *to = *from);
        Self(key)
    }

    pub(crate) fn from_bytes(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Whether something was seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Not until now.
    First,
    /// It was, or the store cannot tell.
    Before,
}

/// Where a server remembers what is good once. Shared by all its instances, or else something is good once for each of them.
pub trait ReplayStore {
    /// Remembers `key` until `until` at least, and says whether it was there, in one step. A store that is full or out of order
    /// says [`Seen::Before`].
    fn see(&mut self, key: ReplayKey, until: Timestamp) -> Seen;
}

impl ReplayStore for std::collections::BTreeMap<ReplayKey, Timestamp> {
    /// For a single process; what has ended is never dropped, so the caller does that.
    fn see(&mut self, key: ReplayKey, until: Timestamp) -> Seen {
        match self.insert(key, until) {
            None => Seen::First,
            Some(earlier) => {
                self.insert(key, until.max(earlier));
                Seen::Before
            }
        }
    }
}
