use crate::{
    AnsweredRequest, BackupNote, Card, CopyId, Entry, EntryId, FollowedRegistry, HolderKey, HolderKeyInfo,
    Issuance, IssuanceId, IssuanceInfo, KeyThumbprint, PendingAnswer, RegistryId, RegistryRecord, Reissue,
    SearchText, SpentCopy, StatementId, StatementText, StatusEvidence, StatusPlan, StoreError,
    StoredCredential, TrustedIssuer, TypeMetadataRecord,
};
use std::borrow::Cow;
use vouchsafe_credential::{CredentialId, IssuerId};
use vouchsafe_type_metadata::MetadataVersion;

/// Where a [`Wallet`](crate::Wallet) keeps its things, encrypted. Implemented by whoever owns the disk.
///
/// Each thing has a form to be stored in: see [`stored`](crate::stored). What a method returns is what was put last.
pub trait Store {
    /// All cards, oldest first. Asked for by nearly every call, so a store does well to read them once.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be had; so in all methods.
    fn cards(&self) -> Result<Cow<'_, [Card]>, StoreError>;

    /// One card.
    ///
    /// # Errors
    /// As above.
    fn card(&self, id: &CredentialId) -> Result<Option<Card>, StoreError>;

    /// The token of a copy.
    ///
    /// # Errors
    /// As above.
    fn credential(&self, id: CopyId) -> Result<Option<StoredCredential>, StoreError>;

    /// All holder keys, oldest first, without their private parts.
    ///
    /// # Errors
    /// As above.
    fn holder_keys(&self) -> Result<Vec<HolderKeyInfo>, StoreError>;

    /// A holder key.
    ///
    /// # Errors
    /// As above.
    fn holder_key(&self, id: KeyThumbprint) -> Result<Option<HolderKey>, StoreError>;

    /// All trusted issuers, oldest first.
    ///
    /// # Errors
    /// As above.
    fn issuers(&self) -> Result<Vec<TrustedIssuer>, StoreError>;

    /// A trusted issuer.
    ///
    /// # Errors
    /// As above.
    fn issuer(&self, id: &IssuerId) -> Result<Option<TrustedIssuer>, StoreError>;

    /// The whole history, oldest first.
    ///
    /// # Errors
    /// As above.
    fn history(&self) -> Result<Cow<'_, [Entry]>, StoreError>;

    /// An entry of the history, with what of it waits to be sent.
    ///
    /// # Errors
    /// As above.
    fn entry(&self, id: EntryId) -> Result<Option<(Entry, Option<PendingAnswer>)>, StoreError>;

    /// A number for the next entry: higher than that of any entry there ever was, those that are gone included.
    ///
    /// # Errors
    /// As above.
    fn next_entry(&self) -> Result<EntryId, StoreError>;

    /// The newest status list token of `issuer` for `uri`.
    ///
    /// # Errors
    /// As above.
    fn status_evidence(&self, issuer: &IssuerId, uri: &str) -> Result<Option<StatusEvidence>, StoreError>;

    /// What is known of a registry beside the texts of its statements.
    ///
    /// # Errors
    /// As above.
    fn registry_record(&self, id: RegistryId) -> Result<Option<RegistryRecord>, StoreError>;

    /// The text of a statement.
    ///
    /// # Errors
    /// As above.
    fn statement(&self, id: StatementId) -> Result<Option<StatementText>, StoreError>;

    /// A registry as it was followed.
    ///
    /// # Errors
    /// As above; if a text is gone.
    fn registry(&self, id: RegistryId) -> Result<Option<FollowedRegistry>, StoreError> {
        let record = self.registry_record(id)?;
        record.map(|record| record.with_texts(|text| self.statement(text))).transpose()
    }

    /// The type metadata of this version.
    ///
    /// # Errors
    /// As above.
    fn type_metadata(&self, version: MetadataVersion) -> Result<Option<TypeMetadataRecord>, StoreError>;

    /// The cards that are to be issued again, oldest first.
    ///
    /// # Errors
    /// As above.
    fn reissues(&self) -> Result<Vec<Reissue>, StoreError>;

    /// What is known of backups, once one was made.
    ///
    /// # Errors
    /// As above.
    fn backup_note(&self) -> Result<Option<BackupNote>, StoreError>;

