use crate::kdf::KdfCost;
use crate::key_store_key::KeyStoreEntryId;

/// One way to a vault's keys. Nothing about it is a secret: it stands open in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWrap {
    /// The passphrase, and what one guess at it costs.
    Passphrase(KdfCost),
    /// The key that this entry of a key store holds.
    KeyStore(KeyStoreEntryId),
    /// A recovery code.
    RecoveryCode,
}
