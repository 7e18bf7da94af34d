//! Backups: what comes back, what a file on a foreign computer tells, what is refused.

mod creation;
mod hostile;
mod whole;

use super::frame::FrameWriter;
use super::*;
use crate::{Error, Passphrase, RecordId, RecordKind, VaultId};
use age::scrypt::Recipient;
use std::io::Write as _;
use std::path::PathBuf;
use tempfile::TempDir;
use vouchsafe_credential::Timestamp;
use zeroize::Zeroizing;

const POLICY: BackupPolicy = BackupPolicy::insecure_for_tests();
const VAULT: VaultId = VaultId::from_bytes([7; 16]);
const MADE_AT: Timestamp = Timestamp::from_unix(1_700_000_000);

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn right() -> Passphrase {
    passphrase("correct horse battery staple")
}

fn record(number: u8, body: &[u8]) -> BackupRecord {
    let kind = RecordKind::new("note").unwrap();
    let id = RecordId::from_bytes([number; 16]);
    BackupRecord::new(kind, id, 3, Zeroizing::new(vec![number; 20]), Zeroizing::new(body.to_vec()))
}

/// A place for files, removed when dropped.
struct Desk {
    directory: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    fn seal(&self, name: &str, records: Vec<BackupRecord>) -> Result<BackupHead, Error> {
        self.seal_by(&POLICY, name, records)
    }

    fn seal_by(
        &self,
        policy: &BackupPolicy,
        name: &str,
        records: Vec<BackupRecord>,
    ) -> Result<BackupHead, Error> {
        seal_backup(
            &self.path(name),
            &right(),
            policy,
            VAULT,
            MADE_AT,
            records.into_iter().map(Ok::<_, Error>),
        )
    }

    /// The bytes of a backup of two records.
    fn backup(&self) -> Vec<u8> {
        let path = self.path("sealed");
        let _ = std::fs::remove_file(&path);
        self.seal("sealed", vec![record(1, b"a body"), record(2, &[9; 70_000])]).unwrap();
        std::fs::read(path).unwrap()
    }

    /// Everything in a file of these bytes.
    fn read_bytes(&self, bytes: &[u8]) -> Result<Vec<BackupRecord>, Error> {
        read(&self.write("altered", bytes), &right())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.directory.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn read(path: &std::path::Path, passphrase: &Passphrase) -> Result<Vec<BackupRecord>, Error> {
    let mut reader = BackupReader::open(path, passphrase, &POLICY)?;
    let mut records = Vec::new();
    while let Some(record) = reader.next()? {
        records.push(record);
    }
    Ok(records)
}

/// What stands inside a backup of these records that claims to have `count`.
fn inside(count: u64, records: &[BackupRecord]) -> Vec<u8> {
    let head = BackupHead { vault: VAULT, made_at: MADE_AT, records: count };
    let mut frames = FrameWriter::begin(Vec::new(), &head).unwrap();
    for record in records {
        frames.record(record).unwrap();
    }
    frames.finish().unwrap()
}

/// An `age` file with this inside, sealed with the right passphrase.
fn sealed(inside: &[u8]) -> Vec<u8> {
    let mut recipient = Recipient::new(right().to_secret());
    recipient.set_work_factor(POLICY.work);
    encrypted_to(&recipient, inside)
}

fn encrypted_to(recipient: &dyn age::Recipient, inside: &[u8]) -> Vec<u8> {
    let mut out =
        age::Encryptor::with_recipients(std::iter::once(recipient)).unwrap().wrap_output(Vec::new()).unwrap();
    out.write_all(inside).unwrap();
    out.finish().unwrap()
}
