//! What opens a vault, and how that is changed. No record is touched: the header alone is written anew.

use crate::authority::Authority;
use crate::error::Error;
use crate::header::Header;
use crate::kdf::KdfPolicy;
use crate::key_store_key::{KeyStoreEntryId, KeyStoreKey};
use crate::key_wrap::KeyWrap;
use crate::keys::Keys;
use crate::layout::Layout;
use crate::passphrase::Passphrase;
use crate::recovery_code::ConfirmedRecoveryCode;
use crate::unlock::Unlock;
use crate::vault::Vault;
use getrandom::SysRng;
use std::path::Path;

impl Vault {
    /// What opens the vault in `directory`, to know what to ask for: read from a header that nothing vouches for yet, without
    /// opening or locking anything. The passphrase comes first.
    ///
    /// # Errors
    /// [`Error::NoVault`] and the like if there is none; one of the `Header*` or `Kdf*` errors for a header that would
    /// be refused.
    pub fn key_wraps_in(directory: &Path, policy: &KdfPolicy) -> Result<Vec<KeyWrap>, Error> {
        Ok(admitted_header(&Layout::new(directory)?, policy)?.key_wraps())
    }

    /// What opens this vault. The passphrase comes first.
    #[must_use]
    pub fn key_wraps(&self) -> &[KeyWrap] {
        &self.key_wraps
    }

    /// Asks for a secret once more, before what opens the vault is changed.
    ///
    /// # Errors
    /// As [`Vault::open`], for the header.
    pub fn authorise<'a>(
        &self,
        unlock: impl Into<Unlock<'a>>,
        policy: &KdfPolicy,
    ) -> Result<Authority, Error> {
        let header = Header::parse(&self.layout.read_header()?)?;
        let keys = header.unlock(unlock.into(), policy)?;
        Ok(Authority { vault_id: *header.vault_id(), keys })
    }

    /// Makes `passphrase` the one that opens this vault, with the work against guessing that new vaults get. The one before
    /// opens it no more; other ways stay.
    ///
    /// Whoever has a copy of the header from before, and the passphrase of then, still has the key to the records.
    ///
    /// # Errors
    /// [`Error::PassphraseTooShort`]; [`Error::AuthorityForeign`]; [`Error::HeaderAltered`]; [`Error::NoRandomness`],
    /// [`Error::OutOfMemory`]; those of a failing disk, which may come when the change is made already. Otherwise the
    /// vault is opened as before.
    pub fn change_passphrase(
        &mut self,
        authority: &Authority,
        passphrase: &Passphrase,
        policy: &KdfPolicy,
    ) -> Result<(), Error> {
        passphrase.admit_for_new_vault()?;
        self.rewrap(authority, |header, keys| {
            header.set_passphrase(keys, passphrase, policy.cost(), &mut SysRng)
        })
    }

    /// Wraps the keys anew under the passphrase that they were just opened with, if today that takes more work.
    pub(crate) fn raise_cost(
        &mut self,
        authority: &Authority,
        passphrase: &Passphrase,
        policy: &KdfPolicy,
    ) -> Result<(), Error> {
        let raised = self.key_wraps.iter().find_map(|wrap| match wrap {
            KeyWrap::Passphrase(cost) => policy.raised(cost),
            KeyWrap::KeyStore(_) | KeyWrap::RecoveryCode => None,
        });
        raised.map_or(Ok(()), |cost| {
            self.rewrap(authority, |header, keys| header.set_passphrase(keys, passphrase, cost, &mut SysRng))
        })
    }

    /// Lets a recovery code open this vault as well. The one before, if any, opens it no more.
    ///
    /// # Errors
    /// [`Error::AuthorityForeign`]; [`Error::HeaderAltered`]; [`Error::NoRandomness`]; those of a failing disk, which may
    /// come when the change is made already. Otherwise the vault is opened as before.
    pub fn set_recovery_code(
        &mut self,
        authority: &Authority,
        code: &ConfirmedRecoveryCode,
    ) -> Result<(), Error> {
        self.rewrap(authority, |header, keys| header.set_recovery_code(keys, Some(code.code()), &mut SysRng))
    }

    /// Lets no recovery code open this vault.
    ///
    /// # Errors
    /// [`Error::NoRecoveryCode`]; as [`Vault::set_recovery_code`].
    pub fn remove_recovery_code(&mut self, authority: &Authority) -> Result<(), Error> {
        self.rewrap(authority, |header, keys| {
            if !header.key_wraps().contains(&KeyWrap::RecoveryCode) {
                return Err(Error::NoRecoveryCode);
            }
            header.set_recovery_code(keys, None, &mut SysRng)
        })
    }

    /// Lets `key`, which `entry` of a key store holds, open this vault as well. The one before, if any, opens it no more.
    ///
    /// Call it when the key store has the key: not before, and not if it cannot be read back.
    ///
    /// # Errors
    /// As [`Vault::set_recovery_code`].
    pub fn set_key_store_key(
        &mut self,
        authority: &Authority,
        entry: KeyStoreEntryId,
        key: &KeyStoreKey,
    ) -> Result<(), Error> {
        self.rewrap(authority, |header, keys| header.set_key_store(keys, Some((entry, key)), &mut SysRng))
    }

    /// Lets no key store open this vault: the entry that did, for the caller to delete.
    ///
    /// # Errors
    /// [`Error::NoKeyStoreWrap`]; as [`Vault::set_recovery_code`].
    pub fn remove_key_store_key(&mut self, authority: &Authority) -> Result<KeyStoreEntryId, Error> {
        self.rewrap(authority, |header, keys| {
            let entry = header.key_wraps().into_iter().find_map(|wrap| match wrap {
                KeyWrap::KeyStore(entry) => Some(entry),
                KeyWrap::Passphrase(_) | KeyWrap::RecoveryCode => None,
            });
            header.set_key_store(keys, None, &mut SysRng)?;
            entry.ok_or(Error::NoKeyStoreWrap)
        })
    }

    /// The header as it is, if `authority` is that over this vault.
    pub(crate) fn authorised_header(&self, authority: &Authority) -> Result<Header, Error> {
        let header = Header::parse(&self.layout.read_header()?)?;
        if *header.vault_id() != authority.vault_id {
            return Err(Error::AuthorityForeign);
        }
        header.verify(&authority.keys)?;
        Ok(header)
    }

    /// Writes the header anew: as it was in all that `change` leaves alone.
    fn rewrap<T>(
        &mut self,
        authority: &Authority,
        change: impl FnOnce(&mut Header, &Keys) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut header = self.authorised_header(authority)?;
        let changed = change(&mut header, &authority.keys)?;
        let bytes = header.to_bytes();
        // Nothing else would notice a header that cannot be read before it is the only one.
        Header::parse(&bytes)?.verify(&authority.keys)?;
        let replaced = self.layout.replace_header(&bytes);
        if replaced.is_ok() || self.layout.read_header().is_ok_and(|there| there == bytes) {
            self.key_wraps = header.key_wraps();
        }
        replaced.map(|()| changed)
    }
}

/// The header of the vault that is here, if `policy` allows to do its work.
pub(crate) fn admitted_header(layout: &Layout, policy: &KdfPolicy) -> Result<Header, Error> {
    layout.demand_vault()?;
    let header = Header::parse(&layout.read_header()?)?;
    header.admit(policy)?;
    Ok(header)
}
