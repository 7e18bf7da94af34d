use super::{Kind, StoredForm};
use crate::history::{Entry, EntryId, Event, Outcome, PendingText, Progress, Sharing};
use crate::{CopyId, Error};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{
    Audience, ClaimPath, CredentialId, CredentialType, IssuerId, Timestamp, base64url,
};
use zeroize::Zeroizing;

const KIND: Kind = Kind { name: "history entry", version: 1 };

#[derive(Serialize, Deserialize)]
struct EntryV1 {
    number: u64,
    at: i64,
    card: String,
    issuer: String,
    vct: Option<String>,
    event: EventV1,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EventV1 {
    Received { copies: usize },
    Shared(SharingV1),
    Deleted,
}

#[derive(Serialize, Deserialize)]
struct SharingV1 {
    audience: String,
    paths: Vec<String>,
    copy: String,
    key_bound: bool,
    progress: ProgressV1,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ProgressV1 {
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
    pub fn to_stored(&self, pending: Option<&PendingText>) -> Result<StoredForm, Error> {
        let meta = EntryV1 {
            number: self.id.number(),
            at: self.at.as_unix(),
            card: self.card.as_str().to_owned(),
            issuer: self.issuer.as_str().to_owned(),
            vct: self.credential_type.as_ref().map(|vct| vct.as_str().to_owned()),
            event: EventV1::from(&self.event),
        };
        KIND.write(&meta, pending.map_or(&[][..], |text| text.0.as_bytes()))
    }

    /// The entry of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let entry: EntryV1 = KIND.read(version, meta)?;
        Ok(Self {
            id: EntryId::new(entry.number),
            at: Timestamp::from_unix(entry.at),
            card: KIND.id(entry.card, CredentialId::new)?,
            issuer: KIND.id(entry.issuer, IssuerId::new)?,
            credential_type: entry.vct.map(|vct| KIND.id(vct, CredentialType::new)).transpose()?,
            event: entry.event.try_into()?,
        })
    }
}

impl PendingText {
    /// What waits to be sent, of a stored entry's `body`.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`].
    pub fn from_stored(body: &[u8]) -> Result<Option<Self>, Error> {
        let text = KIND.text(body)?;
        Ok((!text.is_empty()).then(|| Self(Zeroizing::new(text.to_owned()))))
    }
}

impl From<&Event> for EventV1 {
    fn from(event: &Event) -> Self {
        match event {
            Event::Received { copies } => Self::Received { copies: *copies },
            Event::Deleted => Self::Deleted,
            Event::Shared(sharing) => Self::Shared(SharingV1 {
                audience: sharing.audience.as_str().to_owned(),
                paths: sharing.paths.iter().map(ClaimPath::to_json).collect(),
                copy: base64url::encode(sharing.copy.as_bytes()),
                key_bound: sharing.key_bound,
                progress: match sharing.progress {
                    Progress::Reserved => ProgressV1::Reserved,
                    Progress::Pending => ProgressV1::Pending,
                    Progress::Settled(Outcome::Delivered) => ProgressV1::Delivered,
                    Progress::Settled(Outcome::Accepted) => ProgressV1::Accepted,
                    Progress::Settled(Outcome::Refused) => ProgressV1::Refused,
                    Progress::Settled(Outcome::NotSent) => ProgressV1::NotSent,
                },
            }),
        }
    }
}

impl TryFrom<EventV1> for Event {
    type Error = Error;

    fn try_from(event: EventV1) -> Result<Self, Error> {
        let sharing = match event {
            EventV1::Received { copies } => return Ok(Self::Received { copies }),
            EventV1::Deleted => return Ok(Self::Deleted),
            EventV1::Shared(sharing) => sharing,
        };
        let path = |text: &String| text.parse::<ClaimPath>().map_err(|_| KIND.malformed());
        Ok(Self::Shared(Sharing {
            audience: KIND.id(sharing.audience, Audience::new)?,
            paths: sharing.paths.iter().map(path).collect::<Result<_, _>>()?,
            copy: CopyId::from_bytes(KIND.digest(&sharing.copy)?),
            key_bound: sharing.key_bound,
            progress: match sharing.progress {
                ProgressV1::Reserved => Progress::Reserved,
                ProgressV1::Pending => Progress::Pending,
                ProgressV1::Delivered => Progress::Settled(Outcome::Delivered),
                ProgressV1::Accepted => Progress::Settled(Outcome::Accepted),
                ProgressV1::Refused => Progress::Settled(Outcome::Refused),
                ProgressV1::NotSent => Progress::Settled(Outcome::NotSent),
            },
        }))
    }
}
