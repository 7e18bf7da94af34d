//! The keychain, which is what people call the key store of whoever is logged in: it may open a vault beside the passphrase.

use crate::view::{KeychainDisabledView, KeychainView, VERSION, WarningView};
use crate::{Error, ErrorView, OpenWallet};
use std::path::Path;
use vouchsafe_vault::{Disconnected, Freshness, KdfPolicy, KeyWrap, OsKeyStore, Passphrase, Vault};
use zeroize::Zeroizing;

/// What came of opening a wallet with the keychain alone.
#[derive(Debug)]
pub enum KeychainOpening {
    /// It is open; nobody had to type.
    Opened(Box<OpenWallet>),
    /// The keychain was never made to open this vault: its passphrase does.
    NotEnabled,
    /// The keychain should, and does not, for this reason. Nothing was changed, and the passphrase opens the vault.
    Refused(ErrorView),
}

/// How a vault stands to the keychain, and whether the keychain can be used. Opens nothing; a locked keychain may ask to be
/// unlocked.
///
/// # Errors
/// [`Error::Vault`] if there is no vault that can be read.
pub fn keychain(directory: &Path) -> Result<KeychainView, Error> {
    let wraps = Vault::key_wraps_in(directory, &KdfPolicy::standard())?;
    let enabled = wraps.iter().any(|wrap| matches!(wrap, KeyWrap::KeyStore(_)));
    let refusal = OsKeyStore::new().probe().err().map(|why| Error::from(why).view());
    Ok(KeychainView { version: VERSION, enabled, refusal })
}

/// Why the keychain cannot be used now; nothing if it keeps a text and gives it back. No vault is needed, and nobody is waited for
/// for longer than some seconds, though a locked keychain may ask to be unlocked.
#[must_use]
pub fn keychain_refusal() -> Option<ErrorView> {
    OsKeyStore::in_passing().probe().err().map(|why| Error::from(why).view())
}

impl OpenWallet {
    /// Unlocks the wallet in `directory` with what the keychain keeps for it, if it was made to. A locked keychain may ask
    /// to be unlocked.
    ///
    /// # Errors
    /// As [`OpenWallet::open`], for whatever is not the keychain's.
    pub fn open_with_keychain(directory: &Path) -> Result<KeychainOpening, Error> {
        match Vault::open_with_key_store(directory, &OsKeyStore::new(), &KdfPolicy::standard()) {
            Ok(vault) => Ok(KeychainOpening::Opened(Box::new(Self::on(vault)?))),
            Err(vouchsafe_vault::Error::NoKeyStoreWrap) => Ok(KeychainOpening::NotEnabled),
            Err(error) if error.is_of_key_store() => Ok(KeychainOpening::Refused(Error::from(error).view())),
            Err(error) => Err(error.into()),
        }
    }

    /// Lets the keychain open the wallet in `directory` as well, and remember how far its vault has come.
    ///
    /// # Errors
    /// [`Error::Vault`]: the passphrase is wrong, or the keychain does not keep what it is given. The wallet is opened as
    /// before.
    pub fn enable_keychain(directory: &Path, passphrase: Zeroizing<String>) -> Result<KeychainView, Error> {
        let passphrase = Passphrase::new(passphrase)?;
        let (mut vault, authority) = Vault::open_to_change(directory, &passphrase, &KdfPolicy::standard())?;
        vault.connect_key_store(&authority, &OsKeyStore::new())?;
        Ok(KeychainView { version: VERSION, enabled: true, refusal: None })
    }

    /// Lets the passphrase alone open the wallet in `directory`, and the recovery code if there is one. The passphrase is
    /// asked for, so that nobody finds out afterwards that they have forgotten it.
    ///
    /// # Errors
    /// [`Error::Vault`]: the passphrase is wrong, or the keychain was not enabled.
    pub fn disable_keychain(
        directory: &Path,
        passphrase: Zeroizing<String>,
    ) -> Result<KeychainDisabledView, Error> {
        let passphrase = Passphrase::new(passphrase)?;
        let (mut vault, authority) = Vault::open_to_change(directory, &passphrase, &KdfPolicy::standard())?;
        let left = match vault.disconnect_key_store(&authority, &OsKeyStore::new())? {
            Disconnected::KeyRemoved => None,
            Disconnected::KeyLeft(why) => Some(Error::from(why).view()),
        };
        Ok(KeychainDisabledView { version: VERSION, left })
    }

    /// Goes on with a vault that was found to be an older copy as if it were the only one: [`OpenWallet::warning`] says no
    /// more that it is.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn accept_older_copy(directory: &Path, passphrase: Zeroizing<String>) -> Result<(), Error> {
        let passphrase = Passphrase::new(passphrase)?;
        Ok(Vault::open(directory, &passphrase, &KdfPolicy::standard())?.accept_rollback()?)
    }
}

/// What keeps an eye on an open vault.
pub(crate) struct Watch {
    pub(crate) keychain: Option<OsKeyStore>,
    pub(crate) warning: Option<WarningView>,
}

impl Watch {
    /// Compares a vault that was just opened with what the keychain remembers of it. The keychain is asked only if it was
    /// enabled for this vault.
    pub(crate) fn begin(vault: &mut Vault) -> Result<Self, Error> {
        let keychain = OsKeyStore::in_passing();
        match vault.compare_with_key_store(&keychain) {
            Ok(Freshness::Unwatched) => Ok(Self { keychain: None, warning: None }),
            Ok(Freshness::Current) => Ok(Self { keychain: Some(keychain), warning: None }),
            Ok(Freshness::Forgotten) => Ok(Self { keychain: Some(keychain), warning: Some(forgotten()) }),
            Ok(Freshness::RolledBack { missing }) => {
                Ok(Self { keychain: Some(keychain), warning: Some(rolled_back(missing)) })
            }
            // Without the keychain now, it is not waited for later.
            Err(why) if why.is_of_key_store() => {
                Ok(Self { keychain: None, warning: Some(not_compared(why)) })
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn rolled_back(missing: u64) -> WarningView {
    let changes = if missing == 1 { String::from("one change") } else { format!("{missing} changes") };
    WarningView {
        version: VERSION,
        code: "vault.rolled_back",
        message: format!(
            "this vault is an older copy of itself: the keychain remembers it at least {changes} further on. What was done \
             since is missing, and one-time copies that it offers may have been shown already: whoever gets one twice can \
             tell that both times it was you"
        ),
        help: Some(
            "put the newest copy of the vault back; if there is none, `wallet keychain accept-older-copy` goes on with this one",
        ),
    }
}

fn forgotten() -> WarningView {
    WarningView {
        version: VERSION,
        code: "vault.generation_forgotten",
        message: String::from(
            "the keychain has forgotten how far this vault had come, so an older copy of it would not be noticed this time",
        ),
        help: Some(
            "somebody deleted that from the keychain; if it was not you, compare the history with what you know",
        ),
    }
}

fn not_compared(why: vouchsafe_vault::Error) -> WarningView {
    WarningView {
        version: VERSION,
        code: why.code(),
        message: format!("{why}, so an older copy of this vault would not be noticed this time"),
        help: None,
    }
}
