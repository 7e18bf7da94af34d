use super::{Kind, StoredForm};
use crate::Error;
use crate::holder_key::{HolderKey, HolderKeyInfo, KeyOrigin};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::SigningKey;

const KIND: Kind = Kind { name: "holder key", version: 1 };

#[derive(Serialize, Deserialize)]
struct HolderKeyV1 {
    public_jwk: String,
    origin: OriginV1,
    added_at: i64,
    uses: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OriginV1 {
    Generated,
    Supplied,
}

impl HolderKey {
    /// The key as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down; [`Error::Jose`] if its library does not give it away.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = HolderKeyV1 {
            public_jwk: self.about.public.to_jwk_json(),
            origin: match self.about.origin {
                KeyOrigin::Generated => OriginV1::Generated,
                KeyOrigin::Supplied => OriginV1::Supplied,
            },
            added_at: self.about.added_at.as_unix(),
            uses: self.about.uses,
        };
        KIND.write(&meta, self.key.to_private_jwk_json()?.as_bytes())
    }

    /// The key of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`], the latter also if the private part belongs to another
    /// public key.
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let about = HolderKeyInfo::from_stored(version, meta)?;
        let key = SigningKey::from_jwk_json(body).map_err(|_| KIND.malformed())?;
        if *key.verifying_key() != about.public {
            return Err(KIND.malformed());
        }
        Ok(Self { about, key })
    }
}

impl HolderKeyInfo {
    /// What the `meta` of a stored key tells.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let key: HolderKeyV1 = KIND.read(version, meta)?;
        Ok(Self {
            public: KIND.public_key(&key.public_jwk)?,
            origin: match key.origin {
                OriginV1::Generated => KeyOrigin::Generated,
                OriginV1::Supplied => KeyOrigin::Supplied,
            },
            added_at: Timestamp::from_unix(key.added_at),
            uses: key.uses,
        })
    }
}
