use super::PseudonymGenerators;
use crate::blind::SplitKey;
use crate::octets::u64_octets;
use crate::{Error, VerifyingKey};

/// How much of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Messages that the signer knows.
    pub messages: usize,
    /// Messages that the holder commits to.
    pub committed: usize,
    /// Secrets of the vector; one at least.
    pub nyms: usize,
}

/// A public key prepared for signatures with pseudonyms under one header, with these numbers of messages and secrets.
pub struct PseudonymKey {
    split: SplitKey,
    nyms: usize,
}

impl PseudonymKey {
    /// Prepares a key. Together with the commitment's blinding factor, there is place for 1024 messages and secrets.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`], [`Error::NoNymSecret`].
    pub fn new(
        generators: &PseudonymGenerators,
        verifying_key: &VerifyingKey,
        header: &[u8],
        counts: Counts,
    ) -> Result<Self, Error> {
        let Counts { messages, committed, nyms } = counts;
        if nyms == 0 {
            return Err(Error::NoNymSecret);
        }
        // The length is signed, so that nobody computes pseudonyms from a part of the vector (section 10.2).
        let header = [header, &u64_octets(nyms)].concat();
        let parts = [messages, committed, nyms];
        Ok(Self { split: SplitKey::new(generators.families(), verifying_key, &header, parts)?, nyms })
    }

    pub(crate) fn split(&self) -> &SplitKey {
        &self.split
    }

    pub(super) fn nyms(&self) -> usize {
        self.nyms
    }
}
