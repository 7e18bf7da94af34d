use super::{Kind, StoredForm};
use crate::history::{CardName, Entry, EntryId, Event, Outcome, Progress, SharedPart, Sharing};
use crate::presentation::PendingAnswer;
use crate::{ClientProof, CopyId, DevelopmentSwitch, Error, Purpose, QueryId, Verifier};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{
    Audience, ClaimPath, ClientId, CredentialId, CredentialType, IssuerId, ResponseUri, Timestamp, base64url,
};

/// Version 3 says which showings were proofs of their own; version 4 under which loosenings for development it was shown, and keeps the
/// message that was made to be sent.
pub(super) const KIND: Kind = Kind { name: "history entry", version: 4 };

#[derive(Serialize, Deserialize)]
struct EntryV2 {
    number: u64,
    at: i64,
    event: EventV2,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EventV2 {
    Received { card: CardNameV2, copies: usize },
    Shared(SharingV2),
    Deleted { card: CardNameV2 },
    Restored { made_at: i64 },
}

#[derive(Serialize, Deserialize)]
struct CardNameV2 {
    id: String,
    issuer: String,
    vct: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SharingV2 {
    audience: String,
    client_id: Option<String>,
    proof: String,
    response_uri: Option<String>,
    purpose: Option<String>,
    /// Since version 4.
    #[serde(default)]
    development: Vec<String>,
    parts: Vec<SharedPartV2>,
    progress: ProgressV1,
}

#[derive(Serialize, Deserialize)]
struct SharedPartV2 {
    query: Option<String>,
    card: CardNameV2,
    copy: String,
    paths: Vec<String>,
    always: Option<Vec<String>>,
    key_bound: bool,
    /// Since version 3.
    by_proof: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ProgressV1 {
    Reserved,
    Pending,
    Delivered,
    Accepted,
    Refused,
    NotSent,
}

impl Entry {
    /// The entry as it is stored, with what of it waits to be sent.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self, pending: Option<&PendingAnswer>) -> Result<StoredForm, Error> {
        let Self { id, at, event } = self;
        let meta = EntryV2 { number: id.number(), at: at.as_unix(), event: EventV2::from(event) };
        let body = pending.map(PendingAnswer::to_body).transpose()?;
        KIND.write(&meta, body.as_ref().map_or(&[][..], |body| body))
    }

    /// The entry of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        if version == super::entry_v1::KIND.version {
            return super::entry_v1::read(meta);
        }
        let EntryV2 { number, at, event } = KIND.read_since(2, version, meta)?;
        Ok(Self { id: EntryId::new(number), at: Timestamp::from_unix(at), event: event.try_into()? })
    }
}

impl From<&Event> for EventV2 {
    fn from(event: &Event) -> Self {
        match event {
            Event::Received { card, copies } => Self::Received { card: card.into(), copies: *copies },
            Event::Deleted { card } => Self::Deleted { card: card.into() },
            Event::Restored { made_at } => Self::Restored { made_at: made_at.as_unix() },
            Event::Shared(sharing) => Self::Shared(sharing.into()),
        }
    }
}

impl TryFrom<EventV2> for Event {
    type Error = Error;

    fn try_from(event: EventV2) -> Result<Self, Error> {
        Ok(match event {
            EventV2::Received { card, copies } => Self::Received { card: card.try_into()?, copies },
            EventV2::Deleted { card } => Self::Deleted { card: card.try_into()? },
            EventV2::Restored { made_at } => Self::Restored { made_at: Timestamp::from_unix(made_at) },
            EventV2::Shared(sharing) => Self::Shared(sharing.try_into()?),
        })
    }
}

impl From<&CardName> for CardNameV2 {
    fn from(CardName { id, issuer, credential_type }: &CardName) -> Self {
        Self {
            id: id.as_str().to_owned(),
            issuer: issuer.as_str().to_owned(),
            vct: credential_type.as_ref().map(|vct| vct.as_str().to_owned()),
        }
    }
}

impl TryFrom<CardNameV2> for CardName {
    type Error = Error;

    fn try_from(CardNameV2 { id, issuer, vct }: CardNameV2) -> Result<Self, Error> {
        Ok(Self {
            id: KIND.id(id, CredentialId::new)?,
            issuer: KIND.id(issuer, IssuerId::new)?,
            credential_type: vct.map(|vct| KIND.id(vct, CredentialType::new)).transpose()?,
        })
    }
}

