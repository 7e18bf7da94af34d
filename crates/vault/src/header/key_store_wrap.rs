use super::parse::Fields;
use super::sealed_keys::{SEALED_KEYS_BYTES, SealedKeys};
use crate::error::Error;
use crate::key_store_key::{KeyStoreEntryId, KeyStoreKey};
use crate::keys::Keys;
use getrandom::rand_core::TryCryptoRng;

/// How a header marks this kind of wrap.
pub(super) const KIND: u8 = 2;

const BODY_BYTES: u16 = 16 + SEALED_KEYS_BYTES;

/// The vault's keys under a random key that an entry of a key store holds. The body: the entry's name (16 bytes), the
/// sealed keys.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct KeyStoreWrap {
    entry: KeyStoreEntryId,
    sealed: SealedKeys,
}

impl KeyStoreWrap {
    pub(super) fn new(
        keys: &Keys,
        entry: KeyStoreEntryId,
        key: &KeyStoreKey,
        preamble: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let sealed = SealedKeys::seal(keys, key.as_bytes(), parameters(preamble, &entry), rng)?;
        Ok(Self { entry, sealed })
    }

    pub(super) fn parse(body: &mut Fields<'_>) -> Result<Self, Error> {
        Ok(Self { entry: KeyStoreEntryId::from_bytes(body.array()?), sealed: SealedKeys::parse(body)? })
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        write_parameters(bytes, &self.entry);
        self.sealed.write(bytes);
    }

    pub(super) fn entry(&self) -> KeyStoreEntryId {
        self.entry
    }

    pub(super) fn unwrap(&self, key: &KeyStoreKey, preamble: &[u8]) -> Result<Keys, Error> {
        self.sealed.open(key.as_bytes(), parameters(preamble, &self.entry)).ok_or(Error::WrongKeyStoreKey)
    }
}

fn parameters(preamble: &[u8], entry: &KeyStoreEntryId) -> Vec<u8> {
    let mut bytes = Vec::from(preamble);
    write_parameters(&mut bytes, entry);
    bytes
}

fn write_parameters(bytes: &mut Vec<u8>, entry: &KeyStoreEntryId) {
    bytes.push(KIND);
    bytes.extend_from_slice(&BODY_BYTES.to_be_bytes());
    bytes.extend_from_slice(entry.as_bytes());
}
