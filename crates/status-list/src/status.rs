use crate::Error;
use std::fmt;

/// What a list says about one credential (Token Status List section 7.1).
///
/// Only [`Status::Valid`] says that the credential holds. What it says is one thing; how old the statement is, is another:
/// see [`Freshness`](crate::Freshness).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// 0x00: valid, correct or legal.
    Valid,
    /// 0x01: revoked, for good.
    Invalid,
    /// 0x02: not valid for the time being.
    Suspended,
    /// 0x03 and 0x0C to 0x0F: means what the issuer and the verifier agreed on.
    Application(u8),
    /// Any other value: reserved. Never to be read as valid.
    Unknown(u8),
}

impl Status {
    /// The status that an entry of this value stands for.
    #[must_use]
    pub const fn from_value(value: u8) -> Self {
        match value {
            0x00 => Self::Valid,
            0x01 => Self::Invalid,
            0x02 => Self::Suspended,
            0x03 | 0x0c..=0x0f => Self::Application(value),
            _ => Self::Unknown(value),
        }
    }

    /// The value of an entry that says this.
    #[must_use]
    pub const fn value(self) -> u8 {
        match self {
            Self::Valid => 0x00,
            Self::Invalid => 0x01,
            Self::Suspended => 0x02,
            Self::Application(value) | Self::Unknown(value) => value,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid => f.write_str("valid"),
            Self::Invalid => f.write_str("invalid"),
            Self::Suspended => f.write_str("suspended"),
            Self::Application(value) => write!(f, "application specific (0x{value:02X})"),
            Self::Unknown(value) => write!(f, "unknown (0x{value:02X})"),
        }
    }
}

/// How many bits an entry has (Token Status List section 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bits {
    /// Valid and invalid.
    One,
    /// Suspended and one application specific value besides.
    Two,
    /// Sixteen values.
    Four,
    /// Every value.
    Eight,
}

impl Bits {
    /// The `bits` claim.
    ///
    /// # Errors
    /// [`Error::BitsNotAllowed`] for anything but 1, 2, 4 and 8.
    pub const fn from_number(number: u64) -> Result<Self, Error> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            4 => Ok(Self::Four),
            8 => Ok(Self::Eight),
            _ => Err(Error::BitsNotAllowed),
        }
    }

    /// 1, 2, 4 or 8.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// The largest value that fits.
    pub(crate) const fn mask(self) -> u8 {
        u8::MAX >> (8 - self.number())
    }

    /// The binary logarithm of how many entries share a byte.
    pub(crate) const fn entries_shift(self) -> u32 {
        match self {
            Self::One => 3,
            Self::Two => 2,
            Self::Four => 1,
            Self::Eight => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_one_name() {
        let names: Vec<Status> = (0..=u8::MAX).map(Status::from_value).collect();
        for (value, status) in names.iter().enumerate() {
            assert_eq!(usize::from(status.value()), value);
            let expected = match value {
                0 => Status::Valid,
                1 => Status::Invalid,
                2 => Status::Suspended,
                3 | 12..=15 => Status::Application(status.value()),
                _ => Status::Unknown(status.value()),
            };
            assert_eq!(*status, expected);
        }
    }

    #[test]
    fn bits() {
        for number in 0..20 {
            match Bits::from_number(number) {
                Ok(bits) => assert_eq!(u64::from(bits.number()), number),
                Err(error) => {
                    assert_eq!(error, Error::BitsNotAllowed);
                    assert!(![1, 2, 4, 8].contains(&number));
                }
            }
        }
        assert_eq!([Bits::One, Bits::Two, Bits::Four, Bits::Eight].map(Bits::mask), [1, 3, 15, 255]);
    }
}
