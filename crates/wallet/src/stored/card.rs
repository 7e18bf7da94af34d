use super::registry_record::ReferenceV1;
use super::{Kind, StoredForm, moment, seconds};
use crate::finding::{StatusEntry, StatusFinding};
use crate::{
    Card, CopyId, CredentialCopy, Error, KeyThumbprint, Membership, Profile, SubjectDigest, Tag, Usage,
};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{
    CredentialId, CredentialType, IssuerId, StatusReference, Timestamp, Validity, base64url,
};
use vouchsafe_status_list::Status;
use vouchsafe_type_metadata::MetadataVersion;

/// Version 2 has a subject, a replacement and tags; version 3 knows one more profile, and registries; version 4 type metadata.
const KIND: Kind = Kind { name: "card", version: 4 };
const FIRST: Kind = Kind { version: 1, ..KIND };

#[derive(Serialize, Deserialize)]
struct CardV2 {
    id: String,
    issuer: String,
    vct: Option<String>,
    profile: ProfileV1,
    usage: UsageV1,
    added_at: i64,
    subject: Option<String>,
    replaced_by: Option<String>,
    /// Since version 4, where it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    type_metadata: Option<String>,
    tags: Vec<String>,
    copies: Vec<CopyV1>,
}

#[derive(Deserialize)]
struct CardV1 {
    id: String,
    issuer: String,
    vct: Option<String>,
    profile: ProfileV1,
    usage: UsageV1,
    added_at: i64,
    copies: Vec<CopyV1>,
}

