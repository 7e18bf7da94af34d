use super::{Kind, StoredForm};
use crate::{Error, IssuerKey, TrustedIssuer};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{IssuerId, Timestamp};

/// Version 2 has BBS keys too.
const KIND: Kind = Kind { name: "trusted issuer", version: 2 };

#[derive(Serialize, Deserialize)]
struct IssuerV1 {
    issuer: String,
    jwks: Vec<String>,
    since: i64,
}

impl TrustedIssuer {
    /// The issuer as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = IssuerV1 {
            issuer: self.issuer.as_str().to_owned(),
            jwks: self.keys.iter().map(IssuerKey::to_jwk_json).collect(),
            since: self.since.as_unix(),
        };
        KIND.write(&meta, &[])
    }

    /// The issuer of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let issuer: IssuerV1 = KIND.read_since(1, version, meta)?;
        Ok(Self {
            issuer: KIND.id(issuer.issuer, IssuerId::new)?,
            keys: issuer.jwks.iter().map(|jwk| KIND.issuer_key(jwk)).collect::<Result<_, _>>()?,
            since: Timestamp::from_unix(issuer.since),
        })
    }
}
