use super::{MARK, VERSION};
use crate::limits::{MAX_FIRST_LINE, MAX_SNAPSHOT, MAX_SNAPSHOT_ENTRIES};
use crate::registry::Segment;
use crate::shelf::Origin;
use crate::status_list::StatusKey;
use crate::type_document::{TypeDocument, TypeKey};
use crate::{Error, EvidenceStore, RegistryFiles, StatusListEvidence, StatusSigner};
use std::collections::{BTreeMap, HashMap};
use vouchsafe_accumulator::Registry;
use vouchsafe_credential::json::{Document, MAX_TEXT, Value};
use vouchsafe_credential::{CredentialType, Timestamp, base64url};

/// What came of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SnapshotReport {
    /// So many entries were taken, or were at hand before. Of more than are kept, the last stay.
    pub taken: usize,
    /// Those that are not, by the code of what refused them. The rest is as good as if they had not been there.
    pub refused: BTreeMap<&'static str, usize>,
    /// Whether the file has as many entries as it says: one that does not was cut off, or added to.
    pub is_whole: bool,
}

impl EvidenceStore {
    /// Takes what is authentic in a snapshot, wherever the file has been: status lists that one of `signers` signed, statements by the
    /// keys of their registry's description, type metadata by its digest. Nothing older takes the place of something newer, nothing that
    /// was fetched makes room for what is loaded, and `ttl` counts from when a list was issued, since the file's word for when it came is
    /// worth nothing.
    ///
    /// # Errors
    /// [`Error::SnapshotTooLong`], [`Error::SnapshotForeign`], [`Error::SnapshotNewer`]. Then nothing was taken.
    pub fn load_snapshot(
        &self,
        snapshot: &[u8],
        signers: &[StatusSigner],
        now: Timestamp,
    ) -> Result<SnapshotReport, Error> {
        if snapshot.len() > MAX_SNAPSHOT {
            return Err(Error::SnapshotTooLong);
        }
        let snapshot = snapshot.strip_suffix(b"\n").unwrap_or(snapshot);
        let mut lines = snapshot.split(|byte| *byte == b'\n');
        let announced = announced(lines.next().unwrap_or_default())?;
        if lines.clone().take(MAX_SNAPSHOT_ENTRIES.saturating_add(1)).count() > MAX_SNAPSHOT_ENTRIES {
            return Err(Error::SnapshotTooLong);
        }
        let signers = signers.iter().map(|signer| (signer.id().to_base64url(), signer)).collect();
        let mut loading = Loading { store: self, signers, registry: None, now };
        let mut report = SnapshotReport::default();
        let mut entries = 0_u64;
        for line in lines {
            entries = entries.saturating_add(1);
            match loading.take(line) {
                Ok(()) => report.taken = report.taken.saturating_add(1),
                Err(error) => *report.refused.entry(error.code()).or_default() += 1,
            }
        }
        report.is_whole = entries == announced;
        Ok(report)
    }
}

/// How many entries the first line says that there are.
fn announced(line: &[u8]) -> Result<u64, Error> {
    let line = Some(line).filter(|line| line.len() <= MAX_FIRST_LINE).ok_or(Error::SnapshotForeign)?;
    let header = Document::parse(line).map_err(|_| Error::SnapshotForeign)?;
    match header.root().get(MARK).and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(version) if version > VERSION => return Err(Error::SnapshotNewer),
        _ => return Err(Error::SnapshotForeign),
    }
    header.root().get("entries").and_then(Value::as_u64).ok_or(Error::SnapshotForeign)
}

struct Loading<'a> {
    store: &'a EvidenceStore,
    signers: HashMap<String, &'a StatusSigner>,
    /// The one that was described last: what follows are its statements.
    registry: Option<RegistryFiles>,
    now: Timestamp,
}

impl Loading<'_> {
    fn take(&mut self, line: &[u8]) -> Result<(), Error> {
        let line = Some(line).filter(|line| line.len() <= MAX_TEXT).ok_or(Error::EntryMalformed)?;
        let entry = Document::parse(line).map_err(|_| Error::EntryMalformed)?;
        let entry = entry.root();
        match &*text(entry, "kind")? {
            "status_list" => self.status_list(entry),
            "registry" => self.registry(entry),
            "statements" => self.statements(entry),
            "type_metadata" => self.document(entry),
            _ => Err(Error::EntryMalformed),
        }
    }

    fn status_list(&self, entry: Value<'_>) -> Result<(), Error> {
        let (uri, token) = (text(entry, "uri")?, text(entry, "token")?);
        let signer = self.signers.get(&text(entry, "signer")?).ok_or(Error::SignerUnknown)?;
        let list = signer.authenticate(&token, &uri, self.now)?;
        let list = StatusListEvidence::of(&list, &token, list.issued_at(), self.now, None)?;
        let key = StatusKey { uri, signer: signer.id() };
        self.store.keep_status_list(Origin::Loaded, key, list, self.now)
    }

    fn registry(&mut self, entry: Value<'_>) -> Result<(), Error> {
        self.registry = None;
        let description = text(entry, "description")?;
        let files = RegistryFiles::of(Registry::parse(&description)?, &description, self.now);
        self.registry = Some(self.store.change_registry(Origin::Loaded, files, |_| ())?.0);
        Ok(())
    }

    fn statements(&mut self, entry: Value<'_>) -> Result<(), Error> {
        let files = self.registry.clone().ok_or(Error::EntryMalformed)?;
        let number = entry.get("number").and_then(Value::as_u64).ok_or(Error::EntryMalformed)?;
        let origin = Origin::Loaded;
        let segment = Segment::read(&files.registry(), number, &text(entry, "text")?, origin)?;
        let (files, taken) = self.store.take_segment(origin, files, number, segment)?;
        self.registry = Some(files);
        taken
    }

    fn document(&self, entry: Value<'_>) -> Result<(), Error> {
        let credential_type = CredentialType::new(text(entry, "type")?).map_err(|_| Error::EntryMalformed)?;
        let key = TypeKey { credential_type, integrity: Some(text(entry, "integrity")?) };
        let bytes = base64url::decode(text(entry, "document")?).map_err(|_| Error::EntryMalformed)?;
        key.authenticate(&bytes)?;
        let document = TypeDocument { bytes: bytes.into(), good_until: None, switches: Vec::new() };
        self.store.keep_document(Origin::Loaded, key, document)
    }
}

fn text(entry: Value<'_>, member: &str) -> Result<String, Error> {
    let text = entry.get(member).and_then(Value::as_str).ok_or(Error::EntryMalformed)?;
    Ok(text.into_owned())
}
