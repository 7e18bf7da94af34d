use crate::{Error, KeyThumbprint};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::{JwkSet, VerifyingKey};

/// A public key with which an issuer signs credentials, or what says how they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuerKey {
    /// For SD-JWTs and status lists.
    Jose(VerifyingKey),
    /// For BBS credentials.
    Bbs(Box<vouchsafe_jpt::IssuerKey>),
}

/// The curve of BBS keys (draft-ietf-cose-bls-key-representations-08).
const BBS_CURVE: &str = "BLS12381G2";

impl IssuerKey {
    /// The keys in a JWK or a JWK Set (RFC 7517 sections 4 and 5). Of a set, keys of kinds that sign nothing here are left out.
    ///
    /// # Errors
    /// [`Error::Jose`] or [`Error::Jpt`] for what is no key, or one that is private.
    pub fn all_in(jwk: Value<'_>) -> Result<Vec<Self>, Error> {
        let is_bbs =
            |jwk: &Value<'_>| jwk.get("crv").is_some_and(|crv| crv.as_str().as_deref() == Some(BBS_CURVE));
        let Some(set) = jwk.get("keys") else {
            let key = if is_bbs(&jwk) {
                vouchsafe_jpt::IssuerKey::from_jwk(jwk)?.into()
            } else {
                Self::Jose(VerifyingKey::from_jwk(jwk)?)
            };
            return Ok(vec![key]);
        };
        // This looks at the private parts and the names of all keys, whatever their kind.
        let mut keys: Vec<Self> = JwkSet::from_value(jwk)?.keys().iter().cloned().map(Self::Jose).collect();
        let bbs = set.elements().into_iter().flatten().filter(is_bbs);
        keys.extend(bbs.filter_map(|jwk| vouchsafe_jpt::IssuerKey::from_jwk(jwk).ok()).map(Self::from));
        Ok(keys)
    }

    /// The name that tokens call it by.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        match self {
            Self::Jose(key) => key.kid(),
            Self::Bbs(key) => Some(key.kid()),
        }
    }

    /// Its algorithm, by its name in JOSE.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Jose(key) => key.algorithm().name(),
            Self::Bbs(_) => "BBS",
        }
    }

    /// What it is, as a name (RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> KeyThumbprint {
        match self {
            Self::Jose(key) => KeyThumbprint::of(key),
            Self::Bbs(key) => {
                let x = base64url::encode(&key.verifying_key().to_octets());
                let members = format!(r#"{{"crv":"{BBS_CURVE}","kty":"OKP","x":"{x}"}}"#);
                KeyThumbprint::from_bytes(sha256(members.as_bytes()))
            }
        }
    }

    /// The JWK.
    #[must_use]
    pub fn to_jwk_json(&self) -> String {
        match self {
            Self::Jose(key) => key.to_jwk_json(),
            Self::Bbs(key) => key.to_jwk_json(),
        }
    }

    pub(crate) fn as_jose(&self) -> Option<&VerifyingKey> {
        match self {
            Self::Jose(key) => Some(key),
            Self::Bbs(_) => None,
        }
    }

    pub(crate) fn as_bbs(&self) -> Option<&vouchsafe_jpt::IssuerKey> {
        match self {
            Self::Jose(_) => None,
            Self::Bbs(key) => Some(key),
        }
    }
}

impl From<vouchsafe_jpt::IssuerKey> for IssuerKey {
    fn from(key: vouchsafe_jpt::IssuerKey) -> Self {
        Self::Bbs(Box::new(key))
    }
}

impl From<VerifyingKey> for IssuerKey {
    fn from(key: VerifyingKey) -> Self {
        Self::Jose(key)
    }
}
