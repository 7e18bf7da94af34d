use crate::compression::{self, Format};
use crate::limits::MAX_INFLATED_LENGTH;
use crate::{Bits, Error, Status};
use std::fmt;
use vouchsafe_credential::base64url;

/// Many statuses of one issuer, packed (Token Status List section 4).
///
/// Entry 0 is in the least significant bits of the first byte. The number of entries always fills whole bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusList {
    bits: Bits,
    bytes: Vec<u8>,
}

impl StatusList {
    /// A list of `entries` entries, all [`Status::Valid`]; a few more where that fills the last byte.
    ///
    /// # Errors
    /// [`Error::EntriesNotAllowed`] for none, or more than [`MAX_INFLATED_LENGTH`] bytes hold.
    pub fn new(bits: Bits, entries: u64) -> Result<Self, Error> {
        let length = entries.div_ceil(1 << bits.entries_shift());
        match usize::try_from(length) {
            Ok(length @ 1..=MAX_INFLATED_LENGTH) => Ok(Self { bits, bytes: vec![0; length] }),
            _ => Err(Error::EntriesNotAllowed),
        }
    }

    /// Reads the `lst` claim: base64url of a ZLIB stream (RFC 1950) and nothing after it.
    ///
    /// # Errors
    /// [`Error`] if `lst` is anything else, has no entry, or inflates past [`MAX_INFLATED_LENGTH`].
    pub fn from_lst(bits: Bits, lst: &str) -> Result<Self, Error> {
        if lst.is_empty() {
            return Err(Error::ListEmpty);
        }
        let compressed = base64url::decode(lst).map_err(|_| Error::ListNotBase64url)?;
        let bytes = compression::inflate(Format::Zlib, &compressed)?;
        if bytes.is_empty() { Err(Error::ListEmpty) } else { Ok(Self { bits, bytes }) }
    }

    /// The `lst` claim, compressed as far as DEFLATE goes.
    ///
    /// # Errors
    /// [`Error::CompressionFailed`] if the compressor breaks.
    pub fn to_lst(&self) -> Result<String, Error> {
        compression::deflate(&self.bytes).map(|compressed| base64url::encode(&compressed))
    }

    /// How many bits an entry has.
    #[must_use]
    pub fn bits(&self) -> Bits {
        self.bits
    }

    /// How many entries there are.
    #[must_use]
    pub fn entries(&self) -> u64 {
        // At most 2^24 bytes of at most 8 entries.
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX) << self.bits.entries_shift()
    }

    /// What entry `index` says. A shift and a mask: constant time, no allocation.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`] past the last entry.
    #[inline]
    pub fn get(&self, index: u64) -> Result<Status, Error> {
        let (position, shift) = self.locate(index);
        let byte = self.bytes.get(position).ok_or(Error::IndexOutOfRange { index })?;
        Ok(Status::from_value(byte >> shift & self.bits.mask()))
    }

    /// Makes entry `index` say `status`.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`] past the last entry; [`Error::StatusDoesNotFit`] if the value needs more bits, or goes by a
    /// name that it would not be read back with, such as `Application(0)`.
    pub fn set(&mut self, index: u64, status: Status) -> Result<(), Error> {
        let (position, shift) = self.locate(index);
        let (value, mask) = (status.value(), self.bits.mask());
        if value > mask || Status::from_value(value) != status {
            return Err(Error::StatusDoesNotFit);
        }
        let byte = self.bytes.get_mut(position).ok_or(Error::IndexOutOfRange { index })?;
        *byte = *byte & !(mask << shift) | value << shift;
        Ok(())
    }

    /// The byte an entry is in, and how far from its least significant bit.
    fn locate(&self, index: u64) -> (usize, u32) {
        let shift = self.bits.entries_shift();
        let position = usize::try_from(index >> shift).unwrap_or(usize::MAX);
        let within = index & ((1 << shift) - 1);
        // At most 7 entries of 1 bit, or 1 entry of 4 bits, lie below.
        (position, u32::try_from(within).unwrap_or_default() << (3 - shift))
    }
}

/// How large it is, not what it says.
impl fmt::Debug for StatusList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusList({} entries of {} bits)", self.entries(), self.bits.number())
    }
}

#[cfg(test)]
mod tests;
