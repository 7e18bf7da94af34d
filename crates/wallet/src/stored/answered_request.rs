use super::{Kind, StoredForm, moment, seconds};
use crate::{AnsweredRequest, Error};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::base64url;

const KIND: Kind = Kind { name: "answered request", version: 1 };

#[derive(Serialize, Deserialize)]
struct AnsweredRequestV1 {
    key: String,
    expires_at: Option<i64>,
}

impl AnsweredRequest {
    /// The request as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let Self { key, expires_at } = self;
        let meta = AnsweredRequestV1 { key: base64url::encode(key), expires_at: seconds(*expires_at) };
        KIND.write(&meta, &[])
    }

    /// The request of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let AnsweredRequestV1 { key, expires_at } = KIND.read(version, meta)?;
        Ok(Self { key: KIND.digest(&key)?, expires_at: moment(expires_at) })
    }
}
