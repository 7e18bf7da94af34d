mod backup;
mod cached;
mod kind;

use crate::interruption;
pub(crate) use backup::{fill, found_in, record_of};
use cached::Cached;
use kind::Kind;
use std::borrow::Cow;
use vouchsafe_credential::{CredentialId, IssuerId};
use vouchsafe_type_metadata::MetadataVersion;
use vouchsafe_vault::{OsKeyStore, Record, RecordContent, RecordHead, RecordId, Transaction, Vault, VaultId};
use vouchsafe_wallet::stored::StoredForm;
use vouchsafe_wallet::{
    AnsweredRequest, BackupNote, Card, Change, CopyId, Entry, EntryId, HolderKey, HolderKeyInfo, Issuance,
    IssuanceId, IssuanceInfo, KeyThumbprint, PendingAnswer, RegistryId, RegistryRecord, Reissue, SearchText,
    SpentCopy, StatementId, StatementText, StatusEvidence, StatusPlan, Store, StoreError, StoredCredential,
    TrustedIssuer, TypeMetadataRecord,
};

/// A wallet's store in a vault: each thing is a record, named by a digest of its kind and its name.
#[derive(Debug)]
pub(crate) struct VaultStore {
    vault: Vault,
    /// What remembers how far the vault has come, if something does.
    keychain: Option<OsKeyStore>,
    /// The highest number that an entry of the history ever had.
    last_entry: u64,
    cards: Cached<Card>,
    history: Cached<Entry>,
    search_texts: Cached<SearchText>,
}

/// What fails below the store, on its way to being a [`StoreError`].
struct Failure(StoreError);

impl From<vouchsafe_vault::Error> for Failure {
    fn from(error: vouchsafe_vault::Error) -> Self {
        Self(StoreError::new(error.code(), error.help(), error))
    }
}

impl From<vouchsafe_wallet::Error> for Failure {
    fn from(error: vouchsafe_wallet::Error) -> Self {
        Self(error.into())
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}

fn status_list_name(issuer: &IssuerId, uri: &str) -> Vec<u8> {
    // Neither holds a control character.
    format!("{}\0{uri}", issuer.as_str()).into_bytes()
}

impl VaultStore {
    pub(crate) fn new(vault: Vault, keychain: Option<OsKeyStore>) -> Result<Self, StoreError> {
        // Entries are numbered in the order in which they are inserted.
        let last = vault.last(Kind::History.record()?).map_err(Failure::from)?;
        let last = last.map(|head| Entry::from_stored(head.version, &head.meta)).transpose()?;
        let last_entry = last.map_or(0, |entry| entry.id.number());
        // Unless the last one was deleted.
        let kind = Kind::LastEntry;
        let deleted = vault.get(kind.record()?, kind.id(&[])).map_err(Failure::from)?;
        let deleted = deleted.map(|Record { head, .. }| EntryId::from_stored(head.version, &head.meta));
        let last_entry = deleted.transpose()?.map_or(last_entry, |entry| entry.number().max(last_entry));
        Ok(Self {
            vault,
            keychain,
            last_entry,
            cards: Cached::default(),
            history: Cached::default(),
            search_texts: Cached::default(),
        })
    }

    pub(crate) fn vault_id(&self) -> VaultId {
        self.vault.id()
    }

    fn list<T>(
        &self,
        kind: Kind,
        read: impl Fn(RecordHead) -> Result<T, vouchsafe_wallet::Error>,
    ) -> Result<Vec<T>, StoreError> {
        let heads = self.vault.list(kind.record()?).map_err(Failure::from)?;
        Ok(heads.into_iter().map(read).collect::<Result<_, _>>()?)
    }

    pub(crate) fn verify(&self) -> Result<(), vouchsafe_vault::Error> {
        self.vault.verify()
    }

    fn get<T>(
        &self,
        kind: Kind,
        name: &[u8],
        read: impl FnOnce(Record) -> Result<T, vouchsafe_wallet::Error>,
    ) -> Result<Option<T>, StoreError> {
        let record = self.vault.get(kind.record()?, kind.id(name)).map_err(Failure::from)?;
        Ok(record.map(read).transpose()?)
    }
}

impl Store for VaultStore {
    fn cards(&self) -> Result<Cow<'_, [Card]>, StoreError> {
        let read = || self.list(Kind::Card, |head| Card::from_stored(head.version, &head.meta));
        self.cards.get_or_read(read).map(Cow::Borrowed)
    }

    fn card(&self, id: &CredentialId) -> Result<Option<Card>, StoreError> {
        self.get(Kind::Card, id.as_str().as_bytes(), |Record { head, .. }| {
            Card::from_stored(head.version, &head.meta)
        })
    }

