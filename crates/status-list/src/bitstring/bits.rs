use crate::Error;
use crate::compression::{self, Format};
use crate::limits::MAX_BITSTRING_ENTRY_SIZE;
use std::fmt;
use vouchsafe_credential::base64url;

/// The bits of a list, the most significant bit of the first byte first (Bitstring Status List section 2.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Bitstring {
    bytes: Vec<u8>,
}

impl Bitstring {
    /// Reads `encodedList`: `u`, then base64url without padding of a GZIP stream (RFC 1952) and nothing after it.
    ///
    /// # Errors
    /// [`Error`] if the text is anything else, has no bit, or inflates past
    /// [`MAX_INFLATED_LENGTH`](crate::limits::MAX_INFLATED_LENGTH).
    pub fn decode(encoded_list: &str) -> Result<Self, Error> {
        let text = encoded_list.strip_prefix('u').ok_or(Error::EncodedListNotMultibase)?;
        if text.is_empty() {
            return Err(Error::ListEmpty);
        }
        let compressed = base64url::decode(text).map_err(|_| Error::EncodedListNotMultibase)?;
        let bytes = compression::inflate(Format::Gzip, &compressed)?;
        if bytes.is_empty() { Err(Error::ListEmpty) } else { Ok(Self { bytes }) }
    }

    /// How many bits there are.
    #[must_use]
    pub fn length(&self) -> u64 {
        // At most 2^24 bytes.
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX).saturating_mul(8)
    }

    /// The value of entry `index`, entries having `size` bits: bits `index * size` and following, the first the most
    /// significant.
    ///
    /// # Errors
    /// [`Error::BitstringRange`] if a bit of the entry lies past the end, [`Error::EntrySizeUnsupported`] for a `size` of 0
    /// or past [`MAX_BITSTRING_ENTRY_SIZE`].
    pub fn value(&self, index: u64, size: u8) -> Result<u8, Error> {
        if !(1..=MAX_BITSTRING_ENTRY_SIZE).contains(&size) {
            return Err(Error::EntrySizeUnsupported);
        }
        let out_of_range = Error::BitstringRange { index };
        let Some(first) = index.checked_mul(u64::from(size)) else { return Err(out_of_range) };
        let mut value = 0;
        for offset in 0..u64::from(size) {
            let bit = first.checked_add(offset).and_then(|position| self.bit(position));
            let Some(bit) = bit else { return Err(out_of_range) };
            value = value << 1 | bit;
        }
        Ok(value)
    }

    fn bit(&self, position: u64) -> Option<u8> {
        let byte = self.bytes.get(usize::try_from(position / 8).ok()?)?;
        Some(byte >> (7 - position % 8) & 1)
    }
}

/// How large it is, not what it says.
impl fmt::Debug for Bitstring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bitstring({} bits)", self.length())
    }
}
