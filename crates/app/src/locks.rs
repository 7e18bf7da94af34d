//! What opens a wallet's vault, and how that is changed.

use crate::Error;
use crate::view::{LocksView, RekeyView};
use std::path::Path;
use vouchsafe_vault::{
    Authority, KdfPolicy, NewRecoveryCode, OsKeyStore, Passphrase, RecoveryCode, ShownRecoveryCode, Vault,
};
use zeroize::Zeroizing;

/// What opens the vault in `directory`, as its header says. Nothing is opened, and nothing vouches for it but the header
/// itself.
///
/// # Errors
/// [`Error::Vault`] if there is no vault that would be opened.
pub fn locks(directory: &Path) -> Result<LocksView, Error> {
    Ok(LocksView::new(&Vault::key_wraps_in(directory, &KdfPolicy::standard())?))
}

/// Whoever just gave a secret that opens a vault, and so may change what opens it. The vault is in use meanwhile.
pub struct VaultOwner {
    vault: Vault,
    authority: Authority,
}

impl VaultOwner {
    /// The owner of the vault in `directory` by its passphrase.
    ///
    /// # Errors
    /// [`Error::Vault`]; nothing was changed.
    pub fn by_passphrase(directory: &Path, passphrase: Zeroizing<String>) -> Result<Self, Error> {
        let passphrase = Passphrase::new(passphrase)?;
        let (vault, authority) = Vault::open_to_change(directory, &passphrase, &KdfPolicy::standard())?;
        Ok(Self { vault, authority })
    }

    /// The owner of the vault in `directory` by its recovery code, however it was typed.
    ///
    /// # Errors
    /// [`Error::Vault`]; nothing was changed. A slip in the code is told from a wrong code.
    pub fn by_recovery_code(directory: &Path, typed: &str) -> Result<Self, Error> {
        let code = RecoveryCode::parse(typed)?;
        let (vault, authority) = Vault::open_to_change(directory, &code, &KdfPolicy::standard())?;
        Ok(Self { vault, authority })
    }

    /// What opens the vault.
    #[must_use]
    pub fn locks(&self) -> LocksView {
        LocksView::new(self.vault.key_wraps())
    }

    /// Makes `passphrase` the one that opens the vault.
    ///
    /// # Errors
    /// [`Error::Vault`]. The vault is opened as before.
    pub fn change_passphrase(&mut self, passphrase: Zeroizing<String>) -> Result<LocksView, Error> {
        let passphrase = Passphrase::new(passphrase)?;
        self.vault.change_passphrase(&self.authority, &passphrase, &KdfPolicy::standard())?;
        Ok(self.locks())
    }

    /// A new recovery code, to be shown once. It opens nothing until [`VaultOwner::confirm_recovery_code`].
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn new_recovery_code(&self) -> Result<(Zeroizing<String>, ShownRecoveryCode), Error> {
        Ok(NewRecoveryCode::generate()?.show())
    }

    /// Lets the recovery code that was `shown` open the vault, in place of one before, if that is what the person `typed`.
    ///
    /// # Errors
    /// [`Error::Vault`]. The vault is opened as before, and the person may try again.
    pub fn confirm_recovery_code(
        &mut self,
        shown: &ShownRecoveryCode,
        typed: &str,
    ) -> Result<LocksView, Error> {
        self.vault.set_recovery_code(&self.authority, &shown.confirm(typed)?)?;
        Ok(self.locks())
    }

    /// Lets no recovery code open the vault.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn remove_recovery_code(&mut self) -> Result<LocksView, Error> {
        self.vault.remove_recovery_code(&self.authority)?;
        Ok(self.locks())
    }

    /// Gives the vault new keys, which `passphrase` alone opens: what was known or copied before opens nothing any more. Tells
    /// `progress` how many rows of how many were written anew.
    ///
    /// # Errors
    /// [`Error::Vault`]. The vault then opens as before or, if the disk failed at the very end, with `passphrase`.
    pub fn rekey(
        self,
        passphrase: Zeroizing<String>,
        progress: impl FnMut(u64, u64),
    ) -> Result<RekeyView, Error> {
        let passphrase = Passphrase::new(passphrase)?;
        let done = self.vault.rekey(&self.authority, &passphrase, &KdfPolicy::standard(), progress)?;
        // Whether or not that can be removed now, it opens nothing but older copies.
        let _ = done.disconnect_key_store(&OsKeyStore::in_passing());
        Ok(RekeyView::new(done.vault.key_wraps(), &done.dropped))
    }
}
