//! The first form of history entries: one card to an entry. Read, never written.

use super::Kind;
use super::entry::ProgressV1;
use crate::history::{CardName, Entry, EntryId, Event, SharedPart, Sharing};
use crate::{ClientProof, CopyId, Error, Verifier};
use serde::Deserialize;
use vouchsafe_credential::{Audience, CredentialId, CredentialType, IssuerId, Timestamp};

pub(super) const KIND: Kind = Kind { name: super::entry::KIND.name, version: 1 };

#[derive(Deserialize)]
struct EntryV1 {
    number: u64,
    at: i64,
    card: String,
    issuer: String,
    vct: Option<String>,
    event: EventV1,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EventV1 {
    Received { copies: usize },
    Shared(SharingV1),
    Deleted,
}

#[derive(Deserialize)]
struct SharingV1 {
    audience: String,
    paths: Vec<String>,
    copy: String,
    key_bound: bool,
    progress: ProgressV1,
}

pub(super) fn read(meta: &[u8]) -> Result<Entry, Error> {
    let EntryV1 { number, at, card, issuer, vct, event } = KIND.read(KIND.version, meta)?;
    let card = CardName {
        id: KIND.id(card, CredentialId::new)?,
        issuer: KIND.id(issuer, IssuerId::new)?,
        credential_type: vct.map(|vct| KIND.id(vct, CredentialType::new)).transpose()?,
    };
    let event = match event {
        EventV1::Received { copies } => Event::Received { card, copies },
        EventV1::Deleted => Event::Deleted { card },
        EventV1::Shared(SharingV1 { audience, paths, copy, key_bound, progress }) => {
            let part = SharedPart {
                query: None,
                card,
                copy: CopyId::from_bytes(KIND.digest(&copy)?),
                paths: KIND.paths(&paths)?,
                always: None,
                key_bound,
                by_proof: false,
            };
            Event::Shared(Sharing {
                audience: KIND.id(audience, Audience::new)?,
                verifier: Verifier { client_id: None, proof: ClientProof::NotProven },
                response_uri: None,
                purpose: None,
                development: Vec::new(),
                parts: vec![part],
                progress: progress.into(),
            })
        }
    };
    Ok(Entry { id: EntryId::new(number), at: Timestamp::from_unix(at), event })
}
