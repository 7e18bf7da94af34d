//! An encrypted file of opaque, versioned records: SQLCipher under a key wrapped by a passphrase, and by a key store and a
//! recovery code if wanted.
//!
//! A vault is a directory, readable by its owner alone:
//!
//! | file | what it holds |
//! |---|---|
//! | `vault.header` | version, vault id, and the vault's keys wrapped (XChaCha20-Poly1305) under the passphrase (Argon2id), a key store's key and a recovery code; every byte is authenticated |
//! | `vault.header.new`, `vault.db.new` | for a moment, what is about to take the place of `vault.header` or `vault.db` |
//! | `vault.db` | the records, in SQLCipher: each page encrypted (AES-256-CBC) and authenticated (HMAC-SHA-512) under a random key |
//! | `vault.db-wal` | while the vault is open: what was committed and is not yet in `vault.db`, encrypted alike |
//! | `vault.lock` | nothing: it is locked while the vault is open, so that there is one writer |
//!
//! The vault knows no credential format: a [`RecordContent`] is a version and two byte strings that the caller chose,
//! `meta` for lists and `body` for the rest. What a call acknowledged survives a crash of the process and of the
//! machine; what [`Vault::transaction`] groups is kept whole or not at all.
//!
//! A refusal changes no file. The one exception is a vault that was copied without its `vault.lock`, which is made
//! again.
//!
//! ```no_run
//! use vouchsafe_vault::{Error, KdfPolicy, Passphrase, RecordContent, RecordId, RecordKind, Vault};
//!
//! # fn main() -> Result<(), Error> {
//! let passphrase = Passphrase::new(String::from("correct horse battery staple"))?;
//! let mut vault = Vault::create("my-vault".as_ref(), &passphrase, &KdfPolicy::standard())?;
//!
//! let note = RecordKind::new("note")?;
//! let id = RecordId::generate()?;
//! vault.insert(note, id, &RecordContent { version: 1, meta: b"a title", body: b"a text" })?;
//!
//! for head in vault.list(note)? {
//!     println!("{}: {} bytes of meta", head.sequence, head.meta.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A backup of chosen records is one file that a passphrase opens: [`seal_backup`], [`BackupReader`].
//!
//! A key store ([`OsKeyStore`]) may open a vault as well, so that nobody need type: see [`Vault::connect_key_store`]. Whatever
//! becomes of it, the passphrase opens the vault. It also remembers how far the vault has come, so that most older copies of
//! it are noticed: see [`Vault::compare_with_key_store`].
//!
//! What it does not do: hide how many bytes are kept (the file's size grows by pages of 4 KiB), or notice without a key
//! store that all its files together were replaced by an older copy of themselves.
#![forbid(unsafe_code)]

mod aead;
mod authority;
mod backup;
mod data_copy;
mod database;
mod engine;
mod error;
mod generation;
mod header;
mod hex;
mod interruption;
mod kdf;
mod key_store;
mod key_store_key;
mod key_wrap;
mod keys;
mod layout;
pub mod limits;
mod lock;
mod locked;
mod passphrase;
mod record;
mod recovery_code;
mod rekey;
mod rewrap;
mod schema;
mod survey;
mod transaction;
mod unlock;
mod vault;
mod vault_id;

#[cfg(test)]
pub(crate) mod tests;

pub use authority::Authority;
#[doc(hidden)]
pub use backup::read_backup_frames;
pub use backup::{BackupHead, BackupPolicy, BackupReader, BackupRecord, seal_backup};
pub use engine::Engine;
pub use error::Error;
pub use kdf::{KdfCost, KdfPolicy};
pub use key_store::{Disconnected, Freshness, KeyStore, KeyStoreEntry, OsKeyStore};
pub use key_store_key::{KeyStoreEntryId, KeyStoreKey};
pub use key_wrap::KeyWrap;
pub use locked::{PageLocking, page_locking};
pub use passphrase::Passphrase;
pub use record::{Record, RecordContent, RecordHead, RecordId, RecordKind};
pub use recovery_code::{ConfirmedRecoveryCode, NewRecoveryCode, RecoveryCode, ShownRecoveryCode};
pub use rekey::Rekeyed;
pub use survey::{Survey, UseNow};
pub use transaction::Transaction;
pub use unlock::Unlock;
pub use vault::Vault;
pub use vault_id::VaultId;
