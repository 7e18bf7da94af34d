use super::{Kind, StoredForm, moment, seconds};
use crate::{Error, Issuance, IssuanceId, IssuanceInfo, IssuanceStep, IssuerKey, KeyThumbprint};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{IssuerId, Timestamp, base64url};
use zeroize::Zeroizing;

const KIND: Kind = Kind { name: "issuance", version: 1 };

#[derive(Serialize, Deserialize)]
struct IssuanceV1 {
    id: String,
    issuer: String,
    titles: Vec<String>,
    since: i64,
    step: String,
    not_before: Option<i64>,
    position: usize,
    keys: Vec<String>,
    issuer_keys: Vec<String>,
}

impl Issuance {
    /// The issuance as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let IssuanceInfo { id, issuer, titles, since, step, not_before, position, keys, issuer_keys } =
            &self.info;
        let meta = IssuanceV1 {
            id: base64url::encode(id.as_bytes()),
            issuer: issuer.as_str().to_owned(),
            titles: titles.clone(),
            since: since.as_unix(),
            step: step.code().to_owned(),
            not_before: seconds(*not_before),
            position: *position,
            keys: keys.iter().map(|key| base64url::encode(key.as_bytes())).collect(),
            issuer_keys: issuer_keys.iter().map(IssuerKey::to_jwk_json).collect(),
        };
        KIND.write(&meta, &self.state)
    }

    /// The issuance of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        Ok(Self { info: IssuanceInfo::from_stored(version, meta)?, state: Zeroizing::new(body.to_vec()) })
    }
}

impl IssuanceInfo {
    /// What can be told of the issuance of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let read: IssuanceV1 = KIND.read(version, meta)?;
        let id = base64url::decode(&read.id).map_err(|_| KIND.malformed())?;
        let id = id.try_into().map_err(|_| KIND.malformed())?;
        let keys = read.keys.iter().map(|key| KIND.digest(key).map(KeyThumbprint::from_bytes));
        Ok(Self {
            id: IssuanceId::from_bytes(id),
            issuer: KIND.id(read.issuer, IssuerId::new)?,
            titles: read.titles,
            since: Timestamp::from_unix(read.since),
            step: IssuanceStep::from_code(&read.step).ok_or_else(|| KIND.malformed())?,
            not_before: moment(read.not_before),
            position: read.position,
            keys: keys.collect::<Result<_, _>>()?,
            issuer_keys: read.issuer_keys.iter().map(|jwk| KIND.issuer_key(jwk)).collect::<Result<_, _>>()?,
        })
    }
}
