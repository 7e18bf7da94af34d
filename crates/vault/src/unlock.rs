use crate::key_store_key::KeyStoreKey;
use crate::passphrase::Passphrase;
use crate::recovery_code::RecoveryCode;

/// What opens a vault. One of them is enough.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The passphrase, which every vault has.
    Passphrase(&'a Passphrase),
    /// The recovery code, if one was made.
    RecoveryCode(&'a RecoveryCode),
    /// What the entry of a key store holds that [`KeyWrap::KeyStore`](crate::KeyWrap::KeyStore) names.
    KeyStoreKey(&'a KeyStoreKey),
}

impl<'a> From<&'a Passphrase> for Unlock<'a> {
    fn from(passphrase: &'a Passphrase) -> Self {
        Self::Passphrase(passphrase)
    }
}

impl<'a> From<&'a RecoveryCode> for Unlock<'a> {
    fn from(code: &'a RecoveryCode) -> Self {
        Self::RecoveryCode(code)
    }
}

impl<'a> From<&'a KeyStoreKey> for Unlock<'a> {
    fn from(key: &'a KeyStoreKey) -> Self {
        Self::KeyStoreKey(key)
    }
}
