//! A store in memory, which keeps stored forms as a disk would and can fail at a chosen commit.

use crate::stored::StoredForm;
use crate::*;
use std::borrow::Cow;
use vouchsafe_credential::{CredentialId, IssuerId};
use vouchsafe_type_metadata::MetadataVersion;

/// The most that a vault takes as `meta` or `body` of a record, in bytes.
const MOST: usize = 1024 * 1024;

#[derive(Debug, Default)]
pub(super) struct Memory {
    /// In the order in which they were first put.
    records: Vec<(String, StoredForm)>,
    last_entry: u64,
    /// Whether something was put that is too large.
    refused: bool,
    /// How many commits succeed before one fails; `None` for all.
    pub(super) commits_left: Option<usize>,
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        let copy = |form: &StoredForm| StoredForm {
            version: form.version,
            meta: form.meta.clone(),
            body: form.body.clone(),
        };
        Self {
            records: self.records.iter().map(|(name, form)| (name.clone(), copy(form))).collect(),
            last_entry: self.last_entry,
            refused: false,
            commits_left: None,
        }
    }
}

impl Memory {
    fn get(&self, name: &str) -> Option<&StoredForm> {
        self.records.iter().find(|(known, _)| known == name).map(|(_, form)| form)
    }

    fn list(&self, kind: &str) -> impl Iterator<Item = &StoredForm> {
        self.records
            .iter()
            .filter(move |(name, _)| name.split(' ').next() == Some(kind))
            .map(|(_, form)| form)
    }

    fn put(&mut self, name: String, form: StoredForm) {
        self.refused |= form.meta.len().max(form.body.len()) > MOST;
        match self.records.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = form,
            None => self.records.push((name, form)),
        }
    }

    fn delete(&mut self, name: &str) {
        self.records.retain(|(known, _)| known != name);
    }

    /// The names of all records of a kind.
    pub(super) fn names(&self, kind: &str) -> Vec<&str> {
        let names = self.records.iter().map(|(name, _)| name.as_str());
        names.filter(|name| name.split(' ').next() == Some(kind)).collect()
    }

    /// Every byte of every record.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.records.iter().flat_map(|(_, form)| [&form.meta[..], &form.body[..]].concat()).collect()
    }

    /// Puts other bytes where a record's body is.
    pub(super) fn overwrite_body(&mut self, name: &str, body: &[u8]) {
        for (_, form) in self.records.iter_mut().filter(|(known, _)| known == name) {
            form.body = zeroize::Zeroizing::new(body.to_vec());
        }
    }

    pub(super) fn body(&self, name: &str) -> Vec<u8> {
        self.get(name).unwrap().body.to_vec()
    }
}

pub(super) fn name(kind: &str, id: impl std::fmt::Debug) -> String {
    format!("{kind} {id:?}")
}

fn read<T>(read: Result<T, Error>) -> Result<T, StoreError> {
    Ok(read?)
}

