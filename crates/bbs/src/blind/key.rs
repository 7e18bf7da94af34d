use super::{BlindGenerators, SplitKey};
use crate::{Error, VerifyingKey};

/// A public key prepared for blind signatures under one header, with one number of messages that the signer knows and one of those that
/// the holder commits to.
pub struct BlindKey(SplitKey);

impl BlindKey {
    /// Prepares a key. Together with the commitment's blinding factor, there is place for 1024.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`].
    pub fn new(
        generators: &BlindGenerators,
        verifying_key: &VerifyingKey,
        header: &[u8],
        message_count: usize,
        committed_count: usize,
    ) -> Result<Self, Error> {
        let parts = [message_count, committed_count, 0];
        Ok(Self(SplitKey::new(generators.families(), verifying_key, header, parts)?))
    }

    pub(crate) fn split(&self) -> &SplitKey {
        &self.0
    }
}