impl From<CardV1> for CardV2 {
    fn from(first: CardV1) -> Self {
        let CardV1 { id, issuer, vct, profile, usage, added_at, copies } = first;
        Self {
            id,
            issuer,
            vct,
            profile,
            usage,
            added_at,
            subject: None,
            replaced_by: None,
            type_metadata: None,
            tags: Vec::new(),
            copies,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ProfileV1 {
    SdJwtVc,
    SdJwt,
    Bbs,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum UsageV1 {
    Reusable,
    SingleUse,
}

#[derive(Serialize, Deserialize)]
struct CopyV1 {
    id: String,
    key: Option<String>,
    iat: Option<i64>,
    nbf: Option<i64>,
    exp: Option<i64>,
    status: Option<StatusV1>,
    /// Since version 3.
    membership: Option<MembershipV1>,
    showings: u32,
}

#[derive(Serialize, Deserialize)]
struct MembershipV1 {
    registry: ReferenceV1,
    period: u64,
    found: Option<FindingV1>,
}

#[derive(Serialize, Deserialize)]
struct StatusV1 {
    uri: String,
    idx: u64,
    found: Option<FindingV1>,
}

/// `value` is absent for an entry past the list's end, and where statements contradict each other.
#[derive(Serialize, Deserialize)]
struct FindingV1 {
    value: Option<u8>,
    as_of: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    looked_at: Option<i64>,
    fresh_until: i64,
    last_good: Option<i64>,
    /// Since version 3, where it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    contradicted: Option<bool>,
}

impl Card {
    /// The card as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = CardV2 {
            id: self.id.as_str().to_owned(),
            issuer: self.issuer.as_str().to_owned(),
            vct: self.credential_type.as_ref().map(|vct| vct.as_str().to_owned()),
            profile: self.profile.into(),
            usage: match self.usage {
                Usage::Reusable => UsageV1::Reusable,
                Usage::SingleUse => UsageV1::SingleUse,
            },
            added_at: self.added_at.as_unix(),
            subject: self.subject.map(|subject| base64url::encode(subject.as_bytes())),
            replaced_by: self.replaced_by.as_ref().map(|id| id.as_str().to_owned()),
            type_metadata: self.type_metadata.map(MetadataVersion::to_base64url),
            tags: self.tags.iter().map(ToString::to_string).collect(),
            copies: self.copies.iter().map(CopyV1::from).collect(),
        };
        KIND.write(&meta, &[])
    }

    /// The card of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let card: CardV2 = if version == FIRST.version {
            FIRST.read::<CardV1>(version, meta)?.into()
        } else {
            KIND.read_since(2, version, meta)?
        };
        if card.copies.is_empty() {
            return Err(KIND.malformed());
        }
        Ok(Self {
            id: KIND.id(card.id, CredentialId::new)?,
            issuer: KIND.id(card.issuer, IssuerId::new)?,
            credential_type: card.vct.map(|vct| KIND.id(vct, CredentialType::new)).transpose()?,
            profile: card.profile.into(),
            usage: match card.usage {
                UsageV1::Reusable => Usage::Reusable,
                UsageV1::SingleUse => Usage::SingleUse,
            },
            added_at: Timestamp::from_unix(card.added_at),
            subject: card
                .subject
                .map(|text| KIND.digest(&text).map(SubjectDigest::from_bytes))
                .transpose()?,
            replaced_by: card.replaced_by.map(|id| KIND.id(id, CredentialId::new)).transpose()?,
            type_metadata: card
                .type_metadata
                .map(|text| KIND.digest(&text).map(MetadataVersion::from_bytes))
                .transpose()?,
            tags: card.tags.iter().map(|tag| KIND.id(tag.as_str(), Tag::new)).collect::<Result<_, _>>()?,
            copies: card.copies.into_iter().map(CredentialCopy::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&CredentialCopy> for CopyV1 {
    fn from(copy: &CredentialCopy) -> Self {
        Self {
            id: base64url::encode(copy.id.as_bytes()),
            key: copy.holder_key.map(|key| key.to_string()),
            iat: seconds(copy.validity.issued_at),
            nbf: seconds(copy.validity.not_before),
            exp: seconds(copy.validity.expires_at),
            status: copy.status.as_ref().map(|status| StatusV1 {
                uri: status.uri().to_owned(),
                idx: status.index(),
                found: copy.finding.map(FindingV1::from),
            }),
            membership: copy.membership.as_ref().map(|Membership { registry, period }| MembershipV1 {
                registry: registry.into(),
                period: *period,
                found: copy.finding.map(FindingV1::from),
            }),
            showings: copy.showings,
        }
    }
}

impl TryFrom<CopyV1> for CredentialCopy {
    type Error = Error;

    fn try_from(copy: CopyV1) -> Result<Self, Error> {
        let (status, finding) = match copy.status {
            None => (None, None),
            Some(StatusV1 { uri, idx, found }) => {
                let reference = StatusReference::new(uri, idx).map_err(|_| KIND.malformed())?;
                (Some(reference), found.map(StatusFinding::from))
            }
        };
        let (membership, finding) = match copy.membership {
            None => (None, finding),
            Some(MembershipV1 { registry, period, found }) => {
                (Some(Membership { registry: registry.read(KIND)?, period }), found.map(StatusFinding::from))
            }
        };
        Ok(Self {
            id: CopyId::from_bytes(KIND.digest(&copy.id)?),
            holder_key: copy.key.map(|key| KIND.digest(&key).map(KeyThumbprint::from_bytes)).transpose()?,
            validity: Validity {
                issued_at: moment(copy.iat),
                not_before: moment(copy.nbf),
                expires_at: moment(copy.exp),
            },
            status,
            membership,
            finding,
            showings: copy.showings,
        })
    }
}

impl From<StatusFinding> for FindingV1 {
    fn from(finding: StatusFinding) -> Self {
        Self {
            value: match finding.entry {
                StatusEntry::Listed(status) => Some(status.value()),
                StatusEntry::OutOfRange | StatusEntry::Contradicted => None,
            },
            contradicted: (finding.entry == StatusEntry::Contradicted).then_some(true),
            as_of: finding.as_of.as_unix(),
            looked_at: (finding.looked_at != finding.as_of).then(|| finding.looked_at.as_unix()),
            fresh_until: finding.fresh_until.as_unix(),
            last_good: seconds(finding.last_good),
        }
    }
}

impl From<FindingV1> for StatusFinding {
    fn from(finding: FindingV1) -> Self {
        Self {
            entry: match (finding.contradicted, finding.value) {
                (Some(true), _) => StatusEntry::Contradicted,
                (_, None) => StatusEntry::OutOfRange,
                (_, Some(value)) => StatusEntry::Listed(Status::from_value(value)),
            },
            as_of: Timestamp::from_unix(finding.as_of),
            looked_at: Timestamp::from_unix(finding.looked_at.unwrap_or(finding.as_of)),
            fresh_until: Timestamp::from_unix(finding.fresh_until),
            last_good: moment(finding.last_good),
        }
    }
}

impl From<Profile> for ProfileV1 {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::SdJwtVc => Self::SdJwtVc,
            Profile::SdJwt => Self::SdJwt,
            Profile::Bbs => Self::Bbs,
        }
    }
}

impl From<ProfileV1> for Profile {
    fn from(profile: ProfileV1) -> Self {
        match profile {
            ProfileV1::SdJwtVc => Self::SdJwtVc,
            ProfileV1::SdJwt => Self::SdJwt,
            ProfileV1::Bbs => Self::Bbs,
        }
    }
}
