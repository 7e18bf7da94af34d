//! A new data key: what somebody knows or has copied opens the vault no more.
//!
//! Two files have to change together, header and database, and only one renaming is atomic. So the database is copied under new
//! keys to `vault.db.new`; then the header that holds these keys takes the place of the other, which is the moment in
//! which it happens; then the new database takes its place. Whoever opens the vault in between sees by which of the two the
//! header's keys open whether that moment had come, and ends or undoes the change.

use crate::authority::Authority;
use crate::data_copy;
use crate::database;
use crate::error::Error;
use crate::interruption;
use crate::kdf::KdfPolicy;
use crate::key_wrap::KeyWrap;
use crate::keys::Keys;
use crate::layout::Layout;
use crate::passphrase::Passphrase;
use crate::vault::Vault;
use getrandom::SysRng;
use rusqlite::Connection;
use std::path::Path;

/// What [`Vault::rekey`] did.
#[derive(Debug)]
pub struct Rekeyed {
    /// The vault, open, under its new keys.
    pub vault: Vault,
    /// What opened it beside the passphrase, and does no more.
    pub dropped: Vec<KeyWrap>,
}

impl Vault {
    /// Gives this vault new keys and a new passphrase, for when somebody may know what opens it, or may have a copy of
    /// its header: neither opens anything any more of what the vault holds from now on.
    ///
    /// Only `passphrase` opens it then. A recovery code and a key store's key may be what somebody knows, so that they
    /// are made anew or left out. All records are written anew, and the files from before overwritten, as far as the file
    /// system writes in place. Tells `progress` how many rows of how many were copied.
    ///
    /// Whenever this is interrupted, the vault opens either as before, or with `passphrase` alone; never not at all.
    ///
    /// # Errors
    /// [`Error::PassphraseTooShort`]; [`Error::PassphraseUnchanged`] if `passphrase` opens the vault already;
    /// [`Error::AuthorityForeign`], [`Error::HeaderAltered`]; [`Error::DatabaseDamaged`]; [`Error::NoRandomness`],
    /// [`Error::OutOfMemory`], [`Error::DiskFull`] and the like of a failing disk or database. The vault is closed then: a
    /// failing disk may have let the change happen, and opening it tells.
    pub fn rekey(
        self,
        authority: &Authority,
        passphrase: &Passphrase,
        policy: &KdfPolicy,
        progress: impl FnMut(u64, u64),
    ) -> Result<Rekeyed, Error> {
        passphrase.admit_for_new_vault()?;
        let mut header = self.authorised_header(authority)?;
        match header.unlock(passphrase.into(), policy) {
            Err(Error::WrongPassphrase) => {}
            Err(other) => return Err(other),
            Ok(_) => return Err(Error::PassphraseUnchanged),
        }
        let keys = Keys::generate(&mut SysRng)?;
        let dropped = header.key_wraps().into_iter().filter(|wrap| !matches!(wrap, KeyWrap::Passphrase(_)));
        let dropped = dropped.collect();
        header.set_keys(&keys, passphrase, policy.cost(), &mut SysRng)?;

        let Self { connection, layout, lock, id, .. } = self;
        if let Err(error) = make_new_database(connection, &layout, &keys, progress) {
            // On a full disk it would be in the way of everything else until the vault is opened again.
            let _ = layout.remove_new_database();
            return Err(error);
        }
        layout.replace_header(&header.to_bytes())?;
        put_new_database(&layout)?;
        let connection = database::open(&layout.database(), &keys)?;
        let key_wraps = header.key_wraps();
        let vault = Self { connection, key_wraps, layout, is_counted: false, lock, id };
        Ok(Rekeyed { vault, dropped })
    }
}

/// Closes the database that there is, when all of it stands in a new one, whole and synced.
fn make_new_database(
    connection: Connection,
    layout: &Layout,
    keys: &Keys,
    progress: impl FnMut(u64, u64),
) -> Result<(), Error> {
    layout.remove_new_database()?;
    interruption::point()?;
    layout.make_new_database_file()?;
    interruption::point()?;
    let path = layout.new_database();
    database::close(database::create(&path, keys)?, &path)?;
    interruption::point()?;
    data_copy::copy(&connection, &path, keys, progress)?;
    interruption::point()?;
    // Once more from the disk.
    let copy = database::open(&path, keys)?;
    database::demand_integrity(&copy)?;
    database::close(copy, &path)?;
    interruption::point()?;
    layout.sync_new_database()?;
    interruption::point()?;
    database::truncate_log(&connection)?;
    database::close(connection, &layout.database())?;
    interruption::point()
}

/// Ends a change of keys that has happened: the header is that of the new database.
fn put_new_database(layout: &Layout) -> Result<(), Error> {
    interruption::point()?;
    layout.overwrite_database();
    interruption::point()?;
    layout.replace_database()
}

/// Opens the database after a change of keys that was interrupted, and undoes or ends it. A refusal leaves all files as they
/// were.
pub(crate) fn open_either(layout: &Layout, keys: &Keys) -> Result<Connection, Error> {
    let open = |path: &Path| database::inspect(path).and_then(|()| database::open(path, keys));
    match open(&layout.database()) {
        Ok(connection) => {
            // It is in nobody's way, and the next change of keys removes it as well.
            let _ = layout.remove_new_database();
            Ok(connection)
        }
        Err(refusal @ (Error::DatabaseForeign | Error::DatabaseMissing | Error::DatabaseTruncated)) => {
            let Ok(connection) = open(&layout.new_database()) else { return Err(refusal) };
            database::close(connection, &layout.new_database())?;
            put_new_database(layout)?;
            database::open(&layout.database(), keys)
        }
        Err(other) => Err(other),
    }
}
