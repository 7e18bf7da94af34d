//! The header file: the vault's keys, wrapped.
//!
//! Format version 1; integers are big-endian:
//!
//! | bytes | field |
//! |---|---|
//! | 8 | magic, `VCHSAFE` and a zero byte |
//! | 2 | format version |
//! | 16 | vault id, random |
//! | 1 | number of wraps, at least 1 |
//! | … | the wraps, each with a kind (1 byte), a length (2 bytes) and a body |
//! | 24 | nonce of the seal |
//! | 16 | seal: a tag under the header key over all bytes before the nonce |
//!
//! Each wrap holds the same keys, authenticates magic, version, vault id and its own parameters, and can be replaced
//! without knowing what opens the others. The seal ties them together once the keys are known. There are three kinds, at
//! most one wrap of each, in this order:
//!
//! | kind | what opens it | |
//! |---|---|---|
//! | 1 | a passphrase; never missing | [`PassphraseWrap`] |
//! | 2 | a random key in a key store | [`KeyStoreWrap`] |
//! | 3 | a recovery code | [`RecoveryCodeWrap`] |
//!
//! A program that does not know a kind refuses the header as newer than itself, so a new kind needs no new version.

mod key_store_wrap;
mod parse;
mod passphrase_wrap;
mod recovery_code_wrap;
mod sealed_keys;

use crate::aead::{self, Nonce, Tag};
use crate::error::Error;
use crate::kdf::{KdfCost, KdfPolicy};
use crate::key_store_key::{KeyStoreEntryId, KeyStoreKey};
use crate::key_wrap::KeyWrap;
use crate::keys::{Keys, random};
use crate::passphrase::Passphrase;
use crate::recovery_code::RecoveryCode;
use crate::unlock::Unlock;
use getrandom::rand_core::TryCryptoRng;
use key_store_wrap::KeyStoreWrap;
use passphrase_wrap::PassphraseWrap;
use recovery_code_wrap::RecoveryCodeWrap;

#[cfg(test)]
mod tests;

const MAGIC: &[u8; 8] = b"VCHSAFE\0";
/// The newest format, and the only one so far.
pub(crate) const FORMAT_VERSION: u16 = 1;

pub(crate) type VaultId = [u8; 16];

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    vault_id: VaultId,
    passphrase: PassphraseWrap,
    key_store: Option<KeyStoreWrap>,
    recovery_code: Option<RecoveryCodeWrap>,
    seal_nonce: Nonce,
    seal: Tag,
}

impl Header {
    /// A header of a new vault, in which `passphrase` alone opens `keys`.
    pub(crate) fn new(
        keys: &Keys,
        passphrase: &Passphrase,
        cost: KdfCost,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        Self::of_vault(random(rng)?, keys, passphrase, cost, rng)
    }

    fn of_vault(
        vault_id: VaultId,
        keys: &Keys,
        passphrase: &Passphrase,
        cost: KdfCost,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let mut header = Self {
            vault_id,
            passphrase: PassphraseWrap::new(keys, passphrase, cost, &preamble(&vault_id), rng)?,
            key_store: None,
            recovery_code: None,
            seal_nonce: Nonce::default(),
            seal: Tag::default(),
        };
        header.seal(keys, rng)?;
        Ok(header)
    }

    /// Whether `policy` allows the work that this header asks for.
    pub(crate) fn admit(&self, policy: &KdfPolicy) -> Result<(), Error> {
        policy.admit(self.passphrase.cost())
    }

    /// The vault's keys.
    pub(crate) fn unlock(&self, unlock: Unlock<'_>, policy: &KdfPolicy) -> Result<Keys, Error> {
        self.admit(policy)?;
        let preamble = preamble(&self.vault_id);
        let keys = match unlock {
            Unlock::Passphrase(passphrase) => self.passphrase.unwrap(passphrase, &preamble),
            Unlock::KeyStoreKey(key) => {
                self.key_store.as_ref().ok_or(Error::NoKeyStoreWrap)?.unwrap(key, &preamble)
            }
            Unlock::RecoveryCode(code) => {
                self.recovery_code.as_ref().ok_or(Error::NoRecoveryCode)?.unwrap(code, &preamble)
            }
        }?;
        self.verify(&keys)?;
        Ok(keys)
    }