impl Store for Memory {
    fn cards(&self) -> Result<Cow<'_, [Card]>, StoreError> {
        self.list("card")
            .map(|form| read(Card::from_stored(form.version, &form.meta)))
            .collect::<Result<_, _>>()
            .map(Cow::Owned)
    }

    fn card(&self, id: &CredentialId) -> Result<Option<Card>, StoreError> {
        let form = self.get(&name("card", id));
        form.map(|form| read(Card::from_stored(form.version, &form.meta))).transpose()
    }

    fn credential(&self, id: CopyId) -> Result<Option<StoredCredential>, StoreError> {
        let form = self.get(&name("credential", id));
        form.map(|form| read(StoredCredential::from_stored(form.version, &form.meta, &form.body))).transpose()
    }

    fn holder_keys(&self) -> Result<Vec<HolderKeyInfo>, StoreError> {
        self.list("key").map(|form| read(HolderKeyInfo::from_stored(form.version, &form.meta))).collect()
    }

    fn holder_key(&self, id: KeyThumbprint) -> Result<Option<HolderKey>, StoreError> {
        let form = self.get(&name("key", id));
        form.map(|form| read(HolderKey::from_stored(form.version, &form.meta, &form.body))).transpose()
    }

    fn issuers(&self) -> Result<Vec<TrustedIssuer>, StoreError> {
        self.list("issuer").map(|form| read(TrustedIssuer::from_stored(form.version, &form.meta))).collect()
    }

    fn issuer(&self, id: &IssuerId) -> Result<Option<TrustedIssuer>, StoreError> {
        let form = self.get(&name("issuer", id));
        form.map(|form| read(TrustedIssuer::from_stored(form.version, &form.meta))).transpose()
    }

    fn history(&self) -> Result<Cow<'_, [Entry]>, StoreError> {
        self.list("entry")
            .map(|form| read(Entry::from_stored(form.version, &form.meta)))
            .collect::<Result<_, _>>()
            .map(Cow::Owned)
    }

    fn entry(&self, id: EntryId) -> Result<Option<(Entry, Option<PendingAnswer>)>, StoreError> {
        let form = self.get(&name("entry", id));
        form.map(|form| {
            let entry = read(Entry::from_stored(form.version, &form.meta))?;
            Ok((entry, read(PendingAnswer::from_stored(form.version, &form.body))?))
        })
        .transpose()
    }

    fn reissues(&self) -> Result<Vec<Reissue>, StoreError> {
        self.list("reissue").map(|form| read(Reissue::from_stored(form.version, &form.meta))).collect()
    }

    fn backup_note(&self) -> Result<Option<BackupNote>, StoreError> {
        let form = self.get("backup-note");
        form.map(|form| read(BackupNote::from_stored(form.version, &form.meta))).transpose()
    }

    fn next_entry(&self) -> Result<EntryId, StoreError> {
        Ok(EntryId::new(self.last_entry + 1))
    }

    fn status_evidence(&self, issuer: &IssuerId, uri: &str) -> Result<Option<StatusEvidence>, StoreError> {
        let form = self.get(&name("list", (issuer, uri)));
        form.map(|form| read(StatusEvidence::from_stored(form.version, &form.meta, &form.body))).transpose()
    }

    fn registry_record(&self, id: RegistryId) -> Result<Option<RegistryRecord>, StoreError> {
        let form = self.get(&name("registry", id));
        form.map(|form| read(RegistryRecord::from_stored(form.version, &form.meta, &form.body))).transpose()
    }

    fn statement(&self, id: StatementId) -> Result<Option<StatementText>, StoreError> {
        let form = self.get(&name("statement", id));
        form.map(|form| read(StatementText::from_stored(form.version, &form.meta, &form.body))).transpose()
    }

    fn type_metadata(&self, version: MetadataVersion) -> Result<Option<TypeMetadataRecord>, StoreError> {
        let form = self.get(&name("type-metadata", version.to_base64url()));
        form.map(|form| read(TypeMetadataRecord::from_stored(form.version, &form.meta, &form.body)))
            .transpose()
    }

    fn status_plan(&self) -> Result<Option<StatusPlan>, StoreError> {
        let form = self.get("plan");
        form.map(|form| read(StatusPlan::from_stored(form.version, &form.meta))).transpose()
    }

    fn search_texts(&self) -> Result<Cow<'_, [SearchText]>, StoreError> {
        let texts =
            self.list("search").map(|form| SearchText::from_stored(form.version, &form.meta, &form.body));
        Ok(Cow::Owned(texts.filter_map(Result::transpose).collect::<Result<_, _>>()?))
    }

    fn is_spent(&self, copy: SpentCopy) -> Result<bool, StoreError> {
        Ok(self.get(&name("spent", copy)).is_some())
    }

    fn spent_copies(&self) -> Result<Vec<SpentCopy>, StoreError> {
        self.list("spent").map(|form| read(SpentCopy::from_stored(form.version, &form.meta))).collect()
    }

    fn answered_request(&self, key: &[u8; 32]) -> Result<Option<AnsweredRequest>, StoreError> {
        let form = self.get(&name("answered", key));
        form.map(|form| read(AnsweredRequest::from_stored(form.version, &form.meta))).transpose()
    }

    fn answered_requests(&self) -> Result<Vec<AnsweredRequest>, StoreError> {
        self.list("answered")
            .map(|form| read(AnsweredRequest::from_stored(form.version, &form.meta)))
            .collect()
    }

    fn issuance(&self, id: IssuanceId) -> Result<Option<Issuance>, StoreError> {
        let form = self.get(&name("issuance", id));
        form.map(|form| read(Issuance::from_stored(form.version, &form.meta, &form.body))).transpose()
    }

    fn issuances(&self) -> Result<Vec<IssuanceInfo>, StoreError> {
        self.list("issuance").map(|form| read(IssuanceInfo::from_stored(form.version, &form.meta))).collect()
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        if let Some(left) = &mut self.commits_left {
            *left = left.checked_sub(1).ok_or_else(|| StoreError::new("memory.failed", None, "failed"))?;
        }
        let before = self.clone();
        for change in changes {
            match change {
                Change::PutCard(card) => self.put(name("card", &card.id), card.to_stored()?),
                Change::DeleteCard(id) => self.delete(&name("card", id)),
                Change::PutCredential(credential) => {
                    self.put(name("credential", credential.id()), credential.to_stored()?);
                }
                Change::DeleteCredential(id) => self.delete(&name("credential", id)),
                Change::PutHolderKey(key) => {
                    self.put(name("key", key.about.thumbprint()), key.to_stored()?);
                }
                Change::DeleteHolderKey(id) => self.delete(&name("key", id)),
                Change::PutIssuer(issuer) => {
                    self.put(name("issuer", &issuer.issuer), issuer.to_stored()?);
                }
                Change::DeleteIssuer(id) => self.delete(&name("issuer", id)),
                Change::PutEntry(entry, pending) => {
                    self.last_entry = self.last_entry.max(entry.id.number());
                    self.put(name("entry", entry.id), entry.to_stored(pending.as_ref())?);
                }
                Change::DeleteEntry(id) => self.delete(&name("entry", id)),
                Change::PutStatusEvidence(evidence) => {
                    let name = name("list", (&evidence.issuer, &evidence.uri));
                    self.put(name, evidence.to_stored()?);
                }
                Change::PutRegistry(registry) => {
                    self.put(name("registry", registry.id()), registry.to_stored()?);
                }
                Change::PutStatement(text) => self.put(name("statement", text.id()), text.to_stored()?),
                Change::DeleteStatement(id) => self.delete(&name("statement", id)),
                Change::PutTypeMetadata(record) => {
                    let name = name("type-metadata", record.version().to_base64url());
                    self.put(name, record.to_stored()?);
                }
                Change::DeleteTypeMetadata(version) => {
                    self.delete(&name("type-metadata", version.to_base64url()));
                }
                Change::DeleteRegistry(id) => self.delete(&name("registry", id)),
                Change::PutStatusPlan(plan) => self.put("plan".to_owned(), plan.to_stored()?),
                Change::PutSearchText(text) => self.put(name("search", &text.card), text.to_stored()?),
                Change::DeleteSearchText(card) => self.delete(&name("search", card)),
                Change::DeleteStatusEvidence(issuer, uri) => self.delete(&name("list", (&issuer, &uri))),
                Change::PutReissue(reissue) => self.put(name("reissue", &reissue.card), reissue.to_stored()?),
                Change::DeleteReissue(card) => self.delete(&name("reissue", card)),
                Change::PutSpentCopy(copy) => self.put(name("spent", copy), copy.to_stored()?),
                Change::PutAnsweredRequest(request) => {
                    self.put(name("answered", request.key), request.to_stored()?);
                }
                Change::PutIssuance(issuance) => {
                    self.put(name("issuance", issuance.info.id), issuance.to_stored()?);
                }
                Change::DeleteIssuance(id) => self.delete(&name("issuance", id)),
                Change::DeleteAnsweredRequest(key) => self.delete(&name("answered", key)),
                Change::PutBackupNote(note) => self.put(String::from("backup-note"), note.to_stored()?),
            }
        }
        if self.refused {
            *self = Self { commits_left: self.commits_left, ..before };
            return Err(StoreError::new("memory.too_large", None, "too large"));
        }
        Ok(())
    }
}
