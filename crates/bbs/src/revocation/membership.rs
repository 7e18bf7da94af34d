use super::{Period, SUITE};
use crate::{Error, PreparedKey};

/// What is proven: the handle in this slot was not deleted in this period or before.
#[derive(Debug, Clone, Copy)]
pub struct Membership<'a> {
    /// The period.
    pub period: &'a Period<'a>,
    /// The index of the message that holds the handle, as the credential type fixes it.
    pub slot: usize,
}

impl Membership<'_> {
    /// The place of the handle among the hidden messages, with these disclosed, in ascending order.
    ///
    /// # Errors
    /// [`Error::RevocationSuite`], [`Error::RegistryKeyReused`], [`Error::HandleNotHidden`].
    pub(crate) fn place(
        &self,
        key: &PreparedKey,
        mut disclosed: impl Iterator<Item = usize>,
    ) -> Result<usize, Error> {
        if key.ciphersuite() != SUITE {
            return Err(Error::RevocationSuite);
        }
        if *key.verifying_key() == self.period.key().to_octets() {
            return Err(Error::RegistryKeyReused);
        }
        let before = disclosed.try_fold(0, |before, index| match index.cmp(&self.slot) {
            std::cmp::Ordering::Less => Some(before + 1),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(before),
        });
        match before.and_then(|before| self.slot.checked_sub(before)) {
            Some(place) if self.slot < key.message_count() => Ok(place),
            _ => Err(Error::HandleNotHidden),
        }
    }
}
