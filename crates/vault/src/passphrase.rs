use crate::error::Error;
use crate::limits::{PASSPHRASE_MAX_BYTES, PASSPHRASE_MIN_CHARS};
use zeroize::Zeroizing;

/// What a person types to open their vault. Wiped from memory when dropped.
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
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes the text over. A short one is refused only when a vault is created, so that a wrong one is always
    /// answered alike.
    ///
    /// # Errors
    /// [`Error::PassphraseTooLong`] past [`PASSPHRASE_MAX_BYTES`].
    pub fn new(text: impl Into<Zeroizing<String>>) -> Result<Self, Error> {
        let text = text.into();
        if text.len() > PASSPHRASE_MAX_BYTES { Err(Error::PassphraseTooLong) } else { Ok(Self(text)) }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it may protect a new vault.
    pub(crate) fn admit_for_new_vault(&self) -> Result<(), Error> {
        if self.0.chars().count() < PASSPHRASE_MIN_CHARS { Err(Error::PassphraseTooShort) } else { Ok(()) }
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