    /// When which status list is to be fetched, as it was planned last.
    ///
    /// # Errors
    /// As above.
    fn status_plan(&self) -> Result<Option<StatusPlan>, StoreError>;

    /// The search texts that there are, in any order; those that an older version of this program made left out.
    ///
    /// # Errors
    /// As above.
    fn search_texts(&self) -> Result<Cow<'_, [SearchText]>, StoreError>;

    /// Whether a copy was marked as shown.
    ///
    /// # Errors
    /// As above.
    fn is_spent(&self, copy: SpentCopy) -> Result<bool, StoreError>;

    /// All marks, in any order.
    ///
    /// # Errors
    /// As above.
    fn spent_copies(&self) -> Result<Vec<SpentCopy>, StoreError>;

    /// A request that was answered.
    ///
    /// # Errors
    /// As above.
    fn answered_request(&self, key: &[u8; 32]) -> Result<Option<AnsweredRequest>, StoreError>;

    /// All requests that were answered, in any order.
    ///
    /// # Errors
    /// As above.
    fn answered_requests(&self) -> Result<Vec<AnsweredRequest>, StoreError>;

    /// An issuance that waits.
    ///
    /// # Errors
    /// As above.
    fn issuance(&self, id: IssuanceId) -> Result<Option<Issuance>, StoreError>;

    /// All issuances that wait, oldest first, without their states.
    ///
    /// # Errors
    /// As above.
    fn issuances(&self) -> Result<Vec<IssuanceInfo>, StoreError>;

    /// Makes all of `changes`, in their order, or none. When it returns `Ok`, they survive a crash of the process and of
    /// the machine; this is what keeps a one-time copy from being shown twice.
    ///
    /// # Errors
    /// As above; then nothing was changed.
    fn commit(&mut self, changes: Vec<Change>) -> Result<(), StoreError>;
}

/// One change to a [`Store`]. Putting replaces what is there under the same name.
#[derive(Debug)]
pub enum Change {
    /// A card.
    PutCard(Card),
    /// The card is gone.
    DeleteCard(CredentialId),
    /// The token of a copy.
    PutCredential(StoredCredential),
    /// The token is gone.
    DeleteCredential(CopyId),
    /// A holder key.
    PutHolderKey(HolderKey),
    /// The holder key is gone.
    DeleteHolderKey(KeyThumbprint),
    /// A trusted issuer.
    PutIssuer(TrustedIssuer),
    /// The issuer is no longer trusted.
    DeleteIssuer(IssuerId),
    /// An entry of the history, with what of it waits to be sent.
    PutEntry(Entry, Option<PendingAnswer>),
    /// The entry is gone.
    DeleteEntry(EntryId),
    /// A status list token, in place of an older one of the same issuer and address.
    PutStatusEvidence(StatusEvidence),
    /// The token is gone.
    DeleteStatusEvidence(IssuerId, String),
    /// What is known of a registry beside the texts of its statements.
    PutRegistry(RegistryRecord),
    /// The registry is gone: no card names it.
    DeleteRegistry(RegistryId),
    /// The text of a statement about a registry.
    PutStatement(StatementText),
    /// The text is gone.
    DeleteStatement(StatementId),
    /// Type metadata that a card pins.
    PutTypeMetadata(TypeMetadataRecord),
    /// The type metadata is gone: no card pins it.
    DeleteTypeMetadata(MetadataVersion),
    /// A card is to be issued again.
    PutReissue(Reissue),
    /// The card of this id was issued again, or nobody waits for it any more.
    DeleteReissue(CredentialId),
    /// What is known of backups.
    PutBackupNote(BackupNote),
    /// When which status list is to be fetched; there is one such plan.
    PutStatusPlan(StatusPlan),
    /// The words by which a card is found.
    PutSearchText(SearchText),
    /// Those of this card are gone.
    DeleteSearchText(CredentialId),
    /// A one-time copy was shown, and nothing else says so any more.
    PutSpentCopy(SpentCopy),
    /// A request was answered.
    PutAnsweredRequest(AnsweredRequest),
    /// The request of this key has expired.
    DeleteAnsweredRequest([u8; 32]),
    /// How far an issuance has come.
    PutIssuance(Issuance),
    /// The issuance is over.
    DeleteIssuance(IssuanceId),
}