    fn credential(&self, id: CopyId) -> Result<Option<StoredCredential>, StoreError> {
        self.get(Kind::Credential, id.as_bytes(), |Record { head, body }| {
            StoredCredential::from_stored(head.version, &head.meta, &body)
        })
    }

    fn holder_keys(&self) -> Result<Vec<HolderKeyInfo>, StoreError> {
        self.list(Kind::HolderKey, |head| HolderKeyInfo::from_stored(head.version, &head.meta))
    }

    fn holder_key(&self, id: KeyThumbprint) -> Result<Option<HolderKey>, StoreError> {
        self.get(Kind::HolderKey, id.as_bytes(), |Record { head, body }| {
            HolderKey::from_stored(head.version, &head.meta, &body)
        })
    }

    fn issuers(&self) -> Result<Vec<TrustedIssuer>, StoreError> {
        self.list(Kind::Issuer, |head| TrustedIssuer::from_stored(head.version, &head.meta))
    }

    fn issuer(&self, id: &IssuerId) -> Result<Option<TrustedIssuer>, StoreError> {
        self.get(Kind::Issuer, id.as_str().as_bytes(), |Record { head, .. }| {
            TrustedIssuer::from_stored(head.version, &head.meta)
        })
    }

    fn history(&self) -> Result<Cow<'_, [Entry]>, StoreError> {
        let read = || self.list(Kind::History, |head| Entry::from_stored(head.version, &head.meta));
        self.history.get_or_read(read).map(Cow::Borrowed)
    }

    fn entry(&self, id: EntryId) -> Result<Option<(Entry, Option<PendingAnswer>)>, StoreError> {
        self.get(Kind::History, &id.number().to_be_bytes(), |Record { head, body }| {
            Ok((
                Entry::from_stored(head.version, &head.meta)?,
                PendingAnswer::from_stored(head.version, &body)?,
            ))
        })
    }

    fn next_entry(&self) -> Result<EntryId, StoreError> {
        Ok(EntryId::new(self.last_entry.saturating_add(1)))
    }

    fn status_evidence(&self, issuer: &IssuerId, uri: &str) -> Result<Option<StatusEvidence>, StoreError> {
        self.get(Kind::StatusList, &status_list_name(issuer, uri), |Record { head, body }| {
            StatusEvidence::from_stored(head.version, &head.meta, &body)
        })
    }

    fn registry_record(&self, id: RegistryId) -> Result<Option<RegistryRecord>, StoreError> {
        self.get(Kind::Registry, id.as_bytes(), |Record { head, body }| {
            RegistryRecord::from_stored(head.version, &head.meta, &body)
        })
    }

    fn statement(&self, id: StatementId) -> Result<Option<StatementText>, StoreError> {
        self.get(Kind::Statement, id.as_bytes(), |Record { head, body }| {
            StatementText::from_stored(head.version, &head.meta, &body)
        })
    }

    fn reissues(&self) -> Result<Vec<Reissue>, StoreError> {
        self.list(Kind::Reissue, |head| Reissue::from_stored(head.version, &head.meta))
    }

    fn backup_note(&self) -> Result<Option<BackupNote>, StoreError> {
        self.get(Kind::BackupNote, &[], |Record { head, .. }| {
            BackupNote::from_stored(head.version, &head.meta)
        })
    }

    fn type_metadata(&self, version: MetadataVersion) -> Result<Option<TypeMetadataRecord>, StoreError> {
        self.get(Kind::TypeMetadata, version.as_bytes(), |Record { head, body }| {
            TypeMetadataRecord::from_stored(head.version, &head.meta, &body)
        })
    }

    fn status_plan(&self) -> Result<Option<StatusPlan>, StoreError> {
        self.get(Kind::StatusPlan, &[], |Record { head, .. }| {
            StatusPlan::from_stored(head.version, &head.meta)
        })
    }

    fn search_texts(&self) -> Result<Cow<'_, [SearchText]>, StoreError> {
        let read = || {
            let records = self.vault.read_all(Kind::SearchText.record()?).map_err(Failure::from)?;
            let texts = records
                .iter()
                .map(|Record { head, body }| SearchText::from_stored(head.version, &head.meta, body));
            Ok(texts.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        };
        self.search_texts.get_or_read(read).map(Cow::Borrowed)
    }

    fn is_spent(&self, copy: SpentCopy) -> Result<bool, StoreError> {
        Ok(self.get(Kind::SpentCopy, copy.as_bytes(), |_| Ok(()))?.is_some())
    }

    fn spent_copies(&self) -> Result<Vec<SpentCopy>, StoreError> {
        self.list(Kind::SpentCopy, |head| SpentCopy::from_stored(head.version, &head.meta))
    }

    fn answered_request(&self, key: &[u8; 32]) -> Result<Option<AnsweredRequest>, StoreError> {
        self.get(Kind::AnsweredRequest, key, |Record { head, .. }| {
            AnsweredRequest::from_stored(head.version, &head.meta)
        })
    }

    fn answered_requests(&self) -> Result<Vec<AnsweredRequest>, StoreError> {
        self.list(Kind::AnsweredRequest, |head| AnsweredRequest::from_stored(head.version, &head.meta))
    }

    fn issuance(&self, id: IssuanceId) -> Result<Option<Issuance>, StoreError> {
        self.get(Kind::Issuance, id.as_bytes(), |Record { head, body }| {
            Issuance::from_stored(head.version, &head.meta, &body)
        })
    }

    fn issuances(&self) -> Result<Vec<IssuanceInfo>, StoreError> {
        self.list(Kind::Issuance, |head| IssuanceInfo::from_stored(head.version, &head.meta))
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        interruption::point().map_err(Failure::from)?;
        let entries = changes.iter().filter_map(|change| match change {
            Change::PutEntry(entry, _) => Some(entry.id.number()),
            _ => None,
        });
        // Taken even if this fails: a failing disk may have kept it, and another entry must not take its place.
        self.last_entry = entries.fold(self.last_entry, u64::max);
        let last_entry = self.last_entry;
        let kept: Result<(), Failure> = self.vault.transaction(|transaction| {
            changes.iter().try_for_each(|change| apply(transaction, change))?;
            // Otherwise the entries that are left tell.
            if changes.iter().any(|change| matches!(change, Change::DeleteEntry(_))) {
                let form = EntryId::new(last_entry).to_stored()?;
                put(transaction, Kind::LastEntry, Kind::LastEntry.id(&[]), &form)?;
            }
            Ok(())
        });
        if let Err(failure) = kept {
            // Whatever a failing disk kept of it is read from there again.
            self.cards = Cached::default();
            self.history = Cached::default();
            self.search_texts = Cached::default();
            return Err(failure.into());
        }
        if changes.iter().any(|change| matches!(change, Change::PutEntry(_, Some(_)))) {
            // A presentation is about to leave: an older copy, from before, must not pass for the newest.
            self.tell_keychain();
        }
        changes.into_iter().for_each(|change| self.remember(change));
        // It is done, so that nothing can fail here any more.
        let _ = interruption::point();
        Ok(())
    }
}

