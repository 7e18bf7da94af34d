//! The wallet's things on their way into a backup, out of one, and into a new vault.

use super::{Kind, Written, apply, written};
use vouchsafe_vault::{BackupRecord, RecordId, Transaction};
use vouchsafe_wallet::backup::Unreadable;
use vouchsafe_wallet::{
    BackupNote, Card, Change, Entry, Error, HolderKey, RegistryRecord, Reissue, SpentCopy, StatementText,
    StatusEvidence, StoreError, StoredCredential, TrustedIssuer, TypeMetadataRecord,
};

/// A thing as a backup holds it.
pub(crate) fn record_of(thing: &Change) -> Result<BackupRecord, StoreError> {
    match written(thing)? {
        Written::Put(kind, id, form) => {
            Ok(BackupRecord::new(kind.record()?, id, form.version, form.meta, form.body))
        }
        // A selection says what there is, so it has none of these.
        Written::Delete(..) => Err(Error::StoredMalformed { what: "thing" }.into()),
    }
}

/// The thing that a record of a backup is.
pub(crate) fn found_in(record: &BackupRecord) -> Result<Change, Unreadable> {
    let Some(kind) = Kind::IN_BACKUPS.iter().find(|kind| kind.name() == record.kind()) else {
        return Err(Unreadable::Newer);
    };
    match read(*kind, record) {
        // The id is made of what the thing is, so another id is another thing's.
        Ok(change) if id_of(&change) == Some(record.id) => Ok(change),
        Err(Error::StoredNewer { .. }) => Err(Unreadable::Newer),
        _ => Err(Unreadable::Damaged),
    }
}

fn read(kind: Kind, record: &BackupRecord) -> Result<Change, Error> {
    let BackupRecord { version, meta, body, .. } = record;
    let version = *version;
    Ok(match kind {
        Kind::Card => Change::PutCard(Card::from_stored(version, meta)?),
        Kind::Credential => Change::PutCredential(StoredCredential::from_stored(version, meta, body)?),
        Kind::HolderKey => Change::PutHolderKey(HolderKey::from_stored(version, meta, body)?),
        Kind::Issuer => Change::PutIssuer(TrustedIssuer::from_stored(version, meta)?),
        Kind::History => Change::PutEntry(Entry::from_stored(version, meta)?, None),
        Kind::StatusList => Change::PutStatusEvidence(StatusEvidence::from_stored(version, meta, body)?),
        Kind::Registry => Change::PutRegistry(RegistryRecord::from_stored(version, meta, body)?),
        Kind::Statement => Change::PutStatement(StatementText::from_stored(version, meta, body)?),
        Kind::TypeMetadata => Change::PutTypeMetadata(TypeMetadataRecord::from_stored(version, meta, body)?),
        Kind::Reissue => Change::PutReissue(Reissue::from_stored(version, meta)?),
        Kind::BackupNote => Change::PutBackupNote(BackupNote::from_stored(version, meta)?),
        Kind::SpentCopy => Change::PutSpentCopy(SpentCopy::from_stored(version, meta)?),
        // A wallet makes these anew from the rest, or they are about its vault alone: no backup has them. An issuance that waits is good
        // for a while and once, by whoever has its tokens.
        Kind::SearchText | Kind::StatusPlan | Kind::LastEntry | Kind::AnsweredRequest | Kind::Issuance => {
            return Err(Error::StoredMalformed { what: "thing" });
        }
    })
}

fn id_of(change: &Change) -> Option<RecordId> {
    match written(change) {
        Ok(Written::Put(_, id, _)) => Some(id),
        _ => None,
    }
}

/// Makes `changes` in a vault that is being made.
pub(crate) fn fill(vault: &Transaction<'_>, changes: &[Change]) -> Result<(), StoreError> {
    Ok(changes.iter().try_for_each(|change| apply(vault, change))?)
}
