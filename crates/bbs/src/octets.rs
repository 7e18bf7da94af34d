//! `I2OSP` of lengths and counts.

/// `I2OSP(number, 8)`.
pub(crate) fn u64_octets(number: usize) -> [u8; 8] {
    // No machine has a `usize` of more than 64 bits.
    u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes()
}

/// `I2OSP(number, 2)`; for a number that is known to fit.
pub(crate) fn u16_octets(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes()
}
