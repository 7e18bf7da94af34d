use super::frame::FrameReader;
use super::protection::{BackupPolicy, HEADER_MAX_BYTES, Header};
use super::record::{BackupHead, BackupRecord};
use crate::error::Error;
use crate::limits::BACKUP_MAX_BYTES;
use crate::passphrase::Passphrase;
use age::stream::StreamReader;
use age::{DecryptError, Decryptor};
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, Take};
use std::path::Path;

/// An open backup. What it gives is authentic; that nothing is missing is known when [`BackupReader::next`] gave `None`.
pub struct BackupReader {
    frames: FrameReader<StreamReader<BufReader<Take<File>>>>,
    weak: bool,
}

impl fmt::Debug for BackupReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackupReader").field("head", &self.head()).finish_non_exhaustive()
    }
}

impl BackupReader {
    /// Opens the backup in the file `path`. Writes nothing anywhere.
    ///
    /// # Errors
    /// [`Error::NoBackup`]; [`Error::BackupForeign`], [`Error::BackupNotByPassphrase`], [`Error::BackupNewer`] for another
    /// file; [`Error::BackupTooLarge`]; [`Error::BackupIncomplete`], [`Error::BackupDamaged`]; [`Error::BackupTooCostly`],
    /// [`Error::OutOfMemory`]; [`Error::BackupWrongPassphrase`]; [`Error::BackupMalformed`]; those of a failing disk.
    pub fn open(path: &Path, passphrase: &Passphrase, policy: &BackupPolicy) -> Result<Self, Error> {
        const DOING: &str = "read the backup";
        let mut file = File::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::NoBackup,
            _ => Error::io(DOING)(error),
        })?;
        let about = file.metadata().map_err(Error::io(DOING))?;
        if !about.is_file() {
            return Err(Error::BackupForeign);
        }
        if about.len() > BACKUP_MAX_BYTES {
            return Err(Error::BackupTooLarge);
        }
        let mut start = Vec::new();
        file.by_ref().take(HEADER_MAX_BYTES).read_to_end(&mut start).map_err(Error::io(DOING))?;
        let header = Header::parse(&start, about.len())?;
        policy.admit(header.work)?;

        file.rewind().map_err(Error::io(DOING))?;
        let mut identity = age::scrypt::Identity::new(passphrase.to_secret());
        identity.set_max_work_factor(policy.ceiling);
        let identity: &dyn age::Identity = &identity;
        let stream = Decryptor::new_buffered(BufReader::new(file.take(BACKUP_MAX_BYTES)))
            .and_then(|file| file.decrypt(std::iter::once(identity)))
            .map_err(|refused| match refused {
                DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                    Error::BackupWrongPassphrase
                }
                DecryptError::ExcessiveWork { .. } => Error::BackupTooCostly,
                DecryptError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
                    Error::io(DOING)(error)
                }
                _ => Error::BackupDamaged,
            })?;
        Ok(Self { frames: FrameReader::begin(stream)?, weak: policy.is_weak(header.work) })
    }

    /// What the backup says of itself.
    #[must_use]
    pub fn head(&self) -> BackupHead {
        self.frames.head()
    }

    /// True if its passphrase is easier to guess than it should be: make a new backup, and delete this one.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.weak
    }

    /// The next record; `None` when all were given and the backup is whole.
    ///
    /// # Errors
    /// [`Error::BackupDamaged`], [`Error::BackupIncomplete`], [`Error::BackupMalformed`], [`Error::BackupRecordTwice`];
    /// those of a failing disk.
    #[expect(
        clippy::should_implement_trait,
        reason = "after an error there is no next one, which an iterator could not say"
    )]
    pub fn next(&mut self) -> Result<Option<BackupRecord>, Error> {
        self.frames.next()
    }
}