impl From<&Sharing> for SharingV2 {
    fn from(sharing: &Sharing) -> Self {
        let Sharing { audience, verifier, response_uri, purpose, development, parts, progress } = sharing;
        let Verifier { client_id, proof } = verifier;
        Self {
            audience: audience.as_str().to_owned(),
            client_id: client_id.as_ref().map(|id| id.as_str().to_owned()),
            proof: proof.code().to_owned(),
            response_uri: response_uri.as_ref().map(|uri| uri.as_str().to_owned()),
            purpose: purpose.as_ref().map(|purpose| purpose.as_str().to_owned()),
            development: development.iter().map(|switch| switch.code().to_owned()).collect(),
            parts: parts.iter().map(SharedPartV2::from).collect(),
            progress: (*progress).into(),
        }
    }
}

impl TryFrom<SharingV2> for Sharing {
    type Error = Error;

    fn try_from(sharing: SharingV2) -> Result<Self, Error> {
        let SharingV2 { audience, client_id, proof, response_uri, purpose, development, parts, progress } =
            sharing;
        let known = |text: String| Purpose::new(text).ok_or_else(|| KIND.malformed());
        let switch = |code: String| DevelopmentSwitch::from_code(&code).ok_or_else(|| KIND.malformed());
        Ok(Self {
            audience: KIND.id(audience, Audience::new)?,
            verifier: Verifier {
                client_id: client_id.map(|id| KIND.id(id, ClientId::new)).transpose()?,
                proof: ClientProof::from_code(&proof).ok_or_else(|| KIND.malformed())?,
            },
            response_uri: response_uri.map(|uri| KIND.id(uri, ResponseUri::new)).transpose()?,
            purpose: purpose.map(known).transpose()?,
            development: development.into_iter().map(switch).collect::<Result<_, _>>()?,
            parts: parts.into_iter().map(SharedPart::try_from).collect::<Result<_, _>>()?,
            progress: progress.into(),
        })
    }
}

impl From<&SharedPart> for SharedPartV2 {
    fn from(SharedPart { query, card, copy, paths, always, key_bound, by_proof }: &SharedPart) -> Self {
        let texts = |paths: &Vec<ClaimPath>| paths.iter().map(ClaimPath::to_json).collect();
        Self {
            query: query.as_ref().map(|id| id.as_str().to_owned()),
            card: card.into(),
            copy: base64url::encode(copy.as_bytes()),
            paths: texts(paths),
            always: always.as_ref().map(texts),
            key_bound: *key_bound,
            by_proof: Some(*by_proof),
        }
    }
}

impl TryFrom<SharedPartV2> for SharedPart {
    type Error = Error;

    fn try_from(part: SharedPartV2) -> Result<Self, Error> {
        let SharedPartV2 { query, card, copy, paths, always, key_bound, by_proof } = part;
        let id = |text: String| KIND.id(text, QueryId::new);
        Ok(Self {
            query: query.map(id).transpose()?,
            card: card.try_into()?,
            copy: CopyId::from_bytes(KIND.digest(&copy)?),
            paths: KIND.paths(&paths)?,
            always: always.map(|paths| KIND.paths(&paths)).transpose()?,
            key_bound,
            by_proof: by_proof.unwrap_or_default(),
        })
    }
}

impl From<Progress> for ProgressV1 {
    fn from(progress: Progress) -> Self {
        match progress {
            Progress::Reserved => Self::Reserved,
            Progress::Pending => Self::Pending,
            Progress::Settled(Outcome::Delivered) => Self::Delivered,
            Progress::Settled(Outcome::Accepted) => Self::Accepted,
            Progress::Settled(Outcome::Refused) => Self::Refused,
            Progress::Settled(Outcome::NotSent) => Self::NotSent,
        }
    }
}

impl From<ProgressV1> for Progress {
    fn from(progress: ProgressV1) -> Self {
        match progress {
            ProgressV1::Reserved => Self::Reserved,
            ProgressV1::Pending => Self::Pending,
            ProgressV1::Delivered => Self::Settled(Outcome::Delivered),
            ProgressV1::Accepted => Self::Settled(Outcome::Accepted),
            ProgressV1::Refused => Self::Settled(Outcome::Refused),
            ProgressV1::NotSent => Self::Settled(Outcome::NotSent),
        }
    }
}