impl Drop for VaultStore {
    fn drop(&mut self) {
        self.tell_keychain();
    }
}

impl VaultStore {
    /// Lets the keychain remember how far the vault has come. If it cannot now, it learns it when the vault is opened next.
    fn tell_keychain(&mut self) {
        if let Some(keychain) = &self.keychain {
            let _ = self.vault.remember_in_key_store(keychain);
        }
    }

    fn remember(&mut self, change: Change) {
        match change {
            Change::PutCard(card) => self.cards.put(card, |one, other| one.id == other.id),
            Change::DeleteCard(id) => self.cards.delete(|card| card.id == id),
            Change::PutEntry(entry, _) => self.history.put(entry, |one, other| one.id == other.id),
            Change::DeleteEntry(id) => self.history.delete(|entry| entry.id == id),
            Change::PutSearchText(text) => self.search_texts.put(text, |one, other| one.card == other.card),
            Change::DeleteSearchText(card) => self.search_texts.delete(|text| text.card == card),
            Change::PutStatusPlan(_)
            | Change::PutCredential(_)
            | Change::DeleteCredential(_)
            | Change::PutHolderKey(_)
            | Change::DeleteHolderKey(_)
            | Change::PutIssuer(_)
            | Change::DeleteIssuer(_)
            | Change::PutStatusEvidence(_)
            | Change::DeleteStatusEvidence(..)
            | Change::PutRegistry(_)
            | Change::DeleteRegistry(_)
            | Change::PutStatement(_)
            | Change::DeleteStatement(_)
            | Change::PutTypeMetadata(_)
            | Change::DeleteTypeMetadata(_)
            | Change::PutReissue(_)
            | Change::DeleteReissue(_)
            | Change::PutSpentCopy(_)
            | Change::PutAnsweredRequest(_)
            | Change::DeleteAnsweredRequest(_)
            | Change::PutIssuance(_)
            | Change::DeleteIssuance(_)
            | Change::PutBackupNote(_) => {}
        }
    }
}

/// A change as the vault is told of it.
enum Written {
    Put(Kind, RecordId, StoredForm),
    Delete(Kind, RecordId),
}

