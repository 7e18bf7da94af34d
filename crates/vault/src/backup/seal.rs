use super::file::NewFile;
use super::frame::FrameWriter;
use super::protection::BackupPolicy;
use super::record::{BackupHead, BackupRecord};
use super::{TAG_BYTES, fill_after};
use crate::error::Error;
use crate::limits::{BACKUP_MAX_BYTES, BACKUP_MAX_RECORDS};
use crate::passphrase::Passphrase;
use crate::vault_id::VaultId;
use age::scrypt::Recipient;
use std::collections::BTreeSet;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use vouchsafe_credential::Timestamp;

/// Writes `records` as a backup of `vault` to the new file `path`, which `passphrase` then opens.
///
/// The file appears whole, on the disk, readable by its owner alone; or not at all. Nothing is written unencrypted.
///
/// # Errors
/// [`Error::PassphraseTooShort`]; [`Error::BackupExists`]; [`Error::BackupTooLarge`] past [`BACKUP_MAX_RECORDS`] or
/// [`BACKUP_MAX_BYTES`]; [`Error::RecordExists`] for two records of one id; [`Error::MetaTooLarge`], [`Error::BodyTooLarge`];
/// [`Error::OutOfMemory`]; what `records` give; those of a failing disk.
pub fn seal_backup<E: From<Error>>(
    path: &Path,
    passphrase: &Passphrase,
    policy: &BackupPolicy,
    vault: VaultId,
    made_at: Timestamp,
    records: impl ExactSizeIterator<Item = Result<BackupRecord, E>>,
) -> Result<BackupHead, E> {
    passphrase.admit_for_new_vault()?;
    let count = u64::try_from(records.len()).unwrap_or(u64::MAX);
    if count > BACKUP_MAX_RECORDS {
        return Err(Error::BackupTooLarge.into());
    }
    let head = BackupHead { vault, made_at, records: count };
    let mut file = NewFile::create(path)?;
    let written = Error::io("write the backup");

    policy.admit(policy.work)?;
    let mut recipient = Recipient::new(passphrase.to_secret());
    recipient.set_work_factor(policy.work);
    let recipient: &dyn age::Recipient = &recipient;
    let encryptor =
        age::Encryptor::with_recipients(std::iter::once(recipient)).map_err(|_| Error::NoRandomness)?;
    let out = encryptor.wrap_output(BufWriter::new(file.writer())).map_err(&written)?;
    let mut frames = FrameWriter::begin(out, &head).map_err(&written)?;
    let mut seen = BTreeSet::new();
    for record in records {
        let record = record?;
        record.admit()?;
        if !seen.insert(record.id) {
            return Err(Error::RecordExists.into());
        }
        frames.record(&record).map_err(&written)?;
        if file_length(frames.written()) > BACKUP_MAX_BYTES {
            return Err(Error::BackupTooLarge.into());
        }
    }
    let out = frames.finish().map_err(&written)?;
    out.finish().and_then(|mut out| out.flush()).map_err(&written)?;
    file.keep()?;
    Ok(head)
}

/// How long the file can get at most when so many bytes are in it.
fn file_length(inside: u64) -> u64 {
    let end = inside.saturating_add(1);
    let inside = end.saturating_add(fill_after(end));
    let tags = inside.checked_div(super::STEP_BYTES).unwrap_or_default().saturating_mul(TAG_BYTES);
    inside.saturating_add(tags).saturating_add(super::protection::HEADER_MAX_BYTES)
}
