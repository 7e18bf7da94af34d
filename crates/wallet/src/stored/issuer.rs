use super::{Kind, StoredForm};
use crate::{Error, IssuerKey, TrustedIssuer, TrustedTypes};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp};

/// Version 2 has BBS keys too, version 3 types.
const KIND: Kind = Kind { name: "trusted issuer", version: 3 };

#[derive(Serialize, Deserialize)]
struct IssuerV1 {
    issuer: String,
    jwks: Vec<String>,
    since: i64,
    /// Without them: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    types: Option<Vec<String>>,
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
            types: match &self.types {
                TrustedTypes::Any => None,
                TrustedTypes::Only(types) => Some(types.iter().map(|one| one.as_str().to_owned()).collect()),
            },
        };
        // Where it says no more than that, an older program reads it.
        let version = if meta.types.is_none() { 2 } else { KIND.version };
        Kind { version, ..KIND }.write(&meta, &[])
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
            types: match issuer.types {
                None => TrustedTypes::Any,
                Some(types) => {
                    let types = types.into_iter().map(|one| KIND.id(one, CredentialType::new));
                    TrustedTypes::Only(types.collect::<Result<_, _>>()?)
                }
            },
        })
    }
}
