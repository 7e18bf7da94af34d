use super::record::{BackupHead, BackupRecord};
use super::{STEP_BYTES, fill_after};
use crate::error::Error;
use crate::limits::{BACKUP_MAX_RECORDS, BODY_MAX_BYTES, META_MAX_BYTES};
use crate::record::{RecordId, is_kind_name};
use crate::vault_id::VaultId;
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use vouchsafe_credential::Timestamp;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"VCSFBKUP";
const FORMAT_VERSION: u16 = 1;
const END: u8 = 0;
const RECORD: u8 = 1;

/// Writes the format of a backup's inside.
pub(super) struct FrameWriter<W> {
    out: W,
    written: u64,
}

impl<W: Write> FrameWriter<W> {
    pub(super) fn begin(out: W, head: &BackupHead) -> io::Result<Self> {
        let mut writer = Self { out, written: 0 };
        writer.put(MAGIC)?;
        writer.put(&FORMAT_VERSION.to_be_bytes())?;
        writer.put(head.vault.as_bytes())?;
        writer.put(&head.made_at.as_unix().to_be_bytes())?;
        writer.put(&head.records.to_be_bytes())?;
        Ok(writer)
    }

    /// How many bytes there are by now.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    pub(super) fn record(&mut self, record: &BackupRecord) -> io::Result<()> {
        self.put(&[RECORD, u8::try_from(record.kind.len()).map_err(io::Error::other)?])?;
        self.put(record.kind.as_bytes())?;
        self.put(record.id.as_bytes())?;
        self.put(&record.version.to_be_bytes())?;
        for bytes in [&record.meta, &record.body] {
            self.put(&u32::try_from(bytes.len()).map_err(io::Error::other)?.to_be_bytes())?;
            self.put(bytes)?;
        }
        Ok(())
    }

    /// The end marker and the zeros after it.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.put(&[END])?;
        io::copy(&mut io::repeat(0).take(fill_after(self.written)), &mut self.out)?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u64::try_from(bytes.len()).map_err(io::Error::other)?;
        self.written = self.written.saturating_add(length);
        self.out.write_all(bytes)
    }
}

/// Reads what [`FrameWriter`] writes and nothing else.
pub(super) struct FrameReader<R> {
    from: R,
    read: u64,
    head: BackupHead,
    seen: BTreeSet<RecordId>,
}

impl<R: Read> FrameReader<R> {
    pub(super) fn begin(from: R) -> Result<Self, Error> {
        let nothing =
            BackupHead { vault: VaultId::from_bytes([0; 16]), made_at: Timestamp::from_unix(0), records: 0 };
        let mut reader = Self { from, read: 0, head: nothing, seen: BTreeSet::new() };
        if reader.array()? != *MAGIC {
            return Err(Error::BackupForeign);
        }
        match u16::from_be_bytes(reader.array()?) {
            FORMAT_VERSION => {}
            0 => return Err(Error::BackupMalformed),
            _ => return Err(Error::BackupNewer),
        }
        reader.head = BackupHead {
            vault: VaultId::from_bytes(reader.array()?),
            made_at: Timestamp::from_unix(i64::from_be_bytes(reader.array()?)),
            records: u64::from_be_bytes(reader.array()?),
        };
        if reader.head.records > BACKUP_MAX_RECORDS {
            return Err(Error::BackupTooLarge);
        }
        Ok(reader)
    }

    pub(super) fn head(&self) -> BackupHead {
        self.head
    }

    /// The next record; `None` once the end marker and all that follows it were read and are as they must be.
    pub(super) fn next(&mut self) -> Result<Option<BackupRecord>, Error> {
        let seen = u64::try_from(self.seen.len()).unwrap_or(u64::MAX);
        match self.array()? {
            [RECORD] if seen < self.head.records => self.record().map(Some),
            [END] if seen == self.head.records => self.end().map(|()| None),
            _ => Err(Error::BackupMalformed),
        }
    }

    fn record(&mut self) -> Result<BackupRecord, Error> {
        let [length] = self.array()?;
        let kind = self.bytes(usize::from(length))?.to_vec();
        let kind = String::from_utf8(kind).ok().filter(|kind| is_kind_name(kind));
        let id = RecordId::from_bytes(self.array()?);
        if !self.seen.insert(id) {
            return Err(Error::BackupRecordTwice);
        }
        Ok(BackupRecord {
            kind: kind.ok_or(Error::BackupMalformed)?,
            id,
            version: u32::from_be_bytes(self.array()?),
            meta: self.sized(META_MAX_BYTES)?,
            body: self.sized(BODY_MAX_BYTES)?,
        })
    }

    fn end(&mut self) -> Result<(), Error> {
        let mut left = fill_after(self.read);
        let mut zeros = vec![0; usize::try_from(STEP_BYTES).map_err(|_| Error::BackupMalformed)?];
        loop {
            // One byte past the last: what reads nothing there is the end that `age` vouches for.
            let read = self.some(&mut zeros)?;
            let zero = zeros.get(..read).is_some_and(|read| read.iter().all(|byte| *byte == 0));
            match u64::try_from(read).ok().and_then(|read| left.checked_sub(read)) {
                _ if !zero => return Err(Error::BackupMalformed),
                None => return Err(Error::BackupMalformed),
                Some(0) if read == 0 => return Ok(()),
                Some(_) if read == 0 => return Err(Error::BackupMalformed),
                Some(less) => left = less,
            }
        }
    }

    fn sized(&mut self, most: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
        let length =
            usize::try_from(u32::from_be_bytes(self.array()?)).map_err(|_| Error::BackupMalformed)?;
        if length > most { Err(Error::BackupMalformed) } else { self.bytes(length) }
    }

    fn bytes(&mut self, length: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut array = [0; N];
        self.fill(&mut array)?;
        Ok(array)
    }

    fn fill(&mut self, mut bytes: &mut [u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            match self.some(bytes)? {
                // The whole was authentic so far, and says that it ends here.
                0 => return Err(Error::BackupMalformed),
                read => {
                    self.read = self.read.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
                    bytes = bytes.get_mut(read..).unwrap_or_default();
                }
            }
        }
        Ok(())
    }

    fn some(&mut self, bytes: &mut [u8]) -> Result<usize, Error> {
        loop {
            match self.from.read(bytes) {
                Ok(read) => return Ok(read),
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    // What `age` says of a part that was altered, and of one that is missing.
                    io::ErrorKind::InvalidData => return Err(Error::BackupDamaged),
                    io::ErrorKind::UnexpectedEof => return Err(Error::BackupIncomplete),
                    _ => return Err(Error::io("read the backup")(error)),
                },
            }
        }
    }
}

/// Reads the inside of a backup, already decrypted, and gives the number of its records. For fuzzing.
///
/// # Errors
/// Those of [`BackupReader`](super::BackupReader) that do not concern encryption.
#[doc(hidden)]
pub fn read_backup_frames(bytes: &[u8]) -> Result<u64, Error> {
    let mut reader = FrameReader::begin(bytes)?;
    while reader.next()?.is_some() {}
    Ok(reader.head().records)
}
