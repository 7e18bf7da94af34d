//! The vault as a whole: what it keeps, what it refuses, what it leaves on the disk.

mod contention;
mod creation;
mod damage;
mod full_disk;
#[cfg(target_os = "linux")]
mod memory;
mod process;
mod records;
mod refusals;
mod rekeys;
mod rewraps;
mod rollback;
mod secrecy;
mod survey;
mod versions;

use crate::header::Header;
use crate::keys::Keys;
use crate::{KdfPolicy, Passphrase, RecordContent, RecordId, RecordKind, Vault};
use getrandom::rand_core::{TryCryptoRng, TryRng};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const POLICY: KdfPolicy = KdfPolicy::insecure_for_tests();

pub(crate) fn passphrase() -> Passphrase {
    Passphrase::new(String::from("correct horse battery staple")).unwrap()
}

pub(crate) fn kind() -> RecordKind {
    RecordKind::new("note").unwrap()
}

pub(crate) fn id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

pub(crate) fn content<'a>(meta: &'a [u8], body: &'a [u8]) -> RecordContent<'a> {
    RecordContent { version: 1, meta, body }
}

/// A place for one vault, removed when dropped.
pub(crate) struct Place {
    _directory: TempDir,
    pub(crate) path: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("vault");
        Self { _directory: directory, path }
    }

    /// With a vault of `records` records of 5,000 bytes each.
    pub(crate) fn with_records(records: u8) -> Self {
        let place = Self::new();
        let mut vault = place.create();
        for number in 0..records {
            vault.insert(kind(), id(number), &content(&[number; 10], &[number; 5_000])).unwrap();
        }
        place
    }

    fn create(&self) -> Vault {
        Vault::create(&self.path, &passphrase(), &POLICY).unwrap()
    }

    pub(crate) fn open(&self) -> Result<Vault, crate::Error> {
        Vault::open(&self.path, &passphrase(), &POLICY)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.file(name)).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.file(name), bytes).unwrap();
    }

    /// All files and what they hold; nothing if there is no directory.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = std::fs::read_dir(&self.path) else { return BTreeMap::new() };
        entries
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect()
    }

    /// What a disk would hold if the machine stopped now.
    fn copy(&self) -> Self {
        let copy = Self::new();
        copy.fill(&self.files());
        copy
    }

    pub(crate) fn fill(&self, files: &BTreeMap<String, Vec<u8>>) {
        std::fs::create_dir_all(&self.path).unwrap();
        for (name, bytes) in files {
            self.write(name, bytes);
        }
    }

    fn keys(&self) -> Keys {
        Header::parse(&self.read("vault.header")).unwrap().unlock((&passphrase()).into(), &POLICY).unwrap()
    }

    fn database(&self) -> PathBuf {
        self.file("vault.db")
    }
}

/// A generator that fails after so many calls.
pub(crate) struct FailingRng {
    pub(crate) left: usize,
}

#[derive(Debug)]
pub(crate) struct Exhausted;

impl std::fmt::Display for Exhausted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("exhausted")
    }
}

impl std::error::Error for Exhausted {}

impl TryRng for FailingRng {
    type Error = Exhausted;

    fn try_next_u32(&mut self) -> Result<u32, Exhausted> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes).map(|()| u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Exhausted> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes).map(|()| u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(1).ok_or(Exhausted)?;
        bytes.fill(u8::try_from(self.left % 251).unwrap());
        Ok(())
    }
}

impl TryCryptoRng for FailingRng {}

/// Whether `bytes` hold `text` anywhere.
fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn cut(path: &Path, length: usize) {
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(length.try_into().unwrap()).unwrap();
}