fn written(change: &Change) -> Result<Written, Failure> {
    let put = |kind: Kind, name: &[u8], form| Ok(Written::Put(kind, kind.id(name), form));
    let delete = |kind: Kind, name: &[u8]| Ok(Written::Delete(kind, kind.id(name)));
    match change {
        Change::PutCard(card) => put(Kind::Card, card.id.as_str().as_bytes(), card.to_stored()?),
        Change::DeleteCard(id) => delete(Kind::Card, id.as_str().as_bytes()),
        Change::PutCredential(credential) => {
            put(Kind::Credential, credential.id().as_bytes(), credential.to_stored()?)
        }
        Change::DeleteCredential(id) => delete(Kind::Credential, id.as_bytes()),
        Change::PutHolderKey(key) => {
            put(Kind::HolderKey, key.about.thumbprint().as_bytes(), key.to_stored()?)
        }
        Change::DeleteHolderKey(id) => delete(Kind::HolderKey, id.as_bytes()),
        Change::PutIssuer(issuer) => {
            put(Kind::Issuer, issuer.issuer.as_str().as_bytes(), issuer.to_stored()?)
        }
        Change::DeleteIssuer(id) => delete(Kind::Issuer, id.as_str().as_bytes()),
        Change::PutEntry(entry, pending) => {
            put(Kind::History, &entry.id.number().to_be_bytes(), entry.to_stored(pending.as_ref())?)
        }
        Change::DeleteEntry(id) => delete(Kind::History, &id.number().to_be_bytes()),
        Change::PutStatusEvidence(evidence) => {
            let name = status_list_name(&evidence.issuer, &evidence.uri);
            put(Kind::StatusList, &name, evidence.to_stored()?)
        }
        Change::DeleteStatusEvidence(issuer, uri) => delete(Kind::StatusList, &status_list_name(issuer, uri)),
        Change::PutRegistry(registry) => put(Kind::Registry, registry.id().as_bytes(), registry.to_stored()?),
        Change::DeleteRegistry(id) => delete(Kind::Registry, id.as_bytes()),
        Change::PutStatement(text) => put(Kind::Statement, text.id().as_bytes(), text.to_stored()?),
        Change::DeleteStatement(id) => delete(Kind::Statement, id.as_bytes()),
        Change::PutTypeMetadata(record) => {
            put(Kind::TypeMetadata, record.version().as_bytes(), record.to_stored()?)
        }
        Change::DeleteTypeMetadata(version) => delete(Kind::TypeMetadata, version.as_bytes()),
        Change::PutReissue(reissue) => {
            put(Kind::Reissue, reissue.card.as_str().as_bytes(), reissue.to_stored()?)
        }
        Change::DeleteReissue(card) => delete(Kind::Reissue, card.as_str().as_bytes()),
        Change::PutBackupNote(note) => put(Kind::BackupNote, &[], note.to_stored()?),
        Change::PutStatusPlan(plan) => put(Kind::StatusPlan, &[], plan.to_stored()?),
        Change::PutSearchText(text) => {
            put(Kind::SearchText, text.card.as_str().as_bytes(), text.to_stored()?)
        }
        Change::PutSpentCopy(copy) => put(Kind::SpentCopy, copy.as_bytes(), copy.to_stored()?),
        Change::PutAnsweredRequest(request) => put(Kind::AnsweredRequest, &request.key, request.to_stored()?),
        Change::DeleteAnsweredRequest(key) => delete(Kind::AnsweredRequest, key),
        Change::PutIssuance(issuance) => {
            put(Kind::Issuance, issuance.info.id.as_bytes(), issuance.to_stored()?)
        }
        Change::DeleteIssuance(id) => delete(Kind::Issuance, id.as_bytes()),
        Change::DeleteSearchText(card) => delete(Kind::SearchText, card.as_str().as_bytes()),
    }
}

fn apply(to: &Transaction<'_>, change: &Change) -> Result<(), Failure> {
    match written(change)? {
        Written::Put(kind, id, form) => put(to, kind, id, &form),
        Written::Delete(kind, id) => {
            to.delete(kind.record()?, id)?;
            Ok(())
        }
    }
}

fn put(to: &Transaction<'_>, kind: Kind, id: RecordId, form: &StoredForm) -> Result<(), Failure> {
    let content = RecordContent { version: form.version, meta: &form.meta, body: &form.body };
    match to.replace(kind.record()?, id, &content) {
        Err(vouchsafe_vault::Error::NoSuchRecord) => Ok(to.insert(kind.record()?, id, &content)?),
        done => Ok(done?),
    }
}
