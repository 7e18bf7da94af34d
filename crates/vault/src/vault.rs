use crate::authority::Authority;
use crate::database;
use crate::error::Error;
use crate::header::Header;
use crate::kdf::KdfPolicy;
use crate::key_wrap::KeyWrap;
use crate::keys::Keys;
use crate::layout::{Contents, Layout};
use crate::lock::Lock;
use crate::passphrase::Passphrase;
use crate::record::{Record, RecordContent, RecordHead, RecordId, RecordKind};
use crate::rekey;
use crate::rewrap::admitted_header;
use crate::transaction::{self, Transaction};
use crate::unlock::Unlock;
use crate::vault_id::VaultId;
use getrandom::SysRng;
use getrandom::rand_core::TryCryptoRng;
use rusqlite::Connection;
use std::fmt;
use std::path::Path;

/// An open vault. Dropping it locks it: the keys are wiped and another process can open it.
pub struct Vault {
    // Closed before the lock is given up: fields are dropped in this order.
    pub(crate) connection: Connection,
    pub(crate) layout: Layout,
    /// What the header says, which was authenticated or written.
    pub(crate) key_wraps: Vec<KeyWrap>,
    /// Whether a change was counted that no key store was told of since.
    pub(crate) is_counted: bool,
    pub(crate) lock: Lock,
    pub(crate) id: VaultId,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}

impl Vault {
    /// Makes an empty vault in `directory`, which is new or empty, and opens it.
    ///
    /// A creation that was interrupted left a vault that cannot be opened and holds nothing; it is begun anew.
    ///
    /// # Errors
    /// [`Error::VaultExists`], [`Error::HeaderMissing`], [`Error::DirectoryNotEmpty`]: what is there is left as it is.
    /// [`Error::PassphraseTooShort`], [`Error::InUse`], [`Error::NoRandomness`], [`Error::OutOfMemory`]; those of a
    /// failing disk or database.
    pub fn create(directory: &Path, passphrase: &Passphrase, policy: &KdfPolicy) -> Result<Self, Error> {
        Self::create_with(directory, passphrase, policy, &mut SysRng, |_| Ok(())).map(|(vault, ())| vault)
    }

    /// As [`Vault::create`], with what `fill` puts into it. There is a vault only when that is in it too: an interruption
    /// leaves a vault that cannot be opened, and an error nothing but an empty directory.
    ///
    /// # Errors
    /// As there; what `fill` returns; those of [`Transaction`]'s methods.
    pub fn create_filled<T, E: From<Error>>(
        directory: &Path,
        passphrase: &Passphrase,
        policy: &KdfPolicy,
        fill: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<(Self, T), E> {
        Self::create_with(directory, passphrase, policy, &mut SysRng, fill)
    }

    pub(crate) fn create_with<T, E: From<Error>>(
        directory: &Path,
        passphrase: &Passphrase,
        policy: &KdfPolicy,
        rng: &mut impl TryCryptoRng,
        fill: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<(Self, T), E> {
        passphrase.admit_for_new_vault()?;
        let layout = Layout::new(directory)?;
        let room = |layout: &Layout| match layout.contents()? {
            Contents::Nothing | Contents::Unfinished => Ok(()),
            Contents::Vault => Err(Error::VaultExists),
            Contents::Headless => Err(Error::HeaderMissing),
            Contents::Foreign => Err(Error::DirectoryNotEmpty),
        };
        room(&layout)?;
        let keys = Keys::generate(rng)?;
        let header = Header::new(&keys, passphrase, policy.cost(), rng)?;
        let id = VaultId::from_bytes(*header.vault_id());

        layout.make_directory()?;
        let lock = Lock::acquire(&layout.lock())?;
        // Another process may have made a vault in the meantime.
        room(&layout)?;
        layout.clear_unfinished()?;
        layout.write_unfinished_header(&header.to_bytes())?;
        layout.make_database_file()?;
        let mut connection = database::create(&layout.database(), &keys)?;
        let filled = match transaction::run(&mut connection, fill) {
            Ok(filled) => filled,
            Err(error) => {
                drop(connection);
                layout.clear_unfinished()?;
                return Err(error);
            }
        };
        layout.finish_header()?;
        let key_wraps = header.key_wraps();
        Ok((Self { connection, layout, key_wraps, is_counted: false, lock, id }, filled))
    }

    /// Whether there is a vault in `directory`, or a part of one that could be put right: all but an empty or missing
    /// directory, foreign files, and what an interrupted creation left.
    ///
    /// # Errors
    /// Those of a failing disk.
    pub fn is_at(directory: &Path) -> Result<bool, Error> {
        Ok(matches!(Layout::new(directory)?.contents()?, Contents::Vault | Contents::Headless))
    }

    /// Opens the vault in `directory` with one of the secrets that do: a [`Passphrase`], a
    /// [`RecoveryCode`](crate::RecoveryCode) or a [`KeyStoreKey`](crate::KeyStoreKey). A refusal leaves its files as they
    /// were. A passphrase that was set with less work against guessing than new ones get is wrapped anew.
    ///
    /// # Errors
    /// [`Error::NoVault`], [`Error::CreationUnfinished`], [`Error::HeaderMissing`], [`Error::DatabaseMissing`] if there
    /// is no whole vault; [`Error::InUse`] if it is open; [`Error::WrongPassphrase`], [`Error::WrongRecoveryCode`],
    /// [`Error::NoRecoveryCode`], [`Error::WrongKeyStoreKey`], [`Error::NoKeyStoreWrap`]; one of the other `Header*`,
    /// `Kdf*` or `Database*` errors if a file is not what a vault of this version has; those of a failing disk or
    /// database.
    pub fn open<'a>(
        directory: &Path,
        unlock: impl Into<Unlock<'a>>,
        policy: &KdfPolicy,
    ) -> Result<Self, Error> {
        Self::open_to_change(directory, unlock, policy).map(|(vault, _)| vault)
    }

    /// As [`Vault::open`], with the authority to change what opens it.
    ///
    /// # Errors
    /// As there.
    pub fn open_to_change<'a>(
        directory: &Path,
        unlock: impl Into<Unlock<'a>>,
        policy: &KdfPolicy,
    ) -> Result<(Self, Authority), Error> {
        let layout = Layout::new(directory)?;
        // Read before locking, so that no lock file is left in what is not a vault; and after, as it may have changed.
        admitted_header(&layout, policy)?;
        let lock = Lock::acquire(&layout.lock())?;
        let header = Header::parse(&layout.read_header()?)?;
        let rekeying = layout.new_database().exists();
        if !rekeying {
            database::inspect(&layout.database())?;
        }
        let unlock = unlock.into();
        let keys = header.unlock(unlock, policy)?;
        let connection = if rekeying {
            rekey::open_either(&layout, &keys)
        } else {
            database::open(&layout.database(), &keys)
        }?;
        // It is in nobody's way, and the next replacement of the header removes it as well.
        let _ = layout.remove_new_header();
        let authority = Authority { vault_id: *header.vault_id(), keys };
        let id = VaultId::from_bytes(*header.vault_id());
        let key_wraps = header.key_wraps();
        let mut vault = Self { connection, layout, key_wraps, is_counted: false, lock, id };
        if let Unlock::Passphrase(passphrase) = unlock {
            // A disk that takes no new header, and a machine without the memory, still open the vault; the next time may do.
            let _ = vault.raise_cost(&authority, passphrase, policy);
        }
        Ok((vault, authority))
    }

