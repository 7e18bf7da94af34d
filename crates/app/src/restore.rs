use crate::Error;
use crate::backup::{Opened, Progress};
use crate::store::fill;
use crate::view::RehearsalView;
use std::path::Path;
use vouchsafe_credential::Timestamp;
use vouchsafe_vault::{BackupPolicy, KdfPolicy, Passphrase, Vault};
use zeroize::Zeroizing;

/// What opens a backup, and what is to open the vault that is made of it.
pub struct RestorePassphrases {
    /// Of the backup.
    pub backup: Zeroizing<String>,
    /// Of the new vault.
    pub vault: Zeroizing<String>,
}

/// How hard the two are to guess: chosen in tests.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct RestorePolicies {
    /// Of the backup.
    pub backup: BackupPolicy,
    /// Of the new vault.
    pub vault: KdfPolicy,
}

/// Makes a new vault in `directory`, with keys and an id of its own, of what is in a backup. Tells what came back and what did
/// not, as [`rehearse`](crate::rehearse()) does.
///
/// There is a vault only when all of it is in it. One that is there already is refused and not touched, whatever it holds: the
/// backup may be older, and would bring back what was deleted since, and forget what was shown.
///
/// # Errors
/// [`Error::RestoreOntoVault`]; [`Error::Vault`] if the backup does not open or is not whole, or the vault cannot be made;
/// [`Error::Wallet`].
pub fn restore(
    backup: &Path,
    directory: &Path,
    passphrases: RestorePassphrases,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<RehearsalView, Error> {
    let policies = RestorePolicies { backup: BackupPolicy::standard(), vault: KdfPolicy::standard() };
    restore_with(backup, directory, passphrases, &policies, now, progress)
}

/// [`restore`] with a chosen protection of the passphrases, for tests.
///
/// # Errors
/// As there.
#[doc(hidden)]
pub fn restore_with(
    backup: &Path,
    directory: &Path,
    passphrases: RestorePassphrases,
    policies: &RestorePolicies,
    now: Timestamp,
    progress: Progress<'_>,
) -> Result<RehearsalView, Error> {
    if Vault::is_at(directory)? {
        return Err(Error::RestoreOntoVault);
    }
    let passphrase = Passphrase::new(passphrases.vault)?;
    let opened = Opened::read(backup, passphrases.backup, &policies.backup, now, progress)?;
    let view = opened.view(now);
    let changes = opened.restoration.into_changes(opened.head.made_at, now);
    let made = Vault::create_filled(directory, &passphrase, &policies.vault, |vault| {
        fill(vault, &changes).map_err(vouchsafe_wallet::Error::from).map_err(Error::from)
    });
    match made {
        Err(Error::Vault(vouchsafe_vault::Error::VaultExists)) => Err(Error::RestoreOntoVault),
        made => made.map(|_| view),
    }
}
