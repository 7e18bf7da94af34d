use super::{Commitment, Families, Selection};
use crate::curve::{G1, Scalar, SecretScalar};
use crate::generators::Generator;
use crate::hash::Dst;
use crate::limits::MAX_MESSAGES;
use crate::{Error, PreparedKey, VerifyingKey};
use std::sync::Arc;

/// A prepared key for what is signed in parts: the messages that the signer knows, the blinding factor, those that the holder committed
/// to, and at the end what is never shown.
pub(crate) struct SplitKey {
    key: PreparedKey,
    known: usize,
    committed: usize,
}

impl SplitKey {
    /// # Errors
    /// [`Error::TooManyMessages`].
    pub(crate) fn new(
        families: &Families,
        verifying_key: &VerifyingKey,
        header: &[u8],
        [known, committed, never_shown]: [usize; 3],
    ) -> Result<Self, Error> {
        let after_blind = committed.checked_add(never_shown).ok_or(Error::TooManyMessages)?;
        if known.checked_add(after_blind).is_none_or(|count| count >= MAX_MESSAGES) {
            return Err(Error::TooManyMessages);
        }
        let mut generators = families.known().for_messages(known)?;
        generators.extend(families.committed(after_blind)?);
        let key =
            PreparedKey::over(families.interface(), families.known(), generators, verifying_key, header);
        Ok(Self { key, known, committed })
    }

    pub(crate) fn key(&self) -> &PreparedKey {
        &self.key
    }

    /// Q_2, J_1, ….
    pub(crate) fn committed_generators(&self) -> &[Arc<Generator>] {
        self.key.message_generators().get(self.known..).unwrap_or_default()
    }

    /// The scalars of the messages that the signer knows.
    ///
    /// # Errors
    /// [`Error::MessageCount`].
    fn known_scalars(&self, messages: &[impl AsRef<[u8]>]) -> Result<Vec<SecretScalar>, Error> {
        if messages.len() != self.known {
            return Err(Error::MessageCount);
        }
        Ok(self.key.interface().message_scalars(messages))
    }

    /// `deserialize_and_validate_commit` and `B_calculate` (sections 4.1.2 and 5.2): what the signer signs.
    ///
    /// # Errors
    /// [`Error::MessageCount`], [`Error::CommitmentInvalid`].
    pub(crate) fn committed_b(
        &self,
        commitment: Option<&Commitment>,
        messages: &[impl AsRef<[u8]>],
    ) -> Result<G1, Error> {
        let b = self.key.b_in_variable_time(&self.known_scalars(messages)?);
        let generators = self.committed_generators();
        match commitment {
            Some(commitment) => Ok(b + commitment.verify(self.key.interface(), generators)?),
            // There is always that of the blinding factor.
            None if generators.len() == 1 => Ok(b),
            None => Err(Error::MessageCount),
        }
    }

    /// The scalars of all that is signed.
    ///
    /// # Errors
    /// [`Error::MessageCount`].
    pub(crate) fn scalars(
        &self,
        messages: &[impl AsRef<[u8]>],
        opening: &[SecretScalar],
    ) -> Result<Vec<SecretScalar>, Error> {
        let known = self.known_scalars(messages)?;
        // Room for all: a list that grows leaves copies behind, unwiped.
        let mut scalars = Vec::with_capacity(known.len() + opening.len());
        scalars.extend(known.iter().chain(opening).cloned());
        if scalars.len() == self.key.message_count() { Ok(scalars) } else { Err(Error::MessageCount) }
    }

    /// The indexes, among all that is signed, of what is shown.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`].
    pub(crate) fn indexes(&self, selection: Selection<'_>) -> Result<Vec<usize>, Error> {
        let known = selection.messages.iter().map(|index| self.known_index(*index));
        known.chain(selection.committed.iter().map(|index| self.committed_index(*index))).collect()
    }

    /// The same of messages that a verifier was shown, as scalars.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`].
    pub(crate) fn shown(
        &self,
        messages: &[(usize, impl AsRef<[u8]>)],
        committed: &[(usize, impl AsRef<[u8]>)],
    ) -> Result<Vec<(usize, Scalar)>, Error> {
        let interface = self.key.interface();
        let dst = Dst::message(interface);
        let known = messages
            .iter()
            .map(|(index, message)| Ok((self.known_index(*index)?, interface.message_scalar(message, &dst))));
        let committed = committed.iter().map(|(index, message)| {
            Ok((self.committed_index(*index)?, interface.message_scalar(message, &dst)))
        });
        known.chain(committed).collect()
    }

    fn known_index(&self, index: usize) -> Result<usize, Error> {
        if index < self.known { Ok(index) } else { Err(Error::IndexOutOfRange) }
    }

    /// Behind the signer's messages and the blinding factor (section 4.2.3).
    fn committed_index(&self, index: usize) -> Result<usize, Error> {
        if index < self.committed { Ok(self.known + 1 + index) } else { Err(Error::IndexOutOfRange) }
    }
}