    /// Which vault it is: drawn at random when it was made, and kept when its passphrase changes.
    #[must_use]
    pub fn id(&self) -> VaultId {
        self.id
    }

    /// Runs `work` as one change: what it did is kept when it returns `Ok`, and survives a crash from then on; when it
    /// returns `Err`, or nothing was acknowledged before a crash, the vault is as it was before.
    ///
    /// # Errors
    /// What `work` returns, and the errors of [`Transaction`]'s methods when keeping fails.
    pub fn transaction<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let is_counted = self.is_counted;
        let done = transaction::run(&mut self.connection, |transaction| {
            let done = work(transaction)?;
            if !is_counted {
                transaction.advance_generation()?;
            }
            Ok::<T, E>(done)
        })?;
        self.is_counted = true;
        Ok(done)
    }

    /// [`Transaction::insert`] as one change.
    ///
    /// # Errors
    /// As there.
    pub fn insert(
        &mut self,
        kind: RecordKind,
        id: RecordId,
        content: &RecordContent<'_>,
    ) -> Result<(), Error> {
        self.transaction(|transaction| transaction.insert(kind, id, content))
    }

    /// [`Transaction::replace`] as one change.
    ///
    /// # Errors
    /// As there.
    pub fn replace(
        &mut self,
        kind: RecordKind,
        id: RecordId,
        content: &RecordContent<'_>,
    ) -> Result<(), Error> {
        self.transaction(|transaction| transaction.replace(kind, id, content))
    }

    /// [`Transaction::delete`] as one change.
    ///
    /// # Errors
    /// As there.
    pub fn delete(&mut self, kind: RecordKind, id: RecordId) -> Result<bool, Error> {
        self.transaction(|transaction| transaction.delete(kind, id))
    }

    /// The record of this kind and id, if there is one.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn get(&self, kind: RecordKind, id: RecordId) -> Result<Option<Record>, Error> {
        transaction::get(&self.connection, kind, id)
    }

    /// All records of a kind without their bodies, in the order in which they were inserted.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn list(&self, kind: RecordKind) -> Result<Vec<RecordHead>, Error> {
        transaction::list(&self.connection, kind)
    }

    /// All records of a kind with their bodies, in the order in which they were inserted.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn read_all(&self, kind: RecordKind) -> Result<Vec<Record>, Error> {
        transaction::read_all(&self.connection, kind)
    }

    /// The record of a kind that was inserted last, without its body.
    ///
    /// # Errors
    /// Those of a failing disk or database.
    pub fn last(&self, kind: RecordKind) -> Result<Option<RecordHead>, Error> {
        transaction::last(&self.connection, kind)
    }

    /// Reads every page of the database, and demands that each is authentic and that they fit together.
    ///
    /// # Errors
    /// [`Error::DatabaseDamaged`]; those of a failing disk or database.
    pub fn verify(&self) -> Result<(), Error> {
        database::demand_integrity(&self.connection)
    }

    #[cfg(test)]
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