    /// That the header as a whole is the one that somebody with `keys` wrote.
    pub(crate) fn verify(&self, keys: &Keys) -> Result<(), Error> {
        aead::open(&keys.header, &self.seal_nonce, &self.sealed_bytes(), &mut [], &self.seal)
            .map_err(|_| Error::HeaderAltered)
    }

    pub(crate) fn vault_id(&self) -> &VaultId {
        &self.vault_id
    }

    /// What opens `keys`.
    pub(crate) fn key_wraps(&self) -> Vec<KeyWrap> {
        let key_store = self.key_store.as_ref().map(|wrap| KeyWrap::KeyStore(wrap.entry()));
        let recovery_code = self.recovery_code.as_ref().map(|_| KeyWrap::RecoveryCode);
        let passphrase = KeyWrap::Passphrase(*self.passphrase.cost());
        [Some(passphrase), key_store, recovery_code].into_iter().flatten().collect()
    }

    /// Wraps `keys` under another passphrase, or under the same with another cost.
    pub(crate) fn set_passphrase(
        &mut self,
        keys: &Keys,
        passphrase: &Passphrase,
        cost: KdfCost,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        self.passphrase = PassphraseWrap::new(keys, passphrase, cost, &preamble(&self.vault_id), rng)?;
        self.seal(keys, rng)
    }

    /// Makes it the header of other keys, which `passphrase` alone opens, of the same vault.
    pub(crate) fn set_keys(
        &mut self,
        keys: &Keys,
        passphrase: &Passphrase,
        cost: KdfCost,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        *self = Self::of_vault(self.vault_id, keys, passphrase, cost, rng)?;
        Ok(())
    }

    /// Lets the key in this entry of a key store open `keys` as well, instead of the one so far; or none.
    pub(crate) fn set_key_store(
        &mut self,
        keys: &Keys,
        to: Option<(KeyStoreEntryId, &KeyStoreKey)>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        let preamble = preamble(&self.vault_id);
        self.key_store =
            to.map(|(entry, key)| KeyStoreWrap::new(keys, entry, key, &preamble, rng)).transpose()?;
        self.seal(keys, rng)
    }

    /// Lets this recovery code open `keys` as well, instead of the one so far; or none.
    pub(crate) fn set_recovery_code(
        &mut self,
        keys: &Keys,
        to: Option<&RecoveryCode>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        let preamble = preamble(&self.vault_id);
        self.recovery_code = to.map(|code| RecoveryCodeWrap::new(keys, code, &preamble, rng)).transpose()?;
        self.seal(keys, rng)
    }

    /// The header file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.sealed_bytes();
        bytes.extend_from_slice(&self.seal_nonce);
        bytes.extend_from_slice(&self.seal);
        bytes
    }

    fn seal(&mut self, keys: &Keys, rng: &mut impl TryCryptoRng) -> Result<(), Error> {
        self.seal_nonce = random(rng)?;
        self.seal = aead::seal(&keys.header, &self.seal_nonce, &self.sealed_bytes(), &mut [])
            .map_err(|_| Error::HeaderMalformed)?;
        Ok(())
    }

    /// What the seal covers: all but itself.
    fn sealed_bytes(&self) -> Vec<u8> {
        let mut bytes = preamble(&self.vault_id);
        let Self { passphrase, key_store, recovery_code, .. } = self;
        bytes.push(1 + u8::from(key_store.is_some()) + u8::from(recovery_code.is_some()));
        passphrase.write(&mut bytes);
        if let Some(wrap) = key_store {
            wrap.write(&mut bytes);
        }
        if let Some(wrap) = recovery_code {
            wrap.write(&mut bytes);
        }
        bytes
    }
}

/// What all wraps authenticate: that they belong to this vault and are read by this format.
fn preamble(vault_id: &VaultId) -> Vec<u8> {
    let mut bytes = Vec::from(MAGIC);
    bytes.extend_from_slice(&FORMAT_VERSION.to_be_bytes());
    bytes.extend_from_slice(vault_id);
    bytes
}
