use crate::error::Error;
use crate::limits::{PASSPHRASE_MAX_BYTES, PASSPHRASE_MIN_CHARS};
use crate::locked::Locked;
use zeroize::Zeroizing;

/// What a person types to open their vault. Kept out of the swap where the system allows that, wiped from memory when dropped.
///
/// Taken byte for byte as UTF-8: nothing is trimmed, folded or normalised.
///
/// It cannot be printed or copied:
///
/// ```compile_fail,E0277
/// # let passphrase = vouchsafe_vault::Passphrase::new(String::from("correct horse"))?;
/// println!("{passphrase:?}");
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
/// ```compile_fail,E0599
/// # let passphrase = vouchsafe_vault::Passphrase::new(String::from("correct horse"))?;
/// let copy = passphrase.clone();
/// # Ok::<(), vouchsafe_vault::Error>(())
/// ```
pub struct Passphrase {
    text: Locked<[u8; PASSPHRASE_MAX_BYTES]>,
    length: usize,
}

impl Passphrase {
    /// Takes the text over and wipes it where it was. A short one is refused only when a vault is created, so that a wrong one is always
    /// answered alike.
    ///
    /// # Errors
    /// [`Error::PassphraseTooLong`] past [`PASSPHRASE_MAX_BYTES`].
    pub fn new(text: impl Into<Zeroizing<String>>) -> Result<Self, Error> {
        let given = text.into();
        let mut text = Locked::new([0; PASSPHRASE_MAX_BYTES]);
        let place = text.get_mut(..given.len()).ok_or(Error::PassphraseTooLong)?;
        place.copy_from_slice(given.as_bytes());
        Ok(Self { text, length: given.len() })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.get(..self.length).unwrap_or_default()
    }

    /// As `age` takes it: wiped when dropped too.
    pub(crate) fn to_secret(&self) -> age::secrecy::SecretString {
        // Exactly as long as it is, so that it is not moved, which would leave a copy.
        age::secrecy::SecretString::from(String::from(str::from_utf8(self.as_bytes()).unwrap_or_default()))
    }

    /// Whether it may protect a new vault or a new backup.
    pub(crate) fn admit_for_new_vault(&self) -> Result<(), Error> {
        let characters = str::from_utf8(self.as_bytes()).map_or(0, |text| text.chars().count());
        if characters < PASSPHRASE_MIN_CHARS { Err(Error::PassphraseTooShort) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert!(Passphrase::new("x".repeat(PASSPHRASE_MAX_BYTES)).is_ok());
        assert_eq!(
            Passphrase::new("x".repeat(PASSPHRASE_MAX_BYTES + 1)).err(),
            Some(Error::PassphraseTooLong)
        );

        let of = |text: &str| Passphrase::new(text.to_owned()).unwrap().admit_for_new_vault();
        assert_eq!(of("ééééééé"), Err(Error::PassphraseTooShort), "characters count, not bytes");
        assert_eq!(of("éééééééé"), Ok(()));
    }
}
