use super::{Period, SUITE};
use crate::curve::G2_OCTETS;
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
        disclosed: impl Iterator<Item = usize>,
    ) -> Result<usize, Error> {
        let place = place(self.slot, key, disclosed)?;
        admit_registry(self.period, key.verifying_key())?;
        Ok(place)
    }
}

/// The place of the handle's slot among the hidden messages.
///
/// # Errors
/// [`Error::RevocationSuite`], [`Error::HandleNotHidden`].
pub(crate) fn place(
    slot: usize,
    key: &PreparedKey,
    mut disclosed: impl Iterator<Item = usize>,
) -> Result<usize, Error> {
    if key.ciphersuite() != SUITE {
        return Err(Error::RevocationSuite);
    }
    let before = disclosed.try_fold(0, |before, index| match index.cmp(&slot) {
        std::cmp::Ordering::Less => Some(before + 1),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(before),
    });
    match before.and_then(|before| slot.checked_sub(before)) {
        Some(place) if slot < key.message_count() => Ok(place),
        _ => Err(Error::HandleNotHidden),
    }
}

/// Refuses a registry that has the issuer's signing key for its own.
///
/// # Errors
/// [`Error::RegistryKeyReused`].
pub(crate) fn admit_registry(period: &Period<'_>, issuer: &[u8; G2_OCTETS]) -> Result<(), Error> {
    if *issuer == period.key().to_octets() { Err(Error::RegistryKeyReused) } else { Ok(()) }
}
